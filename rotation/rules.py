"""What our bylaws say about posts: who can take one, for how long, whose turn it is, and how lots are drawn.

Pure functions. Members are known by number; spans are half-open days.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


@dataclass(frozen=True, kw_only=True)
class Term:
    """One stay of somebody in a post: [from_on, until_on), with its weight in burden points."""

    post: str
    seat: int
    from_on: date
    until_on: date
    points: int = 1


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a post asks: its terms as far as eligibility goes (months; 0 consecutive terms = no limit)."""

    post: str
    term_months: int
    term_days: int = 0
    max_consecutive_terms: int = 0
    cool_down_months: int = 0
    incompatible_with: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who might take a post: standing on the day, and every term they have had."""

    number: int
    name: str
    standing: str
    joined_on: date
    terms: tuple[Term, ...] = ()


def months_later(day: date, months: int) -> date:
    """The same day so many months later (or earlier); the month's last day where there is no such day."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def term_end(from_on: date, *, months: int, days: int = 0) -> date:
    """The first day after a term: so many months later, or so many days where the term is shorter."""
    return months_later(from_on, months) if months else from_on + timedelta(days=days)


def consecutive_terms(terms: Iterable[Term], *, before: date, grace_days: int = 31) -> int:
    """How many terms in a row somebody has had in a post, ending at most `grace_days` before the day.

    A gap longer than the grace ends the row: stepping aside for a fortnight does not.
    """
    row, edge = 0, before
    for term in sorted(terms, key=lambda t: t.until_on, reverse=True):
        if term.from_on >= before:
            continue
        if (edge - term.until_on).days > grace_days:
            break
        row, edge = row + 1, term.from_on
    return row


def why_not_eligible(candidate: Candidate, limits: Limits, *, on: date) -> Sentence | None:
    """Why somebody cannot take a post on a day, or None. Each rule has its one sentence."""
    if candidate.standing == "probation":
        return _("is on probation: has a voice, and not yet a vote or a post")
    if candidate.standing != "member":
        return _("is not available: on leave, suspended, or no longer here")
    running = [term for term in candidate.terms if term.from_on <= on < term.until_on]
    if any(term.post == limits.post for term in running):
        return _("holds a seat of this post already")
    for term in running:
        if term.post in limits.incompatible_with:
            return _("holds a post that does not go with this one")
    own = [term for term in candidate.terms if term.post == limits.post]
    if limits.max_consecutive_terms and own:
        row = consecutive_terms(own, before=on)
        if row >= limits.max_consecutive_terms:
            return _("has had all the terms in a row that the post allows")
        last = max((term.until_on for term in own if term.until_on <= on), default=None)
        if last is not None and limits.cool_down_months:
            longest = _longest_row(own, ended_by=last)
            if longest >= limits.max_consecutive_terms and on < months_later(last, limits.cool_down_months):
                return _("rests from this post until the cool-down is over")
    return None


def _longest_row(terms: Sequence[Term], *, ended_by: date) -> int:
    return consecutive_terms(terms, before=ended_by + timedelta(days=1))


# --- whose turn it is -----------------------------------------------------------------------------------------


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
        why_not = why_not_eligible(candidate, limits, on=on)
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


# --- lots -----------------------------------------------------------------------------------------------------


def lot(seed: str, number: int) -> str:
    """Somebody's ticket in a draw: the SHA-256 (hex) of "seed/number". The lowest tickets are drawn."""
    return hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()


def draw(seed: str, pool: Iterable[int], how_many: int) -> list[int]:
    """Draw that many member numbers from a pool, in the order drawn.

    Anyone can do it again with a pencil and a hash: write "seed/number" for each, hash, sort, take the first.
    """
    return sorted(set(pool), key=lambda number: (lot(seed, number), number))[:how_many]
