"""What this room's pages draw and write."""
