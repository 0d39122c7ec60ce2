"""The agenda as JSON: adding a matter or a motion, its place, and going on to it."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Schema, Status
from pydantic import Field

from assemblies import actions
from assemblies.api.assemblies import AssemblyWithAgenda, one_assembly
from assemblies.api.motions import MotionWithRoll, one_motion, visible
from assemblies.api.shapes import REFUSALS, Id, Title, router
from assemblies.models import AgendaItem
from members.gate import member_of


class MatterIn(Schema):
    """A matter without a motion, and how many minutes it may take."""

    title: Title
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None


class PlaceIn(Schema):
    position: Annotated[int, Field(ge=1, le=10_000)]


class AgendaOf(Schema):
    assembly: Id


@router.post(
    "/assemblies/{assembly_id}/items",
    response={201: AssemblyWithAgenda, **REFUSALS},
    summary="Put a matter without a motion on the agenda",
)
def add_item(request: HttpRequest, assembly_id: Id, matter: MatterIn) -> Status[dict[str, Any]]:
    """Nothing is decided under it. Each call adds one."""
    actions.add_item(assembly_id=assembly_id, **matter.dict(), actor=member_of(request), now=timezone.now())
    return Status(201, one_assembly(request, assembly_id))


@router.post(
    "/items/{item_id}/move",
    response={200: AssemblyWithAgenda, **REFUSALS},
    summary="Move it to another place",
)
def move_item(request: HttpRequest, item_id: Id, place: PlaceIn) -> dict[str, Any]:
    """The others keep their order."""
    item = get_object_or_404(AgendaItem, pk=item_id)
    actions.move_item(item_id=item.pk, position=place.position, actor=member_of(request), now=timezone.now())
    return one_assembly(request, item.assembly_id)


@router.post("/items/{item_id}/begin", response={200: AssemblyWithAgenda, **REFUSALS}, summary="Go on to it")
def begin_item(request: HttpRequest, item_id: Id) -> dict[str, Any]:
    """The line to speak about the item before it ends. Beginning the item we are at changes nothing."""
    item = get_object_or_404(AgendaItem, pk=item_id)
    actions.begin_item(item_id=item.pk, actor=member_of(request), now=timezone.now())
    return one_assembly(request, item.assembly_id)


@router.post(
    "/motions/{motion_id}/agenda",
    response={200: MotionWithRoll, **REFUSALS},
    summary="Put a motion on the agenda of an assembly",
)
def put_on_agenda(request: HttpRequest, motion_id: Id, agenda: AgendaOf) -> dict[str, Any]:
    motion = visible(request, motion_id)
    actions.put_on_agenda(
        motion_id=motion.pk, assembly_id=agenda.assembly, actor=member_of(request), now=timezone.now()
    )
    return one_motion(request, motion_id)
