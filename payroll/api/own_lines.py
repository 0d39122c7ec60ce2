"""The lines of a run that a third signs, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Schema

from members.gate import member_of
from payroll.actions.own_lines import sign_line
from payroll.actions.signing import sees_nets
from payroll.api.runs import router
from payroll.models import PayRun
from payroll.reports.own_lines import own_lines


class OwnLineOut(Schema):
    """Whose line it is (`slip`, `member`) and its sum are for its member, the treasury and whoever may sign it."""

    slip: int | None
    member: int | None
    lines: list[dict[str, Any]]
    signed_by: int | None
    signed_at: datetime | None


class OwnLinesOut(Schema):
    """`waiting` of them keep the run from being entered; `you_may_sign` says whether you are one who can sign."""

    waiting: int
    you_may_sign: bool
    items: list[OwnLineOut]


@router.get(
    "/pay-runs/{run_id}/own-lines",
    response=OwnLinesOut,
    summary="Lines of those who sign a run, unlike everyone's: a third signs each",
)
def lines_of_signers(request: HttpRequest, run_id: int) -> dict[str, Any]:
    """None before the second signature, nor where the pay of both is like everyone's."""
    return _said(request, _run(run_id))


@router.post(
    "/pay-runs/{run_id}/own-lines/{slip}/sign", response=OwnLinesOut, summary="Sign one of them, as a third"
)
def sign(request: HttpRequest, run_id: int, slip: int) -> dict[str, Any]:
    """By a post of pay or of oversight that is not of the two who sign the run. Once."""
    run = _run(run_id)
    if not (0 < slip < 2**62 and run.payslips.filter(pk=slip).exists()):
        raise Http404
    sign_line(slip_id=slip, actor=member_of(request), now=timezone.now())
    return _said(request, run)


def _run(run_id: int) -> PayRun:
    run = PayRun.objects.filter(pk=run_id).first() if 0 < run_id < 2**62 else None
    if run is None:
        raise Http404
    return run


def _said(request: HttpRequest, run: PayRun) -> dict[str, Any]:
    reader, now = member_of(request), timezone.now()
    found = own_lines(run, reader=reader, at=now, shows_nets=sees_nets(reader, now))
    return {
        "waiting": found.waiting,
        "you_may_sign": found.may_sign,
        "items": [
            {
                "slip": each.slip.pk if each.slip is not None else None,
                "member": each.slip.member.number if each.slip is not None else None,
                "lines": each.slip.lines if each.slip is not None else [],
                "signed_by": each.by.number if each.by is not None else None,
                "signed_at": each.signed_at,
            }
            for each in found.items
        ],
    }
