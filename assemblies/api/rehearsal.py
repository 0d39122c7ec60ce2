"""A vote rehearsed, as JSON: begun, tried and ended; it counts for nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema

from assemblies.actions.rehearsal import end_rehearsal, open_rehearsal, try_rehearsal
from assemblies.api.motions import visible
from assemblies.api.shapes import OF_A_POST, REFUSALS, Id, Person, asker_with, router
from assemblies.reports.rehearsal import trial_of
from assemblies.rules.states import CHAIR
from members.gate import member_of
from record.rules import Refused


class TrialOut(Schema):
    """The last rehearsal of a vote, for whoever chairs. What anybody tapped is kept nowhere."""

    is_open: bool
    asked: int
    tried: int
    not_yet: list[Person]


class TriedOut(Schema):
    arrived: bool


@router.get(
    "/motions/{motion_id}/rehearsal-vote",
    response={200: TrialOut, **OF_A_POST},
    summary="Who tried in the last rehearsal of its vote",
)
def last(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    motion = visible(request, motion_id)
    asker_with(request, CHAIR)
    trial = trial_of(motion)
    if trial is None:
        return {"is_open": False, "asked": 0, "tried": 0, "not_yet": []}
    not_yet = [{"number": one.number, "name": one.name} for one in trial.not_yet]
    return {"is_open": trial.is_open, "asked": trial.asked, "tried": trial.tried, "not_yet": not_yet}


@router.post(
    "/motions/{motion_id}/rehearsal-vote",
    response={200: TrialOut, **OF_A_POST},
    summary="Begin a rehearsal of its vote",
)
def begin(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """One at a time. It counts for nothing."""
    motion = visible(request, motion_id)
    open_rehearsal(motion_id=motion.pk, actor=member_of(request), now=timezone.now())
    return last(request, motion_id)


@router.post(
    "/motions/{motion_id}/rehearsal-vote/end",
    response={200: TrialOut, **OF_A_POST},
    summary="End the rehearsal of its vote",
)
def end(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """What ended already stays ended."""
    motion = visible(request, motion_id)
    end_rehearsal(motion_id=motion.pk, actor=member_of(request), now=timezone.now())
    return last(request, motion_id)


@router.post(
    "/motions/{motion_id}/rehearsal-vote/try",
    response={200: TriedOut, **REFUSALS},
    summary="Try my phone in the rehearsal",
)
def attempt(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """Refused where no rehearsal waits for me."""
    motion = visible(request, motion_id)
    if not try_rehearsal(motion_id=motion.pk, actor=member_of(request), now=timezone.now()):
        raise Refused(_("No rehearsal waits for you."))
    return {"arrived": True}
