"""Which powers somebody has at a moment, and by which mandate."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from members.models import Cooperative
from rotation.models import Mandate, PostTerms


def powers_of(member_id: int, moment: datetime) -> dict[str, Mandate]:
    """Every power of a member at a moment, past or future, with the mandate that gives it. One question."""
    coop = Cooperative.objects.current()
    if coop is None:
        return {}
    day = coop.day_of(moment)
    terms = PostTerms.objects.filter(post=OuterRef("post"), in_force_from__lte=day).order_by(
        "-in_force_from", "-id"
    )
    held = (
        Mandate.objects.at(moment, day=day)
        .filter(member_id=member_id)
        .annotate(powers=Subquery(terms.values("powers")[:1]))
        .order_by("pk")
    )
    found: dict[str, Mandate] = {}
    for mandate in held:
        for power in getattr(mandate, "powers", None) or []:
            found.setdefault(power, mandate)
    return found


def mandates_of(member_id: int, moment: datetime) -> QuerySet[Mandate]:
    """The mandates a member holds at a moment, with their posts and the motions that made them."""
    coop = Cooperative.objects.get()
    return (
        Mandate.objects.at(moment, day=coop.day_of(moment))
        .filter(member_id=member_id)
        .select_related("post", "motion", "draw")
        .order_by("until_on")
    )
