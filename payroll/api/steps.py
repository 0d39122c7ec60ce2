"""The steps of a pay run, as JSON: the same acts as the page's buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Schema, Status

from members.gate import member_of
from payroll.actions.paying_out import pay_run
from payroll.actions.refusals import refuse_run
from payroll.actions.runs import abandon_run, close_run, compute_run, countersign_run, post_run, prepare_pay
from payroll.api.runs import RunOut, router
from payroll.api.runs import pay_run as one_run
from payroll.models import PayRun

STEPS: dict[str, Callable[..., PayRun]] = {
    "compute": compute_run,
    "countersign": countersign_run,
    "post": post_run,
    "pay": pay_run,
    "abandon": abandon_run,
    "close": close_run,
}


class MonthIn(Schema):
    """Any day of the month, fortnight or week to be paid."""

    day: date


@router.post("/pay-runs", response={201: RunOut}, summary="Begin the pay of a month")
def prepare(request: HttpRequest, month: MonthIn) -> Status[dict[str, Any]]:
    """Begin the pay of the month, fortnight or week of a day; where it was begun, that run is the answer."""
    run = prepare_pay(on=month.day, actor=member_of(request), now=timezone.now())
    return Status(201, one_run(request, run.pk))


class RefusalIn(Schema):
    """Why it is not signed, in a few words."""

    because: str


@router.post(
    "/pay-runs/{run_id}/refuse",
    response=RunOut,
    summary="Do not give a run its second signature, and say why",
)
def refuse(request: HttpRequest, run_id: int, said: RefusalIn) -> dict[str, Any]:
    """It is set aside by that; whoever prepares mends what is wrong and begins the same days anew."""
    one_run(request, run_id)
    refuse_run(run_id=run_id, because=said.because, actor=member_of(request), now=timezone.now())
    return one_run(request, run_id)


@router.post("/pay-runs/{run_id}/{step}", response=RunOut, summary="The next step of a pay run")
def take_step(request: HttpRequest, run_id: int, step: str) -> dict[str, Any]:
    """compute, countersign, post, pay, abandon or close. Each once; again changes nothing or says why not."""
    one_run(request, run_id)
    if step not in STEPS:
        raise Http404
    STEPS[step](run_id=run_id, actor=member_of(request), now=timezone.now())
    return one_run(request, run_id)
