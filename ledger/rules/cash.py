"""What our bylaws say about the cash box: two of us count it, note by note, and what differs is entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import KEEP_BOOKS, LARGEST_CENTS, Actor, Sentence, may

MOST_OF_ONE = 1_000_000
"""More notes of one kind than this is a slip of the finger."""

NOTES: Mapping[str, tuple[int, ...]] = {
    "ARS": (20_000, 10_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "UYU": (2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "EUR": (500, 200, 100, 50, 20, 10, 5, 2, 1),
    "USD": (100, 50, 20, 10, 5, 2, 1),
    "BRL": (200, 100, 50, 20, 10, 5, 2, 1),
}
"""Notes and whole coins of each currency, in whole units, largest first."""
PARTS = (50, 25, 20, 10, 5, 2, 1)
"""Coins below one, in hundredths, where the currency has any in use."""


def denominations(currency: str, decimals: int) -> tuple[int, ...]:
    """What a box of this currency can hold, in cents, largest first. Below one only where there are cents."""
    one = 10**decimals
    whole = NOTES.get(currency, (1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1))
    parts = PARTS if decimals == 2 else ()
    return (*(note * one for note in whole), *parts)


def total_of(notes: Mapping[int, int]) -> int:
    """What these notes are together: cents of each, and how many."""
    return sum(cents * count for cents, count in notes.items())


def why_not_notes(notes: Mapping[int, int], *, known: tuple[int, ...]) -> Sentence | None:
    """So many of each note or coin that there is, none below zero."""
    if not set(notes) <= set(known):
        return _("There is no such note.")
    if any(not 0 <= count <= MOST_OF_ONE for count in notes.values()) or total_of(notes) > LARGEST_CENTS:
        return _("Check how many there are of each note.")
    return None


def why_not_begin_count(
    *, place: str, waiting_for: str | None, actor: Actor | None, now: datetime
) -> Sentence | None:
    """Whoever keeps the books counts first, one count of a box at a time."""
    if place != "cash":
        return _("Only a cash box is counted.")
    if not may(actor, KEEP_BOOKS, now):
        return _("Whoever keeps the books counts first.")
    if waiting_for is not None:
        return gettext("%(name)s counted it already: another of us counts it now.") % {"name": waiting_for}
    return None


def why_not_count_second(*, is_first: bool, keeps_books: bool, has_entered: bool) -> Sentence | None:
    """Who counts second neither keeps the box, nor entered money of it since two of us counted it last."""
    if is_first:
        return _("Another of us counts it after you.")
    if keeps_books:
        return _("Whoever keeps the books keeps the box: any other of us counts it second.")
    if has_entered:
        return _("You entered money of this box since it was counted last: any other of us counts it second.")
    return None


def why_not_second_count(
    *, why_not_me: Sentence | None, is_over: bool, mine: Mapping[int, int], theirs: Mapping[int, int]
) -> Sentence | None:
    """Another person counts what the first counted, without seeing it; both are the same, note by note."""
    if is_over:
        return _("That count is over.")
    if why_not_me is not None:
        return why_not_me
    if {key: n for key, n in mine.items() if n} != {key: n for key, n in theirs.items() if n}:
        return _("The two counts are not the same. Count it again, both of you.")
    return None


def why_not_drop_count(
    *, is_mine: bool, is_over: bool, actor: Actor | None, now: datetime
) -> Sentence | None:
    """A count that nobody confirmed is dropped by whoever made it, or by whoever keeps the books."""
    if is_over:
        return _("That count is over.")
    if not is_mine and not may(actor, KEEP_BOOKS, now):
        return _("Only whoever counted it can drop it.")
    return None
