"""What every rule of the books leans on: powers, bounds, and what is readable.

Every `why_not_…` answers None where the step is allowed, else one sentence for members. `actor` None is the
clock.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise

KEEP_BOOKS = "ledger.keep_books"
CLOSE_PERIOD = "ledger.close_period"

LARGEST_CENTS = 9 * 10**15
"""More than this in one entry is a slip of the finger; below it every sum fits every engine and program."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_MEMO = 200
LONGEST_NOTE = 120
LONGEST_KEY = 120
LONGEST_BECAUSE = 80


class Actor(Protocol):
    """Whoever acts: they know which powers they hold at a moment."""

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


def may(actor: Actor | None, power: str, now: datetime) -> bool:
    """The clock may; a person may with a mandate that gives them the power at that moment."""
    return actor is None or actor.has_perm(power, now)


def why_not_day(day: date) -> Sentence | None:
    """A day with another century's year is a slip of the finger."""
    return None if FIRST_YEAR <= day.year <= LAST_YEAR else _("Check the year.")


def is_plain(text: str, longest: int) -> bool:
    """One line of readable text: no control characters, which PostgreSQL and people cannot read."""
    return len(text) <= longest and not any(unicodedata.category(char) in {"Cc", "Cs"} for char in text)
