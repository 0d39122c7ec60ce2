"""What our bylaws say about the bank's movements: taken in once, given their account by whoever keeps the books."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import KEEP_BOOKS, Actor, Sentence, may


def why_not_bank(*, actor: Actor | None, now: datetime) -> Sentence | None:
    """The bank's movements are taken in, and given their accounts, by whoever keeps the books."""
    return None if may(actor, KEEP_BOOKS, now) else _("Only whoever keeps the books can do this.")


def why_not_of_a_bank(*, kind: str) -> Sentence | None:
    """A bank's file is of money we have, or of what we owe a bank or a card."""
    return None if kind in ("asset", "liability") else _("Choose an account of a bank or a cash box.")
