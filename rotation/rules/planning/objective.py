"""What is best, strictly in order: every stage worked out from nothing, in exact numbers.

1. `unfilled`: seats left empty, critical posts first; as many, then rather the lighter ones.
2. `changed`: published turns that change; as many, then rather the farther ones.
3. `load`: the greatest load as small as possible, then how many carry it, then the next one.
4. `again`: turns of somebody who has had that post before.
5. `wishes`: less what the wishes of those placed add up to.
6. `spacing`: days by which two turns of one person are closer than they might be.
7. `draw`: the sum of the tickets that a public seed gives to each person for each slot.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from rotation.rules.drawing import lot
from rotation.rules.planning.bylaws import Held, days_between
from rotation.rules.planning.loads import by_number, measures
from rotation.rules.planning.plan import Value
from rotation.rules.planning.problem import Problem
from rotation.rules.planning.slots import Slot

Placements = Mapping[str, int | None]


def ticket(seed: str, slot: str, number: int) -> int:
    """Somebody's ticket for a slot: the first eight digits of SHA-256("seed/slot/number"), as a number."""
    return int(lot(f"{seed}/{slot}", number)[:8], 16)


def tiers(problem: Problem) -> tuple[list[int], list[int]]:
    """How critical the posts to be filled are, and what the slots weigh; each once, the first to be filled first."""
    critical = {problem.post_of[slot.post].critical for slot in problem.slots}
    return sorted(critical, reverse=True), sorted({slot.points for slot in problem.slots}, reverse=True)


def published_days(problem: Problem) -> list[date]:
    """The first days of published turns, the nearest first."""
    return sorted({slot.from_on for slot in problem.slots if slot.published is not None})


def evaluate(problem: Problem, placements: Placements) -> dict[str, Value]:
    """Every stage's value for these placements, by name."""
    return {
        "unfilled": unfilled_of(problem, placements),
        "changed": changed_of(problem, placements),
        "load": leximax(loads_of(problem, placements).values()),
        "again": (_again(problem, placements),),
        "wishes": (-_wishes(problem, placements),),
        "spacing": (_spacing(problem, placements),),
        "draw": (_draw(problem, placements),),
    }


def loads_of(problem: Problem, placements: Placements) -> dict[int, Fraction]:
    """Everybody's load with these placements, by number."""
    points: dict[int, int] = {}
    for slot, number in _filled(problem, placements):
        points[number] = points.get(number, 0) + slot.points
    return by_number(measures(problem), points)


def leximax(values: object) -> Value:
    """Loads as they are compared: the greatest, how many have it, the next, how many …"""
    counts: dict[Fraction, int] = {}
    for value in values:  # type: ignore[attr-defined]
        counts[value] = counts.get(value, 0) + 1
    return tuple(part for load in sorted(counts, reverse=True) for part in (load, counts[load]))


def _filled(problem: Problem, placements: Placements) -> list[tuple[Slot, int]]:
    found = []
    for slot in problem.slots:
        number = placements.get(slot.key)
        if number is not None:
            found.append((slot, number))
    return found


def unfilled_of(problem: Problem, placements: Placements) -> Value:
    critical, points = tiers(problem)
    empty = [slot for slot in problem.slots if placements.get(slot.key) is None]
    by_post = [sum(problem.post_of[slot.post].critical == tier for slot in empty) for tier in critical]
    return (*by_post, *(sum(slot.points == tier for slot in empty) for tier in points))


def changed_of(problem: Problem, placements: Placements) -> Value:
    changed = [
        slot.from_on
        for slot in problem.slots
        if slot.published is not None and placements.get(slot.key) != slot.published
    ]
    return (len(changed), *(changed.count(day) for day in published_days(problem)))


def _carried(problem: Problem, placements: Placements) -> dict[int, list[Held]]:
    """Everything each person carries or carried, in the posts of this plan."""
    found: dict[int, list[Held]] = {
        one.number: [term for term in one.terms if term.post in problem.post_of] for one in problem.people
    }
    for slot, number in _filled(problem, placements):
        found.setdefault(number, []).append(slot)
    return found


def _again(problem: Problem, placements: Placements) -> int:
    return sum(
        any(other.post == one.post and other.from_on < one.from_on for other in own)
        for own in _carried(problem, placements).values()
        for one in own
        if isinstance(one, Slot)
    )


def _wishes(problem: Problem, placements: Placements) -> int:
    wished = {(one.number, wish.post): wish.weight for one in problem.people for wish in one.wishes}
    return sum(wished.get((number, slot.post), 0) for slot, number in _filled(problem, placements))


def _spacing(problem: Problem, placements: Placements) -> int:
    total = 0
    for own in _carried(problem, placements).values():
        for nth, one in enumerate(own):
            for other in own[:nth]:
                if isinstance(one, Slot) or isinstance(other, Slot):
                    total += max(0, problem.spacing_days - days_between(one, other))
    return total


def _draw(problem: Problem, placements: Placements) -> int:
    return sum(ticket(problem.seed, slot.key, number) for slot, number in _filled(problem, placements))
