"""Who holds a power at a moment: those who are told when something waits for that power."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_backends


def who_may(power: str, *, now: datetime) -> list[int]:
    """The members (by primary key) who may do something at a moment, as their mandates say."""
    found: set[int] = set()
    for backend in get_backends():
        ask = getattr(backend, "who_may", None)
        if ask is not None:
            found.update(ask(power, now))
    return sorted(found)
