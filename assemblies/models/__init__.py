"""What we keep of our assemblies, and what can never be true of it."""

from assemblies.models.assemblies import AgendaItem, Assembly, AssemblyKind, AssemblyState, Presence
from assemblies.models.ballots import Ballot, Choice, Participation, SecretBallot
from assemblies.models.house_rules import HouseRule
from assemblies.models.minutes import Minutes
from assemblies.models.motions import Motion, MotionState, RollEntry, Seconding

__all__ = [
    "AgendaItem",
    "Assembly",
    "AssemblyKind",
    "AssemblyState",
    "Ballot",
    "Choice",
    "HouseRule",
    "Minutes",
    "Motion",
    "MotionState",
    "Participation",
    "Presence",
    "RollEntry",
    "Seconding",
    "SecretBallot",
]
