"""Motions as JSON: what they say, where they stand, what came out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Schema

from assemblies.api.shapes import Id, Person, Problem, router
from assemblies.models import Motion, MotionState, RollEntry
from assemblies.reports.motions import result_of, turnout_of
from members.gate import member_of
from record.paging import Page


class TallyOut(Schema):
    roll: int
    present: int
    in_favour: int
    against: int
    abstaining: int


class ExcludedOut(Person):
    because: str


class MotionOut(Schema):
    id: int
    number: int
    kind: str
    state: str
    title: str
    text: str
    terms: dict[str, Any]
    proposer: Person
    amends: int | None
    follows: int | None
    assembly: int | None
    meant_for: int | None
    is_secret: bool
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    rule: dict[str, Any] | None
    second_call: bool
    roll: int | None
    turnout: int
    tally: TallyOut | None
    base_count: int | None
    needed: int | None
    quorum_needed: int | None
    sentence: str | None
    counted: dict[str, Any] | None
    """Where options were named, what came out and how: rounds, marks or projects."""
    enacted_at: datetime | None
    not_enacted: str | None


class MotionWithRoll(MotionOut):
    excluded: list[ExcludedOut]


class MotionList(Schema):
    count: int
    items: list[MotionOut]


@router.get("/motions", response=MotionList, summary="Motions, latest first")
def list_motions(request: HttpRequest, page: Query[Page], state: MotionState | None = None) -> dict[str, Any]:
    found = Motion.objects.visible_to(member_of(request)).order_by("-number")
    if state is not None:
        found = found.filter(state=state)
    return {
        "count": found.count(),
        "items": [motion_said(motion) for motion in found.select_related("proposer")[page.part]],
    }


@router.get(
    "/motions/{motion_id}",
    response={200: MotionWithRoll, 404: Problem},
    summary="A motion, and its result once it is decided",
)
def one_motion(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    motion = visible(request, motion_id)
    excluded = RollEntry.objects.filter(motion=motion).exclude(excluded_because="").select_related("member")
    return motion_said(motion) | {
        "excluded": [
            {
                "number": entry.member.number,
                "name": entry.member.name,
                "because": _(entry.excluded_because),
            }
            for entry in excluded.order_by("member__number")
        ]
    }


def visible(request: HttpRequest, motion_id: int) -> Motion:
    return get_object_or_404(
        Motion.objects.visible_to(member_of(request)).select_related("proposer"), pk=motion_id
    )


def motion_said(motion: Motion) -> dict[str, Any]:
    result = result_of(motion)
    return {
        "id": motion.pk,
        "number": motion.number,
        "kind": motion.kind,
        "state": motion.state,
        "title": motion.title,
        "text": motion.text,
        "terms": motion.terms,
        "proposer": {"number": motion.proposer.number, "name": motion.proposer.name},
        "amends": motion.amends_id,
        "follows": motion.follows_id,
        "assembly": motion.assembly_id,
        "meant_for": motion.meant_for_id,
        "is_secret": motion.is_secret,
        "opened_at": motion.opened_at,
        "closes_at": motion.closes_at,
        "closed_at": motion.closed_at,
        "rule": motion.rule,
        "second_call": motion.second_call,
        "roll": motion.roll_count,
        "turnout": turnout_of(motion),
        "tally": result.tally if result else None,
        "base_count": result.decision.base_count if result else None,
        "needed": result.decision.needed if result else None,
        "quorum_needed": result.decision.quorum_needed if result else None,
        "sentence": result.sentence if result else None,
        "counted": motion.counted,
        "enacted_at": motion.enacted_at,
        "not_enacted": (result.not_enacted or None) if result else None,
    }
