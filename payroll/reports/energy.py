"""Energy: how much we use, at what price, what we owe for it, and by which plan we pay it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Sum

from ledger import chart
from ledger.models import Posting
from ledger.money import share_nearest
from ledger.reports import balance
from payroll.models import EnergyKind, EnergyReading

MONTHS = 12
ACCOUNTS = {EnergyKind.GAS: "5.2.1", EnergyKind.ELECTRICITY: "5.2.2", EnergyKind.WATER: "5.2.3"}
INTEREST = "5.9.1"


@dataclass(frozen=True, kw_only=True)
class EnergyMonth:
    """One kind in one month. `unit_cents` is the price of one unit, to the nearest cent."""

    month: date
    quantity: int
    cents: int
    unit_cents: int
    books_cents: int
    """What the books say it cost that month."""


@dataclass(frozen=True, kw_only=True)
class EnergyKindPage:
    """One kind over the last months, the latest first; `change` is its price against a year's first, in thousandths."""

    kind: str
    label: str
    months: list[EnergyMonth]
    values: list[int]
    change: int | None


@dataclass(frozen=True, kw_only=True)
class EnergyPage:
    kinds: list[EnergyKindPage]
    debt_cents: int
    interest_cents: int
    """Paid on debts in the last twelve months of the books."""


def energy_page(*, today: date) -> EnergyPage:
    """What was written down, beside what the books say."""
    last: dict[str, dict[date, EnergyReading]] = {kind: {} for kind in EnergyKind.values}
    for reading in EnergyReading.objects.select_related("period").order_by("id"):
        last[reading.kind][reading.period.from_on] = reading
    codes = [*ACCOUNTS.values(), INTEREST]
    spent = {
        (code, month): cents
        for code, month, cents in Posting.objects.filter(account__code__in=codes)
        .order_by()
        .values_list("account__code", "entry__period__from_on")
        .annotate(c=Sum("cents"))
    }
    since = today.replace(year=today.year - 1, day=1)
    return EnergyPage(
        kinds=[_kind(EnergyKind(kind), rows, spent) for kind, rows in last.items() if rows],
        debt_cents=-balance(chart.LONG_DEBT),
        interest_cents=sum(
            cents for (code, month), cents in spent.items() if code == INTEREST and month > since
        ),
    )


def _kind(
    kind: EnergyKind, rows: dict[date, EnergyReading], spent: dict[tuple[str, date], int]
) -> EnergyKindPage:
    months = [
        EnergyMonth(
            month=month,
            quantity=row.quantity,
            cents=row.cents,
            unit_cents=_unit(row),
            books_cents=spent.get((ACCOUNTS[kind], month), 0),
        )
        for month, row in sorted(rows.items(), reverse=True)[:MONTHS]
    ]
    first, latest = months[-1].unit_cents, months[0].unit_cents
    return EnergyKindPage(
        kind=kind.value,
        label=str(kind.label),
        months=months,
        values=[each.quantity for each in reversed(months)],
        change=share_nearest(1000, Fraction(latest - first, first)) if first and len(months) > 1 else None,
    )


def _unit(row: EnergyReading) -> int:
    return share_nearest(row.cents, Fraction(1, row.quantity)) if row.quantity else 0
