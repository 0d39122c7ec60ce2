"""Strips of months as drawings: geometry only, so that a page needs no style of its own, and shape besides colour.

A month is a cell ten wide and ten high. What it holds fills it from the bottom; two posts at once are two blocks
with a gap between, so that they are told from one without any colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CELL, GAP, HIGH = 10, 2, 10
LEVELS = 4


@dataclass(frozen=True, kw_only=True)
class Strip:
    """One row of months: `width` of its drawing, and the paths of what is held, and of what is held twice."""

    width: int
    one: str
    more: str


def strip_of_person(months: Sequence[int]) -> Strip:
    """Whether somebody held a post in each month: one, or two and more at once."""
    return Strip(
        width=len(months) * CELL,
        one="".join(_block(nth, HIGH, 0) for nth, held in enumerate(months) if held == 1),
        more="".join(_block(nth, 4, 0) + _block(nth, 4, 6) for nth, held in enumerate(months) if held > 1),
    )


def strip_of_many(months: Sequence[int], *, most: int) -> Strip:
    """How many of some people held a post in each month: in quarters of `most`, at least one where anybody did."""
    heights = [-(-held * LEVELS // max(1, most)) * HIGH // LEVELS for held in months]
    return Strip(
        width=len(months) * CELL,
        one="".join(_block(nth, high, HIGH - high) for nth, high in enumerate(heights) if high),
        more="",
    )


def _block(nth: int, high: int, top: int) -> str:
    return f"M{nth * CELL + GAP // 2} {top}h{CELL - GAP}v{high}h-{CELL - GAP}z"
