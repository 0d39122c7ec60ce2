"""The pay gap: how far apart we are paid. 1.00 where everyone gets the same, and nothing else reads as 1.00."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.db.models import F, Max, Min, Subquery
from django.utils import formats

from payroll.models import BOOKED, PayRun, Payslip, RunKind


def gap_of(sums: Iterable[int]) -> Fraction | None:
    """The highest over the lowest, exactly; None where nobody was paid anything."""
    paid = set(sums)
    return Fraction(max(paid), min(paid)) if paid and min(paid) > 0 else None


def highest_and_lowest(run: PayRun | None = None) -> tuple[Subquery, Subquery]:
    """What the most and the least got for a whole month (fortnight, week) in a run, or in the last in the books.

    Differences and all. Who worked some days only got the same for each of them, and is not compared.
    For a question that asks for more in one go.
    """
    last = PayRun.objects.filter(kind=RunKind.REGULAR, state__in=BOOKED).order_by("-from_on", "-pk")
    which = run.pk if run is not None else Subquery(last.values("pk")[:1])
    slips = Payslip.objects.filter(run=which, days=F("period_days")).order_by().values("run")
    got = F("equal_cents") + F("difference_cents")
    high, low = (slips.annotate(got=extreme(got)).values("got") for extreme in (Max, Min))
    return Subquery(high), Subquery(low)


def pay_gap(run: PayRun | None = None) -> Fraction | None:
    """The gap in a run, or in the last in the books; None where there is none."""
    high, low = highest_and_lowest(run)
    rows = PayRun.objects.annotate(high=high, low=low).order_by().values_list("high", "low")
    return gap_of(cents for cents in rows.first() or () if cents is not None)


def said_gap(gap: Fraction) -> str:
    """With two decimals in the reader's form, rounded up: 1.00 is said of equal pay only."""
    hundredths = -(-gap.numerator * 100 // gap.denominator)
    return formats.number_format(Decimal(hundredths).scaleb(-2), 2)
