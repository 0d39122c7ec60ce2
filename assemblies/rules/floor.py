"""Who speaks, who speaks next, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from assemblies.rules.presence import UNDER_WAY
from assemblies.rules.states import CHAIR, KEEP_DOOR, Actor, Sentence, may

TURN, POINT_OF_ORDER = "turn", "order"
LEAST_FIRST, AS_ASKED = "least_first", "as_asked"
ORDERS = (LEAST_FIRST, AS_ASKED)
MEMBER, GUEST = "member", "guest"

Who = tuple[str, int]
"""Who speaks: one of us or a guest, with their id."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One turn: asked for, perhaps given, ended or taken back. `is_here`: whoever asked is in the assembly.

    It is a member's or a guest's: one of the two ids is there.
    """

    turn_id: int
    member_id: int | None = None
    guest_id: int | None = None
    kind: str = TURN
    asked_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    is_here: bool = True

    @property
    def who(self) -> Who:
        if self.member_id is not None:
            return MEMBER, self.member_id
        if self.guest_id is None:
            raise ValueError(f"turn {self.turn_id} is nobody's")
        return GUEST, self.guest_id

    @property
    def is_waiting(self) -> bool:
        return self.started_at is None and self.ended_at is None

    @property
    def is_speaking(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    def lasted(self, now: datetime) -> timedelta:
        """How long they have spoken in this turn; nothing before it was given."""
        if self.started_at is None:
            return timedelta(0)
        return max((self.ended_at or now) - self.started_at, timedelta(0))


def who_speaks(turns: Iterable[Turn]) -> Turn | None:
    """The one who has the floor. The database lets no two have it."""
    return next((turn for turn in turns if turn.is_speaking), None)


def time_spoken(
    turns: Iterable[Turn], *, now: datetime, points_of_order: bool = True
) -> dict[Who, timedelta]:
    """How long each of us and each guest has spoken in this assembly; those who have not are not there."""
    spoken: dict[Who, timedelta] = {}
    for turn in turns:
        if turn.started_at is not None and (points_of_order or turn.kind != POINT_OF_ORDER):
            spoken[turn.who] = spoken.get(turn.who, timedelta(0)) + turn.lasted(now)
    return spoken


def speaking_list(turns: Iterable[Turn], *, order: str, now: datetime) -> list[Turn]:
    """Those who wait for the floor and are here, in the order in which they get it.

    1. Points of order come first, as they were asked for: they are about how we meet, not about the matter.
    2. Then whoever has spoken least in this assembly, those who have not spoken before all others; our rules
       can let them speak as they asked instead. A point of order does not count as having spoken.
    3. Among those who have spoken as long, whoever asked first.

    A guest stands in it like anybody else.
    """
    turns = list(turns)
    spoken = time_spoken(turns, now=now, points_of_order=False)

    def place(turn: Turn) -> tuple[bool, timedelta, datetime, int]:
        is_plain = turn.kind != POINT_OF_ORDER
        by_time = is_plain and order != AS_ASKED
        before = spoken.get(turn.who, timedelta(0)) if by_time else timedelta(0)
        return is_plain, before, turn.asked_at, turn.turn_id

    return sorted((turn for turn in turns if turn.is_waiting and turn.is_here), key=place)


def time_left(*, started_at: datetime, minutes: int, now: datetime) -> timedelta | None:
    """What is left of a turn of so many minutes, less than nothing once it is over; None without a limit."""
    if minutes == 0:
        return None
    return started_at + timedelta(minutes=minutes) - now


def why_not_ask(
    *, assembly_state: str, kind: str, belongs: bool, is_here: bool, speaks_now: bool
) -> Sentence | None:
    """Whoever belongs and is here asks for the floor, with a vote or on probation."""
    if kind not in (TURN, POINT_OF_ORDER):
        return _("Ask to speak, or raise a point of order.")
    if assembly_state == "convoked":
        return _("The assembly has not begun yet.")
    if assembly_state not in UNDER_WAY:
        return _("That assembly is over.")
    if not belongs:
        return _("Only those who belong to the co-operative can take part.")
    if not is_here:
        return _("Say first that you are here, then ask for the floor.")
    if speaks_now:
        return _("You have the floor.")
    return None


def why_not_give(
    *, assembly_state: str, is_waiting: bool, is_here: bool, actor: Actor | None, now: datetime
) -> Sentence | None:
    """The chair gives the floor, to somebody who waits for it and is still here."""
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs gives the floor.")
    if assembly_state == "recess":
        return _("The assembly is in recess. Go on with it first.")
    if assembly_state != "open":
        return _("The assembly is not open.")
    if not is_waiting:
        return _("They do not wait for the floor any more.")
    if not is_here:
        return _("They have left the assembly.")
    return None


def why_not_end_turn(*, is_theirs: bool, actor: Actor | None, now: datetime) -> Sentence | None:
    """Whoever speaks ends their turn, or the chair does."""
    if is_theirs or may(actor, CHAIR, now):
        return None
    return _("Only who speaks or whoever chairs ends a turn.")


def why_not_ask_for_guest(
    *, assembly_state: str, is_here: bool, speaks_now: bool, actor: Actor | None, now: datetime
) -> Sentence | None:
    """Guests have no phone here: the chair, or whoever keeps the door, puts them in the line."""
    if not may(actor, CHAIR, now) and not may(actor, KEEP_DOOR, now):
        return _("Only whoever chairs or keeps the door puts a guest in the line.")
    if assembly_state not in UNDER_WAY:
        return _("The assembly is not open.")
    if not is_here:
        return _("They have left the assembly.")
    if speaks_now:
        return _("They have the floor.")
    return None


def why_not_let_in(*, assembly_state: str, actor: Actor | None, now: datetime) -> Sentence | None:
    """The chair or whoever keeps the door lets advisers and guests in: a voice, and no vote."""
    if not may(actor, CHAIR, now) and not may(actor, KEEP_DOOR, now):
        return _("Only whoever chairs or keeps the door lets guests in.")
    if assembly_state not in UNDER_WAY:
        return _("The assembly is not open.")
    return None
