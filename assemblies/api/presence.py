"""Who is there, as JSON: arriving and leaving by one's own phone, and the door."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from assemblies import actions
from assemblies.api.shapes import REFUSALS, Id, Numbers, Problem, Words, Written, router
from assemblies.models import Assembly
from assemblies.reports import assembly_page
from members.gate import address_of, member_of


class MyStay(Schema):
    """Since when whoever asks is there, and how they came."""

    arrived_at: datetime
    channel: str


class PresentOut(Schema):
    """How many are there now, as everybody sees it. Nobody is named: the minutes do that."""

    present: int
    voters_present: int
    roll: int
    quorum: int
    sentence: str
    mine: MyStay | None


class ArrivalIn(Schema):
    """With the code that hangs in the hall, or from home."""

    channel: Literal["hall_code", "home"]
    code: Annotated[Words, Field(max_length=40)] = ""


class DoorIn(Schema):
    numbers: Annotated[Numbers, Field(min_length=1)]


@router.get(
    "/assemblies/{assembly_id}/present",
    response={200: PresentOut, 404: Problem},
    summary="How many are there now, and whether they are enough",
)
def present(request: HttpRequest, assembly_id: Id) -> dict[str, Any]:
    found = get_object_or_404(Assembly, pk=assembly_id)
    page = assembly_page(found, reader=member_of(request), now=timezone.now())
    stay = page.my_presence
    return {
        "present": page.present,
        "voters_present": page.voters_present,
        "roll": page.roll,
        "quorum": page.quorum,
        "sentence": page.quorum_line,
        "mine": None if stay is None else {"arrived_at": stay.arrived_at, "channel": stay.channel},
    }


@router.post(
    "/assemblies/{assembly_id}/arrive",
    response={200: PresentOut, **REFUSALS},
    summary="I am here",
)
def arrive(request: HttpRequest, assembly_id: Id, arrival: ArrivalIn) -> dict[str, Any]:
    """Whoever is here already stays here."""
    member = member_of(request)
    actions.arrive(
        assembly_id=assembly_id,
        member=member,
        **arrival.dict(),
        address=address_of(request),
        actor=member,
        now=timezone.now(),
    )
    return present(request, assembly_id)


@router.post(
    "/assemblies/{assembly_id}/depart",
    response={200: PresentOut, **REFUSALS},
    summary="I leave; I can come back",
)
def depart(request: HttpRequest, assembly_id: Id) -> dict[str, Any]:
    """Whoever is not there does not leave."""
    member = member_of(request)
    get_object_or_404(Assembly, pk=assembly_id)
    actions.depart(assembly_id=assembly_id, member=member, actor=member, now=timezone.now())
    return present(request, assembly_id)


@router.post(
    "/assemblies/{assembly_id}/door",
    response={200: Written, **REFUSALS},
    summary="Arrivals at the door, by member number, all or none",
)
def door(request: HttpRequest, assembly_id: Id, came: DoorIn) -> dict[str, Any]:
    new = actions.arrive_at_door(
        assembly_id=assembly_id, numbers=came.numbers, actor=member_of(request), now=timezone.now()
    )
    return {"new": new}
