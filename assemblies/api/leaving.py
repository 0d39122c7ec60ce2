"""Leaving as JSON: what somebody answers before an exclusion, and one's own notice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Schema, Status

from assemblies.actions.leaving import give_notice, notice_of, take_notice_back, write_defence
from assemblies.api.motions import visible
from assemblies.api.shapes import REFUSALS, Id, Person, Problem, Text, person, router
from assemblies.reports.leaving import ExclusionFile, file_of
from members.gate import member_of
from members.models import LeavingNotice


class AnswerIn(Schema):
    text: Text


class ExclusionOut(Schema):
    """What somebody is told of and what they answer; `text` is empty where they have not."""

    motion: int
    person: Person
    rule: str
    reason: str
    text: str
    at: datetime | None
    votes_from: date | None
    """Before this day it is not voted."""
    appeal_until: date | None


class NoticeOut(Schema):
    """One's own notice; null days where there is none."""

    at: datetime | None
    leaves_on: date | None


@router.get(
    "/motions/{motion_id}/answer",
    response={200: ExclusionOut, 404: Problem},
    summary="What somebody answers whom a motion would exclude",
)
def answer(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    found = file_of(visible(request, motion_id), reader=member_of(request), now=timezone.now())
    if found is None:
        raise Http404
    return _file(found)


@router.post(
    "/motions/{motion_id}/answer",
    response={201: ExclusionOut, **REFUSALS},
    summary="Answer the motion that would exclude me",
)
def write_answer(request: HttpRequest, motion_id: Id, said: AnswerIn) -> Status[dict[str, Any]]:
    """The last text counts, until the vote opens. The same text again is the same answer."""
    motion = visible(request, motion_id)
    write_defence(motion_id=motion.pk, text=said.text, actor=member_of(request), now=timezone.now())
    return Status(201, answer(request, motion_id))


@router.get("/leaving", response=NoticeOut, summary="My notice of leaving")
def leaving(request: HttpRequest) -> dict[str, Any]:
    return _notice(notice_of(member_of(request)))


@router.post("/leaving", response={201: NoticeOut, **REFUSALS}, summary="Give notice that I leave")
def leave(request: HttpRequest) -> Status[dict[str, Any]]:
    """Saying it again changes nothing."""
    return Status(201, _notice(give_notice(actor=member_of(request), now=timezone.now())))


@router.post("/leaving/take-back", response={200: NoticeOut, **REFUSALS}, summary="Take my notice back")
def stay(request: HttpRequest) -> dict[str, Any]:
    take_notice_back(actor=member_of(request), now=timezone.now())
    return _notice(None)


def _notice(notice: LeavingNotice | None) -> dict[str, Any]:
    return {"at": notice.at if notice else None, "leaves_on": notice.leaves_on if notice else None}


def _file(found: ExclusionFile) -> dict[str, Any]:
    return {
        "motion": found.motion.number,
        "person": person(found.person),
        "rule": found.rule,
        "reason": found.reason,
        "text": found.defence.text if found.defence is not None else "",
        "at": found.defence.at if found.defence is not None else None,
        "votes_from": found.votes_from,
        "appeal_until": found.appeal_until,
    }
