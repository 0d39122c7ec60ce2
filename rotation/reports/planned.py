"""A plan as it stands in the database, read back as the planner's own: its problem, its placements, its hash."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assemblies.models import Assembly, AssemblyKind, AssemblyState
from record.models import Act
from rotation.models import Plan, PlanKind, PlannedSeat
from rotation.reports.problem import posts_problem, wheel_problem
from rotation.rules import planning
from rotation.rules.planning import Problem


def problem_of(plan: Plan) -> Problem:
    """What it was made from."""
    return Problem.from_data(plan.problem)


def seats_of(plan: Plan) -> list[PlannedSeat]:
    """Its seats in the planner's order, which is not how every database sorts codes. One question."""
    rows = PlannedSeat.objects.filter(plan=plan).select_related("post", "member")
    return sorted(rows, key=lambda row: (row.from_on, row.until_on, row.post.code, row.seat))


def as_planned(plan: Plan, seats: Iterable[PlannedSeat]) -> planning.Plan:
    """The planner's plan: who takes each slot, and what was proved of it."""
    return planning.Plan.from_data(
        {
            "engine": plan.engine,
            "input": plan.input_hash,
            "placements": [
                [key_of(row), row.member.number if row.member is not None else None] for row in seats
            ],
            "stages": plan.stages,
        }
    )


def hash_of(plan: Plan) -> str:
    """What a motion names: the SHA-256 of who takes what, of what was proved, and of the input's hash. One question."""
    return as_planned(plan, seats_of(plan)).plan_hash


def key_of(row: PlannedSeat) -> str:
    """What the planner calls it: post/seat/first day."""
    return f"{row.post.code}/{row.seat}/{row.from_on.isoformat()}"


def fresh_problem(kind: str, *, on: date, seed: str) -> Problem:
    """What is to be planned as things stand."""
    if kind == PlanKind.POSTS:
        return posts_problem(on=on, seed=seed)
    return wheel_problem(on=on, seed=seed)


def public_seed() -> Act | None:
    """The act whose hash draws: the closing of the last weekly assembly, or else the first act of all.

    Whoever asks for a plan cannot choose it: it stood before they asked, and everybody has seen it.
    """
    last = (
        Assembly.objects.filter(kind=AssemblyKind.WEEKLY, state=AssemblyState.CLOSED)
        .order_by("-closed_at", "-pk")
        .first()
    )
    if last is not None:
        closing = Act.objects.filter(
            subject=f"assemblies.assembly:{last.pk}", verb="assemblies.assembly.closed"
        ).first()
        if closing is not None:
            return closing
    return Act.objects.order_by("seq").first()
