"""What else is done when a month is closed, without knowing the rooms above that do it.

Each room makes its part known when the program starts (`also_before_closing`). It is done inside the same act.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ledger.models import Period
from members.models import Member


class BeforeClosing(Protocol):
    """What a room still enters in a month that is about to be closed."""

    def __call__(self, *, period: Period, actor: Member | None, now: datetime) -> None: ...


_parts: list[BeforeClosing] = []


def also_before_closing(part: BeforeClosing) -> None:
    """Do this, too, whenever a month is about to be closed. Told twice it is done once."""
    if part not in _parts:
        _parts.append(part)


def before_closing(period: Period, *, actor: Member | None, now: datetime) -> None:
    """Everything that is still to be entered in a month that closes. The month is locked, and open."""
    for part in _parts:
        part(period=period, actor=actor, now=now)
