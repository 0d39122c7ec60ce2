"""What each room says of undoing what it posts, without the books knowing the rooms.

An entry is undone by hand only where a hand entered it (`ledger.rules.by_hand`). A room that posts others says,
when it starts, by which act they are undone (`undone_by`); of what nobody spoke for, the books say just that.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.rules.by_hand import is_of_a_hand
from ledger.rules.ground import Sentence

_acts: dict[str, Sentence] = {}


def undone_by(prefix: str, act: Sentence) -> None:
    """Entries whose key begins like this are undone so: a sentence for members."""
    _acts[prefix] = act


def why_not_undo_by_hand(key: str) -> Sentence | None:
    """None where an entry with this key may be undone by hand; else the act that undoes it."""
    if is_of_a_hand(key):
        return None
    said = [prefix for prefix in _acts if key.startswith(prefix)]
    if said:
        return _acts[max(said, key=len)]
    return _("Another act posted this, not a hand: it is not undone by hand.")
