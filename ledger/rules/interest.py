"""What a debt costs by its yearly rate: each month a twelfth of the rate on what is left, in whole cents.

Two ways to pay it back: the same principal each month (what one pays falls), or the same instalment each month (more
of it is principal each time). The last instalment takes what is left, so all of them pay back the debt exactly.
"""

from __future__ import annotations

import re
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.money import share_nearest
from record.rules import Refused

EQUAL_PRINCIPAL, EQUAL_INSTALMENT = "principal", "instalment"
WAYS: dict[str, str | Promise] = {
    EQUAL_PRINCIPAL: _("the same principal each time, so what is paid falls"),
    EQUAL_INSTALMENT: _("the same instalment each time"),
}
LARGEST_RATE = 100
"""A hundred times the debt in a year: more is a slip of the finger."""


def rate_in_a_hundred(text: str) -> Fraction | None:
    """A yearly rate as people write it ("45", "45,5", "0"), exact; None where nothing is written."""
    bare = text.strip().removesuffix("%").strip().replace(",", ".")
    if not bare:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", bare, re.ASCII):
        raise Refused(_("Write the rate of a year in a hundred, and how it is paid back."))
    return Fraction(bare) / 100


def instalments_by_rate(
    *, principal_cents: int, yearly_rate: Fraction, instalments: int, way: str
) -> list[tuple[int, int]]:
    """(Principal, interest) of each monthly instalment, in cents.

    Interest is a twelfth of the rate on what is left before the instalment, to the nearest cent (a half goes up).
    An equal instalment is the annuity P·r/(1-(1+r)^-n) to the nearest cent, exact until then; it never pays back
    less than nothing nor more than is left.
    """
    monthly = yearly_rate / 12
    equal = share_nearest(principal_cents, _part_of_each(monthly, instalments, way))
    left, rows = principal_cents, []
    for number in range(1, instalments + 1):
        interest = share_nearest(left, monthly)
        principal = equal if way == EQUAL_PRINCIPAL else equal - interest
        principal = left if number == instalments else max(0, min(principal, left))
        rows.append((principal, interest))
        left -= principal
    return rows


def _part_of_each(monthly: Fraction, instalments: int, way: str) -> Fraction:
    """Which part of the debt each instalment is: of principal, or of principal and interest together."""
    if way == EQUAL_PRINCIPAL or not monthly:
        return Fraction(1, instalments)
    grown = (1 + monthly) ** instalments
    return monthly * grown / (grown - 1)
