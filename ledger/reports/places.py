"""Our bank accounts and cash boxes: which one somebody means, and the list to choose from."""

from __future__ import annotations

from ledger.chart import BANK, CASH
from ledger.models import Account

USUAL = {"bank": BANK, "cash": CASH}
"""What is meant where nobody says which: the bank and the box that every co-operative begins with."""


def place_called(said: str) -> str | None:
    """The code of one of our bank accounts or boxes: by its own code, or "bank" and "cash" for the usual ones."""
    found = Account.objects.exclude(place="").filter(code=USUAL.get(said, said))
    return found.values_list("code", flat=True).first()


def places_to_choose() -> list[tuple[str, str]]:
    """What to say and its name: the usual ones first, by "bank" and "cash", then the others by their codes."""
    usual = {code: said for said, code in USUAL.items()}
    rows = [(usual.get(each.code, each.code), each.said) for each in Account.objects.exclude(place="")]
    return sorted(rows, key=lambda row: (row[0] not in USUAL, row[0]))


def other_places() -> list[tuple[str, str]]:
    """Those that are not the usual ones, by their codes."""
    return [(said, name) for said, name in places_to_choose() if said not in USUAL]
