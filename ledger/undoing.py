"""What each room says of undoing what it posts, without the books knowing the rooms.

An entry is undone by hand only where a hand entered it (`ledger.rules.by_hand`). A room that posts others says,
when it starts, by which act they are undone (`undone_by`); of what nobody spoke for, the books say just that.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ledger.rules.by_hand import is_of_a_hand
from ledger.rules.ground import Sentence


@dataclass(frozen=True, kw_only=True)
class Otherwise:
    """How an entry is undone that no hand undoes: in words, and its page for whoever has one of these powers."""

    said: Sentence
    where: str = ""
    """The address of its page, with {entry} for the entry's id; empty where there is none to link to."""
    powers: tuple[str, ...] = ()


_acts: dict[str, Otherwise] = {}


def undone_by(prefix: str, act: Sentence, *, where: str = "", powers: tuple[str, ...] = ()) -> None:
    """Entries whose key begins like this are undone so: a sentence for members, and on which page by whom."""
    _acts[prefix] = Otherwise(said=act, where=where, powers=powers)


def why_not_undo_by_hand(key: str) -> Sentence | None:
    """None where an entry with this key may be undone by hand; else the act that undoes it."""
    found = undone_otherwise(key)
    return None if found is None else found.said


def undone_otherwise(key: str) -> Otherwise | None:
    """None where an entry with this key may be undone by hand; else how it is undone."""
    if is_of_a_hand(key):
        return None
    said = [prefix for prefix in _acts if key.startswith(prefix)]
    if said:
        return _acts[max(said, key=len)]
    return Otherwise(said=_("Another act posted this, not a hand: it is not undone by hand."))
