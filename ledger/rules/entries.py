"""What our bylaws say about an entry: it balances, is sealed, and a mistake is undone once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import (
    KEEP_BOOKS,
    LARGEST_CENTS,
    LONGEST_BECAUSE,
    LONGEST_KEY,
    LONGEST_MEMO,
    LONGEST_NOTE,
    Actor,
    Sentence,
    is_plain,
    may,
    why_not_day,
)
from record.rules import canonical, digest, fingerprint


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of an entry: so many cents on an account, debit positive, credit negative."""

    account: str
    cents: int
    member_id: int | None = None
    note: str = ""


def why_not_post(
    *, on: date, lines: Collection[Line], memo: str, key: str, because: str = ""
) -> Sentence | None:
    """An entry says what it is, has two lines or more, moves money on each, and its cents sum to zero."""
    if strange := why_not_day(on):
        return strange
    if not memo.strip():
        return _("Say what the entry is for.")
    if not is_plain(memo, LONGEST_MEMO):
        return _("Say it in one line, of up to 200 letters.")
    if not key or len(key) > LONGEST_KEY or len(because) > LONGEST_BECAUSE:
        return _("The entry needs a short key of its own.")
    if len(lines) < 2:
        return _("An entry has two lines at least: where from and where to.")
    moved = left = 0
    has_strange_note = False
    for line in lines:  # once, however many
        if not line.cents:
            return _("Write an amount on every line.")
        moved, left = moved + abs(line.cents), left + line.cents
        has_strange_note = has_strange_note or not is_plain(line.note, LONGEST_NOTE)
    if has_strange_note:
        return _("Write each note in one line, of up to 120 letters.")
    if moved > 2 * LARGEST_CENTS:
        return _("That amount is too large. Check the zeros.")
    if left:
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
    not_by_hand: Sentence | None = None,
    is_paid: bool = False,
    made_on: date,
    on: date,
    today: date,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """A mistake is undone once, by an entry with the same lines the other way round.

    `not_by_hand` is the act that undoes it, where it is none that a hand entered. What payments stand on (`is_paid`:
    an invoice, a debt) is undone after them.
    """
    if is_reversed:
        return _("This entry was undone already.")
    if is_reversal:
        return _("This entry undoes another. Enter the first one again instead.")
    if not_by_hand:
        return not_by_hand
    if is_paid:
        return _("Something was paid of it. Undo its payments first.")
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
