"""What the planner says is proved is the best there is: against every plan there is, and against a solver."""

from __future__ import annotations

import pytest

from rotation import solver
from rotation.rules.planning import STAGES, Plan, Problem, Value, engine, faults, make_plan
from tests.rotation.planning.brute import best_values
from tests.rotation.planning.instances import made_up, wheel

QUICK, WHOLE = range(6), range(6, 160)


def without_looking_at_all(problem: Problem) -> Plan:
    """What building, chains and bounds give and prove by themselves."""
    steps = engine.SMALL
    engine.SMALL = -1
    try:
        return make_plan(problem)
    finally:
        engine.SMALL = steps


def small_ones(seeds: range) -> list[Problem]:
    """Three or four people and six turns have 15,625 plans at most; five, three times as many: one in twelve."""
    return [
        made_up(seed, people=(3, 5 if seed % 12 == 1 else 4))
        if seed % 3
        else wheel(seed, points=seed % 2 == 1, people=4, most_slots=6)
        for seed in seeds
    ]


def is_as_proved(plan: Plan, best: dict[str, Value]) -> bool:
    return all(stage.value == best[stage.name] for stage in plan.stages if stage.is_proved)


@pytest.mark.parametrize("problem", small_ones(QUICK), ids=lambda one: one.seed)
def test_what_is_proved_is_the_best_of_all_plans(problem: Problem) -> None:
    best = best_values(problem)
    plan, by_bounds = make_plan(problem), without_looking_at_all(problem)
    assert faults(problem, plan) == faults(problem, by_bounds) == []
    assert is_as_proved(plan, best)
    assert is_as_proved(by_bounds, best)
    assert plan.is_proved  # so few slots are all looked through


@pytest.mark.thorough
def test_what_is_proved_is_the_best_of_all_plans_in_many_more() -> None:
    alike = proved = 0
    for problem in small_ones(WHOLE):
        best = best_values(problem)
        plan, by_bounds = make_plan(problem), without_looking_at_all(problem)
        assert faults(problem, plan) == faults(problem, by_bounds) == [], problem.seed
        assert is_as_proved(plan, best), problem.seed
        assert is_as_proved(by_bounds, best), problem.seed
        assert plan.is_proved, problem.seed
        proved += by_bounds.stage_of["load"].is_proved
        alike += all(by_bounds.stage_of[name].value == best[name] for name in STAGES[:3])
    # Without looking at all, chains find the first three stages' best in most of them, and bounds prove many.
    assert alike >= 0.75 * len(WHOLE)
    assert proved >= 0.4 * len(WHOLE)


def less_than_medium(seed: int) -> Problem:
    return made_up(seed, people=(5, 7), posts=(3, 4), months=12, most_slots=8)


def medium(seed: int) -> Problem:
    if seed % 2:
        return wheel(seed, people=10, weeks=6, most_slots=18, points=seed % 4 == 1)
    return made_up(seed, people=(8, 12), posts=(3, 5), months=12, most_slots=16)


def agrees_with_a_solver(problem: Problem) -> tuple[Plan, Plan]:
    plan = make_plan(problem)
    again = solver.improve_plan(problem, without_looking_at_all(problem))
    assert faults(problem, plan) == faults(problem, again) == []
    for ours, theirs in zip(plan.stages, again.stages, strict=True):
        if ours.is_proved and theirs.is_proved:
            assert ours.value == theirs.value, (problem.seed, ours.name)
        elif theirs.is_proved:
            assert ours.value >= theirs.value, (problem.seed, ours.name)
        if theirs.is_proved and ours.bound is not None:
            assert ours.bound <= theirs.value, (problem.seed, ours.name)
        if ours.value != theirs.value:
            break  # what comes after is of another plan
    return plan, again


@pytest.mark.thorough
@pytest.mark.parametrize("seed", [3])
def test_a_solver_finds_nothing_better_than_what_is_proved(seed: int) -> None:
    pytest.importorskip("ortools")
    _plan, again = agrees_with_a_solver(less_than_medium(seed))
    assert again.is_proved


@pytest.mark.thorough
def test_a_solver_finds_nothing_better_than_what_is_proved_in_many_more() -> None:
    pytest.importorskip("ortools")
    seeds = range(4, 48)
    filled = level = 0
    for seed in seeds:
        plan, again = agrees_with_a_solver(medium(seed))
        filled += plan.stage_of["unfilled"].value == again.stage_of["unfilled"].value
        level += plan.stage_of["load"].value == again.stage_of["load"].value
    assert filled >= 0.9 * len(seeds)
    assert level >= 0.6 * len(seeds)


def test_the_solver_and_the_engine_write_the_same_bytes_where_both_prove_all() -> None:
    pytest.importorskip("ortools")
    for problem in small_ones(QUICK):
        again = solver.improve_plan(problem, without_looking_at_all(problem))
        assert again.is_proved
        assert again.to_bytes() == make_plan(problem).to_bytes()
