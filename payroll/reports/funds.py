"""The reinvestment fund on its way to its target, and one project from its quotes to its use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from assemblies.house_rules import in_force
from ledger import chart
from ledger.models import Entry
from ledger.reports import balance
from payroll.house_rules.funds import REINVESTMENT_TARGET
from payroll.models import Project, ProjectPayment, ProjectQuote, SetAside
from payroll.rules.what_if import months_to_target

PACE_OF = 6
"""Months: the pace is what the last so many set aside, on average."""


@dataclass(frozen=True, kw_only=True)
class Fund:
    """Where the reinvestment fund stands; `months` is how long it takes at this pace, None where never."""

    balance_cents: int
    target_cents: int
    pace_cents: int
    months: int | None
    lately: tuple[tuple[date, int], ...] = ()
    """The months that the pace is of, the latest first, and what each set aside for it."""

    @property
    def reached_cents(self) -> int:
        return max(0, min(self.balance_cents, self.target_cents))


def reinvestment_fund(*, today: date) -> Fund:
    """The fund, its target by house rule, and its pace."""
    target = in_force(REINVESTMENT_TARGET, on=today)
    held = -balance(chart.REINVESTMENT)
    last = list(
        SetAside.objects.filter(purpose="reinvestment")
        .order_by("-period__from_on")
        .values("period__from_on")
        .annotate(whole=Sum("cents"))
        .values_list("period__from_on", "whole")[:PACE_OF]
    )
    pace = sum(cents for _month, cents in last) // len(last) if last else 0
    return Fund(
        balance_cents=held,
        target_cents=target,
        pace_cents=pace,
        months=months_to_target(target, held, pace),
        lately=tuple(last),
    )


@dataclass(frozen=True, kw_only=True)
class ProjectPage:
    """One machine or work: what was asked for it, what was voted, what was paid."""

    project: Project
    quotes: list[ProjectQuote]
    payments: list[ProjectPayment]
    paid_cents: int
    left_cents: int


def was_undone(entry: Entry) -> bool:
    """Whether another entry undoes it; without a question where `reversed_by` was read with it."""
    return getattr(entry, "reversed_by", None) is not None


def project_page(project: Project) -> ProjectPage:
    """Everything of one project; quotes the cheapest first."""
    payments = list(project.payments.select_related("entry__reversed_by"))
    paid = sum(each.cents for each in payments if not was_undone(each.entry))
    return ProjectPage(
        project=project,
        quotes=list(project.quotes.all()),
        payments=payments,
        paid_cents=paid,
        left_cents=max(0, project.cents - paid),
    )


def paid_by_project() -> dict[int, int]:
    """What was paid for each project, in cents."""
    standing = ProjectPayment.objects.filter(entry__reversed_by=None)
    rows = standing.order_by().values_list("project_id").annotate(c=Sum("cents"))
    return dict(rows.values_list("project_id", "c"))
