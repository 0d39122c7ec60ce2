"""What each product costs on a day, what is made first, and what things cost by what the books say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max, Sum
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.translation import get_language

from assemblies.house_rules import in_force
from ledger import chart
from ledger.models import Account, AccountKind, Period, Posting
from ledger.money import share_nearest
from ledger.reports.balances import name_of
from ledger.reports.explained import Explained
from payroll.house_rules import EQUAL_PAY
from payroll.models import CostSheet, PayRun, PayRunState, Product, ProductionOrder, RunKind
from payroll.reports.explained.from_books import part_explained, work_explained
from payroll.rules.costs import Made, equal_minute, margin, per_mille, unit_costs, work_of
from payroll.rules.rhythm import cycles_in


def sheets_in_force(*, on: date) -> list[CostSheet]:
    """One sheet of each product, by its name: the newest that holds that day, else the first to come."""
    shown: dict[int, CostSheet] = {}
    for sheet in CostSheet.objects.select_related("product").order_by("product__name", "-in_force_from"):
        there = shown.get(sheet.product_id)
        if there is None or there.in_force_from > on:
            shown[sheet.product_id] = sheet
    return list(shown.values())


@dataclass(frozen=True, kw_only=True)
class ProductLine:
    """A sheet, its difference (in thousandths of the price too), and who needs it by the order of work."""

    sheet: CostSheet
    difference_cents: int
    per_mille: int
    orders: list[ProductionOrder]

    @property
    def percent(self) -> str:
        """Thousandths as a number in a hundred, as the reader writes it: "2,8"; exact."""
        return number_format(Decimal(self.per_mille).scaleb(-1), 1)


def product_lines(*, on: date) -> list[ProductLine]:
    """Every product with its cost, price, difference, and need beside it."""
    orders: dict[int, list[ProductionOrder]] = {}
    for order in orders_in_force(on=on):
        orders.setdefault(order.product_id, []).append(order)
    return [
        ProductLine(
            sheet=sheet,
            difference_cents=sheet.price_cents - sheet.total_cents,
            per_mille=per_mille(margin(sheet.price_cents, sheet.total_cents)),
            orders=orders.get(sheet.product_id, []),
        )
        for sheet in sheets_in_force(on=on)
    ]


def orders_in_force(*, on: date) -> list[ProductionOrder]:
    """What is made first today: the latest motion's order, in its places, then what older ones still say."""
    return list(
        ProductionOrder.objects.filter(from_on__lte=on, until_on__gt=on)
        .select_related("product", "motion")
        .order_by("-motion_id", "place")
    )


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One line of a sheet made from the books, for one unit."""

    text: str
    cents: int
    why: Explained


@dataclass(frozen=True, kw_only=True)
class BooksSheet:
    """What one unit of a product cost in a month by the books."""

    product: Product
    lines: list[CostLine]
    total_cents: int
    minute_cents: int


def from_books(period: Period, made: Mapping[str, Made], *, hours: int, work: str) -> list[BooksSheet]:
    """What one of each thing cost in a month: its minutes at the equal rate, and its part of all the rest.

    `work` is what the line of work is called. Raises `BadNumber`. Five questions.
    """
    each = paid_each(period)
    accounts = {account.code: account for account in Account.objects.filter(kind=AccountKind.COST)}
    costs = {
        code: cents
        for code, cents in Posting.objects.filter(entry__period=period, account__kind=AccountKind.COST)
        .order_by()
        .values_list("account__code")
        .annotate(c=Sum("cents"))
        if cents
    }
    worked = sum(one.quantity * work_of(one.minutes, each, hours) for one in made.values())
    paid = costs.pop(chart.WORK_REMUNERATION, 0)
    if paid > worked:
        costs[chart.WORK_REMUNERATION] = paid - worked
    found = unit_costs(costs, made, pay_cents=each, hours=hours)
    language = get_language() or "es-ar"
    minute = equal_minute(each, hours)
    sheets = []
    minutes = sum((one.quantity * one.minutes for one in made.values()), Fraction(0))
    for product in Product.objects.filter(code__in=found).order_by("name"):
        unit, of, key = found[product.code], made[product.code], f"unit-{product.pk}"
        lines = [work_explained(key, work, unit.work_cents, of=of, each_cents=each, hours=hours)]
        lines += [
            part_explained(
                key,
                name_of(accounts[code], language),
                cents,
                account=accounts[code],
                whole_cents=costs[code],
                period=period,
                of=of,
                all_minutes=minutes,
            )
            for code, cents in sorted(unit.others.items())
            if cents
        ]
        sheets.append(
            BooksSheet(
                product=product,
                lines=[CostLine(text=why.name, cents=why.cents, why=why) for why in lines],
                total_cents=unit.total_cents,
                minute_cents=minute.numerator // minute.denominator,
            )
        )
    return sheets


def paid_each(period: Period) -> int:
    """What somebody with the whole of a period gets for it, in cents to the nearest, however often we are paid.

    A fixed amount: as many cycles of it as the period has. A pool: for each day what it brought whoever worked
    most of its run; days that are in no run yet are worth as much as the others.
    """
    pay = in_force(EQUAL_PAY, on=period.from_on)
    if pay.method == "fixed":
        return share_nearest(pay.amount_cents, cycles_in(period.from_on, period.until_on, pay.rhythm))
    runs = (
        PayRun.objects.filter(kind=RunKind.REGULAR, from_on__lt=period.until_on, until_on__gt=period.from_on)
        .exclude(state__in=(PayRunState.DRAFT, PayRunState.ABANDONED))
        .values_list("from_on", "until_on")
        .annotate(most=Coalesce(Max("payslips__equal_cents"), 0))
    )
    cents, days = Fraction(0), 0
    for from_on, until_on, most in runs.order_by("from_on"):
        inside = (min(until_on, period.until_on) - max(from_on, period.from_on)).days
        cents += most * Fraction(inside, (until_on - from_on).days)
        days += inside
    return share_nearest(1, cents * Fraction((period.until_on - period.from_on).days, days)) if days else 0
