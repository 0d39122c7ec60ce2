"""Asking the optional solver whether there is a better plan, step by step in the record, as it can take minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from assemblies.rules.states import may
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.models import Act
from record.rules import Refused, refuse_if
from rotation import solver
from rotation.actions.planning import planned_of, write_plan
from rotation.models import Plan
from rotation.reports.planned import problem_of
from rotation.rules import planning
from rotation.rules import plans as rules
from rotation.rules.because import because
from rotation.rules.planning import Problem

ASKED, BEGUN, STAGE, ANSWERED = (
    "rotation.plan.asked",
    "rotation.plan.begun",
    "rotation.plan.stage",
    "rotation.plan.answered",
)
GIVEN_UP = timedelta(hours=1)
"""After so long without an answer it is begun anew: whoever looked was cut off."""
STEPS = 20.0
"""How much work the solver does for each question, in its own measure: the same on every machine."""


@one_act_at_a_time
def ask_solver(*, plan_id: int, actor: Member | None, now: datetime) -> None:
    """Ask for a better plan than this one, or the proof that there is none. The clock sees to it; twice is once."""
    plan = Plan.objects.select_for_update(no_key=True).defer("problem").get(pk=plan_id)
    refuse_if(rules.why_not_make(kind=plan.kind, may_plan=may(actor, rules.ASSIGN, now), slots=1))
    if plan.adopted_at is not None:
        raise Refused(_("This plan was adopted already."))
    if not solver.is_here():
        raise Refused(_("The further search is not installed on this machine."))
    if not any(act.verb == ASKED for act in steps_of(plan)) and not is_proved(plan):
        record(verb=ASKED, subject=plan, actor=actor, now=now, facts={"input": plan.input_hash})


def look_further(*, plan_id: int, clock: Callable[[], datetime], steps: float = STEPS) -> Plan | None:
    """Let the solver look, and write a plan of its own where it found a better one or proved more.

    Nobody waits for it: it is worked out outside of the record's turn, each stage a line of the record. None
    where nobody asked, where it was answered, where another looks, or where nothing better was found.
    """
    if not _begin(plan_id=plan_id, now=clock()):
        return None
    plan = Plan.objects.get(pk=plan_id)
    problem, known = problem_of(plan), planned_of(plan)

    def told(stage: str, proved: bool) -> None:
        _say_stage(plan_id=plan_id, stage=stage, proved=proved, now=clock())

    found = solver.improve_plan(problem, known, steps=steps, progress=told)
    told_of = because(problem, found) if found.to_bytes() != known.to_bytes() else None
    return _answer(plan_id=plan_id, problem=problem, found=found, told=told_of, now=clock())


@one_act_at_a_time
def _begin(*, plan_id: int, now: datetime) -> bool:
    plan = Plan.objects.select_for_update(no_key=True).defer("problem").get(pk=plan_id)
    acts = steps_of(plan)
    if not waits(acts, now=now):
        return False
    record(verb=BEGUN, subject=plan, actor=None, now=now)
    return True


@one_act_at_a_time
def _say_stage(*, plan_id: int, stage: str, proved: bool, now: datetime) -> None:
    plan = Plan.objects.defer("problem").get(pk=plan_id)
    record(verb=STAGE, subject=plan, actor=None, now=now, facts={"stage": stage, "proved": proved})


@one_act_at_a_time
def _answer(
    *,
    plan_id: int,
    problem: Problem,
    found: planning.Plan,
    told: Mapping[str, dict[str, Any]] | None,
    now: datetime,
) -> Plan | None:
    plan = Plan.objects.get(pk=plan_id)
    better = None
    if told is not None:
        better = write_plan(
            kind=plan.kind,
            problem=problem,
            found=found,
            told=told,
            seed_act=plan.seed_act,
            replaces=plan.replaces,
            actor=plan.made_by,
            now=now,
        )
    record(
        verb=ANSWERED,
        subject=plan,
        actor=None,
        now=now,
        facts={"better": better.pk if better is not None else 0, "proved": found.is_proved},
    )
    return better


def steps_of(plan: Plan) -> list[Act]:
    """What was written about looking further, in order. One question."""
    verbs = (ASKED, BEGUN, STAGE, ANSWERED)
    return list(Act.objects.filter(subject=f"rotation.plan:{plan.pk}", verb__in=verbs).order_by("seq"))


def waits(acts: list[Act], *, now: datetime) -> bool:
    """Whether somebody asked and nobody looks: it was not begun, or whoever began was cut off."""
    verbs = [act.verb for act in acts]
    if ASKED not in verbs or ANSWERED in verbs:
        return False
    return all(act.at <= now - GIVEN_UP for act in acts if act.verb in (BEGUN, STAGE))


def is_proved(plan: Plan) -> bool:
    """Whether no better plan exists."""
    return all(stage["is_proved"] for stage in plan.stages)
