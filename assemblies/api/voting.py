"""What the chair and the scrutineers do with a vote, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from assemblies.actions import close_voting, open_voting
from assemblies.actions.batch import open_batch
from assemblies.api.motions import MotionList, MotionWithRoll, motion_said, one_motion
from assemblies.api.shapes import REFUSALS, Id, Moment, router
from assemblies.models import Assembly, Motion
from members.gate import member_of
from record.rules import Refused


class OpeningIn(Schema):
    """Until when the vote stays open."""

    closes_at: datetime


@router.post(
    "/motions/{motion_id}/open",
    response={200: MotionWithRoll, **REFUSALS},
    summary="Put it to the vote",
)
def open_vote(request: HttpRequest, motion_id: Id, opening: OpeningIn) -> dict[str, Any]:
    """The chair puts a motion to the vote; its roll and its rule are frozen."""
    one_motion(request, motion_id)
    if opening.closes_at.tzinfo is None:
        raise Refused(_("Say the moment with its offset, for example 2026-03-05T15:20:00-03:00."))
    open_voting(
        motion_id=motion_id, closes_at=opening.closes_at, actor=member_of(request), now=timezone.now()
    )
    return one_motion(request, motion_id)


@router.post(
    "/motions/{motion_id}/close",
    response={200: MotionWithRoll, **REFUSALS},
    summary="Close its vote, and count",
)
def close_vote(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """The chair closes the vote: what came out is already so in the answer. Closing again changes nothing."""
    one_motion(request, motion_id)
    close_voting(motion_id=motion_id, actor=member_of(request), now=timezone.now())
    return one_motion(request, motion_id)


class BatchIn(Schema):
    """Which votes open together, and until when."""

    motions: Annotated[list[Id], Field(min_length=1, max_length=200)]
    closes_at: Moment


@router.post(
    "/assemblies/{assembly_id}/votes",
    response={200: MotionList, **REFUSALS},
    summary="Open several votes of its agenda together, all or none",
)
def open_together(request: HttpRequest, assembly_id: Id, batch: BatchIn) -> dict[str, Any]:
    """Each has a roll, a rule and an act of its own."""
    found = get_object_or_404(Assembly, pk=assembly_id)
    asked = set(batch.motions)
    if Motion.objects.filter(pk__in=asked, assembly=found).count() != len(asked):
        raise Refused(_("That is not on this agenda."))
    opened = open_batch(
        motion_ids=asked, closes_at=batch.closes_at, actor=member_of(request), now=timezone.now()
    )
    seen = Motion.objects.filter(pk__in=[motion.pk for motion in opened]).select_related("proposer")
    items = [motion_said(motion) for motion in seen.order_by("number")]
    return {"count": len(items), "items": items}
