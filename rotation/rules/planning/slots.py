"""What is to be filled: one seat of a post for one term, or one turn at the table of an assembly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from rotation.rules.terms import months_later, term_end


@dataclass(frozen=True, kw_only=True)
class PostRules:
    """What a post asks, as the planner reads it. 0 consecutive terms = no limit; months by the calendar.

    `critical`: posts with a higher number are filled first. `points`: burden of a month of it (of a turn, where
    a term is shorter than a month).
    """

    code: str
    seats: int = 1
    term_months: int = 6
    term_days: int = 0
    max_consecutive_terms: int = 0
    cool_down_months: int = 0
    points: int = 1
    skills: tuple[str, ...] = ()
    incompatible_with: tuple[str, ...] = ()
    months_here: int = 0
    overlap_days: int = 0
    critical: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "skills", tuple(sorted(set(self.skills))))
        object.__setattr__(self, "incompatible_with", tuple(sorted(set(self.incompatible_with))))
        if self.term_months < 1 and self.term_days < 1:
            raise ValueError("every post ends")

    @property
    def points_a_term(self) -> int:
        """The burden of a whole term: its points each month, or once where the term is counted in days."""
        return self.points * (self.term_months or 1)

    def to_data(self) -> dict[str, Any]:
        """As plain values, for the canonical form."""
        return {
            **{name: getattr(self, name) for name in self._plain_fields()},
            "skills": list(self.skills),
            "incompatible_with": list(self.incompatible_with),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> PostRules:
        """Back from plain values."""
        tuples = {name: tuple(data[name]) for name in ("skills", "incompatible_with")}
        return cls(**{**data, **tuples})

    @classmethod
    def _plain_fields(cls) -> list[str]:
        return [name for name in cls.__dataclass_fields__ if name not in ("skills", "incompatible_with")]


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One seat of a post from a day to a day. `points`: the burden of the whole of it.

    `published`: who was told it is theirs. `pinned`: who has it and keeps it while no rule says otherwise.
    """

    post: str
    seat: int
    from_on: date
    until_on: date
    points: int
    pinned: int | None = None
    published: int | None = None

    def __post_init__(self) -> None:
        if self.until_on <= self.from_on:
            raise ValueError("every slot ends after it begins")
        if self.points < 0:
            raise ValueError("a burden is not below zero")

    @cached_property
    def key(self) -> str:
        """What it is called in a plan and in a draw: post/seat/first day."""
        return f"{self.post}/{self.seat}/{self.from_on.isoformat()}"

    @cached_property
    def order(self) -> tuple[date, date, str, int]:
        """Slots are always told in this order: by their days, then by post and seat."""
        return (self.from_on, self.until_on, self.post, self.seat)

    def to_data(self) -> list[Any]:
        """As plain values, for the canonical form."""
        days = [self.from_on.isoformat(), self.until_on.isoformat()]
        return [self.post, self.seat, *days, self.points, self.pinned, self.published]

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> Slot:
        """Back from plain values."""
        post, seat, from_on, until_on, points, pinned, published = data
        return cls(
            post=post,
            seat=seat,
            from_on=date.fromisoformat(from_on),
            until_on=date.fromisoformat(until_on),
            points=points,
            pinned=pinned,
            published=published,
        )


def slots_of_posts(
    posts: Iterable[PostRules], *, from_on: date, months: int, free_from: Mapping[tuple[str, int], date]
) -> list[Slot]:
    """The terms of every seat that begin within so many months of a day.

    `free_from`: the day on which the running mandate of (post, seat) ends; a seat without one is free at once.
    Two seats of a post never come free on the same day if they can help it: where running mandates end
    together, the first term of each further seat is shorter, so that from then on they change one by one,
    the term's length divided by the seats apart.
    """
    end, slots = months_later(from_on, months), []
    for post in sorted(posts, key=lambda one: one.code):
        taken: set[date] = set()
        for seat in range(1, post.seats + 1):
            begins = max(free_from.get((post.code, seat), from_on), from_on)
            is_first = True
            while begins < end:
                ends = term_end(begins, months=post.term_months, days=post.term_days)
                if is_first and post.term_months > 1 and begins in taken:
                    ends = _staggered(begins, post, taken)
                taken.add(begins)
                slots.append(_slot(post, seat, begins, ends))
                is_first, begins = False, ends
            taken |= {slot.until_on for slot in slots if slot.post == post.code and slot.seat == seat}
    return sorted(slots, key=lambda slot: slot.order)


def _staggered(begins: date, post: PostRules, taken: set[date]) -> date:
    """When the first term of a seat ends that begins together with another: on a day when no other seat changes."""
    apart = max(1, post.term_months // post.seats)
    steps = [k * apart for k in range(post.seats - 1, 0, -1)] + list(range(post.term_months - 1, 0, -1))
    days = [months_later(begins, step) for step in steps]
    return next((day for day in days if day not in taken), days[0])


def _slot(post: PostRules, seat: int, from_on: date, until_on: date) -> Slot:
    whole = term_end(from_on, months=post.term_months, days=post.term_days)
    points = post.points_a_term
    if until_on < whole:  # a shorter first term weighs by its months
        months = (until_on.year - from_on.year) * 12 + until_on.month - from_on.month
        points = post.points * max(1, months)
    return Slot(post=post.code, seat=seat, from_on=from_on, until_on=until_on, points=points)


def slots_of_wheel(posts: Iterable[PostRules], *, days: Iterable[date]) -> list[Slot]:
    """A turn for every seat of every post of the table, on each day on which we meet."""
    slots = [
        Slot(
            post=post.code,
            seat=seat,
            from_on=day,
            until_on=day + timedelta(days=max(1, post.term_days)),
            points=post.points,
        )
        for post in posts
        for day in set(days)
        for seat in range(1, post.seats + 1)
    ]
    return sorted(slots, key=lambda slot: slot.order)
