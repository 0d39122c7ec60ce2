"""A problem has one canonical form, whatever the order in which it is told; seats change one by one."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from rotation.rules import Term
from rotation.rules.planning import (
    Bar,
    Knows,
    Person,
    Placement,
    Plan,
    PostRules,
    Problem,
    Slot,
    Span,
    Stage,
    Wish,
    slots_of_posts,
    slots_of_wheel,
)

MARCH = date(2026, 3, 1)
EVER = Span(from_on=date(2020, 1, 1), until_on=date(2040, 1, 1))
DELIA = Person(
    number=5,
    member_spans=(EVER,),
    share=Fraction(3, 4),
    absences=(
        Span(from_on=date(2026, 7, 1), until_on=date(2026, 7, 15)),
        Span(from_on=MARCH, until_on=date(2026, 3, 9)),
    ),
    skills=(
        Knows(skill="books", from_on=MARCH),
        Knows(skill="books", from_on=date(2024, 1, 1), until_on=MARCH),
    ),
    terms=(Term(post="treasury", seat=1, from_on=date(2025, 3, 1), until_on=MARCH, points=3),),
    history=Fraction(7, 2),
    history_share=Fraction(1, 2),
    wishes=(Wish(post="treasury"), Wish(post="audit", weight=-1)),
    bars=(Bar(post="audit", from_on=MARCH, until_on=date(2026, 9, 1), because="recalled"),),
)
RAUL = Person(number=9, member_spans=(EVER,))
TREASURY = PostRules(code="treasury", seats=2, points=3, skills=("books",), incompatible_with=("audit",))
AUDIT = PostRules(code="audit", term_months=12, incompatible_with=("treasury",))


def problem(seed: int = 0) -> Problem:
    dice = random.Random(seed)
    people, posts = [DELIA, RAUL], [TREASURY, AUDIT]
    slots = slots_of_posts(posts, from_on=MARCH, months=12, free_from={})
    for given in (people, posts, slots):
        dice.shuffle(given)
    return Problem(
        people=tuple(people),
        posts=tuple(posts),
        slots=tuple(slots),
        from_on=MARCH,
        until_on=date(2027, 3, 1),
        seed="a head of the record",
    )


def test_the_order_in_which_a_problem_is_told_makes_no_difference() -> None:
    assert {problem(seed).input_hash for seed in range(12)} == {problem().input_hash}
    assert problem(1) == problem(2)


def test_a_problem_comes_back_from_its_plain_values() -> None:
    assert Problem.from_data(problem().to_data()) == problem()
    assert Problem.from_data(problem().to_data()).canonical == problem().canonical


def test_a_plan_comes_back_from_its_plain_values() -> None:
    plan = Plan(
        placements=(
            Placement(slot="audit/1/2026-03-01", member=9),
            Placement(slot="x/1/2026-03-01", member=None),
        ),
        stages=(Stage(name="load", value=(Fraction(7, 2), 1), bound=None, is_proved=False),),
        input_hash=problem().input_hash,
    )
    assert Plan.from_data(plan.to_data()) == plan
    assert Plan.from_data(plan.to_data()).to_bytes() == plan.to_bytes()
    assert plan.empty == ("x/1/2026-03-01",)


def test_what_is_told_twice_is_refused() -> None:
    slot = Slot(post="audit", seat=1, from_on=MARCH, until_on=date(2027, 3, 1), points=1)
    whole: dict[str, Any] = {"posts": (AUDIT,), "from_on": MARCH, "until_on": date(2027, 3, 1), "seed": "s"}
    with pytest.raises(ValueError, match="member is given twice"):
        Problem(people=(RAUL, RAUL), slots=(slot,), **whole)
    with pytest.raises(ValueError, match="slot is given twice"):
        Problem(people=(RAUL,), slots=(slot, slot), **whole)
    with pytest.raises(ValueError, match="every slot is of a post"):
        Problem(people=(RAUL,), slots=(slot,), **{**whole, "posts": (TREASURY,)})


@pytest.mark.parametrize("seats", [1, 2, 3, 5])
@pytest.mark.parametrize("months", [3, 6, 12])
def test_two_seats_of_a_post_change_on_different_days_after_the_first(seats: int, months: int) -> None:
    post = PostRules(code="press", seats=min(seats, months), term_months=months)
    slots = slots_of_posts([post], from_on=MARCH, months=24, free_from={})
    later = [slot.from_on for slot in slots if slot.from_on > MARCH]
    assert len(later) == len(set(later))
    for seat in range(1, post.seats + 1):
        own = [slot for slot in slots if slot.seat == seat]
        assert own[0].from_on == MARCH
        assert all(a.until_on == b.from_on for a, b in pairwise(own))
        assert own[-1].until_on >= date(2028, 3, 1)


def test_a_seat_comes_free_when_its_mandate_ends() -> None:
    ends = {("treasury", 1): date(2026, 5, 1), ("treasury", 2): date(2026, 11, 1)}
    slots = slots_of_posts([TREASURY], from_on=MARCH, months=12, free_from=ends)
    assert [(slot.seat, slot.from_on, slot.points) for slot in slots] == [
        (1, date(2026, 5, 1), 18),
        (2, date(2026, 11, 1), 9),  # half a term, since both would change in November for ever
        (1, date(2026, 11, 1), 18),
        (2, date(2027, 2, 1), 18),
    ]


def test_the_wheel_has_a_turn_for_every_seat_on_every_day() -> None:
    days = [MARCH + timedelta(weeks=week) for week in range(3)]
    posts = [
        PostRules(code="chair", term_months=0, term_days=1),
        PostRules(code="signers", seats=2, term_months=0, term_days=1),
    ]
    slots = slots_of_wheel(posts, days=[*days, days[0]])
    assert [slot.key for slot in slots[:3]] == [
        "chair/1/2026-03-01",
        "signers/1/2026-03-01",
        "signers/2/2026-03-01",
    ]
    assert len(slots) == 9
    assert {(slot.until_on - slot.from_on).days for slot in slots} == {1}
