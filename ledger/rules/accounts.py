"""What our bylaws say about accounts: a short code, a name, and a place for money said to be one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import KEEP_BOOKS, Actor, Sentence, is_plain, may


def why_not_open_account(*, code: str, name: str, actor: Actor | None, now: datetime) -> Sentence | None:
    """An account has a short code and a name."""
    if not may(actor, KEEP_BOOKS, now):
        return _("Only whoever keeps the books can do this.")
    if not code or len(code) > 24 or not all(part.isascii() and part.isalnum() for part in code.split(".")):
        return _("Write the code with letters and numbers, and points between them: 5.4.1.")
    if not name.strip() or not is_plain(name, 120):
        return _("Give the account a name, in one line.")
    return None


def why_not_place(*, kind: str, place: str, name_es: str = "") -> Sentence | None:
    """Money is in a bank account or a cash box of ours; on a card or an overdraft we owe it."""
    if place and kind not in ("asset", "liability"):
        return _("Money is in an account of what we have, or of what we owe.")
    if place == "cash" and kind != "asset":
        return _("A cash box holds what we have.")
    if not is_plain(name_es, 120):
        return _("Give the account a name, in one line.")
    return None
