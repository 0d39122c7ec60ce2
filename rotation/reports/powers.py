"""Which powers somebody has at a moment, and by which mandate."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from members.models import Cooperative
from rotation.models import Mandate, PostTerms


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


def _held(moment: datetime, **whose: int) -> list[tuple[Mandate, list[str]]]:
    """Mandates at a moment, each with the powers that the terms in force that day give its post."""
    coop = Cooperative.objects.current()
    if coop is None:
        return []
    day = coop.day_of(moment)
    terms = PostTerms.objects.filter(post=OuterRef("post"), in_force_from__lte=day).order_by(
        "-in_force_from", "-id"
    )
    held = Mandate.objects.at(moment, day=day).filter(**whose).order_by("pk")
    return [
        (mandate, getattr(mandate, "powers", None) or [])
        for mandate in held.annotate(powers=Subquery(terms.values("powers")[:1]))
    ]


def mandates_of(member_id: int, moment: datetime) -> QuerySet[Mandate]:
    """The mandates a member holds at a moment, with their posts and the motions that made them."""
    coop = Cooperative.objects.get()
    return (
        Mandate.objects.at(moment, day=coop.day_of(moment))
        .filter(member_id=member_id)
        .select_related("post", "motion", "draw")
        .order_by("until_on")
    )
