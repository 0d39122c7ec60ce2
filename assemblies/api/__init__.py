"""JSON over the same actions as the pages, by noun: each file has its shapes and its calls."""

from assemblies.api import (
    agenda,
    assemblies,
    ballots,
    convoking,
    decisions,
    deliberating,
    documents,
    floor,
    leaving,
    minutes,
    motions,
    papers,
    petitions,
    presence,
    proposing,
    rehearsal,
    voting,
)
from assemblies.api.shapes import router

__all__ = [
    "agenda",
    "assemblies",
    "ballots",
    "convoking",
    "decisions",
    "deliberating",
    "documents",
    "floor",
    "leaving",
    "minutes",
    "motions",
    "papers",
    "petitions",
    "presence",
    "proposing",
    "rehearsal",
    "router",
    "voting",
]
