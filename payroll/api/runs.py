"""Pay runs and one's own payslips as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from members.gate import member_of
from members.models import Member
from payroll.actions.signing import sees_nets
from payroll.models import PayRefusal, PayRun, PayRunState, Payslip
from payroll.reports.pay import PUBLISHED
from record.paging import Page

router = Router(tags=["payroll"])


class RunOut(Schema):
    """A pay run: what it comes to, and who signed."""

    id: int
    period: str
    from_on: date
    until_on: date
    kind: str
    rhythm: str
    corrects: int | None
    member: int | None
    state: str
    people: int
    total_cents: int | None
    """Of a correction only for its member and whoever prepares, signs or pays."""
    carry_in_cents: int
    carry_out_cents: int
    inputs: dict[str, Any]
    prepared_by: int | None
    countersigned_by: int | None
    computed_at: datetime | None
    countersigned_at: datetime | None
    posted_at: datetime | None
    paid_at: datetime | None
    entry: int | None
    digest: str
    refused_by: int | None
    """Who did not give it the second signature; it was set aside by that."""
    refused_at: datetime | None
    refused_because: str
    """Only for whoever prepares, signs or pays."""


class RunsOut(Schema):
    items: list[RunOut]
    count: int


class SlipOut(Schema):
    """One's own payslip, with its sum line by line."""

    id: int
    run: int
    kind: str
    """ "regular" or "correction": then the line of equal pay is what those days are worth, and no whole month."""
    period: str
    days: int
    period_days: int
    span: str
    equal_cents: int
    difference_cents: int
    return_cents: int
    withheld_cents: int
    net_cents: int
    lines: list[dict[str, Any]]
    motions: list[int]


class SlipsOut(Schema):
    items: list[SlipOut]
    count: int


@router.get("/pay-runs", response=RunsOut, summary="Pay runs, latest first")
def pay_runs(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """Every run, the newest first."""
    rows = _runs().exclude(state=PayRunState.ABANDONED).order_by("-from_on", "-pk")
    reader = member_of(request)
    shows = sees_nets(reader, timezone.now())
    return {
        "count": rows.count(),
        "items": [_run_for(run, reader, shows_nets=shows) for run in rows[page.part]],
    }


@router.get("/pay-runs/{run_id}", response=RunOut, summary="One pay run")
def pay_run(request: HttpRequest, run_id: int) -> dict[str, Any]:
    """One run."""
    run = _runs().filter(pk=run_id).first() if 0 < run_id < 2**62 else None
    if run is None:
        raise Http404
    reader = member_of(request)
    return _run_for(run, reader, shows_nets=sees_nets(reader, timezone.now()))


@router.get("/payslips", response=SlipsOut, summary="My own payslips, latest first")
def payslips(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """My own payslips, the newest first."""
    rows = (
        Payslip.objects.filter(member=member_of(request), run__state__in=PUBLISHED)
        .select_related("run__period")
        .order_by("-run__from_on", "-pk")
    )
    return {
        "count": rows.count(),
        "items": [_slip_out(slip) for slip in rows[page.part]],
    }


def _runs() -> Any:
    return PayRun.objects.select_related(
        "period", "member", "prepared_by", "countersigned_by", "entry", "refusal__by"
    )


def _run_for(run: PayRun, reader: Member, *, shows_nets: bool) -> dict[str, Any]:
    """A run as somebody sees it: what a correction pays is between its member and the treasury."""
    said = _run_out(run)
    if not shows_nets:
        said["refused_because"] = ""
    return said if shows_nets or run.member_id in (None, reader.pk) else said | {"total_cents": None}


def _run_out(run: PayRun) -> dict[str, Any]:
    refusal: PayRefusal | None = getattr(run, "refusal", None)
    return {
        **{name: getattr(run, name) for name in RunOut.model_fields if hasattr(run, name)},
        "period": run.period.name,
        "corrects": run.corrects_id,
        "member": run.member.number if run.member else None,
        "prepared_by": run.prepared_by.number if run.prepared_by else None,
        "countersigned_by": run.countersigned_by.number if run.countersigned_by else None,
        "entry": run.entry.number if run.entry else None,
        "refused_by": refusal.by.number if refusal is not None else None,
        "refused_at": refusal.refused_at if refusal is not None else None,
        "refused_because": refusal.because if refusal is not None else "",
    }


def _slip_out(slip: Payslip) -> dict[str, Any]:
    return {
        **{name: getattr(slip, name) for name in SlipOut.model_fields if hasattr(slip, name)},
        "run": slip.run_id,
        "kind": slip.run.kind,
        "period": slip.run.period.name,
        "motions": slip.run.inputs.get("motions", []),
    }
