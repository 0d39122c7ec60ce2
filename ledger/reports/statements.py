"""What members ask of the books as a whole: month by month, what we have and owe, and how far it reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from ledger.chart import IN_BETWEEN
from ledger.coming import coming
from ledger.models import Account, AccountKind, Instalment, Period, Posting
from ledger.reports.balances import AccountBalance, balances
from ledger.reports.parties import invoices_of
from ledger.rules.forecast import WEEKS, Forecast, Known, forecast


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """A month: what came in, what went out, what was left."""

    period: Period
    income_cents: int
    cost_cents: int

    @property
    def result_cents(self) -> int:
        return self.income_cents - self.cost_cents


@dataclass(frozen=True, kw_only=True)
class BalanceSheet:
    """What we have less what we owe is what is ours: its accounts, and the result nobody gave a purpose yet."""

    have: list[tuple[Account, int]]
    owe: list[tuple[Account, int]]
    ours: list[tuple[Account, int]]
    have_cents: int
    owe_cents: int
    kept_cents: int
    result_cents: int

    @property
    def ours_cents(self) -> int:
        return self.kept_cents + self.result_cents


def by_month(most: int = 24) -> list[MonthLine]:
    """The last months, latest first. One query."""
    moved = "entries__postings__cents"
    found = Period.objects.order_by("-from_on").annotate(
        came=Sum(moved, filter=Q(entries__postings__account__kind=AccountKind.INCOME)),
        went=Sum(moved, filter=Q(entries__postings__account__kind=AccountKind.COST)),
    )
    return [
        MonthLine(period=period, income_cents=-(period.came or 0), cost_cents=period.went or 0)
        for period in found[:most]
    ]


def balance_sheet(rows: list[AccountBalance] | None = None) -> BalanceSheet:
    """What there is now. Two queries where the balances are not given."""
    rows = balances() if rows is None else rows

    def of(*kinds: str) -> list[tuple[Account, int]]:
        return [
            (row.account, row.account.sign * row.balance_cents)
            for row in rows
            if row.account.kind in kinds and row.balance_cents
        ]

    have, owe, ours = of(AccountKind.ASSET), of(AccountKind.LIABILITY), of(AccountKind.EQUITY)
    return BalanceSheet(
        have=have,
        owe=owe,
        ours=ours,
        have_cents=sum(cents for _, cents in have),
        owe_cents=sum(cents for _, cents in owe),
        kept_cents=sum(cents for _, cents in ours),
        result_cents=-sum(
            row.balance_cents for row in rows if row.account.kind in (AccountKind.INCOME, AccountKind.COST)
        ),
    )


def cash_forecast(today: date, rows: list[AccountBalance] | None = None) -> Forecast:
    """The money in our banks and boxes over the weeks ahead. Six queries at most, and those of the rooms above."""
    rows = balances() if rows is None else rows
    places = Q(account__code=IN_BETWEEN) | ~Q(account__place="")
    came_in = went_out = 0
    moved: dict[object, int] = defaultdict(int)
    lines = Posting.objects.filter(
        places, entry__on__gt=today - timedelta(weeks=WEEKS), entry__on__lte=today
    ).order_by()
    for entry_id, cents in lines.values_list("entry_id").annotate(cents=Sum("cents")):
        moved[entry_id] += cents
    # An entry that moves money between our own places moves none: only its sum over all of them counts.
    for cents in moved.values():
        came_in += max(0, cents)
        went_out -= min(0, cents)
    return forecast(
        cash_cents=sum(
            row.balance_cents for row in rows if row.account.place or row.account.code == IN_BETWEEN
        ),
        came_in_cents=came_in,
        went_out_cents=went_out,
        known=_known(today, {row.account.code: row.balance_cents for row in rows}),
        today=today,
    )


def _known(today: date, on_accounts: Mapping[str, int]) -> list[Known]:
    """Invoices on their due days, instalments of debts that are not paid yet, and what other rooms know of."""
    found = [
        Known(
            on=row.invoice.due_on,
            cents=row.left_cents if row.invoice.direction == "sale" else -row.left_cents,
            what=f"{row.invoice.party.name} · {row.invoice.number}",
            link=f"/books/parties/{row.invoice.party_id}/",
        )
        for row in invoices_of(today=today, only_open=True)
    ]
    paid = Q(payments__isnull=False, payments__entry__reversed_by=None)
    waiting = Instalment.objects.filter(
        due_on__lt=today + timedelta(weeks=WEEKS), debt__entry__reversed_by=None
    ).exclude(pk__in=Instalment.objects.filter(paid).values("pk"))
    return [
        *found,
        *(
            Known(
                on=part.due_on,
                cents=-part.cents,
                what=_("%(lender)s · instalment %(n)s") % {"lender": part.debt.lender.name, "n": part.number},
                link=f"/books/debts/{part.debt_id}/",
            )
            for part in waiting.select_related("debt__lender")
        ),
        *coming(today, today + timedelta(weeks=WEEKS), on_accounts),
    ]
