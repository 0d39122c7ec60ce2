"""What we keep of our assemblies, and what can never be true of it."""

from assemblies.models.assemblies import AgendaItem, Assembly, AssemblyKind, AssemblyState, Presence
from assemblies.models.ballots import Ballot, Choice, Participation, SecretBallot
from assemblies.models.convoking import LegalTask, Notice, Petition, Signature
from assemblies.models.documents import Document
from assemblies.models.floor import FloorRequest, Guest
from assemblies.models.house_rules import HouseRule
from assemblies.models.leaving import Defence
from assemblies.models.minutes import Contest, Folio, Minutes, Signer
from assemblies.models.motions import DeclaredInterest, Motion, MotionState, RollEntry, Seconding
from assemblies.models.paper import PaperCount, PaperVoter
from assemblies.models.search import SearchEntry, SearchKind

__all__ = [
    "AgendaItem",
    "Assembly",
    "AssemblyKind",
    "AssemblyState",
    "Ballot",
    "Choice",
    "Contest",
    "DeclaredInterest",
    "Defence",
    "Document",
    "FloorRequest",
    "Folio",
    "Guest",
    "HouseRule",
    "LegalTask",
    "Minutes",
    "Motion",
    "MotionState",
    "Notice",
    "PaperCount",
    "PaperVoter",
    "Participation",
    "Petition",
    "Presence",
    "RollEntry",
    "SearchEntry",
    "SearchKind",
    "Seconding",
    "SecretBallot",
    "Signature",
    "Signer",
]
