"""Which swaps are offered: exactly those that no rule stops, and of the others whom it stops and why."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from rotation.rules.planning import Span
from rotation.rules.turning import Table, legs_of, rounds_of, what_stops
from tests.rotation.test_turning_rules import DAY, FIRST, WEEK, key, person, table


def holds(found: Table, *turns: str) -> bool:
    """Whether a swap of these turns, each passing to the next, breaks no rule when it is proposed."""
    return what_stops(found, legs_of([(one, found.holders[one]) for one in turns])) is None


@pytest.mark.parametrize("seed", range(8))
def test_what_is_offered_is_what_would_not_be_refused(seed: int):
    dice = random.Random(seed)
    slots = [key(code, week) for code in ("chair", "door") for week in range(4)]
    who = [1, 1, 2, 3, 4, 5, 5, 6]
    dice.shuffle(who)
    away = dice.choice([2, 3, 4])
    gone = Span(from_on=FIRST + dice.randrange(3) * WEEK, until_on=FIRST + 21 * DAY)
    found = table(
        dict(zip(slots, who, strict=True)),
        person(away, absences=(gone,)),
        post={"max_consecutive_terms": dice.choice([0, 1]), "cool_down_months": 1},
    )
    mine = next(slot for slot in slots if found.holders[slot] == 1)
    others = [slot for slot in slots if found.holders[slot] != 1]
    offered = rounds_of(found, mine=mine, others=others)

    assert set(offered.two) == {slot for slot in others if holds(found, mine, slot)}
    assert set(offered.two) | set(offered.stopped) == set(others)
    for slot, stopped in offered.stopped.items():
        assert stopped.member in (1, found.holders[slot])
    of_three = {
        (first, second)
        for first, second in permutations(others, 2)
        if found.holders[first] != found.holders[second] and holds(found, mine, first, second)
    }
    assert {(first, second) for first, them in offered.three.items() for second in them} == of_three


def test_whom_a_rule_stops_is_named_with_it():
    gone = Span(from_on=FIRST, until_on=FIRST + WEEK)
    found = table({key("chair", 0): 1, key("door", 1): 2, key("door", 2): 3}, person(2, absences=(gone,)))
    offered = rounds_of(found, mine=key("chair", 0), others=[key("door", 1), key("door", 2)])
    assert offered.two == (key("door", 2),)
    stopped = offered.stopped[key("door", 1)]
    assert (stopped.member, str(stopped.why_not)) == (2, "is away for too much of it")
    assert offered.three == {key("door", 2): (key("door", 1),)}


def test_a_turn_that_is_nobodys_any_more_is_swapped_with_nothing():
    found = table({key("door", 1): 2})
    offered = rounds_of(found, mine=key("chair", 0), others=[key("door", 1)])
    assert (offered.two, offered.three) == ((), {})
