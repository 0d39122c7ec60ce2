"""Every plan that keeps the rules, one after another: slow, short, and written without the engine."""

from __future__ import annotations

from collections.abc import Iterator

from rotation.rules.planning import STAGES, Problem, Value
from rotation.rules.planning.house import House
from rotation.rules.planning.objective import evaluate, unfilled_of

Placements = dict[str, int | None]


def every_plan(problem: Problem) -> Iterator[Placements]:
    """Placements that break no rule, all those that leave as little empty as any before them.

    Only what more placements cannot mend is left out on the way.
    """
    house, slots = House(problem), problem.slots
    placed: Placements = {slot.key: 0 for slot in slots}
    fewest: list[Value] = []

    def decide(nth: int) -> Iterator[Placements]:
        unfilled = unfilled_of(problem, placed)
        if fewest and unfilled > fewest[-1]:
            return
        if nth == len(slots):
            if not house.broken(placed):
                fewest.append(unfilled)
                yield dict(placed)
            return
        key = slots[nth].key
        before = {slot.key: placed[slot.key] for slot in slots[:nth]}
        for person in problem.people:
            rule = house.why_not(person, slots[nth], before)
            if rule is None or rule.name in ("stagger", "pinned"):
                placed[key] = person.number
                yield from decide(nth + 1)
        placed[key] = None
        yield from decide(nth + 1)
        placed[key] = 0

    yield from decide(0)


def best_values(problem: Problem) -> dict[str, Value]:
    """What the best plan is worth, stage by stage."""
    plans = list(every_plan(problem))
    fewest = min(unfilled_of(problem, placed) for placed in plans)
    values = [evaluate(problem, placed) for placed in plans if unfilled_of(problem, placed) == fewest]
    return min(values, key=lambda one: [one[name] for name in STAGES])
