"""What we keep of ourselves, and what can never be true of it."""

from members.models.absences import Absence, AbsenceKind, AbsenceQuerySet, LeavingNotice
from members.models.register import (
    Cooperative,
    CooperativeManager,
    Member,
    MemberManager,
    MemberQuerySet,
    Membership,
    Sector,
    Standing,
)
from members.models.shares import ShareOfTime
from members.models.signing_in import ApiToken, KnownAddress, Notice, SignInAttempt, SignInCard

__all__ = [
    "Absence",
    "AbsenceKind",
    "AbsenceQuerySet",
    "ApiToken",
    "Cooperative",
    "CooperativeManager",
    "KnownAddress",
    "LeavingNotice",
    "Member",
    "MemberManager",
    "MemberQuerySet",
    "Membership",
    "Notice",
    "Sector",
    "ShareOfTime",
    "SignInAttempt",
    "SignInCard",
    "Standing",
]
