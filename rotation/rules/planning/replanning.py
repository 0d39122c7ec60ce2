"""When somebody leaves, falls ill or is recalled: only what must change changes. And: what if I took it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from rotation.rules.planning.bylaws import Rule, first_that_stops
from rotation.rules.planning.engine import make_plan
from rotation.rules.planning.house import House
from rotation.rules.planning.objective import evaluate
from rotation.rules.planning.plan import STAGES, Plan, Value
from rotation.rules.planning.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A slot that passes from one to another; None: nobody."""

    slot: str
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """What would be different if somebody took a slot: the rule that stops them, or the plan and its differences."""

    rule: Rule | None
    plan: Plan | None = None
    moved: tuple[Moved, ...] = ()
    stages: tuple[tuple[str, Value, Value], ...] = ()
    """The stages worth something else: name, as planned, with them in the slot."""


def published(problem: Problem, plan: Plan) -> Problem:
    """The problem in which everybody was told the turns of a plan. What it left empty may still be filled."""
    slots = tuple(replace(slot, published=plan.member_of.get(slot.key)) for slot in problem.slots)
    return replace(problem, slots=slots)


def frozen(problem: Problem, *, on: date, days: int) -> Problem:
    """The problem in which published turns that begin before so many days from a day are pinned."""
    edge = on + timedelta(days=days)
    slots = tuple(
        replace(slot, pinned=slot.published) if slot.published is not None and slot.from_on < edge else slot
        for slot in problem.slots
    )
    return replace(problem, slots=slots)


def to_replan(problem: Problem, plan: Plan, *, on: date, freeze_days: int = 0) -> Problem:
    """The problem of planning again for changed people: everybody was told a plan, and near turns stay if they can."""
    return frozen(published(problem, plan), on=on, days=freeze_days)


def replan(problem: Problem, plan: Plan, *, on: date, freeze_days: int = 0) -> Plan:
    """A plan for changed people with the fewest changes to a published one. Its input is that of `to_replan`."""
    return make_plan(to_replan(problem, plan, on=on, freeze_days=freeze_days))


def difference(old: Plan, new: Plan) -> tuple[Moved, ...]:
    """The slots that somebody else has, in the order of the new plan, and then those no longer planned."""
    before, after = old.member_of, new.member_of
    moved = [
        Moved(slot=key, before=before.get(key), after=after.get(key))
        for key in [*after, *(key for key in before if key not in after)]
    ]
    return tuple(one for one in moved if one.before != one.after)


def touched(moved: tuple[Moved, ...]) -> tuple[int, ...]:
    """The members to be told: those who give up a slot or are given one."""
    return tuple(sorted({who for one in moved for who in (one.before, one.after) if who is not None}))


def what_if(problem: Problem, plan: Plan, *, member: int, slot: str) -> WhatIf:
    """What would be different if that member took that slot, with as few other changes to the plan as can be."""
    person, wanted = problem.person_of[member], problem.slot_of[slot]
    told = published(problem, plan)
    pinned = {key: who for key, who in House(told).pins.items() if key != slot}
    case = House(told).case(person, wanted, pinned)
    rule = first_that_stops(case, leaving_out=frozenset({"stagger"}))
    if rule is not None:
        return WhatIf(rule=rule)
    slots = tuple(replace(one, pinned=member) if one.key == slot else one for one in told.slots)
    found = make_plan(replace(told, slots=slots, rules={**told.rules, "pinned": told.rules.get("pinned", 0)}))
    was, then = evaluate(told, plan.member_of), evaluate(told, found.member_of)
    return WhatIf(
        rule=None,
        plan=found,
        moved=difference(plan, found),
        stages=tuple((name, was[name], then[name]) for name in STAGES if was[name] != then[name]),
    )
