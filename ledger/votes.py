"""What the books ask about motions, without knowing the room that keeps them.

The room of assemblies stands above this one: it makes its answer known when it starts (`answer_with`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Vote:
    """A motion as the books name it."""

    subject: str
    """As the record names it: "assemblies.motion:33"."""
    title: str
    is_adopted: bool
    allows_cents: int = 0
    """How much it lets be spent or owed, in cents."""


_answers: list[Callable[[int], Vote | None]] = []


def answer_with(lookup: Callable[[int], Vote | None]) -> None:
    """Ask this from now on for the motion of a number."""
    _answers[:] = [lookup]


def motion_numbered(number: int) -> Vote | None:
    """The motion with this number; None where there is none."""
    return _answers[0](number) if _answers else None
