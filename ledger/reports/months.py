"""The open books of a month: what came in, each thing it went to, and what was left."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from ledger.chart import SET_ASIDE_ACCOUNTS, WORK_REMUNERATION
from ledger.models import Account, AccountKind, Period
from ledger.reports.balances import balances

WIDTH = 1000
"""The bars are drawn on a line this long."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One step of the way down from what came in to what was left; `x` and `width` in thousandths."""

    kind: str
    """"in" what came in, "out" a cost, "eq" equal pay, "left" what was left."""
    account: Account | None
    cents: int
    x: int
    width: int

    @property
    def is_sum(self) -> bool:
        return self.account is None


@dataclass(frozen=True, kw_only=True)
class MonthBooks:
    """A month in the open books."""

    period: Period
    earlier: Period | None
    later: Period | None
    income: list[tuple[Account, int]]
    bars: list[Bar]
    income_cents: int
    cost_cents: int
    result_cents: int
    kept: list[tuple[Account, int]]
    """What was set aside in the month, by purpose; negative where it was drawn on."""
    ours: list[tuple[Account, int]]
    """What we have, owe and keep at the end of the month, each with its own sign turned positive."""


def month_books(period: Period) -> MonthBooks:
    """The waterfall of a month. Four queries."""
    rows = balances(period)
    income = [(row.account, -row.moved_cents) for row in rows if row.account.kind == AccountKind.INCOME]
    income = sorted(
        ((each, cents) for each, cents in income if cents), key=lambda pair: (-pair[1], pair[0].code)
    )
    costs = [
        (row.account, row.moved_cents)
        for row in rows
        if row.account.kind == AccountKind.COST and row.moved_cents
    ]
    costs.sort(key=lambda pair: (pair[0].code == WORK_REMUNERATION, -pair[1], pair[0].code))
    came_in, went_out = sum(cents for _, cents in income), sum(cents for _, cents in costs)
    ours = [
        (row.account, row.balance_cents if row.account.kind == AccountKind.ASSET else -row.balance_cents)
        for row in rows
        if row.account.kind not in (AccountKind.INCOME, AccountKind.COST) and row.balance_cents
    ]
    return MonthBooks(
        period=period,
        earlier=Period.objects.filter(from_on__lt=period.from_on).order_by("-from_on").first(),
        later=Period.objects.filter(from_on__gt=period.from_on).order_by("from_on").first(),
        income=income,
        bars=_bars(came_in, costs),
        income_cents=came_in,
        cost_cents=went_out,
        result_cents=came_in - went_out,
        kept=[
            (row.account, -row.moved_cents)
            for row in rows
            if row.moved_cents and row.account.code in SET_ASIDE_ACCOUNTS.values()
        ],
        ours=ours,
    )


def period_shown(name: str | None) -> Period | None:
    """The period asked for by name, else the last in which anything was entered, else the last opened."""
    if name:
        return Period.objects.filter(name=name).first() if name.isprintable() else None
    used = Q(entries__isnull=False)
    return (
        Period.objects.filter(used).order_by("-from_on").first()
        or Period.objects.order_by("-from_on").first()
    )


def _bars(came_in: int, costs: list[tuple[Account, int]]) -> list[Bar]:
    """From the whole income down to the result. Below nothing, a bar starts at the left edge."""
    whole = max(came_in, sum(cents for _, cents in costs if cents > 0), 1)
    bars = [_bar("in", None, came_in, 0, came_in, whole)]
    left = came_in
    for account, cents in costs:
        kind = "eq" if account.code == WORK_REMUNERATION else "out"
        bars.append(_bar(kind, account, -cents, min(left, left - cents), abs(cents), whole))
        left -= cents
    bars.append(_bar("left", None, left, min(0, left), abs(left), whole))
    return bars


def _bar(kind: str, account: Account | None, cents: int, start: int, length: int, whole: int) -> Bar:
    x = max(0, min(WIDTH, start * WIDTH // whole))
    width = max(0, min(WIDTH - x, length * WIDTH // whole))
    return Bar(kind=kind, account=account, cents=cents, x=x, width=width)
