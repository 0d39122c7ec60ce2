"""What our bylaws say about the bank's movements: taken in once, given their account by whoever keeps the books."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import KEEP_BOOKS, Actor, Sentence, may
from record.rules import canonical, fingerprint

MOST_COLUMNS = 40


def mark_of(*, account: str, on: date, text: str, cents: int, reference: str) -> str:
    """What makes a movement the same in every file: its account, day and cents, and the bank's own reference.

    Where the bank gives no reference, its words stand for it; where it does, the words may change from one file to
    the next and it is the same movement.
    """
    return fingerprint(
        canonical(
            [account, on.isoformat(), cents, "ref", reference]
            if reference
            else [account, on.isoformat(), text, cents]
        )
    )


def older_mark_of(*, account: str, on: date, text: str, cents: int, reference: str) -> str:
    """As movements with a reference were marked before: with their words too. `verify` knows them by it."""
    return fingerprint(canonical([account, on.isoformat(), text, cents, *([reference] if reference else [])]))


def why_not_bank(*, actor: Actor | None, now: datetime) -> Sentence | None:
    """The bank's movements are taken in, and given their accounts, by whoever keeps the books."""
    return None if may(actor, KEEP_BOOKS, now) else _("Only whoever keeps the books can do this.")


def why_not_of_a_bank(*, kind: str) -> Sentence | None:
    """A bank's file is of money we have, or of what we owe a bank or a card."""
    return None if kind in ("asset", "liability") else _("Choose an account of a bank or a cash box.")


def why_not_columns(
    *, on: int, text: tuple[int, ...], cents: int | None, out: int | None, in_: int | None
) -> Sentence | None:
    """A movement has a day, words, and its amount in one column, or in two: what went out and what came in."""
    places = [on, *text, *(place for place in (cents, out, in_) if place is not None)]
    if any(not 0 <= place < MOST_COLUMNS for place in places):
        return _("There is no such column.")
    if cents is None and (out is None or in_ is None):
        return _("Say in which column the amount is, or in which two: what went out and what came in.")
    if cents is not None and (out is not None or in_ is not None):
        return _("Say one column for the amount, or two: not all three.")
    if not text:
        return _("Say in which column the words are.")
    if len(places) != len(set(places)):
        return _("Each column is one thing only.")
    return None


def why_not_unmatch(*, is_its_entry: bool, is_from_it: bool) -> Sentence | None:
    """What was found in the books as an entry may be another; an entry made from the movement is undone instead."""
    if not is_its_entry:
        return _("That movement is not this entry, or not any more.")
    if is_from_it:
        return _("That entry was made from this movement: undo the entry.")
    return None


def why_not_match(*, moved_cents: int, cents: int, is_taken: bool, is_undone: bool) -> Sentence | None:
    """A movement is an entry's where it moved the same cents on the same account, and is nobody else's."""
    if is_undone:
        return _("That entry was undone.")
    if is_taken:
        return _("Another movement of the bank is that entry already.")
    if moved_cents != cents:
        return _("That entry moved another amount on this account.")
    return None
