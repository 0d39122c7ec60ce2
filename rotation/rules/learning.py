"""How one comes to know how: beside whoever holds a post, by holding it to its end, or as the assembly says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from rotation.rules.eligibility import Sentence
from rotation.rules.terms import months_later

LONGEST_SKILL = 600
"""Months a skill lasts at most, where it expires."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A shadow seat as its rules read it: both people by member number, and the days."""

    holder: int
    learner: int
    from_on: date
    until_on: date
    is_confirmed: bool = False
    is_over: bool = False


def known_until(from_on: date, *, lasts_months: int) -> date | None:
    """The first day on which a skill counts no more; None where it does not expire."""
    return months_later(from_on, lasts_months) if lasts_months else None


def held_to_its_end(*, until_on: date, ended_early: bool, is_interim: bool, on: date) -> bool:
    """Whether somebody learnt a post by carrying it: its whole term, not as an interim, and it is over."""
    return until_on <= on and not ended_early and not is_interim


def why_not_shadow(
    beside: Beside, *, by: int, held_from: date, held_until: date, knows_already: bool, today: date
) -> Sentence | None:
    """Why somebody cannot sit beside a holder: asked by themselves or invited, on days on which it is held."""
    if beside.learner == beside.holder:
        return _("One learns beside somebody else.")
    if by not in (beside.learner, beside.holder):
        return _("Whoever wants to learn asks, or whoever holds the post invites.")
    if not today <= beside.from_on < beside.until_on:
        return _("Choose days from today on, the last one after the first.")
    if beside.from_on < held_from or beside.until_on > held_until:
        return _("Choose days on which they hold the post.")
    if knows_already:
        return _("They know how to do it already.")
    return None


def why_not_confirm(beside: Beside, *, by: int, today: date) -> Sentence | None:
    """Whoever holds the post says that they know how; then the assembly says so too."""
    if by != beside.holder:
        return _("Only whoever they learnt beside says that they know how.")
    if beside.is_over:
        return _("This is over already.")
    if today < beside.from_on:
        return _("It has not begun yet.")
    return None


def why_not_end(beside: Beside, *, by: int) -> Sentence | None:
    """Either of the two leaves it, without a reason."""
    if by not in (beside.learner, beside.holder):
        return _("Only the two of you end it.")
    return None
