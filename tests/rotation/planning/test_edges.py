"""Where there is nothing to plan, or somebody whom the problem does not know: answers, and no errors."""

from __future__ import annotations

from datetime import date

import pytest

from rotation.rules.because import because
from rotation.rules.planning import (
    RULE_OF,
    STAGES,
    House,
    Placement,
    Plan,
    Problem,
    evaluate,
    faults,
    make_plan,
    standings,
    unfilled,
)
from tests.rotation.planning.instances import made_up
from tests.rotation.planning.test_bylaws import MARCH, delia, post, problem, slot, term

STRANGER = 99


def test_a_problem_without_slots_has_an_empty_plan_that_is_proved() -> None:
    nothing = Problem(
        people=(delia(1), delia(2)),
        posts=(post("audit", months_here=6),),
        slots=(),
        from_on=MARCH,
        until_on=date(2027, 3, 1),
        seed="s",
    )
    plan = make_plan(nothing)
    assert plan.placements == ()
    assert plan.is_proved
    assert faults(nothing, plan) == []
    assert because(nothing, plan) == {}


def test_without_people_every_seat_stays_empty() -> None:
    lonely = Problem(
        people=(),
        posts=(post("audit"),),
        slots=(slot("audit"),),
        from_on=MARCH,
        until_on=date(2027, 3, 1),
        seed="s",
    )
    plan = make_plan(lonely)
    assert plan.empty == (slot("audit").key,)
    assert faults(lonely, plan) == []


def a_plan_with_a_stranger() -> tuple[Problem, Plan]:
    two = problem(
        delia(1, terms=(term(date(2025, 9, 1), MARCH, "press"),)),
        delia(2),
        posts=(post("press", seats=2),),
        slots=(slot("press", 1), slot("press", 2)),
    )
    keys = [one.key for one in two.slots]
    good = make_plan(two)
    told = Plan(
        placements=(Placement(slot=keys[0], member=STRANGER), Placement(slot=keys[1], member=1)),
        stages=good.stages,
        input_hash=two.input_hash,
    )
    return two, told


def test_somebody_whom_the_problem_does_not_know_is_a_fault_and_no_error() -> None:
    two, told = a_plan_with_a_stranger()
    found = faults(two, told)
    assert f"{told.placements[0].slot}: member {STRANGER} against the rule member" in found
    assert set(evaluate(two, told.member_of)) == set(STAGES)


def test_a_stranger_comes_new_to_every_post() -> None:
    two, told = a_plan_with_a_stranger()
    case = House(two).case(two.people[1], two.slots[1], told.member_of)
    assert (case.new_beside, case.most_new) == (1, 1)
    rules = {one.member: one.rule for one in standings(two, told, two.slots[1].key)}
    assert (rules[1], rules[2]) == (None, RULE_OF["stagger"])


@pytest.mark.parametrize("seed", range(12))
def test_what_would_stay_empty_is_what_the_plan_leaves_empty(seed: int) -> None:
    made = made_up(seed, people=(2, 4), posts=(2, 4), most_slots=7)
    assert unfilled(made) == make_plan(made).stage_of["unfilled"].value
