"""Energy: how much we use and at what price, what we owe for it and how it is paid back, and what we voted to save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from django.db.models import OuterRef, Subquery, Sum

from ledger.models import Debt, Instalment, InstalmentPayment, Period, Posting
from ledger.money import share_nearest
from ledger.rules.debts import months_after
from payroll.models import (
    EnergyDebt,
    EnergyKind,
    EnergyReading,
    EnergySaving,
    HoursWorked,
    MonthMade,
    Project,
)
from payroll.rules.energy import Saved, UsedMonth, saved

MONTHS = 12
ACCOUNTS = {EnergyKind.GAS: "5.2.1", EnergyKind.ELECTRICITY: "5.2.2", EnergyKind.WATER: "5.2.3"}


@dataclass(frozen=True, kw_only=True)
class EnergyMonth:
    """One kind in one month. `unit_cents` is the price of one unit, to the nearest cent."""

    month: date
    quantity: int
    cents: int
    unit_cents: int
    books_cents: int
    """What the books say it cost that month."""
    period: Period
    made: int | None
    year_before: int | None
    """How much of it was used in the same month a year before, where that was written down."""

    @property
    def for_each_thousandths(self) -> int | None:
        """How much of it went into each thing made, in thousandths of its unit, to the nearest."""
        return share_nearest(1000, Fraction(self.quantity, self.made)) if self.made else None


@dataclass(frozen=True, kw_only=True)
class EnergyKindPage:
    """One kind over the last months, the latest first; `change` is its price against a year's first, in thousandths."""

    kind: str
    label: str
    months: list[EnergyMonth]
    values: list[int]
    change: int | None


@dataclass(frozen=True, kw_only=True)
class DebtPlan:
    """A debt owed for energy, and how it is paid back."""

    debt: Debt
    paid_cents: int
    """What was paid back of it, without interest."""
    waiting: list[Instalment]
    """Its instalments that are not paid yet, the next one first."""
    late: list[Instalment]
    """Of those, the ones whose day is over: the plan is not kept."""
    until_on: date
    """The day of its last instalment."""
    interest_cents: int
    """Interest of the instalments that were paid in the last twelve months."""

    @property
    def left_cents(self) -> int:
        return self.debt.principal_cents - self.paid_cents

    @property
    def late_cents(self) -> int:
        return sum(part.cents for part in self.late)

    @property
    def next_one(self) -> Instalment | None:
        return self.waiting[0] if self.waiting else None

    @property
    def motion_id(self) -> str:
        """The key of the motion that voted it, for its address."""
        return self.debt.voted.partition(":")[2]


@dataclass(frozen=True, kw_only=True)
class SavingLine:
    """What a machine or a work is to save of one kind, whether it was voted, and what it saves since it is in use."""

    project: Project
    kind: str
    label: str
    share: Fraction
    found: Saved | None

    @property
    def is_reached(self) -> bool:
        return self.found is not None and self.found.reaches(self.share)


@dataclass(frozen=True, kw_only=True)
class EnergyPage:
    kinds: list[EnergyKindPage]
    unit: str
    """What is made is counted in; empty where it was never written down."""
    debts: list[DebtPlan]
    other_debts: list[Debt]
    """Debts that are not owed for energy, as far as was said."""
    savings: list[SavingLine]

    @property
    def debt_cents(self) -> int:
        """What is left of the debts owed for energy."""
        return sum(each.left_cents for each in self.debts)

    @property
    def interest_cents(self) -> int:
        """Interest paid on them in the last twelve months."""
        return sum(each.interest_cents for each in self.debts)


def energy_page(*, today: date) -> EnergyPage:
    """What was written down, beside what the books say. Six questions at most."""
    last: dict[str, dict[date, EnergyReading]] = {kind: {} for kind in EnergyKind.values}
    for reading in EnergyReading.objects.select_related("period").order_by("id"):
        last[reading.kind][reading.period.from_on] = reading
    spent = {
        (code, month): cents
        for code, month, cents in Posting.objects.filter(account__code__in=ACCOUNTS.values())
        .order_by()
        .values_list("account__code", "entry__period__from_on")
        .annotate(c=Sum("cents"))
    }
    unit, made = _made()
    savings = _savings()
    minutes = _minutes() if not made and any(each.project.in_use_since for each in savings) else {}
    of_energy, others = _debts(today)
    return EnergyPage(
        kinds=[_kind(EnergyKind(kind), rows, spent, made) for kind, rows in last.items() if rows],
        unit=unit,
        debts=of_energy,
        other_debts=others,
        savings=[_saving(each, last[each.kind], made, minutes) for each in savings],
    )


