"""With whom a turn of mine can be swapped, and of the others which rule says no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from record.shared import shared
from rotation.models import Duty
from rotation.reports.changing import TableTurn, table_turn, turns_told
from rotation.reports.table import slot_of, table_now
from rotation.rules.eligibility import Sentence
from rotation.rules.turning import rounds_of


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


def swaps_of_mine(duty: Duty, *, on: date) -> SwapsOfMine:
    """Every turn to come of somebody else beside one of mine, by the planner's rules. Two questions and the table's."""
    rows = list(turns_told(from_on=on).exclude(member=duty.member).filter(done_at__isnull=True))
    at = {slot_of(row): row.pk for row in rows}
    turns = tuple(table_turn(row, today=on) for row in rows)
    names = {turn.member.number: turn.member.name for turn in turns}
    if duty.member is not None:
        names[duty.member.number] = duty.member.name
    table = shared(("rotation.table", on), lambda: table_now(on=on))
    found = rounds_of(table, mine=slot_of(duty), others=list(at))
    of_id = {turn.id: turn for turn in turns}
    return SwapsOfMine(
        turns=turns,
        two=frozenset(at[slot] for slot in found.two),
        three={at[slot]: frozenset(at[other] for other in others) for slot, others in found.three.items()},
        stopped={
            at[slot]: Unswappable(
                turn=of_id[at[slot]], name=names.get(stopped.member, ""), why_not=stopped.why_not
            )
            for slot, stopped in found.stopped.items()
        },
    )
