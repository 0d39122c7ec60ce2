"""With whom a turn of mine can be swapped, and of the others which rule says no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rotation.models import Duty
from rotation.reports.changing import TableTurn, table_turn
from rotation.reports.problem import table_without_loads
from rotation.reports.table import planned_only, slot_at, slot_of
from rotation.rules.eligibility import Sentence
from rotation.rules.planning import Slot
from rotation.rules.turning import Table, rounds_of, table_of


@dataclass(frozen=True, kw_only=True)
class Unswappable:
    """A turn that no swap of two can bring me: whom a rule stops, and why."""

    turn: TableTurn
    name: str
    why_not: Sentence


@dataclass(frozen=True, kw_only=True)
class SwapsOfMine:
    """What a turn of mine can be swapped for: turns by their id, in the order of their days.

    `two`: with one other. `three`: by the turn of whoever would take mine, the turns of those who could take theirs.
    """

    turns: tuple[TableTurn, ...]
    two: frozenset[int]
    three: dict[int, frozenset[int]]
    stopped: dict[int, Unswappable]

    def only(self, ids: Sequence[int] | frozenset[int] | dict[int, frozenset[int]]) -> list[TableTurn]:
        """The turns with one of these ids, in order."""
        return [turn for turn in self.turns if turn.id in ids]


def swaps_of_mine(duty: Duty, turns: Sequence[Duty], *, on: date) -> SwapsOfMine:
    """Every turn to come of somebody else beside one of mine, by the planner's rules. Seven questions.

    `turns`: all of `turns_told` from that day on.
    """
    rows = [row for row in turns if row.member_id != duty.member_id and row.done_at is None]
    at = {slot_of(row): row.pk for row in rows}
    seen = {row.pk: table_turn(row, today=on) for row in rows}
    names = {row.member.number: row.member.name for row in (duty, *rows) if row.member is not None}
    found = rounds_of(_table([duty, *rows], turns, on=on), mine=slot_of(duty), others=list(at))
    return SwapsOfMine(
        turns=tuple(seen.values()),
        two=frozenset(at[slot] for slot in found.two),
        three={at[slot]: frozenset(at[other] for other in others) for slot, others in found.three.items()},
        stopped={
            at[slot]: Unswappable(
                turn=seen[at[slot]], name=names.get(stopped.member, ""), why_not=stopped.why_not
            )
            for slot, stopped in found.stopped.items()
        },
    )


def _table(concerned: Sequence[Duty], turns: Sequence[Duty], *, on: date) -> Table:
    """The turns to come of those concerned, told and only planned, as `table_now` lays out everybody's."""
    members = {row.member_id for row in concerned if row.member_id is not None}
    problem = table_without_loads(members, on=on)
    slots: dict[str, Slot] = {}
    holders: dict[str, int] = {}

    def add(post: str, seat: int, day: date, number: int) -> None:
        slot = slot_at(post, seat, day)
        if slot.key not in slots:
            slots[slot.key], holders[slot.key] = slot, number

    for row in turns:
        if row.post is not None and row.member is not None and row.seat is not None:
            add(row.post.code, row.seat, row.due_on, row.member.number)
    for post, seat, day, number in (
        planned_only(on=on)
        .filter(member__in=members)
        .values_list("post__code", "seat", "from_on", "member__number")
    ):
        add(post, seat, day, number or 0)
    return table_of(problem, slots.values(), holders)
