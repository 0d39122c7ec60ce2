"""What our bylaws say about the books: an entry balances, is sealed, and happens in an open month.

Every `why_not_…` answers None where the step is allowed, else one sentence for members. `actor` None is the
clock.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from record.rules import canonical, digest, fingerprint

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


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of an entry: so many cents on an account, debit positive, credit negative."""

    account: str
    cents: int
    member_id: int | None = None
    note: str = ""


def may(actor: Actor | None, power: str, now: datetime) -> bool:
    """The clock may; a person may with a mandate that gives them the power at that moment."""
    return actor is None or actor.has_perm(power, now)


# Entries --------------------------------------------------------------------------------------------


def why_not_post(
    *, on: date, lines: Sequence[Line], memo: str, key: str, because: str = ""
) -> Sentence | None:
    """An entry says what it is, has two lines or more, moves money on each, and its cents sum to zero."""
    if strange := why_not_day(on):
        return strange
    if not memo.strip():
        return _("Say what the entry is for.")
    if not _is_plain(memo, LONGEST_MEMO):
        return _("Say it in one line, of up to 200 letters.")
    if not key or len(key) > LONGEST_KEY or len(because) > LONGEST_BECAUSE:
        return _("The entry needs a short key of its own.")
    if len(lines) < 2:
        return _("An entry has two lines at least: where from and where to.")
    if any(line.cents == 0 for line in lines):
        return _("Write an amount on every line.")
    if not all(_is_plain(line.note, LONGEST_NOTE) for line in lines):
        return _("Write each note in one line, of up to 120 letters.")
    if sum(abs(line.cents) for line in lines) > 2 * LARGEST_CENTS:
        return _("That amount is too large. Check the zeros.")
    if sum(line.cents for line in lines):
        return _("The entry does not balance: what comes in is not what goes out.")
    return None


def why_not_enter(*, on: date, today: date, actor: Actor | None, now: datetime) -> Sentence | None:
    """Entries are made by hand by whoever keeps the books, for a day that has come."""
    if not may(actor, KEEP_BOOKS, now):
        return _("Only whoever keeps the books can do this.")
    if on > today:
        return _("That day has not come yet.")
    return None


def why_not_reverse(
    *,
    is_reversed: bool,
    is_reversal: bool,
    made_on: date,
    on: date,
    today: date,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """A mistake is undone once, by an entry with the same lines the other way round."""
    if is_reversed:
        return _("This entry was undone already.")
    if is_reversal:
        return _("This entry undoes another. Enter the first one again instead.")
    if on < made_on:
        return _("An entry is undone on its own day or later.")
    return why_not_enter(on=on, today=today, actor=actor, now=now)


def content_of(
    *,
    on: date,
    memo: str,
    because: str,
    reverses: int | None,
    lines: Iterable[tuple[str, int, int | None, str]],
) -> dict[str, Any]:
    """What an entry says, as plain values.

    Lines are (account code, cents, member number, note), in any order.
    `reverses` is the number of the entry it undoes. Two entries with equal content say the same.
    """
    return {
        "on": on.isoformat(),
        "memo": memo,
        "because": because,
        "reverses": reverses,
        "lines": digest(list(line) for line in lines),
    }


def seal_of(*, number: int, key: str, period: str, content: dict[str, Any]) -> str:
    """SHA-256 (hex) over an entry's number, key, period and content."""
    return fingerprint(canonical({**content, "number": number, "key": key, "period": period}))


def why_not_day(day: date) -> Sentence | None:
    """A day with another century's year is a slip of the finger."""
    return None if FIRST_YEAR <= day.year <= LAST_YEAR else _("Check the year.")


# Periods --------------------------------------------------------------------------------------------


def month_span(day: date) -> tuple[str, date, date]:
    """The calendar month of a day: ("2026-03", its first day, the first day of the next)."""
    first = day.replace(day=1)
    return f"{first:%Y-%m}", first, (first + timedelta(days=32)).replace(day=1)


def why_not_open_period(
    *, name: str, from_on: date, until_on: date, overlaps: str | None, actor: Actor | None, now: datetime
) -> Sentence | None:
    """Periods last a day at least and no two of them share a day."""
    if not may(actor, CLOSE_PERIOD, now):
        return _("Only whoever closes the months can do this.")
    if not name.strip() or not _is_plain(name, 20):
        return _("Give the period a short name.")
    if until_on <= from_on:
        return _("A period ends after it begins.")
    if overlaps:
        return gettext("Those days belong to %(period)s already.") % {"period": overlaps}
    return None


def why_not_close_period(
    *,
    name: str,
    is_closed: bool,
    until_on: date,
    earlier_open: str | None,
    today: date,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """A month is closed when it is over, after the months before it, and once."""
    if not may(actor, CLOSE_PERIOD, now):
        return _("Only whoever closes the months can do this.")
    if is_closed:
        return gettext("%(period)s is closed.") % {"period": name}
    if today < until_on:
        return gettext("%(period)s is not over yet.") % {"period": name}
    if earlier_open:
        return gettext("Close %(period)s first.") % {"period": earlier_open}
    return None


def why_not_in_period(*, name: str, is_closed: bool) -> Sentence | None:
    """A closed month takes nothing more: what was forgotten is entered in an open one."""
    if is_closed:
        return gettext("%(period)s is closed. Enter it with a day of an open month.") % {"period": name}
    return None


# The bank --------------------------------------------------------------------------------------------


def why_not_bank(*, actor: Actor | None, now: datetime) -> Sentence | None:
    """The bank's movements are taken in, and given their accounts, by whoever keeps the books."""
    return None if may(actor, KEEP_BOOKS, now) else _("Only whoever keeps the books can do this.")


def why_not_of_a_bank(*, kind: str) -> Sentence | None:
    """A bank's file is of money we have, or of what we owe a bank or a card."""
    return None if kind in ("asset", "liability") else _("Choose an account of a bank or a cash box.")


# Accounts -------------------------------------------------------------------------------------------


def why_not_open_account(*, code: str, name: str, actor: Actor | None, now: datetime) -> Sentence | None:
    """An account has a short code and a name."""
    if not may(actor, KEEP_BOOKS, now):
        return _("Only whoever keeps the books can do this.")
    if not code or len(code) > 24 or not all(part.isascii() and part.isalnum() for part in code.split(".")):
        return _("Write the code with letters and numbers, and points between them: 5.4.1.")
    if not name.strip() or not _is_plain(name, 120):
        return _("Give the account a name, in one line.")
    return None


def _is_plain(text: str, longest: int) -> bool:
    """One line of readable text: no control characters, which PostgreSQL and people cannot read."""
    return len(text) <= longest and not any(unicodedata.category(char) in {"Cc", "Cs"} for char in text)
