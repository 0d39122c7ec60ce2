"""Ballots as JSON: casting one, and reading them once the vote is over."""

from __future__ import annotations

import uuid
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field

from assemblies import kinds
from assemblies.actions import cast_ballot
from assemblies.api.motions import visible
from assemblies.api.shapes import Id, Person, Problem, router
from assemblies.models import Ballot, Motion, SecretBallot
from members.gate import member_of
from record.paging import Page
from record.rules import Refused


class BallotIn(Schema):
    choice: Literal["for", "against", "abstain"]
    key: uuid.UUID
    previous_receipt: str = Field("", max_length=40)
    """Only to change a secret ballot: the receipt it has now."""
    preferences: list[Annotated[str, Field(max_length=20)]] = Field([], max_length=100)
    """Where options are named: their codes, in the order of the voter; the choice is then "for"."""


class BallotReceipt(Schema):
    receipt: str
    choice: str
    preferences: list[str] = []
    """Only where options are named."""


class BallotOut(Schema):
    member: Person | None = None
    receipt: str
    choice: str
    preferences: list[str] = []
    """Only where options are named."""


class BallotList(Schema):
    count: int
    is_secret: bool
    items: list[BallotOut]


@router.post(
    "/motions/{motion_id}/ballot",
    response={200: BallotReceipt, 201: BallotReceipt, 404: Problem, 409: Problem},
    summary="Cast or change one's ballot",
    exclude_unset=True,
)
def cast(request: HttpRequest, motion_id: Id, ballot: BallotIn) -> Status[dict[str, Any]]:
    """The same key again is answered with the same body and changes nothing."""
    try:
        answer = cast_ballot(
            motion_id=motion_id,
            member=member_of(request),
            choice=ballot.choice,
            key=ballot.key,
            previous_receipt=ballot.previous_receipt,
            preferences=ballot.preferences,
            now=timezone.now(),
        )
    except Motion.DoesNotExist:
        raise Http404 from None
    body: dict[str, Any] = {"receipt": answer.receipt, "choice": answer.choice}
    if answer.preferences:
        body["preferences"] = answer.preferences
    return Status(201 if answer.is_new else 200, body)


@router.get(
    "/motions/{motion_id}/ballots",
    response={200: BallotList, 404: Problem, 409: Problem},
    summary="The ballots of a decided motion",
    exclude_unset=True,
)
def list_ballots(request: HttpRequest, motion_id: Id, page: Query[Page]) -> dict[str, Any]:
    """By name where the vote was open; by receipt, in an order that tells nothing, where it was secret."""
    motion = visible(request, motion_id)
    if not motion.is_decided:
        raise Refused(_("The ballots can be seen when voting has closed."))
    names = kinds.by_preference(motion) is not None
    if motion.is_secret:
        receipts = motion.secret_ballots.order_by("receipt")
        items = [{"member": None, **_ballot(ballot, names=names)} for ballot in receipts[page.part]]
        return {"count": receipts.count(), "is_secret": True, "items": items}
    named = motion.ballots.select_related("member").order_by("member__number")
    items = [
        {
            "member": {"number": ballot.member.number, "name": ballot.member.name},
            **_ballot(ballot, names=names),
        }
        for ballot in named[page.part]
    ]
    return {"count": named.count(), "is_secret": False, "items": items}


def _ballot(ballot: Ballot | SecretBallot, *, names: bool) -> dict[str, Any]:
    said: dict[str, Any] = {"receipt": ballot.receipt, "choice": ballot.choice}
    return said | {"preferences": ballot.preferences} if names else said
