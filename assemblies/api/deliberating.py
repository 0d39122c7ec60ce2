"""What surrounds a motion before its vote, as JSON: what changes, amendments, those like it, interests, a rehearsal."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from assemblies import kinds
from assemblies.actions import declare_interest
from assemblies.api.motions import MotionList, motion_said, visible
from assemblies.api.shapes import (
    OF_A_POST,
    REFUSALS,
    Id,
    Person,
    Problem,
    Title,
    Words,
    asker_with,
    person,
    router,
)
from assemblies.models import DeclaredInterest, Motion, MotionState
from assemblies.reports.motions import motion_page
from assemblies.reports.rehearsal import rehearse
from assemblies.reports.searching import motions_like
from assemblies.rules.states import CHAIR
from members.gate import member_of
from record.paging import Page

MOST_LIKE_IT = 10


class ChangeOut(Schema):
    """What it is now and what it would be, in words; `mine` marks the line of whoever asks."""

    what: str
    now: str
    then: str
    mine: bool


class PieceOut(Schema):
    """A stretch of an amended text: kept, taken out (`how` is "out"), or put in ("in")."""

    how: str
    text: str


class ForMe(Schema):
    """A motion as its page shows it to whoever asks. How others vote is not here before the vote is closed."""

    rule: str
    changes: list[ChangeOut]
    still_needed: str
    present: int
    roll: int
    seconds: int
    seconds_needed: int
    have_seconded: bool
    is_mine: bool
    on_roll: bool
    my_exclusion: str
    may_declare_interest: bool
    have_voted: bool
    my_choice: str
    """Empty where the vote is secret."""
    my_receipt: str
    """Empty where the vote is secret: that receipt stood in one answer only."""
    totals_may_tell: bool
    """A secret vote among so few that the totals can tell who voted what."""
    difference: list[PieceOut]
    why_not_amend: str


class KindOut(Schema):
    """A kind of motion, and what its terms are asked by."""

    code: str
    label: str
    help: str
    is_secret: bool
    only_in: list[str]
    terms: list[str]


class KindList(Schema):
    count: int
    items: list[KindOut]


class InterestIn(Schema):
    reason: Annotated[Words, Field(max_length=160)]


class InterestOut(Person):
    reason: str
    at: datetime


class InterestList(Schema):
    count: int
    items: list[InterestOut]


class HinderedOut(Person):
    because: str


class GroupOut(Schema):
    """Those with the same hindrance, and what helps them."""

    code: str
    title: str
    help: str
    people: list[HinderedOut]


class RehearsalOut(Schema):
    """What would happen if the vote opened now: `able` of the `roll` are here and have a PIN."""

    roll: int
    able: int
    has_begun: bool
    groups: list[GroupOut]


@router.get("/motion-kinds", response=KindList, summary="What can be proposed")
def motion_kinds(request: HttpRequest) -> dict[str, Any]:
    known = [_kind(kind) for kind in kinds.offered_kinds()]
    return {"count": len(known), "items": known}


@router.get("/similar-motions", response=MotionList, summary="Earlier motions like a title, the likest first")
def similar(request: HttpRequest, title: Query[Title]) -> dict[str, Any]:
    """For whoever drafts one: it may have been decided already."""
    return _found(request, motions_like(title, most=MOST_LIKE_IT))


@router.get(
    "/motions/{motion_id}/similar",
    response={200: MotionList, 404: Problem},
    summary="Other motions like this one, the likest first",
)
def similar_to(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    motion = visible(request, motion_id)
    like_it = motions_like(motion.title, most=MOST_LIKE_IT + 1)
    return _found(request, [each for each in like_it if each.pk != motion.pk][:MOST_LIKE_IT])


@router.get(
    "/motions/{motion_id}/for-me",
    response={200: ForMe, 404: Problem},
    summary="What it changes, and what I may do with it",
)
def for_me(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    reader = member_of(request)
    motion = get_object_or_404(
        Motion.objects.visible_to(reader).select_related("proposer", "assembly", "amends"), pk=motion_id
    )
    page = motion_page(motion, reader=reader, now=timezone.now())
    return {
        **{name: getattr(page, name) for name in ForMe.model_fields if name not in IN_WORDS},
        "rule": page.rule_said,
        "changes": [
            {"what": str(each.what), "now": str(each.now), "then": str(each.then), "mine": each.mine}
            for each in page.changes
        ],
        "difference": [{"how": piece.how, "text": piece.text} for piece in page.difference],
    }


IN_WORDS = ("rule", "changes", "difference")


@router.get(
    "/motions/{motion_id}/amendments",
    response={200: MotionList, 404: Problem},
    summary="The amendments of a motion, oldest first",
)
def amendments(request: HttpRequest, motion_id: Id, page: Query[Page]) -> dict[str, Any]:
    """Others' drafts are not among them."""
    motion = visible(request, motion_id)
    found = Motion.objects.visible_to(member_of(request)).filter(amends=motion).order_by("number")
    rows = found.select_related("proposer")[page.part]
    return {"count": found.count(), "items": [motion_said(each) for each in rows]}


@router.get(
    "/motions/{motion_id}/interests",
    response={200: InterestList, 404: Problem},
    summary="Who declared an interest in it, and which",
)
def interests(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    motion = visible(request, motion_id)
    declared = motion.declared_interests.select_related("member").order_by("member__number")
    items = [_interest(each) for each in declared]
    return {"count": len(items), "items": items}


@router.post(
    "/motions/{motion_id}/interests",
    response={201: InterestOut, **REFUSALS},
    summary="It touches an interest of mine",
)
def declare(request: HttpRequest, motion_id: Id, interest: InterestIn) -> Status[dict[str, Any]]:
    """One speaks on it and does not vote on it. What was said first stays."""
    declared = declare_interest(
        motion_id=visible(request, motion_id).pk,
        reason=interest.reason,
        actor=member_of(request),
        now=timezone.now(),
    )
    return Status(201, _interest(declared))


@router.get(
    "/motions/{motion_id}/rehearsal",
    response={200: RehearsalOut, **OF_A_POST},
    summary="Who could not vote on it now, and why",
)
def rehearsal(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """For whoever chairs, while it waits on an agenda."""
    visible(request, motion_id)
    asker_with(request, CHAIR)
    motion = get_object_or_404(
        Motion.objects.select_related("assembly"), pk=motion_id, state=MotionState.ON_AGENDA
    )
    found = rehearse(motion, now=timezone.now())
    return {
        "roll": found.roll,
        "able": found.able,
        "has_begun": found.has_begun,
        "groups": [
            {
                **{name: str(getattr(group, name)) for name in ("code", "title", "help")},
                "people": [vars(each) for each in group.people],
            }
            for group in found.groups
        ],
    }


def _found(request: HttpRequest, motions: list[Motion]) -> dict[str, Any]:
    """These motions in their order, without those that whoever asks may not see."""
    pks = [motion.pk for motion in motions]
    seen = Motion.objects.visible_to(member_of(request)).select_related("proposer").in_bulk(pks)
    items = [motion_said(seen[pk]) for pk in pks if pk in seen]
    return {"count": len(items), "items": items}


def _interest(declared: DeclaredInterest) -> dict[str, Any]:
    return {**person(declared.member), "reason": declared.reason, "at": declared.at}


def _kind(kind: kinds.Kind) -> dict[str, Any]:
    form = kind.form_class()
    return {
        "code": kind.code,
        "label": str(kind.label),
        "help": str(kind.help),
        "is_secret": kind.is_secret,
        "only_in": list(kind.only_in),
        "terms": [] if form is None else list(form.base_fields),
    }
