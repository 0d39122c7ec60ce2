"""What is wrong with the plans that were adopted, as `verify` says it: without any solver, from what is written."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from assemblies.models import MotionState
from record.models import Act
from rotation.models import Duty, Mandate, Plan, PlannedSeat
from rotation.reports.planned import as_planned, problem_of, seats_of
from rotation.rules import planning


def plan_faults() -> list[str]:
    """Every adopted plan: its input's hash, its seed, its rules and values, its seats, and the mandates from it."""
    found: list[str] = []
    adopted = (
        Plan.objects.filter(adopted_at__isnull=False).select_related("motion", "replaces").order_by("pk")
    )
    for plan in adopted.iterator(chunk_size=1):
        found += [f"plan {plan.pk}: {fault}" for fault in _faults_of(plan)]
    return found + list(_mandates_otherwise())


def _faults_of(plan: Plan) -> Iterable[str]:
    try:
        problem = problem_of(plan)
    except (KeyError, TypeError, ValueError, AttributeError):
        yield "what it was made from cannot be read"
        return
    if problem.input_hash != plan.input_hash:
        yield "what it was made from does not have the hash that it says"
    if problem.seed != plan.seed or (problem.from_on, problem.until_on) != (plan.from_on, plan.until_on):
        yield "its seed or its days are not those that it was made from"
    act = Act.objects.filter(pk=plan.seed_act).first()
    if act is None or act.hash != plan.seed:
        yield "its seed is not the hash of the act that it names"
    rows = seats_of(plan)
    yield from planning.faults(problem, as_planned(plan, rows))
    ends = {slot.key: slot.until_on for slot in problem.slots}
    for row in rows:
        key = f"{row.post.code}/{row.seat}/{row.from_on.isoformat()}"
        if key in ends and ends[key] != row.until_on:
            yield f"{key} ends on another day than it was planned to"
    motion = plan.motion
    if motion is None or motion.state != MotionState.ADOPTED or motion.kind != "plan":
        yield "no motion adopted it"
        return
    named = as_planned(plan, rows).plan_hash
    first = plan
    while first.replaces is not None and first.motion_id == first.replaces.motion_id:
        first = first.replaces
    if first.pk == plan.pk and (motion.terms.get("plan"), motion.terms.get("hash")) != (plan.pk, named):
        yield f"motion {motion.number} adopted another one"


def _mandates_otherwise() -> Iterable[str]:
    """Mandates by the motion of a plan that no adopted plan of that motion names; a swapped turn is in its duty."""
    planned: dict[int, list[PlannedSeat]] = {}
    rows = PlannedSeat.objects.filter(plan__adopted_at__isnull=False).select_related("plan")
    for row in rows.iterator():
        if row.plan.motion_id is not None:
            planned.setdefault(row.plan.motion_id, []).append(row)
    by_turn = Duty.objects.filter(mandate=OuterRef("pk"), planned__plan__motion=OuterRef("motion"))
    mandates = Mandate.objects.filter(~Exists(by_turn), motion__kind="plan").order_by("pk")
    for mandate in mandates.iterator():
        named = any(
            (row.post_id, row.seat, row.member_id) == (mandate.post_id, mandate.seat, mandate.member_id)
            and row.from_on <= mandate.from_on < mandate.until_on <= row.until_on
            for row in planned.get(mandate.motion_id or 0, ())
        )
        if not named:
            yield f"mandate {mandate.pk}: the plan that it comes from does not say so"
