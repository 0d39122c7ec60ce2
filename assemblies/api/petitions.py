"""Petitions as JSON: what is asked for by signing, and how many are still missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema, Status

from assemblies.actions import answer_petition, open_petition, sign_petition
from assemblies.api.shapes import REFUSALS, Id, Person, Problem, Text, Title, person, router
from assemblies.models import Petition
from assemblies.models.convoking import PetitionAim
from assemblies.reports.convoking import asked, petitions_for
from members.gate import member_of
from members.models import Cooperative, Member
from record.paging import Page


class PetitionOut(Schema):
    """`signed` counts the names that count today; `missing` how many more are enough."""

    id: int
    aim: str
    title: str
    text: str
    motion: int | None
    opened_by: Person
    opened_at: datetime
    signed: int
    needed: int
    missing: int
    have_signed: bool
    reached_at: datetime | None
    assembly: int | None
    """The assembly that answers it."""


class PetitionWithNames(PetitionOut):
    signers: list[str]


class PetitionList(Schema):
    count: int
    items: list[PetitionOut]


class PetitionIn(Schema):
    """What is asked for and why. With a motion its title is the motion's."""

    aim: PetitionAim = PetitionAim.ITEM
    title: Title = ""
    text: Text
    motion: Id | None = None


class AnswerIn(Schema):
    assembly: Id


SIGNERS_BY_NAME = 1000


@router.get("/petitions", response=PetitionList, summary="Petitions, latest first")
def list_petitions(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    found, voters = petitions_for(member_of(request), now=timezone.now()), _voters()
    return {
        "count": found.count(),
        "items": [_petition(petition, voters=voters) for petition in found[page.part]],
    }


@router.post("/petitions", response={201: PetitionWithNames, 409: Problem}, summary="Ask, and sign first")
def start_petition(request: HttpRequest, petition: PetitionIn) -> Status[dict[str, Any]]:
    """The same asked twice by the same member is one petition."""
    opened = open_petition(
        aim=petition.aim,
        title=petition.title,
        text=petition.text,
        motion_id=petition.motion,
        actor=member_of(request),
        now=timezone.now(),
    )
    return Status(201, one_petition(request, opened.pk))


@router.get(
    "/petitions/{petition_id}",
    response={200: PetitionWithNames, 404: Problem},
    summary="A petition, and who signed it",
)
def one_petition(request: HttpRequest, petition_id: Id) -> dict[str, Any]:
    found = get_object_or_404(petitions_for(member_of(request), now=timezone.now()), pk=petition_id)
    names = found.signatures.order_by("at", "pk").values_list("member__name", flat=True)
    return _petition(found, voters=_voters()) | {"signers": list(names[:SIGNERS_BY_NAME])}


@router.post(
    "/petitions/{petition_id}/sign", response={200: PetitionWithNames, **REFUSALS}, summary="Sign it"
)
def sign(request: HttpRequest, petition_id: Id) -> dict[str, Any]:
    """Signing again changes nothing."""
    sign_petition(petition_id=petition_id, actor=member_of(request), now=timezone.now())
    return one_petition(request, petition_id)


@router.post(
    "/petitions/{petition_id}/answer",
    response={200: PetitionWithNames, **REFUSALS},
    summary="Say which assembly answers it",
)
def answer(request: HttpRequest, petition_id: Id, which: AnswerIn) -> dict[str, Any]:
    answer_petition(
        petition_id=petition_id, assembly_id=which.assembly, actor=member_of(request), now=timezone.now()
    )
    return one_petition(request, petition_id)


def _petition(petition: Petition, *, voters: int) -> dict[str, Any]:
    line = asked(petition, voters=voters)
    return {
        "id": petition.pk,
        "aim": petition.aim,
        "title": petition.title,
        "text": petition.text,
        "motion": petition.motion_id,
        "opened_by": person(petition.opened_by),
        "opened_at": petition.opened_at,
        "signed": line.signed,
        "needed": line.needed,
        "missing": line.missing,
        "have_signed": line.have_signed,
        "reached_at": petition.reached_at,
        "assembly": petition.assembly_id,
    }


def _voters() -> int:
    return Member.objects.with_vote(on=Cooperative.objects.here().day_of(timezone.now())).count()
