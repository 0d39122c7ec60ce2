"""What is written beside each seat of a plan when it is made: why this person, or why nobody and what would help.

Pure: worked out from the problem and the plan alone, so that anybody can do it again and compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rotation.rules.planning import RULE_OF, Person, Plan, Problem, Slot, loads_of, make_plan, ticket
from rotation.rules.planning.board import Board

PRIVATE = frozenset({"available", "barred"})
"""Rules that would tell everybody of somebody's absence or no: such people are counted, not named."""
MOST_WAYS = 3
MOST_RULES_LIFTED = 3
"""A rule is lifted to see what it would give by making the whole plan again: for so many rules at most."""

KEPT, ONLY, LOAD, NEVER, WISH, DRAW, OTHERS = "kept", "only", "load", "never", "wish", "draw", "others"
"""Why somebody was picked: told before; nobody else may; carries least; never had it; wishes it; the draw; those
before them in the order are better placed elsewhere."""


@dataclass(frozen=True, kw_only=True)
class _Able:
    """Somebody who may have a slot, in the order in which the planner prefers them."""

    then: int
    had_before: bool
    wish: int
    ticket: int
    number: int

    @property
    def order(self) -> tuple[int, bool, int, int, int]:
        return (self.then, self.had_before, self.wish, self.ticket, self.number)


def because(
    problem: Problem, plan: Plan, *, was: Mapping[str, int | None] | None = None
) -> dict[str, dict[str, Any]]:
    """For each slot, by its key, plain values: of whom has it the place among those who may, the load, the reasons;
    of an empty one the rules in conflict and the ways out. `was`: who had it in the plan before, where it moved.
    """
    teller = _Teller(problem, plan)
    found: dict[str, dict[str, Any]] = {}
    for slot in problem.slots:
        number = plan.member_of.get(slot.key)
        found[slot.key] = teller.empty(slot) if number is None else teller.filled(slot, number)
        if was is not None and slot.key in was and was[slot.key] != number:
            found[slot.key]["was"] = was[slot.key]
    return found


