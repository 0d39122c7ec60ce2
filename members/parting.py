"""What happens in the rooms above when somebody has left: they make it known here when they start, as kinds are.

This room knows standings, not posts. It runs in the transaction that changes the standing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Parting = Callable[[int, datetime], None]
"""Takes the primary key of whoever left, and the moment."""

_partings: dict[str, Parting] = {}


def register(name: str, parting: Parting) -> None:
    """Make known what a room does then; once for each name."""
    _partings[name] = parting


def has_left(member_id: int, now: datetime) -> None:
    for parting in _partings.values():
        parting(member_id, now)
