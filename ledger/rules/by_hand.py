"""What our bylaws say about a hand in the books: it undoes what a hand entered, and takes from no fund."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ledger.chart import PER_MEMBER, RESULT, SET_ASIDE_ACCOUNTS, WITHHELD
from ledger.rules.ground import Sentence

ENTERED_BY_HAND = ("hand:", "bank:", "cash:")
"""How the keys begin of what whoever keeps the books enters alone: entries, tickets, invoices, instalments;
movements of the bank; differences of a counted box. What another act posts has a key of its own, and is not here.
"""

KEPT_FROM_HANDS = frozenset({*PER_MEMBER, *SET_ASIDE_ACCOUNTS.values(), RESULT} - {WITHHELD})
"""Accounts that only an act of their own moves, beside those that may never be shared out.

What is kept back from pay is not one of them: it is paid on to whoever it was kept back for, as any bill is.
"""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What a line would move: its account, the cents, and whether the account may be shared out."""

    account: str
    said: str
    """The account's name, for the sentence."""
    cents: int
    is_shareable: bool


def is_of_a_hand(key: str) -> bool:
    """Whether whoever keeps the books entered it alone."""
    return key.startswith(ENTERED_BY_HAND)


def why_not_move_by_hand(
    lines: Iterable[Moved], *, is_opening: bool, is_undoing: bool = False
) -> Sentence | None:
    """Funds, members' shares and what is owed to members are moved by their own acts, never by an entry by hand.

    Two things may be: what there was on the first day is put in (`is_opening`: a day up to the one on which we
    began), and what was taken out by mistake is put back by undoing it. To take out, no hand ever may, but to undo
    on a day of the opening.
    """
    for line in lines:
        if line.is_shareable and line.account not in KEPT_FROM_HANDS:
            continue
        takes_out = line.cents > 0
        may_put_in, may_take_out = is_opening or is_undoing, is_opening and is_undoing
        if not (may_take_out if takes_out else may_put_in):
            return _(
                "“%(account)s” is not moved by hand: only what the assembly decides, a pay run, or the act it is "
                "for moves it."
            ) % {"account": line.said}
    return None
