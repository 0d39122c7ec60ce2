"""Who can take a post on a day, and the one sentence of each rule that says no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rotation.rules.terms import Term, consecutive_terms, months_later, term_end

Sentence = str | Promise


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a post asks: its terms as far as eligibility goes (months; 0 consecutive terms = no limit)."""

    post: str
    term_months: int
    term_days: int = 0
    max_consecutive_terms: int = 0
    cool_down_months: int = 0
    incompatible_with: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    """What one must know how to do, on every day of the term."""
    months_here: int = 0
    """How many months one is a full member before."""
    away_percent: int | None = None
    """Of the days of a term, how many in a hundred one may be away; None where nobody asks."""


@dataclass(frozen=True, kw_only=True, order=True)
class Days:
    """Half-open days [from_on, until_on): of a skill that counts, of an absence."""

    from_on: date
    until_on: date = date.max


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who might take a post: standing on the day, and every term they have had."""

    number: int
    name: str
    standing: str
    joined_on: date
    terms: tuple[Term, ...] = ()
    member_since: date | None = None
    """The first day as a full member; the day they joined where nothing else is known."""
    skills: Mapping[str, tuple[Days, ...]] = field(default_factory=dict)
    absences: tuple[Days, ...] = ()
    said_no: bool = False
    """They said no to the post, and its time is not over."""


def why_not_eligible(
    candidate: Candidate, limits: Limits, *, on: date, until_on: date | None = None
) -> Sentence | None:
    """Why somebody cannot take a post on a day, or None. Each rule has its one sentence.

    They carry it until the end of its term, or until an earlier day where `until_on` says so: skills last to
    that day, and absences are counted up to it.
    """
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
    if on < months_later(candidate.member_since or candidate.joined_on, limits.months_here):
        return _("has not been here for as long as the post asks")
    ends = until_on or term_end(on, months=limits.term_months, days=limits.term_days)
    if any(not _lasts(candidate.skills.get(skill, ()), on, ends) for skill in limits.skills):
        return _("does not have the skill that the post asks for, to the last day of it")
    if limits.away_percent is not None:
        away = sum(_days_in(spell, on, ends) for spell in joined(candidate.absences))
        if away * 100 > limits.away_percent * (ends - on).days:
            return _("is away on those days")
    return None


def why_not_ask(
    candidate: Candidate, limits: Limits, *, on: date, until_on: date | None = None
) -> Sentence | None:
    """Why somebody is not asked to take a post in turn or by lot: they cannot, or they said no not long ago.

    Who said no can still stand for it in an election: then they changed their mind.
    """
    reason = why_not_eligible(candidate, limits, on=on, until_on=until_on)
    if reason is None and candidate.said_no:
        return _("said no to it for now")
    return reason


def joined(spells: Iterable[Days]) -> list[Days]:
    """Spells that touch or overlap as one."""
    found: list[Days] = []
    for spell in sorted(spells):
        if found and spell.from_on <= found[-1].until_on:
            found[-1] = Days(from_on=found[-1].from_on, until_on=max(found[-1].until_on, spell.until_on))
        else:
            found.append(spell)
    return found


def _lasts(spells: Iterable[Days], from_on: date, until_on: date) -> bool:
    return any(spell.from_on <= from_on and until_on <= spell.until_on for spell in joined(spells))


def _days_in(spell: Days, from_on: date, until_on: date) -> int:
    return max(0, (min(spell.until_on, until_on) - max(spell.from_on, from_on)).days)


def _longest_row(terms: Sequence[Term], *, ended_by: date) -> int:
    return consecutive_terms(terms, before=ended_by + timedelta(days=1))
