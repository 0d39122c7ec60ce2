"""Which powers somebody has at a moment, and by which mandate. Past, present and future are asked alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from assemblies.models import Contest
from members.models import Cooperative
from rotation.models import Mandate, PostTerms
from rotation.rules.powers import POWERS


def powers_of(member_id: int, moment: datetime) -> dict[str, Mandate]:
    """Every power of a member at a moment, past or future, with the mandate that gives it. One question."""
    found: dict[str, Mandate] = {}
    for mandate, powers in _held(moment, member_id=member_id):
        for power in powers:
            found.setdefault(power, mandate)
    return found


def everybodys_powers(moment: datetime) -> dict[int, set[str]]:
    """The powers of every member who has any at a moment, by member. One question."""
    found: dict[int, set[str]] = {}
    for mandate, powers in _held(moment):
        found.setdefault(mandate.member_id, set()).update(powers)
    return found


@dataclass(frozen=True, kw_only=True)
class PowerLine:
    """One power at a moment, and the mandates that give it: nobody where there are none."""

    power: str
    mandates: list[Mandate]


def who_could(moment: datetime) -> list[PowerLine]:
    """Who could do what at a moment, by which mandate; every power there is, in its order. One question."""
    found: dict[str, list[Mandate]] = {power: [] for power in POWERS}
    for mandate, powers in _held(moment, told=True):
        for power in powers:
            found.setdefault(power, []).append(mandate)
    return [PowerLine(power=power, mandates=mandates) for power, mandates in found.items()]


def reading_powers_of(member_id: int, moment: datetime) -> set[str]:
    """What a member may look at: with their powers, and in the days of overlap on both sides of a term.

    Whoever comes reads before their first day, whoever goes reads after their last; neither acts. A term that
    ended early leaves nothing to read, and no days of overlap. One question.
    """
    coop = Cooperative.objects.current()
    if coop is None:
        return set()
    day = coop.day_of(moment)
    terms = _terms_on(day)
    rows = Mandate.objects.filter(
        member=member_id,
        from_on__lte=day + _LONGEST_OVERLAP,
        until_on__gt=day - _LONGEST_OVERLAP,
        ended_at__isnull=True,
    ).annotate(
        powers=Subquery(terms.values("powers")[:1]), overlap=Subquery(terms.values("overlap_days")[:1])
    )
    found: set[str] = set()
    for mandate in rows:
        overlap = timedelta(days=getattr(mandate, "overlap", None) or 0)
        if mandate.from_on - overlap <= day < mandate.until_on + overlap:
            found.update(getattr(mandate, "powers", None) or [])
    return found


_LONGEST_OVERLAP = timedelta(days=600)
"""As far as terms may say (`rotation.actions.posts.checked_terms`)."""


def _held(moment: datetime, *, told: bool = False, **whose: int) -> list[tuple[Mandate, list[str]]]:
    """Mandates at a moment, each with the powers that the terms in force that day give its post.

    `told`: with their posts, members and motions. This is asked in every action: contests, which are rare, are
    looked into only where a motion of these mandates has one.
    """
    coop = Cooperative.objects.current()
    if coop is None:
        return []
    day = coop.day_of(moment)
    powers = Subquery(_terms_on(day).values("powers")[:1])
    contests = Exists(Contest.objects.filter(motion=OuterRef("motion")))
    rows = Mandate.objects.filter(**whose).annotate(powers=powers).order_by("pk")
    rows = rows.select_related("post", "member", "motion") if told else rows
    held = list(rows.by_dates(moment, day=day).annotate(is_contested=contests))
    if any(getattr(mandate, "is_contested", False) for mandate in held):
        held = list(rows.at(moment, day=day))
    return [(mandate, getattr(mandate, "powers", None) or []) for mandate in held]


def _terms_on(day: date) -> QuerySet[PostTerms]:
    return PostTerms.objects.filter(post=OuterRef("post"), in_force_from__lte=day).order_by(
        "-in_force_from", "-id"
    )


def mandates_of(member_id: int, moment: datetime) -> QuerySet[Mandate]:
    """The mandates a member holds at a moment, with their posts and the motions that made them."""
    coop = Cooperative.objects.get()
    return (
        Mandate.objects.at(moment, day=coop.day_of(moment))
        .filter(member_id=member_id)
        .select_related("post", "motion", "draw")
        .order_by("until_on")
    )
