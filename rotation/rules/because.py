"""What is written beside each seat of a plan when it is made: why this person, or why nobody and what would help.

Pure: worked out from the problem and the plan alone, so that anybody can do it again and compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from heapq import nsmallest
from typing import Any

from rotation.rules.planning import RULE_OF, Plan, Problem, Slot, loads_of, unfilled
from rotation.rules.planning.board import Board
from rotation.rules.planning.bylaws import Held

PRIVATE = frozenset({"available", "barred"})
"""Rules that would tell everybody of somebody's absence or no: such people are counted, not named."""
MOST_WAYS = 3
MOST_RULES_LIFTED = 3
"""A rule is lifted to see what it would give by filling the seats again: for so many rules at most."""

KEPT, ONLY, LOAD, NEVER, WISH, DRAW, OTHERS = "kept", "only", "load", "never", "wish", "draw", "others"
"""Why somebody was picked: told before; nobody else may; carries least; never had it; wishes it; the draw; those
before them in the order are better placed elsewhere."""


Order = tuple[int, bool, int]
"""How the planner prefers those who may have a slot, before the draw: what they would carry with it, whether they
had the post before, how little they wish it."""


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
        people = self.board.people
        self.carried = [int(self.loads[one.number] * self.board.scale) for one in people]
        self.began: list[dict[str, date]] = []
        """When each first began each post, as they had it and as it is planned."""
        for one in people:
            self.began.append({})
            for term in one.terms:
                self._begins(len(self.began) - 1, term)
        self.own: dict[int, dict[str, int | None]] = {one.number: {} for one in people}
        self.placed = [0] * len(people)
        for at, slot in enumerate(problem.slots):
            holder = plan.member_of.get(slot.key)
            if holder is not None and holder in self.own:
                self.own[holder][slot.key] = holder
                self.placed[self.board.place[holder]] |= 1 << at
                self._begins(self.board.place[holder], slot)
        self._lifted: dict[str, list[str] | None] = {}

    def _begins(self, place: int, one: Held) -> None:
        first = self.began[place].get(one.post)
        if first is None or one.from_on < first:
            self.began[place][one.post] = one.from_on

    def _seen(self, slot: Slot, number: int) -> dict[str, int | None]:
        """As much of the plan as the rules look at: all of it only where seats change hands together."""
        whole = dict(self.plan.member_of) if slot.key in self.house.together else dict(self.own[number])
        whole.pop(slot.key, None)
        return whole

    def filled(self, slot: Slot, holder: int) -> dict[str, Any]:
        """Tickets are drawn only among those who are otherwise like whoever has it: nobody else's place asks."""
        at = self.at[slot.key]
        mine = self.board.place[holder]
        others = [one for one in self.board.who[at] if one != mine and self._may_have(slot, at, one)]
        picked = self._order(slot, mine)
        orders = [self._order(slot, one) for one in others]
        alike = [one for one, order in zip(others, orders, strict=True) if order == picked]
        drawn = (self.board.ticket(at, mine), holder)
        ahead = sum(order < picked for order in orders)
        ahead += sum((self.board.ticket(at, one), self.board.people[one].number) < drawn for one in alike)
        return {
            "place": ahead + 1,
            "of": len(others) + 1,
            "load": str(self.loads[holder]),
            "like": len(alike),
            "reasons": _reasons(slot, holder, picked, orders, place=ahead + 1),
        }

    def _may_have(self, slot: Slot, at: int, place: int) -> bool:
        """The answer of `House.why_not`, asked of the laid-out board wherever that knows it all."""
        mine = self.placed[place] & ~(1 << at)
        if self.board.clash[at] & mine:
            return False
        is_plain = (
            slot.key not in self.house.together
            and self.board.at_once <= 1
            and not (self.board.counts_rows[slot.post] and self.board.of_post[slot.post] & mine)
        )
        if is_plain:
            return True
        person = self.board.people[place]
        return self.house.why_not(person, slot, self._seen(slot, person.number)) is None

    def _order(self, slot: Slot, place: int) -> Order:
        at, code = self.at[slot.key], slot.post
        has = self.placed[place] >> at & 1
        began = self.began[place].get(code)
        return (
            self.carried[place] + (0 if has else slot.points * self.board.weight[place]),
            began is not None and began < slot.from_on,
            -self.board.wish(place, code),
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
        place, at = self.board.place, self.at[slot.key]
        nearest = nsmallest(
            MOST_WAYS,
            (number for number, rules in against.items() if rules and PRIVATE.isdisjoint(rules)),
            key=lambda number: (
                len(against[number]),
                self.carried[place[number]],
                self.board.ticket(at, place[number]),
            ),
        )
        ways: list[dict[str, Any]] = [{"rules": against[number], "member": number} for number in nearest]
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
            then = unfilled(replace(self.problem, rules=rules))
            is_less = then < self.plan.stage_of["unfilled"].value
            self._lifted[name] = [str(part) for part in then] if is_less else None
        return self._lifted[name]


def _reasons(slot: Slot, holder: int, picked: Order, others: list[Order], *, place: int) -> list[str]:
    if slot.published == holder:
        return [KEPT]
    if not others:
        return [ONLY]
    nearest = min(others)
    if nearest == picked:
        return [DRAW]
    if place > 1:
        return [OTHERS]
    return next(
        [name]
        for name, mine, theirs in zip((LOAD, NEVER, WISH), picked, nearest, strict=True)
        if mine < theirs
    )
