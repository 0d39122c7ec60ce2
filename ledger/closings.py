"""What else is done, or looked at, when a month is closed, without knowing the rooms above that do it.

Each room makes its part known when the program starts: what it still enters (`also_before_closing`) is done inside
the same act, and what it wants looked at (`also_look_at`) is in the list of what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from ledger.models import Period
from members.models import Member


class BeforeClosing(Protocol):
    """What a room still enters in a month that is about to be closed."""

    def __call__(self, *, period: Period, actor: Member | None, now: datetime) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to look at before closing. `must` is what closing waits for; the rest is good to know.

    `code` is what the record says of it where a month is closed without it: no names, no words.
    """

    code: str
    what: str | Promise
    about: str
    is_done: bool
    where: str
    must: bool = False


LookAt = Callable[[Period], Iterable[Step]]
"""What a room wants looked at before a month is closed: done or not, each with where it is done."""

_parts: list[BeforeClosing] = []
_looks: list[LookAt] = []


def also_before_closing(part: BeforeClosing) -> None:
    """Do this, too, whenever a month is about to be closed. Told twice it is done once."""
    if part not in _parts:
        _parts.append(part)


def before_closing(period: Period, *, actor: Member | None, now: datetime) -> None:
    """Everything that is still to be entered in a month that closes. The month is locked, and open."""
    for part in _parts:
        part(period=period, actor=actor, now=now)


def also_look_at(look: LookAt) -> None:
    """Have this, too, in every month's list of what is missing. Told twice it is there once."""
    if look not in _looks:
        _looks.append(look)


def looked_at(period: Period) -> list[Step]:
    """What the rooms above want looked at before a month is closed."""
    return [step for look in _looks for step in look(period)]
