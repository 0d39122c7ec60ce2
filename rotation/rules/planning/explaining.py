"""Why somebody was picked, why not me, why a seat is empty and what would fill it: asked of a plan, not remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from rotation.rules.planning.bylaws import RULE_OF, Held, Rule
from rotation.rules.planning.engine import unfilled
from rotation.rules.planning.house import House
from rotation.rules.planning.loads import measures
from rotation.rules.planning.objective import loads_of, ticket, unfilled_of
from rotation.rules.planning.plan import Plan, Value
from rotation.rules.planning.problem import Problem
from rotation.rules.planning.slots import Slot


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Somebody before a slot, everybody else placed as in the plan.

    `rule`: the first that stops them; None where they may have it, and then `place`: how many among those who
    may stand before them, plus one. `load`: what they carry without it; `then`: with it.
    """

    member: int
    is_placed: bool
    rule: Rule | None
    place: int | None
    load: Fraction
    then: Fraction
    had_before: bool
    wish: int
    ticket: int


def standings(problem: Problem, plan: Plan, slot: str) -> tuple[Standing, ...]:
    """Everybody before a slot: those who may have it in order, then those who may not, by number.

    In order: the load they would carry with it, never had the post, wishes, the draw. Whoever has the slot is not
    always the first: they may be needed elsewhere, or be here so that another slot is filled.
    """
    house, wanted = House(problem), problem.slot_of[slot]
    placed = {key: who for key, who in plan.member_of.items() if key != slot}
    without, measure = loads_of(problem, placed), measures(problem)
    found: list[Standing] = []
    for person in problem.people:
        planned = [problem.slot_of[key] for key, who in placed.items() if who == person.number]
        own: list[Held] = [*person.terms, *planned]
        found.append(
            Standing(
                member=person.number,
                is_placed=plan.member_of.get(slot) == person.number,
                rule=house.why_not(person, wanted, placed),
                place=None,
                load=without[person.number],
                then=without[person.number] + wanted.points / measure[person.number].expected,
                had_before=any(one.post == wanted.post and one.from_on < wanted.from_on for one in own),
                wish=sum(one.weight for one in person.wishes if one.post == wanted.post),
                ticket=ticket(problem.seed, slot, person.number),
            )
        )
    able = sorted(
        (one for one in found if one.rule is None),
        key=lambda one: (one.then, one.had_before, -one.wish, one.ticket, one.member),
    )
    return (
        *(replace(one, place=nth) for nth, one in enumerate(able, start=1)),
        *(one for one in found if one.rule is not None),
    )


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """Something that would fill an empty slot, or leave fewer empty.

    Either `member` takes it although `rules` say no; or `rules` are switched off for all, and `unfilled` is what
    stays empty then.
    """

    rules: tuple[str, ...]
    member: int | None = None
    unfilled: Value | None = None


@dataclass(frozen=True, kw_only=True)
class Emptiness:
    """Why a slot is empty: a smallest set of `rules` of which each person meets at least one, and ways out.

    `stopped`: by rule, how many it stops (somebody may be stopped by several).
    """

    slot: str
    rules: tuple[str, ...]
    stopped: Mapping[str, int]
    ways_out: tuple[WayOut, ...]


def why_empty(problem: Problem, plan: Plan, slot: str, *, most_ways: int = 3) -> Emptiness:
    """Why nobody has a slot, with everybody else placed as in the plan, and the cheapest ways out first.

    Cheapest: whoever is stopped by the fewest rules, and among them carries least. Then: the rules in conflict,
    one by one, without which a new plan leaves less empty.
    """
    house, wanted = House(problem), problem.slot_of[slot]
    placed = plan.member_of
    against = {
        one.number: _all_that_stop(house, problem, one.number, wanted, placed) for one in problem.people
    }
    names = [name for name in problem.rules if any(name in rules for rules in against.values())]
    conflict = list(names)
    for name in reversed(names):
        less = [one for one in conflict if one != name]
        if all(any(one in rules for one in less) for rules in against.values()):
            conflict = less
    carried = loads_of(problem, placed)
    nearest = sorted(
        (number for number, rules in against.items() if rules),
        key=lambda number: (len(against[number]), carried[number], ticket(problem.seed, slot, number)),
    )
    ways = [WayOut(rules=tuple(against[number]), member=number) for number in nearest[:most_ways]]
    return Emptiness(
        slot=slot,
        rules=tuple(conflict),
        stopped={name: sum(name in rules for rules in against.values()) for name in names},
        ways_out=(*ways, *_without(problem, plan, conflict)),
    )


def _all_that_stop(
    house: House, problem: Problem, number: int, slot: Slot, placed: Mapping[str, int | None]
) -> list[str]:
    case = house.case(problem.person_of[number], slot, placed)
    return [name for name, value in problem.rules.items() if RULE_OF[name].stops(case, value)]


def _without(problem: Problem, plan: Plan, rules: list[str]) -> list[WayOut]:
    now = unfilled_of(problem, plan.member_of)
    found = []
    for name in rules:
        fewer = {one: value for one, value in problem.rules.items() if one != name}
        then = unfilled(replace(problem, rules=fewer))
        if then < now:
            found.append(WayOut(rules=(name,), unfilled=then))
    return found
