"""Which account somebody means, by its code or its name, and the code that a new one gets."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

GROUPS: Mapping[str, str] = {
    "asset:bank": "1.1",
    "asset:cash": "1.1",
    "liability:bank": "2.5",
    "asset:": "1.5",
    "liability:": "2.5",
    "equity:": "3.6",
    "income:": "4.3",
    "cost:": "5.6",
}
"""Where a new account of each kind goes: beside its like, and away from the codes that the program posts to."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """An account as it may be called: by its code, or its name in either language."""

    code: str
    name: str
    name_es: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Its names as they are compared."""
        return tuple(plain(name) for name in (self.name, self.name_es) if name)


def plain(text: str) -> str:
    """Words without capitals, accents or spare spaces, as people type them."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def accounts_meant(typed: str, accounts: Iterable[Named]) -> list[Named]:
    """The accounts that were meant: one where it is clear, several where more must be typed, or none.

    Its code comes first ("5.2.1", or "5.2.1 Gas"), then its whole name in either language, then those whose
    name begins so, then those whose name has it anywhere.
    """
    known = list(accounts)
    wanted = plain(typed)
    if not wanted:
        return []
    code = typed.split()[0]
    by_code = [account for account in known if account.code == code]
    return (
        by_code
        or [account for account in known if wanted in account.names]
        or [account for account in known if any(name.startswith(wanted) for name in account.names)]
        or [account for account in known if any(wanted in name for name in account.names)]
    )


def next_code(what: str, taken: Collection[str]) -> str:
    """The first free code for what an account is ("cost:", "asset:bank"), after those of its group."""
    group = GROUPS[what]
    number = 1
    while f"{group}.{number}" in taken:
        number += 1
    return f"{group}.{number}"
