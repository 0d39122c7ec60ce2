"""What is missing before a month is closed: each thing with where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ledger import closings
from ledger.chart import IN_BETWEEN, WORK_REMUNERATION
from ledger.closings import Step
from ledger.models import (
    AccountKind,
    BankLine,
    CashCount,
    Entry,
    Instalment,
    Period,
    Place,
    Posting,
)
from ledger.reports.balances import AccountBalance, balances
from ledger.reports.parties import invoices_of
from members.models import Cooperative

DAYS_BEFORE_THE_END = 5
"""A cash box counted so near the end of the month counts for it."""


def closing_steps(period: Period) -> list[Step]:
    """The list for a month, in the order in which one does it. Nine queries, and those of the rooms above."""
    rows = balances(period)
    steps = [*_bank_steps(period, rows), _waiting(period)]
    counted = dict(
        CashCount.objects.exclude(second_at=None)
        .order_by()
        .values_list("account_id")
        .annotate(last=Max("on"))
    )
    for row in rows:
        if row.account.place == Place.CASH and (row.balance_cents or row.moved_cents):
            last = counted.get(row.account.pk)
            steps.append(
                Step(
                    code=f"cash:{row.account.code}",
                    what=_("Count the cash box"),
                    about=row.account.said,
                    is_done=last is not None
                    and last >= period.until_on - timedelta(days=DAYS_BEFORE_THE_END),
                    where=reverse("ledger:count_cash", args=[row.account.code]),
                )
            )
    for row in rows:
        if row.account.code == IN_BETWEEN:
            steps.append(
                Step(
                    code="in_between",
                    what=_("What left one of our banks came in at another"),
                    about="",
                    is_done=row.balance_cents == 0,
                    where=reverse("ledger:account", args=[IN_BETWEEN]),
                )
            )
        if row.account.code == WORK_REMUNERATION:
            steps.append(
                Step(
                    code="pay",
                    what=_("The pay of the month is entered"),
                    about="",
                    is_done=row.moved_cents > 0,
                    where="/pay/",
                )
            )
    return [*steps, _tickets(period), _due(period), *closings.looked_at(period), _earlier(period)]


def missing_from(period: Period) -> list[Step]:
    """What of the list is not done, and does not hold the closing up."""
    return [step for step in closing_steps(period) if not step.is_done and not step.must]


@dataclass(frozen=True, kw_only=True)
class MonthRow:
    """A month in the list of months; without its period, nothing is entered in it and `waiting` movements wait."""

    from_on: date
    period: Period | None = None
    waiting: int = 0


def months_there() -> list[MonthRow]:
    """Every month, the latest first: those of the books, and those of which only the bank knows. Two queries."""
    periods = list(Period.objects.select_related("closed_by"))
    rows = [MonthRow(from_on=each.from_on, period=each) for each in periods]
    waiting = BankLine.objects.waiting().order_by().annotate(month=TruncMonth("on"))
    for month, lines in waiting.values_list("month").annotate(n=Count("pk")):
        if not any(each.from_on <= month < each.until_on for each in periods):
            rows.append(MonthRow(from_on=month, waiting=lines))
    return sorted(rows, key=lambda row: row.from_on, reverse=True)


def _bank_steps(period: Period, rows: list[AccountBalance]) -> list[Step]:
    coop = Cooperative.objects.here()
    took_in = {
        key: (last, at)
        for key, last, at in BankLine.objects.order_by()
        .values_list("account_id")
        .annotate(last=Max("on"), at=Max("imported_at"))
    }
    found = []
    for row in rows:
        known = took_in.get(row.account.pk)
        if row.account.place != Place.BANK or (
            known is None and not row.balance_cents and not row.moved_cents
        ):
            continue
        found.append(
            Step(
                code=f"bank_file:{row.account.code}",
                what=_("Take in the bank's file to the end of the month"),
                about=row.account.said,
                is_done=known is not None
                and (known[0] >= period.until_on or coop.day_of(known[1]) >= period.until_on),
                where=reverse("ledger:bank"),
            )
        )
    return found


def _waiting(period: Period) -> Step:
    lines = BankLine.objects.waiting().filter(on__gte=period.from_on, on__lt=period.until_on).count()
    return Step(
        code="waiting",
        what=_("Every movement of the bank has its account"),
        about=str(lines) if lines else "",
        is_done=lines == 0,
        where=reverse("ledger:bank"),
        must=True,
    )


def _tickets(period: Period) -> Step:
    bare = (
        Posting.objects.filter(
            entry__period=period,
            account__kind=AccountKind.COST,
            entry__key__startswith="hand:",
            entry__papers=None,
            entry__reversed_by=None,
            entry__reverses=None,
        )
        .values("entry")
        .distinct()
        .count()
    )
    return Step(
        code="tickets",
        what=_("Every cost entered by hand has its ticket"),
        about=str(bare) if bare else "",
        is_done=bare == 0,
        where=reverse("ledger:bare_entries", args=[period.pk]),
    )


def _due(period: Period) -> Step:
    bills = sum(
        1
        for row in invoices_of(today=period.until_on, only_open=True)
        if row.is_late and row.invoice.direction == "bill"
    )
    parts = (
        Instalment.objects.filter(due_on__lt=period.until_on, debt__entry__reversed_by=None)
        .annotate(standing=Count("payments", filter=Q(payments__entry__reversed_by=None)))
        .filter(standing=0)
        .count()
    )
    return Step(
        code="due",
        what=_("What was due is paid"),
        about=str(bills + parts) if bills + parts else "",
        is_done=bills + parts == 0,
        where=reverse("ledger:debts" if parts else "ledger:parties"),
    )


def _earlier(period: Period) -> Step:
    earlier = Period.objects.filter(from_on__lt=period.from_on, closed_at=None).order_by("from_on").first()
    return Step(
        code="earlier",
        what=_("The months before it are closed"),
        about=earlier.said if earlier else "",
        is_done=earlier is None,
        where=reverse("ledger:closing", args=[earlier.pk if earlier else period.pk]),
        must=True,
    )


def bare_entries(period: Period) -> list[Entry]:
    """Costs of a month entered by hand that have no ticket."""
    found = Entry.objects.filter(
        period=period,
        postings__account__kind=AccountKind.COST,
        key__startswith="hand:",
        papers=None,
        reversed_by=None,
        reverses=None,
    )
    return list(found.distinct().order_by("on", "number")[:200])
