"""The story's amounts at the size of this demo."""

from __future__ import annotations

from coop.demo.stage import WHOLE, Stage


def of_size(stage: Stage, pesos: int) -> int:
    """The story's amount in cents, at the size of this demo (whole pesos)."""
    return (pesos if stage.is_whole else pesos * stage.size // WHOLE) * 100


def no_more_than(stage: Stage, pesos: int) -> int:
    """The story's amount in cents; smaller where this demo is smaller, and never larger."""
    return min(pesos * 100, of_size(stage, pesos))
