"""Asking the rules of one problem: why somebody cannot have a slot, which pins hold, what a plan breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rotation.rules.planning.bylaws import RULE_OF, Case, Rule, first_that_stops, is_new
from rotation.rules.planning.objective import evaluate
from rotation.rules.planning.people import Person
from rotation.rules.planning.plan import Plan
from rotation.rules.planning.problem import Problem
from rotation.rules.planning.slots import Slot

Placements = Mapping[str, int | None]
"""Who takes each slot, by the slot's key."""


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A rule that a plan breaks: in which slot, with whom (None: by leaving it empty)."""

    slot: str
    member: int | None
    rule: str


@dataclass(frozen=True)
class House:
    """A problem with what follows from it alone: the pins that hold, the seats that begin together."""

    problem: Problem

    @cached_property
    def pins(self) -> dict[str, int]:
        """Whose each pinned slot is. A pin gives way where a rule says no to that person, in the slots' order."""
        found: dict[str, int] = {}
        if "pinned" not in self.problem.rules:
            return found
        for slot in self.problem.slots:
            person = self.problem.person_of.get(slot.pinned) if slot.pinned is not None else None
            if person is None:
                continue
            case = self._case(person, slot, self._planned(found, person, slot))
            if first_that_stops(case, leaving_out=frozenset({"stagger", "pinned"})) is None:
                found[slot.key] = person.number
        return found

    @cached_property
    def together(self) -> dict[str, tuple[tuple[Slot, ...], int]]:
        """For each slot that begins with another seat of its post: those slots, and how many may go to new people.

        One; or as many as cannot be helped: all but those where whoever holds a seat to that day may stay on.
        Where one of them is pinned, as they come.
        """
        found: dict[str, tuple[tuple[Slot, ...], int]] = {}
        if "stagger" not in self.problem.rules:
            return found
        begin: dict[tuple[str, object], list[Slot]] = {}
        for slot in self.problem.slots:
            if self.problem.post_of[slot.post].term_months:
                begin.setdefault((slot.post, slot.from_on), []).append(slot)
        for slots in begin.values():
            if len(slots) > 1:
                most = max(1, len(slots) - self._who_may_stay(slots))
                found |= {slot.key: (tuple(slots), most) for slot in slots}
        return found

    def _who_may_stay(self, slots: list[Slot]) -> int:
        post, day = slots[0].post, slots[0].from_on
        if any(slot.key in self.pins for slot in slots):
            return 0
        staying = {
            one.number
            for one in self.problem.people
            if any(term.post == post and term.until_on == day for term in one.terms)
            and any(
                first_that_stops(self._case(one, slot, []), leaving_out=frozenset({"stagger", "pinned"}))
                is None
                for slot in slots
            )
        }
        if self.problem.post_of[post].max_consecutive_terms == 1:
            return len(staying)
        before = sum(slot.post == post and slot.until_on == day for slot in self.problem.slots)
        return len(staying) + before

    def why_not(self, person: Person, slot: Slot, placements: Placements) -> Rule | None:
        """The first rule that stops somebody from having a slot, with everybody else placed as given."""
        return first_that_stops(self.case(person, slot, placements))

    def case(self, person: Person, slot: Slot, placements: Placements) -> Case:
        """That person in that slot, with everybody else placed as given."""
        together = self.together.get(slot.key)
        new, most = 0, None
        if together is not None:
            others, most = together
            for other in others:
                number = placements.get(other.key)
                if other.key == slot.key or number is None or number == person.number:
                    continue
                beside = self.problem.person_of.get(
                    number
                )  # a stranger to the problem comes new to every post
                new += beside is None or is_new(beside, other, self._planned(placements, beside, other))
        planned = self._planned(placements, person, slot)
        return self._case(person, slot, planned, new=new, most=most, pinned_to=self.pins.get(slot.key))

    def _case(
        self,
        person: Person,
        slot: Slot,
        planned: list[Slot],
        *,
        new: int = 0,
        most: int | None = None,
        pinned_to: int | None = None,
    ) -> Case:
        return Case(
            problem=self.problem,
            person=person,
            slot=slot,
            others=[*person.terms, *planned],
            new_beside=new,
            most_new=most,
            pinned_to=pinned_to,
        )

    def _planned(self, placements: Placements, person: Person, but: Slot) -> list[Slot]:
        slots = self.problem.slot_of
        return [slots[key] for key, who in placements.items() if who == person.number and key != but.key]

    def broken(self, placements: Placements) -> list[Broken]:
        """Every rule that these placements break, slot by slot, in the order of the rules."""
        found: list[Broken] = []
        own: dict[int, dict[str, int | None]] = {}
        for key, number in placements.items():
            if number is not None:
                own.setdefault(number, {})[key] = number
        for slot in self.problem.slots:
            number = placements.get(slot.key)
            if number is None:
                if slot.key in self.pins:
                    found.append(Broken(slot=slot.key, member=None, rule="pinned"))
                continue
            person = self.problem.person_of.get(number)
            if person is None:
                found.append(Broken(slot=slot.key, member=number, rule="member"))
                continue
            seen = placements if slot.key in self.together else own[number]
            case = self.case(person, slot, seen)
            found += [
                Broken(slot=slot.key, member=number, rule=name)
                for name, value in self.problem.rules.items()
                if RULE_OF[name].stops(case, value)
            ]
        return found


def why_not(problem: Problem, person: int, slot: str, placements: Placements | None = None) -> Rule | None:
    """The first rule that stops a member (by number) from having a slot (by key); None where they may."""
    return House(problem).why_not(problem.person_of[person], problem.slot_of[slot], placements or {})


def check(problem: Problem, plan: Plan) -> list[Broken]:
    """Every rule that a plan breaks. No solver: each placement is asked of each rule again."""
    return House(problem).broken(plan.member_of)


def faults(problem: Problem, plan: Plan) -> list[str]:
    """Everything in which a plan is not what it says, in words for `verify`: rules, values, input."""
    found = [f"{one.slot}: member {one.member} against the rule {one.rule}" for one in check(problem, plan)]
    if plan.input_hash != problem.input_hash:
        found.append("the plan was made from another input")
    keys = [one.slot for one in plan.placements]
    if keys != [slot.key for slot in problem.slots]:
        found.append("the plan does not tell every slot once, in order")
        return found
    values = evaluate(problem, plan.member_of)
    for stage in plan.stages:
        if tuple(stage.value) != tuple(values[stage.name]):
            found.append(f"the stage {stage.name} is not worth what the plan says")
        if stage.bound is not None and stage.value < stage.bound:
            found.append(f"the stage {stage.name} is better than its bound")
    return found
