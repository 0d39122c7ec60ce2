"""What money is agreed to come or go, as the rooms above know it, without knowing those rooms.

Each makes its part known when the program starts (`also_coming`): the books ask all of them for a forecast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from ledger.rules.forecast import Known

Coming = Callable[[date, date, Mapping[str, int]], Iterable[Known]]
"""Today, the day until which the forecast looks, and what is on each account, by code."""

_parts: list[Coming] = []


def also_coming(part: Coming) -> None:
    """Count this, too, in every forecast. Told twice it counts once."""
    if part not in _parts:
        _parts.append(part)


def coming(today: date, until_on: date, balances: Mapping[str, int]) -> list[Known]:
    """Everything that the rooms above know of, in no order."""
    return [known for part in _parts for known in part(today, until_on, balances)]
