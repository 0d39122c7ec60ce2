"""Who could carry a post, as the planner reads them: numbers, days and exact fractions, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from rotation.rules.terms import Term


@dataclass(frozen=True, kw_only=True, order=True)
class Span:
    """Half-open days [from_on, until_on)."""

    from_on: date
    until_on: date

    def days_within(self, from_on: date, until_on: date) -> int:
        """How many of its days fall in [from_on, until_on)."""
        return max(0, (min(self.until_on, until_on) - max(self.from_on, from_on)).days)


@dataclass(frozen=True, kw_only=True, order=True)
class Knows:
    """A skill somebody has from a day, until a day (None: it does not expire)."""

    skill: str
    from_on: date
    until_on: date | None = None

    def lasts(self, from_on: date, until_on: date) -> bool:
        """Whether it is valid on every day of [from_on, until_on)."""
        return self.from_on <= from_on and (self.until_on is None or until_on <= self.until_on)


@dataclass(frozen=True, kw_only=True, order=True)
class Wish:
    """How much somebody would like a post: above zero gladly, below zero rather not."""

    post: str
    weight: int = 1


@dataclass(frozen=True, kw_only=True, order=True)
class Bar:
    """A post that somebody is not asked to take if it begins in [from_on, until_on): `recalled` or `declined`."""

    post: str
    from_on: date
    until_on: date
    because: str = "declined"


@dataclass(frozen=True, kw_only=True)
class Person:
    """One member as the planner sees them.

    `member_spans`: when they are a full member. `share`: their share of time (1 = whole). `absences`: leave and
    absences already known. `terms`: every term had or running, in every post.
    `history`: burden carried before the plan begins, decayed by rule, in the unit of the slots' points;
    `history_share`: for how much of that window they were here (None: all of it, as their share of time).
    The order in which spans, skills and terms are given makes no difference.
    """

    number: int
    member_spans: tuple[Span, ...]
    share: Fraction = Fraction(1)
    absences: tuple[Span, ...] = ()
    skills: tuple[Knows, ...] = ()
    terms: tuple[Term, ...] = ()
    history: Fraction = Fraction(0)
    history_share: Fraction | None = None
    wishes: tuple[Wish, ...] = ()
    bars: tuple[Bar, ...] = ()

    def __post_init__(self) -> None:
        for name in ("member_spans", "absences", "wishes", "bars"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))
        no_end = date.max
        skills = sorted(self.skills, key=lambda one: (one.skill, one.from_on, one.until_on or no_end))
        object.__setattr__(self, "skills", tuple(skills))
        terms = sorted(self.terms, key=lambda one: (one.from_on, one.until_on, one.post, one.seat))
        object.__setattr__(self, "terms", tuple(terms))
        if self.share <= 0:
            raise ValueError("a share of time is above zero")

    def to_data(self) -> dict[str, Any]:
        """As plain values, for the canonical form."""
        return {
            "number": self.number,
            "member": [span_data(one) for one in self.member_spans],
            "share": str(self.share),
            "absences": [span_data(one) for one in self.absences],
            "skills": [
                [one.skill, one.from_on.isoformat(), one.until_on.isoformat() if one.until_on else None]
                for one in self.skills
            ],
            "terms": [
                [one.post, one.seat, one.from_on.isoformat(), one.until_on.isoformat(), one.points]
                for one in self.terms
            ],
            "history": str(self.history),
            "history_share": None if self.history_share is None else str(self.history_share),
            "wishes": [[one.post, one.weight] for one in self.wishes],
            "bars": [
                [one.post, one.from_on.isoformat(), one.until_on.isoformat(), one.because]
                for one in self.bars
            ],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Person:
        """Back from plain values."""
        day = date.fromisoformat
        return cls(
            number=data["number"],
            member_spans=tuple(span_of(one) for one in data["member"]),
            share=Fraction(data["share"]),
            absences=tuple(span_of(one) for one in data["absences"]),
            skills=tuple(
                Knows(skill=skill, from_on=day(since), until_on=day(until) if until else None)
                for skill, since, until in data["skills"]
            ),
            terms=tuple(
                Term(post=post, seat=seat, from_on=day(since), until_on=day(until), points=points)
                for post, seat, since, until, points in data["terms"]
            ),
            history=Fraction(data["history"]),
            history_share=None if data["history_share"] is None else Fraction(data["history_share"]),
            wishes=tuple(Wish(post=post, weight=weight) for post, weight in data["wishes"]),
            bars=tuple(
                Bar(post=post, from_on=day(since), until_on=day(until), because=because)
                for post, since, until, because in data["bars"]
            ),
        )


def span_data(span: Span) -> list[str]:
    return [span.from_on.isoformat(), span.until_on.isoformat()]


def span_of(data: list[str]) -> Span:
    return Span(from_on=date.fromisoformat(data[0]), until_on=date.fromisoformat(data[1]))
