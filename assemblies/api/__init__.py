"""JSON over the same actions as the pages, by noun: each file has its shapes and its calls."""

from assemblies.api import assemblies, ballots, motions, proposing, voting
from assemblies.api.shapes import router

__all__ = ["assemblies", "ballots", "motions", "proposing", "router", "voting"]
