"""Turns at the table that change hands: who may take one, who is asked to stand in and in which order, which swaps hold.

Every question is asked of the planner's own rules (`planning.bylaws`), over everybody's turns as they were told
and planned. Two of those rules are not asked: a turn stays whose it is (`pinned`) unless the two agree, which is
what happens here; and no two seats pass to new people together (`stagger`), which is about posts held for months.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from rotation.rules.drawing import lot
from rotation.rules.eligibility import Sentence
from rotation.rules.planning.bylaws import RULE_OF, first_that_stops, overlap
from rotation.rules.planning.house import House
from rotation.rules.planning.loads import Measure, measures
from rotation.rules.planning.problem import Problem
from rotation.rules.planning.slots import Slot

CHANGING_HANDS = frozenset({"pinned", "stagger"})
"""The rules that do not speak where those concerned agree."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """The turns from a day on, and whose each is. `problem`'s slots are these turns; `holders` is by their key."""

    problem: Problem
    holders: Mapping[str, int]

    @cached_property
    def house(self) -> House:
        return House(self.problem)

    @cached_property
    def measure_of(self) -> dict[int, Measure]:
        return measures(self.problem)

    @cached_property
    def turns_of(self) -> dict[int, list[Slot]]:
        """Each person's turns to come."""
        found: dict[int, list[Slot]] = {}
        for key, number in self.holders.items():
            if key in self.problem.slot_of:
                found.setdefault(number, []).append(self.problem.slot_of[key])
        return found

    def load(self, number: int) -> Fraction:
        """What somebody carries: what they carried, decayed, and their turns to come, by what may be expected."""
        return self.measure_of[number].load(sum(slot.points for slot in self.turns_of.get(number, ())))

    def last_served(self, number: int, *, before: date) -> date:
        """The last day before that one on which they sat, or will sit, at the table; the first of all days if never."""
        person, posts = self.problem.person_of[number], self.problem.post_of
        had = [term.from_on for term in person.terms if term.post in posts]
        days = [*had, *(slot.from_on for slot in self.turns_of.get(number, ()))]
        return max((day for day in days if day < before), default=date.min)


def table_of(problem: Problem, slots: Iterable[Slot], holders: Mapping[str, int]) -> Table:
    """A table with these turns instead of the problem's own, known posts only.

    The mandate of a day that has begun and its turn are one thing: as a term it is left out.
    """
    known = tuple(slot for slot in slots if slot.post in problem.post_of)
    same = {(slot.post, slot.seat, slot.from_on) for slot in known}
    people = tuple(
        replace(
            one,
            terms=tuple(term for term in one.terms if (term.post, term.seat, term.from_on) not in same),
        )
        for one in problem.people
    )
    return Table(problem=replace(problem, slots=known, people=people), holders=dict(holders))


def why_not_take(
    table: Table, *, member: int, slot: str, holders: Mapping[str, int] | None = None
) -> Sentence | None:
    """Why somebody cannot take a turn, with everybody else's as given; None where no rule stops them."""
    person, wanted = table.problem.person_of.get(member), table.problem.slot_of.get(slot)
    if person is None:
        return RULE_OF["member"].why_not
    if wanted is None:
        return _("asks for a turn that is not there any more")
    if holders is None:
        own = [one.key for one in table.turns_of.get(member, ())]
    else:
        own = [key for key, who in holders.items() if who == member and key in table.problem.slot_of]
    placed: dict[str, int | None] = {key: member for key in own if key != slot}
    if any(overlap(table.problem.slot_of[key], wanted) for key in placed):
        return _("has another turn on that day")
    case = table.house.case(person, wanted, placed)
    rule = first_that_stops(case, leaving_out=CHANGING_HANDS)
    return rule.why_not if rule is not None else None


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """Somebody who can come instead: what they carry, and when they last sat at the table (`date.min`: never)."""

    number: int
    load: Fraction
    last_served: date


def stand_ins(table: Table, *, slot: str, seed: str, leaving_out: Collection[int] = ()) -> list[StandIn]:
    """Everybody whom no rule stops from taking a turn, in the order in which they are asked.

    Whoever carries least is asked first; then whoever sat at the table longest ago; then a lot from the seed.
    """
    wanted = table.problem.slot_of[slot]
    found = [
        StandIn(
            number=one.number,
            load=table.load(one.number),
            last_served=table.last_served(one.number, before=wanted.from_on),
        )
        for one in table.problem.people
        if one.number not in leaving_out and why_not_take(table, member=one.number, slot=slot) is None
    ]
    return sorted(found, key=lambda one: (one.load, one.last_served, lot(seed, one.number), one.number))


