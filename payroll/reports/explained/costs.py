"""Cost sheets, opened up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger.reports.explained import Explained, Given, in_record
from payroll.reports.costs import ProductLine


@dataclass(frozen=True, kw_only=True)
class OpenedSheet:
    """A product's line with every amount of it: its lines, the whole, the price, the difference."""

    line: ProductLine
    rows: list[Explained]
    total: Explained
    price: Explained
    difference: Explained


def sheets_explained(lines: Iterable[ProductLine]) -> list[OpenedSheet]:
    """Every sheet of a page. Two questions."""
    there = list(lines)
    subjects = [f"payroll.product:{line.sheet.product_id}" for line in there]
    acts = in_record(["payroll.cost_sheet.written"], subjects)
    found = []
    for line in there:
        sheet, act = line.sheet, acts.get(f"payroll.product:{line.sheet.product_id}")
        day = {"day": date_format(sheet.in_force_from, "DATE_FORMAT"), "unit": sheet.product.unit}
        written = _("As the treasury wrote it down for one %(unit)s, from %(day)s.") % day
        key = f"sheet-{sheet.pk}"
        given = tuple(Given(text=str(row["text"]), cents=row["cents"]) for row in sheet.lines)
        total, price = (
            Given(text=_("It costs us"), cents=sheet.total_cents),
            Given(text=_("We sell it at"), cents=sheet.price_cents),
        )
        found.append(
            OpenedSheet(
                line=line,
                rows=[
                    Explained(
                        key=f"{key}-{nth}",
                        name=each.text,
                        cents=each.cents or 0,
                        formula=written,
                        given=(
                            Given(text=_("What a month's books say it costs"), link="/products/from-books/"),
                        ),
                        act=act,
                    )
                    for nth, each in enumerate(given)
                ],
                total=Explained(
                    key=f"{key}-total",
                    name=total.text,
                    cents=sheet.total_cents,
                    formula=_("All its lines together."),
                    given=given,
                    act=act,
                ),
                price=Explained(
                    key=f"{key}-price", name=price.text, cents=sheet.price_cents, formula=written, act=act
                ),
                difference=Explained(
                    key=f"{key}-difference",
                    name=_("Difference"),
                    cents=line.difference_cents,
                    formula=_("The price less what it costs us."),
                    given=(price, total),
                    act=act,
                ),
            )
        )
    return found
