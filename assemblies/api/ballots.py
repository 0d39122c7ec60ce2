"""Ballots as JSON: casting one, and reading them once the vote is over."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field

from assemblies import kinds
from assemblies.actions import cast_ballot
from assemblies.api.motions import visible
from assemblies.api.shapes import Id, Person, Problem, Words, router
from assemblies.models import Ballot, Motion, SecretBallot
from assemblies.reports import assembly_now
from members.gate import member_of
from record.paging import Page
from record.rules import Refused


class BallotIn(Schema):
    choice: Literal["for", "against", "abstain"]
    key: uuid.UUID
    previous_receipt: str = Field("", max_length=40)
    """Only to change a secret ballot: the receipt it has now."""
    preferences: list[Annotated[Words, Field(max_length=20)]] = Field([], max_length=100)
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


class WaitingVote(Schema):
    """A vote that is open, for whoever asks. `my_choice` is empty where it is secret."""

    motion: int
    title: str
    closes_at: datetime | None
    is_secret: bool
    roll: int
    turnout: int
    still_needed: str
    on_roll: bool
    my_exclusion: str
    have_voted: bool
    my_choice: str
    on_paper: bool
    waits_for_me: bool


class WaitingVotes(Schema):
    count: int
    items: list[WaitingVote]


class OneOfSeveral(Schema):
    motion: Id
    choice: Literal["for", "against", "abstain"]
    key: uuid.UUID


class SeveralIn(Schema):
    ballots: list[OneOfSeveral] = Field(min_length=1, max_length=200)


class AnswerOut(Schema):
    """What became of one of them: its receipt, or why it was not taken."""

    motion: int
    receipt: str
    choice: str
    refused: str


class AnswersOut(Schema):
    count: int
    items: list[AnswerOut]


@router.get("/votes", response=WaitingVotes, summary="The votes that are open, and which wait for me")
def waiting(request: HttpRequest) -> dict[str, Any]:
    page = assembly_now(member_of(request), now=timezone.now())
    votes = page.votes if page is not None else []
    same = "roll turnout still_needed on_roll my_exclusion have_voted my_choice on_paper waits_for_me"
    items = [
        {
            "motion": vote.motion.pk,
            "title": vote.motion.title,
            "closes_at": vote.motion.closes_at,
            "is_secret": vote.motion.is_secret,
            **{name: getattr(vote, name) for name in same.split()},
        }
        for vote in votes
    ]
    return {"count": len(items), "items": items}


@router.post("/votes", response=AnswersOut, summary="Cast several ballots, each with an answer of its own")
def cast_several(request: HttpRequest, several: SeveralIn) -> dict[str, Any]:
    """One that is refused leaves the others cast. Only votes of yes or no; the same keys again change nothing."""
    items = [_one_of(request, ballot) for ballot in several.ballots]
    return {"count": len(items), "items": items}


def _one_of(request: HttpRequest, ballot: OneOfSeveral) -> dict[str, Any]:
    said = {"motion": ballot.motion, "receipt": "", "choice": "", "refused": ""}
    try:
        answer = cast_ballot(
            motion_id=ballot.motion,
            member=member_of(request),
            choice=ballot.choice,
            key=ballot.key,
            now=timezone.now(),
        )
    except Motion.DoesNotExist:
        return said | {"refused": _("There is nothing here.")}
    except Refused as refusal:
        return said | {"refused": refusal.sentence}
    return said | {"receipt": answer.receipt, "choice": answer.choice}


def _ballot(ballot: Ballot | SecretBallot, *, names: bool) -> dict[str, Any]:
    said: dict[str, Any] = {"receipt": ballot.receipt, "choice": ballot.choice}
    return said | {"preferences": ballot.preferences} if names else said
