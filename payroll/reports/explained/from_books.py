"""What one thing cost in a month by the books, opened up: each line of its sheet."""

from __future__ import annotations

from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ledger import chart
from ledger.models import Account, Period
from ledger.reports.explained import Explained, Given
from payroll.house_rules import EQUAL_PAY
from payroll.rules.costs import Made


def work_explained(key: str, name: str, cents: int, *, of: Made, each_cents: int, hours: int) -> Explained:
    """The work of one unit: its minutes at the equal rate."""
    return Explained(
        key=f"{key}-work",
        name=name,
        cents=cents,
        formula=_("The minutes of one × the pay of each one ÷ the minutes of a month, to the nearest cent."),
        given=(
            Given(text=_("Minutes that one takes"), said=_plain(of.minutes)),
            Given(text=_("The pay of each one"), cents=each_cents),
            Given(text=_("Minutes of a month"), said=_plain(Fraction(hours * 60))),
        ),
        rule=EQUAL_PAY.key,
    )


def part_explained(
    key: str,
    name: str,
    cents: int,
    *,
    account: Account,
    whole_cents: int,
    period: Period,
    of: Made,
    all_minutes: Fraction,
) -> Explained:
    """What one unit bears of what an account cost in the month."""
    return Explained(
        key=f"{key}-{account.code}",
        name=name,
        cents=cents,
        formula=_(
            "What it cost that month × the minutes of all that was made of it ÷ the minutes of everything, "
            "÷ how many were made, to the nearest cent."
        ),
        given=(
            Given(
                text=_("Pay of the month, beyond the minutes of what was made")
                if account.code == chart.WORK_REMUNERATION
                else _("It cost in the month"),
                cents=whole_cents,
                link=f"/books/accounts/{account.code}/?period={period.name}",
            ),
            Given(text=_("Minutes of all that was made of it"), said=_plain(of.quantity * of.minutes)),
            Given(text=_("Minutes of everything"), said=_plain(all_minutes)),
            Given(text=_("How many were made"), said=_plain(Fraction(of.quantity))),
        ),
    )


def _plain(number: Fraction) -> str:
    """A whole number as the reader writes it; else the exact fraction."""
    return number_format(number.numerator, force_grouping=True) if number.denominator == 1 else str(number)
