"""Whose turn a post is: the order in which it comes to each, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from rotation.rules.drawing import lot
from rotation.rules.eligibility import Candidate, Limits, Sentence, why_not_ask


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One person in a proposal: their place (None where they cannot), and why, in a sentence."""

    number: int
    name: str
    place: int | None
    load: Fraction
    reason: Sentence
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def said(self) -> str:
        return str(self.reason) % self.values


def load_of(candidate: Candidate, *, on: date) -> Fraction:
    """Burden points carried per year of membership so far: a newcomer's first year counts whole."""
    carried = sum(
        Fraction(term.points * (min(term.until_on, on) - term.from_on).days, 365)
        for term in candidate.terms
        if term.from_on < on
    )
    years = max(Fraction((on - candidate.joined_on).days, 365), Fraction(1))
    return Fraction(carried) / years


def in_turn(candidates: Iterable[Candidate], limits: Limits, *, on: date, seed: str) -> list[Turn]:
    """Everyone in the order in which the post comes to them, with why; those who cannot come last, with why not.

    Order: least burden carried per year, then never had this post, then longest since any post, then a lot
    from the public seed. The order of `candidates` makes no difference.
    """
    able: list[tuple[tuple[object, ...], Candidate]] = []
    unable: list[Turn] = []
    for candidate in candidates:
        why_not = why_not_ask(candidate, limits, on=on)
        load = load_of(candidate, on=on)
        if why_not is not None:
            unable.append(
                Turn(number=candidate.number, name=candidate.name, place=None, load=load, reason=why_not)
            )
            continue
        had = any(term.post == limits.post for term in candidate.terms)
        last = max((term.until_on for term in candidate.terms), default=date.min)
        able.append(((load, had, last, lot(seed, candidate.number)), candidate))
    able.sort(key=lambda pair: pair[0])
    turns = [_turn(place, key, candidate) for place, (key, candidate) in enumerate(able, start=1)]
    return turns + sorted(unable, key=lambda turn: turn.number)


def _turn(place: int, key: tuple[object, ...], candidate: Candidate) -> Turn:
    load, had, last, _ticket = key
    assert isinstance(load, Fraction)  # noqa: S101 - as built above
    assert isinstance(last, date)  # noqa: S101
    if load == 0:
        reason: Sentence = _("has never carried a post")
        values: dict[str, object] = {}
    elif not had:
        reason = _("has carried %(load)s points a year and never this post")
        values = {"load": _tenths(load)}
    else:
        reason = _("has carried %(load)s points a year; last had a post until %(last)s")
        values = {"load": _tenths(load), "last": f"{last:%d/%m/%Y}"}
    return Turn(
        number=candidate.number, name=candidate.name, place=place, load=load, reason=reason, values=values
    )


def _tenths(load: Fraction) -> str:
    """A load to one decimal, rounded half up; exact loads decide, this is only said."""
    tenths = int(load * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"
