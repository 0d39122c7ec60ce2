"""How much each person carries: what they carried, decayed, and what is planned, by what may be expected of them.

    load = history + planned / expected

`expected`: their share of time, times the part of the horizon in which they are here. `history`: what they
carried in the window before, per whole share of time; for the part of it in which they were not here the median
stands, so that a newcomer begins at the median. Exact fractions throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rotation.rules.planning.people import Person, Span
from rotation.rules.planning.problem import Problem
from rotation.rules.terms import Term, months_later


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How a person's load is counted: `history` to begin with, and what may be `expected` over the horizon."""

    history: Fraction
    expected: Fraction

    def load(self, planned: int) -> Fraction:
        """The load with so many points planned."""
        return self.history + planned / self.expected


def measures(problem: Problem) -> dict[int, Measure]:
    """Each person's measure, by number."""
    median = _median(problem.people)
    return {
        one.number: Measure(
            history=_history(one, median=median),
            expected=expected_share(one, from_on=problem.from_on, until_on=problem.until_on),
        )
        for one in problem.people
    }


def expected_share(person: Person, *, from_on: date, until_on: date) -> Fraction:
    """Their share of time, times the months of the horizon in which they are here more than half the days.

    Somebody who is hardly here counts a month, so that whatever they carry weighs a great deal.
    """
    spans = merged(person.member_spans)
    if not person.absences and any(one.from_on <= from_on and until_on <= one.until_on for one in spans):
        return person.share
    present = [
        days_here(person, begins, ends) * 2 > (ends - begins).days
        for begins, ends in _months(from_on, until_on)
    ]
    return person.share * Fraction(max(1, sum(present)), len(present))


def days_here(person: Person, from_on: date, until_on: date) -> int:
    """On how many days of [from_on, until_on) they are a full member and not absent."""
    here = sum(one.days_within(from_on, until_on) for one in merged(person.member_spans))
    if not person.absences:
        return here
    gone = sum(
        one.days_within(max(from_on, member.from_on), min(until_on, member.until_on))
        for one in merged(person.absences)
        for member in merged(person.member_spans)
    )
    return here - gone


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch or overlap as one."""
    found: list[Span] = []
    for one in sorted(spans):
        if found and one.from_on <= found[-1].until_on:
            found[-1] = Span(from_on=found[-1].from_on, until_on=max(found[-1].until_on, one.until_on))
        else:
            found.append(one)
    return found


def carried(
    terms: Iterable[Term], *, on: date, window_months: int, yearly: Fraction, by_term: bool = False
) -> Fraction:
    """The burden of past terms on a day: points a month (or, `by_term`, once a term), decayed by rule.

    What was carried less than a year ago counts whole, the year before `yearly` of it, then `yearly` of that;
    nothing before the window. A month is a twelfth of a year of 365 days.
    """
    total = Fraction(0)
    for back, (begins, ends) in enumerate(_years_back(on, window_months)):
        for term in terms:
            if by_term:
                part = Fraction(term.points if begins <= term.from_on < ends else 0)
            else:
                days = Span(from_on=term.from_on, until_on=term.until_on).days_within(begins, ends)
                part = Fraction(term.points * days * 12, 365)
            total += part * yearly**back
    return total


def here_share(person: Person, *, on: date, window_months: int, yearly: Fraction) -> Fraction:
    """For how much of the window, as decayed as the burden in it, they were here, times their share of time."""
    whole, here = Fraction(0), Fraction(0)
    for back, (begins, ends) in enumerate(_years_back(on, window_months)):
        for month, until in _months(begins, ends):
            whole += yearly**back
            here += yearly**back if days_here(person, month, until) * 2 > (until - month).days else 0
    return person.share * here / whole if whole else Fraction(0)


def _history(person: Person, *, median: Fraction) -> Fraction:
    here = person.share if person.history_share is None else min(person.history_share, person.share)
    return (person.history + (person.share - here) * median) / person.share


def _median(people: Iterable[Person]) -> Fraction:
    """The (lower) median of what was carried per share, among those here for at least half of the window."""
    rates = []
    for one in people:
        here = one.share if one.history_share is None else one.history_share
        if here * 2 >= one.share:
            rates.append(one.history / here)
    rates.sort()
    return rates[(len(rates) - 1) // 2] if rates else Fraction(0)


def _months(from_on: date, until_on: date) -> list[tuple[date, date]]:
    """[from_on, until_on) in months, the last one perhaps shorter."""
    found, step = [], 0
    while (begins := months_later(from_on, step)) < until_on:
        step += 1
        found.append((begins, min(months_later(from_on, step), until_on)))
    return found


def _years_back(on: date, window_months: int) -> list[tuple[date, date]]:
    steps = range(0, window_months, 12)
    return [(months_later(on, -min(back + 12, window_months)), months_later(on, -back)) for back in steps]


def by_number(loads: Mapping[int, Measure], points: Mapping[int, int]) -> dict[int, Fraction]:
    """Everybody's load, with the points planned for each."""
    return {number: one.load(points.get(number, 0)) for number, one in loads.items()}
