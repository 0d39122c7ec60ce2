"""How often we are paid: whole months, halves of a month, or weeks from Monday to Monday.

A cycle is the whole stretch that the voted amount is for. A pay run covers a cycle, or what is left of it
where another run, or another rule, has the rest: then each day is still worth its part of the whole cycle.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from payroll.rules.equal_pay import Period, month

RHYTHMS = ("month", "fortnight", "week")
HALF = 16
"""The day of a month on which its second half begins."""


def cycle_of(day: date, rhythm: str) -> Period:
    """The whole month, half month or week that a day is in. Raises `ValueError` for another rhythm."""
    if rhythm == "month":
        return month(day.year, day.month)
    if rhythm == "fortnight":
        whole, middle = month(day.year, day.month), day.replace(day=HALF)
        if day < middle:
            return Period(from_on=whole.from_on, until_on=middle)
        return Period(from_on=middle, until_on=whole.until_on)
    if rhythm == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(from_on=monday, until_on=monday + timedelta(days=7))
    raise ValueError(rhythm)


def cycles_between(from_on: date, until_on: date, rhythm: str) -> Iterator[Period]:
    """The cycles that have a day in [from_on, until_on), the first and the last whole."""
    day = from_on
    while day < until_on:
        cycle = cycle_of(day, rhythm)
        yield cycle
        day = cycle.until_on


def cycles_in(from_on: date, until_on: date, rhythm: str) -> Fraction:
    """How many cycles the days [from_on, until_on) are, exact: of each its days in there over all its days.

    What is voted for a cycle, times this, is what those days are worth: March by the week is 31/7 weeks.
    """
    found = Fraction(0)
    for cycle in cycles_between(from_on, until_on, rhythm):
        inside = min(cycle.until_on, until_on) - max(cycle.from_on, from_on)
        found += Fraction(inside.days, (cycle.until_on - cycle.from_on).days)
    return found
