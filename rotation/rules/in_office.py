"""Who is in office, for how long and how often, whichever the posts; and how much of it a few of us carry.

Half-open days. Every term is one stay in one seat of one post; somebody in two posts at once is in office once a
day, and carries both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rotation.rules.planning.loads import merged
from rotation.rules.planning.people import Span
from rotation.rules.terms import Term, months_later

GRACE_DAYS = 31
"""Days of a gap that still leave two terms in a row: stepping aside for a fortnight ends nothing."""


def days_in_office(terms: Iterable[Term], *, from_on: date, until_on: date) -> int:
    """On how many days of [from_on, until_on) they held any post."""
    return sum(span.days_within(from_on, until_on) for span in merged(_spans(terms)))


def at_once(terms: Iterable[Term], *, on: date) -> int:
    """How many posts they hold on a day; two seats of one post are one post."""
    return len({term.post for term in terms if term.from_on <= on < term.until_on})


@dataclass(frozen=True, kw_only=True)
class Row:
    """Terms without a break, in whichever posts: since when, and how many began."""

    since: date
    terms: int

    def is_over(self, months: int, *, on: date) -> bool:
        """Whether it has gone on for more than so many months."""
        return months_later(self.since, months) < on


def row_of(terms: Iterable[Term], *, on: date, grace_days: int = GRACE_DAYS) -> Row | None:
    """The row in which somebody is on a day; None where they hold nothing then."""
    begun = [term for term in terms if term.from_on <= on and term.until_on > term.from_on]
    if not at_once(begun, on=on):
        return None
    edge, count = on, 0
    for term in sorted(begun, key=lambda one: one.until_on, reverse=True):
        if (edge - term.until_on).days > grace_days:
            break
        edge, count = min(edge, term.from_on), count + 1
    return Row(since=edge, terms=count)


def months_back(on: date, months: int) -> list[Span]:
    """The calendar months up to that of a day, the oldest first."""
    first = on.replace(day=1)
    return [
        Span(from_on=months_later(first, -back), until_on=months_later(first, 1 - back))
        for back in range(months - 1, -1, -1)
    ]


def by_month(terms: Iterable[Term], months: Sequence[Span], *, on: date) -> list[int]:
    """In each month, the most posts they held at once; nothing after the day."""
    known = list(terms)
    found = []
    for month in months:
        held = [one for one in known if one.from_on < month.until_on and one.until_on > month.from_on]
        days = {max(one.from_on, month.from_on) for one in held}
        found.append(max((at_once(held, on=day) for day in days if day <= on), default=0))
    return found


def weight_of(terms: Iterable[Term], *, from_on: date, until_on: date) -> Fraction:
    """Points a month of every post held in [from_on, until_on). A month is a twelfth of a year of 365 days."""
    days = sum(
        term.points * Span(from_on=term.from_on, until_on=term.until_on).days_within(from_on, until_on)
        for term in terms
    )
    return Fraction(days * 12, 365)


@dataclass(frozen=True, kw_only=True)
class Top:
    """What the most burdened tenth of some people carried, of all that those people carried."""

    people: int
    of: int
    weight: Fraction
    whole: Fraction

    @property
    def share(self) -> Fraction:
        """The part that the tenth carried; none where nobody carried anything."""
        return self.weight / self.whole if self.whole else Fraction(0)

    @property
    def percent(self) -> int:
        """In a hundred, upwards: a share over a whole number is never shown as that number."""
        return -int(-self.share * 100 // 1)


def top_tenth(weights: Iterable[Fraction]) -> Top:
    """The tenth of them that carried most, at least one person: upwards, so that of 43 it is 5."""
    rows = sorted(weights, reverse=True)
    people = -(-len(rows) // 10)
    return Top(
        people=people,
        of=len(rows),
        weight=sum(rows[:people], Fraction(0)),
        whole=sum(rows, Fraction(0)),
    )


def fewest_for(weights: Iterable[Fraction], *, percent: int) -> int:
    """How few of them carried at least so much in a hundred of the whole; 0 where nobody carried anything."""
    rows = sorted(weights, reverse=True)
    whole, carried = sum(rows, Fraction(0)), Fraction(0)
    if not whole:
        return 0
    for nth, weight in enumerate(rows, start=1):
        carried += weight
        if carried * 100 >= whole * percent:
            return nth
    return len(rows)


def _spans(terms: Iterable[Term]) -> list[Span]:
    return [
        Span(from_on=term.from_on, until_on=term.until_on) for term in terms if term.until_on > term.from_on
    ]
