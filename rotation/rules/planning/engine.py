"""Making a plan: build, fill, level, polish; bound each stage; look through everything where there is little."""

from __future__ import annotations

from collections.abc import Mapping

from rotation.rules.planning.board import Board
from rotation.rules.planning.bounds import bounds_of, kept, least_load, least_unfilled, pins
from rotation.rules.planning.building import Budget, build, fill_empty, settle
from rotation.rules.planning.draft import Draft
from rotation.rules.planning.exact import Search
from rotation.rules.planning.levelling import level
from rotation.rules.planning.objective import evaluate, unfilled_of
from rotation.rules.planning.plan import STAGES, Placement, Plan, Stage, Value
from rotation.rules.planning.polishing import polish
from rotation.rules.planning.problem import Problem

STEPS_TO_FILL = 20_000
STEPS_TO_LEVEL = 70_000
STEPS_TO_POLISH = 45_000
STEPS_TO_LOOK_AT_ALL = 8_000
"""How long each part searches at most, in its own steps."""

SMALL = 60
"""Looking through everything is tried with no more open slots than this."""


def make_plan(problem: Problem) -> Plan:
    """The plan for a problem. The same problem gives the same plan, byte for byte."""
    draft = Draft(Board(problem))
    settle(draft)
    build(draft)
    fill(draft)
    improve(draft)
    return told(draft, searched=look_through(draft))


def unfilled(problem: Problem) -> Value:
    """What stays empty: the first stage of `make_plan` alone, for a fraction of its work. Never less than the best."""
    draft = Draft(Board(problem))
    settle(draft)
    build(draft)
    fill(draft)
    board, found = draft.board, unfilled_of(problem, draft.placements())
    fixed = pins(board)
    if len(board.slots) - fixed.bit_count() > SMALL or found == least_unfilled(draft):
        return found
    Search(draft, stages=1, budget=Budget(STEPS_TO_LOOK_AT_ALL), fixed=fixed).run()
    return unfilled_of(problem, draft.placements())


def fill(draft: Draft) -> None:
    """Fill what stayed empty: without touching what was published, and then, if need be, touching it."""
    board = draft.board
    for locked in (kept(draft), pins(board)):
        if unfilled_of(board.problem, draft.placements()) == least_unfilled(draft):
            return
        fill_empty(draft, locked=locked, budget=Budget(STEPS_TO_FILL))


def improve(draft: Draft) -> None:
    """Make a filled draft better from the loads downwards, leaving every turn that was published."""
    locked = kept(draft)
    level(draft, locked=locked, target=least_load(draft, locked), budget=Budget(STEPS_TO_LEVEL))
    polish(draft, locked=locked, budget=Budget(STEPS_TO_POLISH))


def look_through(draft: Draft) -> int:
    """Look through everything where there is little. How many stages, from the first, that proved."""
    board = draft.board
    fixed = pins(board)
    if len(board.slots) - fixed.bit_count() > SMALL:
        return 0
    if Search(draft, stages=len(STAGES), budget=Budget(STEPS_TO_LOOK_AT_ALL), fixed=fixed).run():
        return len(STAGES)
    proved, budget = 0, Budget(STEPS_TO_LOOK_AT_ALL)
    for stages in range(1, len(STAGES)):
        values = evaluate(board.problem, draft.placements())
        if how_many_proved(values, bounds_of(draft), searched=proved) < stages:
            part = Search(draft, stages=stages, budget=budget, fixed=fixed)
            is_complete = part.run()
            improve(draft)
            if not is_complete:
                return proved
        proved = stages
    return proved


def how_many_proved(values: Mapping[str, Value], bounds: Mapping[str, Value], *, searched: int) -> int:
    """How many stages, from the first, are proved: looked through, or as good as their bound."""
    for nth, name in enumerate(STAGES):
        if nth >= searched and values[name] != bounds.get(name):
            return nth
    return len(STAGES)


def told(draft: Draft, *, searched: int = 0) -> Plan:
    """The plan as it is published, its values worked out from nothing; `searched`: stages looked through."""
    problem = draft.board.problem
    found = draft.placements()
    values, bounds = evaluate(problem, found), bounds_of(draft)
    proved = how_many_proved(values, bounds, searched=searched)
    return Plan(
        placements=tuple(Placement(slot=key, member=number) for key, number in found.items()),
        stages=tuple(
            Stage(
                name=name,
                value=values[name],
                bound=values[name] if nth < proved else bounds.get(name),
                is_proved=nth < proved,
            )
            for nth, name in enumerate(STAGES)
        ),
        input_hash=problem.input_hash,
    )