def how_many_to_ask(*, at_once: int, open_offers: int, left: int) -> int:
    """How many more are asked so that as many as our rule says have the question before them."""
    return max(0, min(at_once - open_offers, left))


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One turn of a swap, by its slot's key, from one to another."""

    slot: str
    giver: int
    taker: int


def legs_of(turns: Sequence[tuple[str, int]]) -> list[Leg]:
    """The legs of a swap from its turns (slot, whose it is): each passes to the next one, the last to the first."""
    takers = [who for _slot, who in (*turns[1:], *turns[:1])]
    return [Leg(slot=slot, giver=who, taker=taker) for (slot, who), taker in zip(turns, takers, strict=True)]


def why_not_a_swap(legs: Sequence[Leg]) -> Sentence | None:
    """A swap is between two or three members; each gives one turn and takes one of somebody else."""
    givers, takers = [leg.giver for leg in legs], [leg.taker for leg in legs]
    if (
        len(legs) not in (2, 3)
        or len({leg.slot for leg in legs}) != len(legs)
        or len(set(givers)) != len(legs)
        or sorted(givers) != sorted(takers)
        or any(leg.giver == leg.taker for leg in legs)
    ):
        return _("A swap is between two or three of us; each gives one turn and takes one.")
    return None


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """Whom a rule stops, and why, as one says of them."""

    member: int
    why_not: Sentence


def what_stops(table: Table, legs: Sequence[Leg]) -> Stopped | None:
    """The first of a swap whom a rule stops, with all of its turns passed on at once; None where it can be done."""
    for leg in legs:
        if table.holders.get(leg.slot) != leg.giver:
            return Stopped(member=leg.giver, why_not=_("does not have that turn any more"))
    after = {**table.holders, **{leg.slot: leg.taker for leg in legs}}
    for leg in legs:
        why_not = why_not_take(table, member=leg.taker, slot=leg.slot, holders=after)
        if why_not is not None:
            return Stopped(member=leg.taker, why_not=why_not)
    return None


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """With which turns one's own could be swapped, by the slot's key, no rule stopping anybody.

    `two`: between two. `three`: for whoever would take one's own, those who could take theirs. `stopped`: of every
    turn that is in no swap of two, whom a rule stops.
    """

    two: tuple[str, ...] = ()
    three: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stopped: Mapping[str, Stopped] = field(default_factory=dict)


def rounds_of(table: Table, *, mine: str, others: Sequence[str]) -> Rounds:
    """Every swap of a turn with these others, of two and of three. What one may take does not depend on the others."""
    me = table.holders.get(mine, 0)
    known = [slot for slot in others if table.holders.get(slot, me) != me]
    asked: dict[tuple[str, str], Sentence | None] = {}

    def why_not(gives: str, takes: str) -> Sentence | None:
        if (gives, takes) not in asked:
            who = table.holders.get(gives, 0)
            kept = {one.key: who for one in table.turns_of.get(who, ()) if one.key != gives}
            asked[gives, takes] = why_not_take(table, member=who, slot=takes, holders={**kept, takes: who})
        return asked[gives, takes]

    stopped: dict[str, Stopped] = {}
    for slot in known:
        for gives, takes in ((slot, mine), (mine, slot)):
            reason = why_not(gives, takes)
            if reason is not None:
                stopped.setdefault(slot, Stopped(member=table.holders.get(gives, 0), why_not=reason))
    three = {
        first: tuple(
            second
            for second in known
            if table.holders[second] != table.holders[first]
            and why_not(second, first) is None
            and why_not(mine, second) is None
        )
        for first in known
        if why_not(first, mine) is None
    }
    return Rounds(
        two=tuple(slot for slot in known if slot not in stopped),
        three={first: found for first, found in three.items() if found},
        stopped=stopped,
    )


@dataclass(frozen=True, kw_only=True)
class TurnState:
    """A turn as its rules read it."""

    is_turn: bool
    due_on: date
    is_done: bool
    is_missed: bool
    is_cancelled: bool


def why_not_change(turn: TurnState, *, today: date) -> Sentence | None:
    """A turn changes hands until its day is over, unless it was done, missed or called off."""
    if not turn.is_turn:
        return _("This is not a turn at the table.")
    if turn.is_cancelled:
        return _("This turn was called off.")
    if turn.is_done or turn.is_missed or turn.due_on < today:
        return _("The day of this turn is over.")
    return None


def why_not_missed(turn: TurnState, *, today: date, may_say: bool) -> Sentence | None:
    """Whoever chairs or hands out duties writes down that nobody came, once the day is over."""
    if not may_say:
        return _("Whoever chairs or hands out duties writes that down.")
    if not turn.is_turn:
        return _("This is not a turn at the table.")
    if turn.is_cancelled:
        return _("This turn was called off.")
    if turn.is_done:
        return _("It was done.")
    if turn.due_on >= today:
        return _("Wait until the day is over.")
    return None
