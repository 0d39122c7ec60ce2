"""How much somebody carried, line by line: the figure by which the planner levels turns, opened up.

    load = (carried + what was missing of them × the middle) / share of time

`carried` is the sum of the lines: each past term weighs its points a month (or, at the table of an assembly, its
points once), and each year further back weighs less, by rule. For the part of the window in which somebody was
not here the middle of what the others carried stands, so that newcomers begin there. Exact fractions throughout;
`rotation.rules.planning.loads` is the same count without the lines, and tests hold the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rotation.rules.planning.loads import here_share, merged
from rotation.rules.planning.people import Person, Span
from rotation.rules.terms import Term, months_later


@dataclass(frozen=True, kw_only=True)
class Decay:
    """How the past counts: over so many months; each year further back `yearly` of the one after it."""

    window_months: int
    yearly: Fraction

    def years(self, on: date) -> list[Year]:
        """The window in years back from a day, the latest first; the last may be shorter."""
        return [
            Year(
                from_on=months_later(on, -min(back + 12, self.window_months)),
                until_on=months_later(on, -back),
                weight=self.yearly**nth,
            )
            for nth, back in enumerate(range(0, self.window_months, 12))
        ]


@dataclass(frozen=True, kw_only=True)
class Year:
    """One year of the window, [from_on, until_on), and how much of what was carried in it counts."""

    from_on: date
    until_on: date
    weight: Fraction


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one term weighs in one year of the window. `months` is a twelfth of a year of 365 days, or a turn."""

    days: int
    months: Fraction
    weight: Fraction
    value: Fraction


@dataclass(frozen=True, kw_only=True)
class Line:
    """One term with what it weighs, year by year; years in which it does not count are not told."""

    term: Term
    key: int
    parts: tuple[Part, ...]

    @property
    def days(self) -> int:
        """How many of its days count."""
        return sum(part.days for part in self.parts)

    @property
    def value(self) -> Fraction:
        """What it weighs now."""
        return sum((part.value for part in self.parts), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Burden:
    """Everything that somebody's figure is made of.

    `here`: for how much of the window, as decayed as the burden in it, they were here, times their share of time.
    """

    lines: tuple[Line, ...]
    share: Fraction
    here: Fraction
    middle: Fraction

    @property
    def carried(self) -> Fraction:
        """The sum of the lines."""
        return sum((line.value for line in self.lines), Fraction(0))

    @property
    def missing(self) -> Fraction:
        """For how much of the window they were not here."""
        return self.share - self.here

    @property
    def begun_with(self) -> Fraction:
        """What stands for the time in which they were not here."""
        return self.missing * self.middle

    @property
    def load(self) -> Fraction:
        """The figure that the planner begins with (`Measure.history`)."""
        return (self.carried + self.begun_with) / self.share


def line_of(term: Term, *, key: int, on: date, decay: Decay, by_term: bool = False) -> Line:
    """A term opened up into the years of the window."""
    parts = []
    for year in decay.years(on):
        days = Span(from_on=term.from_on, until_on=term.until_on).days_within(year.from_on, year.until_on)
        if by_term:
            months = Fraction(1 if year.from_on <= term.from_on < year.until_on else 0)
        else:
            months = Fraction(days * 12, 365)
        if months:
            parts.append(
                Part(days=days, months=months, weight=year.weight, value=term.points * months * year.weight)
            )
    return Line(term=term, key=key, parts=tuple(parts))


def here_of(person: Person, *, on: date, decay: Decay) -> Fraction:
    """For how much of the window they were here (`here_share`, without counting where nobody was away)."""
    begins = months_later(on, -decay.window_months)
    spans = merged(person.member_spans)
    if not person.absences and any(one.from_on <= begins and on <= one.until_on for one in spans):
        return person.share
    share = here_share(person, on=on, window_months=decay.window_months, yearly=decay.yearly)
    return min(share, person.share)


def middle_of(people: Iterable[Person]) -> Fraction:
    """The (lower) median of what was carried by a whole share, among those here for half of the window or more."""
    rates = sorted(
        one.history / here
        for one in people
        if (here := one.share if one.history_share is None else one.history_share) * 2 >= one.share
    )
    return rates[(len(rates) - 1) // 2] if rates else Fraction(0)
