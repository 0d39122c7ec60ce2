"""The floor: what any Django site does for the same request, and nothing more."""
