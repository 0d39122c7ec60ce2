"""How much energy something saves: what we use for as much work, before and since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from ledger.money import share_nearest

MONTHS_BEFORE = 12
Basis = Literal["made", "hours", "months"]


@dataclass(frozen=True, kw_only=True)
class UsedMonth:
    """A month of one kind of energy: how much of it, what was made and the minutes worked with it, where known."""

    month: date
    quantity: int
    cents: int
    made: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class SavedMonth:
    """A month since: what it would have used as before, what it used, and what the difference cost that month."""

    month: date
    expected: int
    used: int
    cents: int

    @property
    def saved(self) -> int:
        return self.expected - self.used


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What was saved since something is in use, and by what it is measured."""

    basis: Basis
    before: int
    """How many months before it is compared with."""
    rate: Fraction
    """What was used then for each thing made, minute worked, or month."""
    months: list[SavedMonth]

    @property
    def expected(self) -> int:
        return sum(each.expected for each in self.months)

    @property
    def saved(self) -> int:
        return sum(each.saved for each in self.months)

    @property
    def cents(self) -> int:
        return sum(each.cents for each in self.months)

    @property
    def per_mille(self) -> int:
        """The part saved of what would have been used, to the nearest thousandth."""
        return share_nearest(1000, Fraction(self.saved, self.expected)) if self.expected else 0

    def reaches(self, share: Fraction) -> bool:
        """Whether as much is saved as was said, to the nearest thousandth: meters count whole units."""
        return self.per_mille >= share_nearest(1000, share)


def saved(months: Sequence[UsedMonth], *, since: date) -> Saved | None:
    """What is saved since a day, against the twelve months before it at most; None while there is nothing to compare.

    The months are those with a bill. One that something came into use in the middle of is left out. What is used
    goes by what was made where that is known of all these months; else by the hours worked; else by the month.
    """
    before = sorted((each for each in months if _after(each.month) <= since), key=lambda each: each.month)
    before = before[-MONTHS_BEFORE:]
    later = sorted((each for each in months if each.month >= since), key=lambda each: each.month)
    if not before or not later:
        return None
    basis = _basis(before, later)
    rate = Fraction(sum(each.quantity for each in before), sum(_weight(each, basis) for each in before))
    found = []
    for each in later:
        expected = share_nearest(1, rate * _weight(each, basis))
        price = Fraction(each.cents, each.quantity) if each.quantity else Fraction(0)
        found.append(
            SavedMonth(
                month=each.month,
                expected=expected,
                used=each.quantity,
                cents=share_nearest(expected - each.quantity, price),
            )
        )
    return Saved(basis=basis, before=len(before), rate=rate, months=found)


def _basis(before: Sequence[UsedMonth], later: Sequence[UsedMonth]) -> Basis:
    """What is known of every month, and was more than nothing before."""
    both = [*before, *later]
    if all(each.made is not None for each in both) and any(each.made for each in before):
        return "made"
    if all(each.minutes is not None for each in both) and any(each.minutes for each in before):
        return "hours"
    return "months"


def _weight(month: UsedMonth, basis: Basis) -> int:
    if basis == "made":
        return month.made or 0
    return (month.minutes or 0) if basis == "hours" else 1


def _after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
