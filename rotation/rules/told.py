"""What cannot be true of a turn at the table, whoever wrote it: what `verify` asks of each, from what is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

Place = tuple[str, int, date]
"""A seat at the table of one day: post, seat, day."""


@dataclass(frozen=True, kw_only=True)
class ToldTurn:
    """A turn as it stands, people by their number, beside all that explains whose it is.

    `planned_for`: whom its line of the plan names (None: nobody, and then whoever made a missed turn up has it);
    `taken_by`: who took it since, by a swap done or as a stand-in; `seated`: place and person of its mandate.
    """

    id: int
    place: Place
    member: int
    sequence: int = 0
    is_cancelled: bool = False
    has_plan: bool = True
    is_adopted: bool = True
    planned_place: Place | None = None
    planned_for: int | None = None
    made_up_by: int | None = None
    taken_by: tuple[int, ...] = ()
    seated: tuple[Place, int] | None = None
    meets_on: date | None = None
    """The day of its assembly, where one was called."""


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """A make-up beside the turn that it repairs."""

    id: int
    member: int
    missed_by: int
    was_missed: bool


@dataclass(frozen=True, kw_only=True)
class SwapDone:
    """A swap that was done: who gave and who took, and how many never said yes."""

    id: int
    givers: tuple[int, ...] = field(default=())
    takers: tuple[int, ...] = field(default=())
    silent: int = 0


def faults_of_turns(turns: Iterable[ToldTurn]) -> Iterator[str]:
    """Everything in which turns are not what they say: each by itself, then two of one person or of one seat a day."""
    standing: dict[tuple[int, date], int] = {}
    seats: dict[Place, int] = {}
    for turn in turns:
        for fault in _of_one(turn):
            yield f"turn {turn.id}: {fault}"
        if turn.is_cancelled:
            continue
        both = (turn.member, turn.place[2])
        if both in standing:
            yield f"turns {standing[both]} and {turn.id}: both of member {turn.member} on {turn.place[2]}"
        if turn.place in seats:
            yield f"turns {seats[turn.place]} and {turn.id}: both of one seat on {turn.place[2]}"
        standing[both] = seats[turn.place] = turn.id


def _of_one(turn: ToldTurn) -> Iterator[str]:
    if not turn.has_plan:
        yield "no line of a plan gave it"
    elif not turn.is_adopted:
        yield "its plan was not adopted"
    elif turn.planned_place != turn.place:
        yield "its line of the plan is of another seat or day"
    elif turn.member not in (turn.planned_for, turn.made_up_by, *turn.taken_by):
        yield f"neither the plan, a swap nor a stand-in gave it to member {turn.member}"
    if turn.sequence < len(turn.taken_by) + turn.is_cancelled:
        yield "it changed more often than its number says"
    if turn.seated is not None and not turn.is_cancelled and turn.seated != (turn.place, turn.member):
        yield "its mandate is of another seat, day or person"
    if turn.meets_on is not None and not turn.is_cancelled and turn.meets_on != turn.place[2]:
        yield "its assembly is on another day"


def faults_of_make_ups(rows: Iterable[MadeUp]) -> Iterator[str]:
    """A make-up repairs a turn that was missed, and is of whoever missed it."""
    for row in rows:
        if not row.was_missed:
            yield f"make-up {row.id}: the turn that it repairs was not missed"
        elif row.member != row.missed_by:
            yield f"make-up {row.id}: member {row.missed_by} missed it, not member {row.member}"


def faults_of_swaps(rows: Iterable[SwapDone]) -> Iterator[str]:
    """A swap done was agreed by everybody in it, and each gives one turn and takes one."""
    for row in rows:
        if row.silent:
            yield f"swap {row.id}: done, and somebody in it never said yes"
        if sorted(row.givers) != sorted(row.takers) or len(row.givers) not in (2, 3):
            yield f"swap {row.id}: it is not round two or three"
