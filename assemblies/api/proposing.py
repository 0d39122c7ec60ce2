"""What members do with motions, as JSON: propose, table, second, withdraw."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from assemblies import kinds
from assemblies.actions import (
    draft_motion,
    edit_motion,
    second_motion,
    table_motion,
    withdraw_motion,
)
from assemblies.actions.secrecy import ask_for_secret
from assemblies.api.motions import MotionWithRoll, one_motion
from assemblies.api.shapes import REFUSALS, Id, Problem, Terms, Text, Title, Words, router
from members.gate import member_of
from record.rules import Refused


class ProposalIn(Schema):
    """A motion to be drafted: its kind, its words, and its typed terms."""

    kind: Annotated[Words, Field(max_length=40)]
    title: Title
    text: Text
    terms: Terms = {}
    is_secret: bool = False
    amends: Id | None = None
    """The motion it is an amendment to, whose kind it takes."""
    follows: Id | None = None
    """The decided motion it proposes again."""
    meant_for: Id | None = None
    """The called assembly it is for; none for the next weekly one."""
    review_on: date | None = None
    """The day by which, adopted, it comes back by itself."""


class DraftIn(Schema):
    """A draft as it should be from now on."""

    title: Title
    text: Text
    terms: Terms = {}
    is_secret: bool = False
    meant_for: Id | None = None


@router.post("/motions", response={201: MotionWithRoll, 409: Problem}, summary="Draft a motion")
def propose(request: HttpRequest, proposal: ProposalIn) -> Status[dict[str, Any]]:
    """A draft that only its proposer sees until it is tabled."""
    if kinds.kind_called(proposal.kind) is None:
        raise Refused(_("There is no such kind of motion."))
    motion = draft_motion(
        kind=proposal.kind,
        title=proposal.title,
        text=proposal.text,
        terms=proposal.terms,
        is_secret=proposal.is_secret,
        amends_id=proposal.amends,
        follows_id=proposal.follows,
        meant_for_id=proposal.meant_for,
        review_on=proposal.review_on,
        proposer=member_of(request),
        now=timezone.now(),
    )
    return Status(201, one_motion(request, motion.pk))


@router.put(
    "/motions/{motion_id}",
    response={200: MotionWithRoll, **REFUSALS},
    summary="Change a draft of mine",
)
def edit(request: HttpRequest, motion_id: Id, draft: DraftIn) -> dict[str, Any]:
    """Until it is tabled."""
    one_motion(request, motion_id)
    said = draft.dict()
    meant_for_id = said.pop("meant_for")
    edit_motion(
        motion_id=motion_id, meant_for_id=meant_for_id, **said, actor=member_of(request), now=timezone.now()
    )
    return one_motion(request, motion_id)


@router.post(
    "/motions/{motion_id}/table",
    response={200: MotionWithRoll, **REFUSALS},
    summary="Put a draft of mine before everybody",
)
def table(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """Put one's draft before everybody."""
    one_motion(request, motion_id)
    table_motion(motion_id=motion_id, actor=member_of(request), now=timezone.now())
    return one_motion(request, motion_id)


@router.post(
    "/motions/{motion_id}/second",
    response={200: MotionWithRoll, **REFUSALS},
    summary="Support putting it on an agenda",
)
def second(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """Support putting a motion on the agenda."""
    one_motion(request, motion_id)
    second_motion(motion_id=motion_id, actor=member_of(request), now=timezone.now())
    return one_motion(request, motion_id)


@router.post(
    "/motions/{motion_id}/withdraw",
    response={200: MotionWithRoll, **REFUSALS},
    summary="Take a motion of mine back",
)
def withdraw(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """Take one's own motion back."""
    one_motion(request, motion_id)
    withdraw_motion(motion_id=motion_id, actor=member_of(request), now=timezone.now())
    return one_motion(request, motion_id)


@router.post(
    "/motions/{motion_id}/ask-secret",
    response={200: MotionWithRoll, **REFUSALS},
    summary="Ask that it be voted in secret",
)
def ask_secret(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """By name, in the assembly, before its vote opens. With enough of those present it is opened secret."""
    one_motion(request, motion_id)
    ask_for_secret(motion_id=motion_id, actor=member_of(request), now=timezone.now())
    return one_motion(request, motion_id)
