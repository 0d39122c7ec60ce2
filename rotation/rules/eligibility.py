"""Who can take a post on a day, and the one sentence of each rule that says no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rotation.rules.terms import Term, consecutive_terms, months_later

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


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who might take a post: standing on the day, and every term they have had."""

    number: int
    name: str
    standing: str
    joined_on: date
    terms: tuple[Term, ...] = ()


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
