"""The next step of an assembly: one button for whoever chairs, and the rule that stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import CHAIR, Actor, Sentence, may


@dataclass(frozen=True, kw_only=True)
class Point:
    """One item of an agenda, as whoever chairs goes through it. Without a motion it is a report or a talk."""

    item_id: int
    title: str
    motion_id: int | None = None
    motion_state: str = ""
    amends_id: int | None = None
    begun_at: datetime | None = None
    vote_opened_at: datetime | None = None
    is_carried_over: bool = False
    minutes: int | None = None

    @property
    def at(self) -> datetime | None:
        """When we came to it last: begun by the chair, or put to the vote."""
        moments = [moment for moment in (self.begun_at, self.vote_opened_at) if moment is not None]
        return max(moments, default=None)

    @property
    def waits(self) -> bool:
        """Not reached yet: a matter nobody began, or a motion that has not been voted."""
        if self.is_carried_over:
            return False
        return self.begun_at is None if self.motion_id is None else self.motion_state == "on_agenda"


class Step(StrEnum):
    """What whoever chairs can do next."""

    OPEN = "open"
    RESUME = "resume"
    SECOND_CALL = "second-call"
    BEGIN_ITEM = "begin-item"
    OPEN_VOTE = "open-vote"
    CLOSE_VOTE = "close-vote"
    CLOSE = "close"


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One step, the item it is about where it is about one, and why it cannot be taken now ("" where it can)."""

    step: Step
    point: Point | None = None
    because: Sentence = ""


def point_now(points: Sequence[Point]) -> Point | None:
    """The item we are at: the one we came to last, in whatever order they were taken; None before the first."""
    found: Point | None = None
    for point in points:
        if point.at is not None and (found is None or found.at is None or point.at >= found.at):
            found = point
    return found


def next_point(points: Sequence[Point]) -> Point | None:
    """The first item that waits, in the order of the agenda; never the one we are at."""
    here = point_now(points)
    return next((each for each in points if each.waits and (here is None or each != here)), None)


def next_step(
    *,
    assembly_state: str,
    points: Sequence[Point],
    second_call_is_due: bool,
    enough_are_here: bool,
) -> NextStep | None:
    """The one step that comes next; None once the assembly is over.

    1. Before its hour and at it: open the assembly. In a recess: go on.
    2. What is being voted at the item we are at is closed before anything else.
    3. Where there are not enough of us and the hour of the second call has come, it is opened.
    4. The motion we are at is put to the vote; its amendments are taken first.
    5. Then the next item that waits.
    6. After the last one, votes that are still open are closed; then the assembly.

    Votes of earlier items may stay open while the agenda goes on: a window spans the shifts.
    """
    if assembly_state == "convoked":
        return NextStep(step=Step.OPEN)
    if assembly_state == "recess":
        return NextStep(step=Step.RESUME)
    if assembly_state != "open":
        return None
    here = point_now(points)
    if here is not None and here.motion_state == "voting":
        return NextStep(step=Step.CLOSE_VOTE, point=here)
    if second_call_is_due and not enough_are_here:
        return NextStep(step=Step.SECOND_CALL)
    if here is not None and here.motion_id is not None and here.waits:
        amendments = [each for each in points if each.amends_id == here.motion_id]
        for amendment in amendments:
            if amendment.motion_state == "voting":
                return NextStep(step=Step.CLOSE_VOTE, point=amendment)
        for amendment in amendments:
            if amendment.waits:
                return NextStep(step=Step.BEGIN_ITEM, point=amendment)
        return NextStep(step=Step.OPEN_VOTE, point=here)
    coming = next_point(points)
    if coming is not None:
        return NextStep(step=Step.BEGIN_ITEM, point=coming)
    still_open = next((each for each in points if each.motion_state == "voting"), None)
    if still_open is not None:
        return NextStep(step=Step.CLOSE_VOTE, point=still_open)
    return NextStep(step=Step.CLOSE)


def why_not_begin(
    *, assembly_state: str, is_carried_over: bool, motion_state: str, actor: Actor | None, now: datetime
) -> Sentence | None:
    """The chair goes on to any item of the agenda that is not decided, in any order, while we are in session."""
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs goes on to the next item.")
    if assembly_state == "recess":
        return _("The assembly is in recess. Go on with it first.")
    if assembly_state != "open":
        return _("The assembly is not open.")
    if is_carried_over:
        return _("It went on to the next assembly.")
    if motion_state not in ("", "on_agenda", "voting"):
        return _("It was decided or withdrawn already.")
    return None
