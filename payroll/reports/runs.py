"""A pay run as its page shows it: the steps, the sums, what changed since the last one."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from payroll.models import BOOKED, PayRun, PayRunState, Payslip, RunKind

A_PAGE = 25
ORDER = (
    PayRunState.DRAFT,
    PayRunState.COMPUTED,
    PayRunState.COUNTERSIGNED,
    PayRunState.POSTED,
    PayRunState.PAID,
    PayRunState.RECONCILED,
    PayRunState.CLOSED,
)


@dataclass(frozen=True, kw_only=True)
class RunPage:
    """One run."""

    run: PayRun
    step: int
    """How far it is: 0 draft … 4 paid, 5 reconciled, 6 closed."""
    before: PayRun | None
    difference_cents: int
    others: Page[Payslip]
    """The slips shown: those unlike everyone's, or all of them."""
    changed_only: bool
    changed: int
    each_cents: int


def run_page(run: PayRun, *, page: str | None, everyone: bool) -> RunPage:
    """A run with the slips that differ from what everyone gets, or all, by 25."""
    before = (
        PayRun.objects.filter(state__in=BOOKED, kind=RunKind.REGULAR, from_on__lt=run.from_on)
        .select_related("period")
        .order_by("-from_on")
        .first()
    )
    slips: QuerySet[Payslip] = run.payslips.select_related("member", "member__sector").order_by(
        "member__number"
    )
    common = (
        run.payslips.order_by("-days", "-equal_cents").values_list("equal_cents", "net_cents").first()
    ) or (0, 0)
    different = slips.exclude(net_cents=common[1])
    changed = different.count()
    shown = slips if everyone or not changed else different
    return RunPage(
        run=run,
        step=ORDER.index(PayRunState(run.state)) if run.state in ORDER else 0,
        before=before,
        difference_cents=run.total_cents - (before.total_cents if before else 0),
        others=Paginator(shown, A_PAGE).get_page(page),
        changed_only=shown is different,
        changed=changed,
        each_cents=common[0],
    )
