"""What a post does each week: lines, some with a check-list of their own.

Kept as plain values: a line is its words, or `{"title": words, "steps": [words, …]}`. Written by people as lines,
where one that begins with a hyphen is a step of the line above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

LONGEST_LINE = 200
MOST_STEPS = 30

Kept = str | dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class WeeklyDuty:
    """One thing a post does each week, with the lines of its check-list."""

    title: str
    steps: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """On one line."""
        return f"{self.title} ({', '.join(self.steps)})" if self.steps else self.title


def read_duty(kept: Any) -> WeeklyDuty:
    """A weekly duty from the form it is kept in. Raises ValueError where it is none."""
    if isinstance(kept, str):
        return WeeklyDuty(title=_line(kept))
    if not isinstance(kept, Mapping) or not set(kept) <= {"title", "steps"}:
        raise ValueError("a weekly duty is a line, or a title with its steps")
    steps = kept.get("steps", [])
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        raise ValueError("the steps of a weekly duty are a list")
    return WeeklyDuty(title=_line(kept.get("title")), steps=tuple(_line(step) for step in steps))


def legible(kept: Iterable[Any]) -> Iterator[tuple[int, WeeklyDuty]]:
    """The duties among what is kept, each with its place from 0. What cannot be read is nobody's duty."""
    for place, item in enumerate(kept):
        with suppress(ValueError):
            yield place, read_duty(item)


def keep_duty(duty: WeeklyDuty) -> Kept:
    """The form a weekly duty is kept in: plain words where it has no steps."""
    return {"title": duty.title, "steps": list(duty.steps)} if duty.steps else duty.title


def duties_in(text: str) -> list[Kept]:
    """Weekly duties out of lines as people write them. A step before any line is a line of its own."""
    found: list[WeeklyDuty] = []
    for line in (each.strip() for each in text.splitlines()):
        words = line.removeprefix("-").strip()
        if not words:
            continue
        if line.startswith("-") and found:
            found[-1] = WeeklyDuty(title=found[-1].title, steps=(*found[-1].steps, words))
        else:
            found.append(WeeklyDuty(title=words))
    return [keep_duty(duty) for duty in found]


def lines_of(kept: Iterable[Any]) -> str:
    """Weekly duties as people write them: `duties_in` gives the same back."""
    lines: list[str] = []
    for _place, duty in legible(kept):
        lines += [duty.title, *(f"- {step}" for step in duty.steps)]
    return "\n".join(lines)


def _line(words: Any) -> str:
    if not isinstance(words, str) or not words.strip() or len(words) > LONGEST_LINE or "\x00" in words:
        raise ValueError("a line has words, at most 200 letters")
    return words.strip()


def steps_of(kept: Iterable[Any]) -> list[str]:
    """The lines of a turn's check-list out of what its post does: a line each, or the steps of a line that has some."""
    return [step for _place, duty in legible(kept) for step in (duty.steps or (duty.title,))]
