"""Hands and paper as JSON: for whoever counts, in one count with the phones."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Schema, Status
from pydantic import Field, model_validator

from assemblies.actions import count_box, count_hands, hand_paper, take_back_hand
from assemblies.api.motions import visible
from assemblies.api.shapes import OF_A_POST, REFUSALS, Id, Numbers, Person, Written, asker_with, router
from assemblies.models import MotionState
from assemblies.reports.papers import paper_page
from assemblies.rules.papers import Box
from assemblies.rules.states import COUNT_HANDS
from members.gate import member_of

Papers = Annotated[int, Field(ge=0, le=1_000_000)]


class HandsIn(Schema):
    """Whose hands were up, by member number; nobody is in two lists."""

    in_favour: Numbers = []
    against: Numbers = []
    abstain: Numbers = []

    @model_validator(mode="after")
    def nobody_is_in_two_lists(self) -> HandsIn:
        every = {*self.in_favour}, {*self.against}, {*self.abstain}
        if not any(every):
            raise ValueError("at least one member number")
        if sum(map(len, every)) != len(set.union(*every)):
            raise ValueError("a number is in two lists")
        return self


class PaperIn(Schema):
    numbers: Annotated[Numbers, Field(min_length=1)]


class BoxIn(Schema):
    """What one person found in the box."""

    in_favour: Papers
    against: Papers
    blank: Papers


class BoxOut(Schema):
    in_favour: int
    against: int
    blank: int


class CountOut(Person, BoxOut):
    """What one scrutineer found."""


class PapersOut(Schema):
    """Who holds paper, and the counts of the box.

    `counts` stays empty for a scrutineer who has not counted: two people count by themselves. `agreed` is what
    two of them found alike.
    """

    handed: int
    holders: list[Person]
    how_many_counted: int
    differ: bool
    counts: list[CountOut]
    agreed: BoxOut | None
    may_tell: bool
    """So few papers in a secret vote that the box alone tells who voted what."""


@router.post(
    "/motions/{motion_id}/hands",
    response={200: Written, **OF_A_POST},
    summary="Hands counted by name, all or none",
)
def hands(request: HttpRequest, motion_id: Id, counted: HandsIn) -> dict[str, Any]:
    """Whoever has voted already keeps that ballot."""
    motion = visible(request, motion_id)
    choices = {
        **dict.fromkeys(counted.in_favour, "for"),
        **dict.fromkeys(counted.against, "against"),
        **dict.fromkeys(counted.abstain, "abstain"),
    }
    new = count_hands(motion_id=motion.pk, choices=choices, actor=member_of(request), now=timezone.now())
    return {"new": new}


@router.post(
    "/motions/{motion_id}/hands/{number}/take-back",
    response={200: Written, **OF_A_POST},
    summary="A hand was counted under a wrong name",
)
def take_back(request: HttpRequest, motion_id: Id, number: Id) -> dict[str, Any]:
    """By the number of whoever was counted, while the vote is open. What they cast themselves stays."""
    motion = visible(request, motion_id)
    take_back_hand(motion_id=motion.pk, number=number, actor=member_of(request), now=timezone.now())
    return {"new": 0}


@router.get(
    "/motions/{motion_id}/papers",
    response={200: PapersOut, **OF_A_POST},
    summary="Who holds paper, and the counts of the box",
)
def papers(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    """For whoever counts, while it is being voted."""
    motion = visible(request, motion_id)
    asker = asker_with(request, COUNT_HANDS)
    if motion.state != MotionState.VOTING:
        raise Http404
    page = paper_page(motion, reader=asker)
    return {
        "handed": page.handed,
        "holders": [{"number": number, "name": name} for number, name in page.holders],
        "how_many_counted": page.how_many_counted,
        "differ": page.differ,
        "counts": [{"number": each.number, "name": each.name, **_box(each.box)} for each in page.counts],
        "agreed": None if page.box is None else _box(page.box),
        "may_tell": page.may_tell,
    }


@router.post(
    "/motions/{motion_id}/papers",
    response={200: Written, **REFUSALS},
    summary="Write down who was given paper, all or none",
)
def hand(request: HttpRequest, motion_id: Id, those: PaperIn) -> dict[str, Any]:
    """Whoever has paper votes on paper and on nothing else."""
    motion = visible(request, motion_id)
    new = hand_paper(motion_id=motion.pk, numbers=those.numbers, actor=member_of(request), now=timezone.now())
    return {"new": new}


@router.post(
    "/motions/{motion_id}/papers/count",
    response={201: BoxOut, **REFUSALS},
    summary="Write down what I found in the box",
)
def count(request: HttpRequest, motion_id: Id, found: BoxIn) -> Status[dict[str, Any]]:
    """Two different people must find the same. My last count holds."""
    motion = visible(request, motion_id)
    count_box(motion_id=motion.pk, **found.dict(), actor=member_of(request), now=timezone.now())
    return Status(201, found.dict())


def _box(box: Box) -> dict[str, int]:
    return {"in_favour": box.in_favour, "against": box.against, "blank": box.blank}
