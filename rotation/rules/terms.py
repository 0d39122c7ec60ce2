"""Terms and how they are counted: spans of half-open days, months by the calendar, terms in a row."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, kw_only=True)
class Term:
    """One stay of somebody in a post: [from_on, until_on), with its weight in burden points."""

    post: str
    seat: int
    from_on: date
    until_on: date
    points: int = 1


@lru_cache(maxsize=8192)
def months_later(day: date, months: int) -> date:
    """The same day so many months later (or earlier); the month's last day where there is no such day."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def term_end(from_on: date, *, months: int, days: int = 0) -> date:
    """The first day after a term: so many months later, or so many days where the term is shorter."""
    return months_later(from_on, months) if months else from_on + timedelta(days=days)


def consecutive_terms(terms: Iterable[Term], *, before: date, grace_days: int = 31) -> int:
    """How many terms in a row somebody has had in a post, ending at most `grace_days` before the day.

    A gap longer than the grace ends the row: stepping aside for a fortnight does not.
    """
    row, edge = 0, before
    for term in sorted(terms, key=lambda t: t.until_on, reverse=True):
        if term.from_on >= before:
            continue
        if (edge - term.until_on).days > grace_days:
            break
        row, edge = row + 1, term.from_on
    return row
