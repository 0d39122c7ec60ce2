"""Who is there: the register of arrivals and departures."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import KEEP_DOOR, Actor, Sentence, may

UNDER_WAY = ("open", "recess")
WRONG_CODE = _("That is not the code of the hall. Look at the screen or the wall.")


def same_code(typed: str, code: str) -> bool:
    """Whether somebody typed the code of the hall. Spaces, dashes and case do not matter."""
    plain = "".join(typed.split()).replace("-", "").upper()
    return secrets.compare_digest(plain.encode("utf-8", "replace"), code.upper().encode())


def why_not_arrive(
    *,
    assembly_state: str,
    belongs: bool,
    channel: str,
    from_home: bool,
    code_matches: bool,
    is_own_arrival: bool,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """One arrives by oneself, with the code of the hall or from home where allowed, or at the door."""
    if assembly_state == "convoked":
        return _("The assembly has not begun yet.")
    if assembly_state not in UNDER_WAY:
        return _("That assembly is over.")
    if not belongs:
        return _("Only those who belong to the co-operative can take part.")
    if channel == "door":
        return why_not_keep_door(assembly_state=assembly_state, actor=actor, now=now)
    if not is_own_arrival:
        return _("Each one arrives for themselves.")
    if channel == "home":
        return None if from_home else _("This assembly is in the hall only. Type the code of the hall.")
    if channel != "hall_code":
        return _("There is no such way of arriving.")
    return None if code_matches else WRONG_CODE


def why_not_keep_door(*, assembly_state: str, actor: Actor | None, now: datetime) -> Sentence | None:
    """Whoever keeps the door takes arrivals by number."""
    if not may(actor, KEEP_DOOR, now):
        return _("Only whoever keeps the door can take arrivals.")
    if assembly_state not in UNDER_WAY:
        return _("The assembly is not open.")
    return None


def quorum_was_lost(*, quorum: int, present: int, most_present: int) -> bool:
    """There were enough of us, and there are not enough any more."""
    return present < quorum <= most_present


def most_at_once(stays: Collection[tuple[datetime, datetime | None]]) -> int:
    """How many were there at once at most. Whoever leaves makes room before whoever arrives at that moment."""
    steps = sorted(
        [(arrived, 1) for arrived, _left in stays]
        + [(left, -1) for _arrived, left in stays if left is not None]
    )
    here = most = 0
    for _moment, step in steps:
        here += step
        most = max(most, here)
    return most
