"""What the chair and the scrutineers do with a vote, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema

from assemblies.actions import close_voting, open_voting
from assemblies.api.motions import MotionWithRoll, one_motion
from assemblies.api.shapes import Id, Problem, router
from members.gate import member_of
from record.rules import Refused


class OpeningIn(Schema):
    """Until when the vote stays open."""

    closes_at: datetime


@router.post("/motions/{motion_id}/open", response={200: MotionWithRoll, 404: Problem, 409: Problem})
def open_vote(request: HttpRequest, motion_id: Id, opening: OpeningIn) -> dict[str, Any]:
    """The chair puts a motion to the vote; its roll and its rule are frozen."""
    one_motion(request, motion_id)
    if opening.closes_at.tzinfo is None:
        raise Refused(_("Say the moment with its offset, for example 2026-03-05T15:20:00-03:00."))
    open_voting(
        motion_id=motion_id, closes_at=opening.closes_at, actor=member_of(request), now=timezone.now()
    )
    return one_motion(request, motion_id)


@router.post("/motions/{motion_id}/close", response={200: MotionWithRoll, 404: Problem, 409: Problem})
def close_vote(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """The chair closes the vote: what came out is already so in the answer. Closing again changes nothing."""
    one_motion(request, motion_id)
    close_voting(motion_id=motion_id, actor=member_of(request), now=timezone.now())
    return one_motion(request, motion_id)