def _debts(today: date) -> tuple[list[DebtPlan], list[Debt]]:
    """The debts that stand: those owed for energy with their plans, and the others. One question."""
    word = EnergyDebt.objects.filter(debt=OuterRef("debt")).order_by("-id").values("is_energy")[:1]
    paid = InstalmentPayment.objects.filter(instalment=OuterRef("pk"), entry__reversed_by=None)
    rows = (
        Instalment.objects.filter(debt__entry__reversed_by=None)
        .select_related("debt__lender")
        .annotate(of_energy=Subquery(word), paid_on=Subquery(paid.values("entry__on")[:1]))
        .order_by("debt__on", "debt_id", "number")
    )
    plans: list[DebtPlan] = []
    others: list[Debt] = []
    for _debt, parts in groupby(rows, key=lambda part: part.debt_id):
        found = [(part, part.paid_on) for part in parts]
        first = found[0][0]
        if first.of_energy:
            plans.append(plan_of(first.debt, found, today=today))
        else:
            others.append(first.debt)
    return plans, others


def plan_of(debt: Debt, parts: Sequence[tuple[Instalment, date | None]], *, today: date) -> DebtPlan:
    """How a debt is paid back as it stands on a day; each instalment with the day on which it was paid."""
    a_year_ago = months_after(today, -12)
    waiting = [part for part, paid_on in parts if paid_on is None]
    return DebtPlan(
        debt=debt,
        paid_cents=sum(part.principal_cents for part, paid_on in parts if paid_on is not None),
        waiting=waiting,
        late=[part for part in waiting if part.due_on < today],
        until_on=parts[-1][0].due_on,
        interest_cents=sum(
            part.interest_cents for part, paid_on in parts if paid_on is not None and paid_on > a_year_ago
        ),
    )


def _made() -> tuple[str, dict[date, int]]:
    """What was made in each month, in the unit of the last word about the latest one. One question."""
    last: dict[date, tuple[int, str]] = {}
    rows = MonthMade.objects.order_by("id").values_list("period__from_on", "quantity", "unit")
    for month, quantity, unit in rows:
        last[month] = (quantity, unit)
    if not last:
        return "", {}
    counted_in = last[max(last)][1]
    return counted_in, {month: quantity for month, (quantity, unit) in last.items() if unit == counted_in}


def _minutes() -> dict[date, int]:
    """The minutes worked in each month. One question."""
    last: dict[tuple[date, int], int] = {}
    rows = HoursWorked.objects.order_by("id").values_list("period__from_on", "member_id", "minutes")
    for month, member_id, minutes in rows:
        last[month, member_id] = minutes
    found: dict[date, int] = {}
    for (month, _member), minutes in last.items():
        found[month] = found.get(month, 0) + minutes
    return found


def _savings() -> list[EnergySaving]:
    """The last word about each machine and kind: what is in use first, then what was voted. One question."""
    last: dict[tuple[int, str], EnergySaving] = {}
    for each in EnergySaving.objects.select_related("project__motion").order_by("id"):
        last[each.project_id, each.kind] = each
    found = [each for each in last.values() if each.share != "0"]
    found.sort(key=lambda each: (each.project.in_use_since is None, each.project.motion_id is None))
    return found


def _saving(
    said: EnergySaving,
    rows: Mapping[date, EnergyReading],
    made: Mapping[date, int],
    minutes: Mapping[date, int],
) -> SavingLine:
    months = [
        UsedMonth(
            month=month,
            quantity=row.quantity,
            cents=row.cents,
            made=made.get(month),
            minutes=minutes.get(month),
        )
        for month, row in rows.items()
    ]
    since = said.project.in_use_since
    return SavingLine(
        project=said.project,
        kind=said.kind,
        label=str(EnergyKind(said.kind).label),
        share=Fraction(said.share),
        found=saved(months, since=since) if since is not None else None,
    )


def _kind(
    kind: EnergyKind,
    rows: Mapping[date, EnergyReading],
    spent: Mapping[tuple[str, date], int],
    made: Mapping[date, int],
) -> EnergyKindPage:
    def used(month: date) -> int | None:
        row = rows.get(month)
        return row.quantity if row is not None else None

    months = [
        EnergyMonth(
            month=month,
            quantity=row.quantity,
            cents=row.cents,
            unit_cents=_unit(row),
            books_cents=spent.get((ACCOUNTS[kind], month), 0),
            period=row.period,
            made=made.get(month),
            year_before=used(months_after(month, -12)),
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
