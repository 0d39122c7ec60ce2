"""Which powers somebody has at a moment, and by which mandate. Past, present and future are asked alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects

from members.models import Cooperative, Standing
from record.by_hand import asking
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
    """Who could do what at a moment, by which mandate; every power there is, in its order."""
    found: dict[str, list[Mandate]] = {power: [] for power in POWERS}
    held = _held(moment)
    prefetch_related_objects([mandate for mandate, _powers in held], "post", "member", "motion")
    for mandate, powers in held:
        for power in powers:
            found.setdefault(power, []).append(mandate)
    return [PowerLine(power=power, mandates=mandates) for power, mandates in found.items()]


def reading_powers_of(member_id: int, moment: datetime) -> set[str]:
    """What a member may look at: with their powers, and in the days of overlap on both sides of a term.

    Whoever comes reads before their first day, whoever goes reads after their last; neither acts. A term that
    ended early leaves nothing to read, and no days of overlap; nor does one whose holder is suspended. One question.
    """
    coop = Cooperative.objects.current()
    if coop is None:
        return set()
    day = coop.day_of(moment)
    terms = _terms_on(day)
    rows = (
        Mandate.objects.filter(
            member=member_id,
            from_on__lte=day + _LONGEST_OVERLAP,
            until_on__gt=day - _LONGEST_OVERLAP,
            ended_at__isnull=True,
        )
        .not_resting(day)
        .annotate(
            powers=Subquery(terms.values("powers")[:1]), overlap=Subquery(terms.values("overlap_days")[:1])
        )
    )
    found: set[str] = set()
    for mandate in rows:
        overlap = timedelta(days=getattr(mandate, "overlap", None) or 0)
        if mandate.from_on - overlap <= day < mandate.until_on + overlap:
            found.update(getattr(mandate, "powers", None) or [])
    return found


_LONGEST_OVERLAP = timedelta(days=600)
"""As far as terms may say (`rotation.actions.posts.checked_terms`)."""


_HELD = """
    SELECT m.*,
        (SELECT t.powers FROM rotation_postterms t
            WHERE t.post_id = m.post_id AND t.in_force_from <= %(day)s
            ORDER BY t.in_force_from DESC, t.id DESC LIMIT 1) AS powers,
        EXISTS (SELECT 1 FROM assemblies_contest c WHERE c.motion_id = m.motion_id) AS is_contested
    FROM rotation_mandate m
    WHERE {whose}
        ((m.from_on <= %(day)s AND m.until_on > %(day)s
            AND (m.passed_on_at IS NULL OR m.passed_on_at > %(moment)s))
        OR (m.taken_over_at <= %(moment)s AND m.from_on > %(day)s))
        AND (m.ended_at IS NULL OR m.ended_at > %(moment)s)
        AND NOT EXISTS (SELECT 1 FROM members_membership s
            WHERE s.member_id = m.member_id AND s.standing = %(suspended)s
            AND s.from_on <= %(day)s AND (s.until_on IS NULL OR s.until_on > %(day)s))
    ORDER BY m.id"""
"""Every action asks this. Written by hand: put together by the ORM it takes ten times as long.

It says what `Mandate.objects.at` says (tests/rotation/test_powers_over_time.py holds the two together).
"""


def _held(moment: datetime, *, member_id: int | None = None) -> list[tuple[Mandate, list[str]]]:
    """Mandates at a moment, each with the powers that the terms in force that day give its post.

    Contests, which are rare, are looked into only where a motion of these mandates has one.
    """
    coop = Cooperative.objects.current()
    if coop is None:
        return []
    day = coop.day_of(moment)
    whose = "" if member_id is None else "m.member_id = %(member)s AND"
    held = list(
        Mandate.objects.raw(
            _HELD.format(whose=whose),
            asking(day=day, moment=moment, member=member_id, suspended=Standing.SUSPENDED.value),
        )
    )
    if any(getattr(mandate, "is_contested", False) for mandate in held):
        rows = Mandate.objects.filter(pk__in=[mandate.pk for mandate in held])
        standing = set(rows.uncontested(moment).values_list("pk", flat=True))
        held = [mandate for mandate in held if mandate.pk in standing]
    return [(mandate, json.loads(getattr(mandate, "powers", None) or "[]")) for mandate in held]


def _terms_on(day: date) -> QuerySet[PostTerms]:
    return PostTerms.objects.filter(post=OuterRef("post"), in_force_from__lte=day).order_by(
        "-in_force_from", "-id"
    )


def mandates_of(member_id: int, moment: datetime) -> QuerySet[Mandate]:
    """The mandates a member holds at a moment, with their posts and the motions that made them."""
    coop = Cooperative.objects.founded()
    return (
        Mandate.objects.at(moment, day=coop.day_of(moment))
        .filter(member_id=member_id)
        .select_related("post", "motion", "draw")
        .order_by("until_on")
    )