class _Teller:
    """One problem and its plan, with what is the same for every slot worked out once."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan, self.board = problem, plan, Board(problem)
        self.house = self.board.house
        self.at = {slot.key: at for at, slot in enumerate(problem.slots)}
        self.loads = loads_of(problem, plan.member_of)
        self.scaled = {number: int(load * self.board.scale) for number, load in self.loads.items()}
        self.begun: dict[int, dict[str, set[date]]] = {
            one.number: {term.post: set() for term in one.terms} for one in problem.people
        }
        """When each began each post, as they had it and as it is planned."""
        for one in problem.people:
            for term in one.terms:
                self.begun[one.number][term.post].add(term.from_on)
        for slot in problem.slots:
            holder = plan.member_of.get(slot.key)
            if holder in self.begun:
                self.begun[holder].setdefault(slot.post, set()).add(slot.from_on)
        self.own: dict[int, dict[str, int | None]] = {one.number: {} for one in problem.people}
        for key, number in plan.member_of.items():
            if number in self.own:
                self.own[number][key] = number
        self.placed = {
            number: sum(1 << self.at[key] for key in keys if key in self.at)
            for number, keys in self.own.items()
        }
        self._lifted: dict[str, list[str] | None] = {}

    def _seen(self, slot: Slot, number: int) -> dict[str, int | None]:
        """As much of the plan as the rules look at: all of it only where seats change hands together."""
        whole = dict(self.plan.member_of) if slot.key in self.house.together else dict(self.own[number])
        whole.pop(slot.key, None)
        return whole

    def filled(self, slot: Slot, holder: int) -> dict[str, Any]:
        able = sorted(
            (
                self._able(slot, one.number)
                for one in self.problem.people
                if one.number == holder or self._may_have(slot, one)
            ),
            key=lambda one: one.order,
        )
        place = next(nth for nth, one in enumerate(able, start=1) if one.number == holder)
        picked = able[place - 1]
        return {
            "place": place,
            "of": len(able),
            "load": str(self.loads[holder]),
            "like": sum(one.order[:3] == picked.order[:3] for one in able) - 1,
            "reasons": _reasons(slot, picked, able, place),
        }

    def _may_have(self, slot: Slot, person: Person) -> bool:
        """The answer of `House.why_not`, asked of the laid-out board wherever that knows it all."""
        at = self.at[slot.key]
        mine = self.placed[person.number] & ~(1 << at)
        if not self.board.can[self.board.place[person.number]] >> at & 1 or self.board.clash[at] & mine:
            return False
        is_plain = (
            slot.key not in self.house.together
            and self.board.at_once <= 1
            and not (self.board.counts_rows[slot.post] and self.board.of_post[slot.post] & mine)
        )
        return is_plain or self.house.why_not(person, slot, self._seen(slot, person.number)) is None

    def _able(self, slot: Slot, number: int) -> _Able:
        place = self.board.place[number]
        points = 0 if slot.key in self.own[number] else slot.points * self.board.weight[place]
        return _Able(
            then=self.scaled[number] + points,
            had_before=any(day < slot.from_on for day in self.begun[number].get(slot.post, ())),
            wish=-self.board.wish(place, slot.post),
            ticket=self.board.ticket(self.at[slot.key], place),
            number=number,
        )

    def empty(self, slot: Slot) -> dict[str, Any]:
        """A smallest set of rules of which everybody meets one, how many each stops, and the ways out."""
        against = {one.number: self._all_that_stop(slot, one.number) for one in self.problem.people}
        names = [name for name in self.problem.rules if any(name in rules for rules in against.values())]
        conflict = list(names)
        for name in reversed(names):
            less = [one for one in conflict if one != name]
            if all(any(one in rules for one in less) for rules in against.values()):
                conflict = less
        nearest = sorted(
            (number for number, rules in against.items() if rules and not PRIVATE & set(rules)),
            key=lambda number: (
                len(against[number]),
                self.loads[number],
                ticket(self.problem.seed, slot.key, number),
            ),
        )
        ways: list[dict[str, Any]] = [
            {"rules": against[number], "member": number} for number in nearest[:MOST_WAYS]
        ]
        for name in conflict:
            unfilled = self._without(name)
            if unfilled is not None:
                ways.append({"rules": [name], "unfilled": unfilled})
        return {
            "rules": conflict,
            "stopped": {name: sum(name in rules for rules in against.values()) for name in names},
            "ways": ways,
        }

    def _all_that_stop(self, slot: Slot, number: int) -> list[str]:
        case = self.house.case(self.problem.person_of[number], slot, self._seen(slot, number))
        return [name for name, value in self.problem.rules.items() if RULE_OF[name].stops(case, value)]

    def _without(self, name: str) -> list[str] | None:
        """What stays empty where a rule is switched off for all; None where that fills nothing more."""
        if name not in self._lifted:
            if len(self._lifted) >= MOST_RULES_LIFTED or name in PRIVATE:
                return None
            rules = {one: value for one, value in self.problem.rules.items() if one != name}
            unfilled = make_plan(replace(self.problem, rules=rules)).stage_of["unfilled"].value
            is_less = unfilled < self.plan.stage_of["unfilled"].value
            self._lifted[name] = [str(part) for part in unfilled] if is_less else None
        return self._lifted[name]


def _reasons(slot: Slot, picked: _Able, able: list[_Able], place: int) -> list[str]:
    if slot.published == picked.number:
        return [KEPT]
    if len(able) == 1:
        return [ONLY]
    if picked.order[:3] == able[0 if place > 1 else 1].order[:3]:
        return [DRAW]
    if place > 1:
        return [OTHERS]
    following = able[1]
    told = ((LOAD, picked.then, following.then), (NEVER, picked.had_before, following.had_before))
    for name, mine, theirs in (*told, (WISH, picked.wish, following.wish)):
        if mine < theirs:
            return [name]
    return [DRAW]
