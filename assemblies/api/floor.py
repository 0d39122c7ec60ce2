"""The floor as JSON: who speaks, who waits, asking for it, giving it; and guests, who have a voice and no vote."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Schema, Status
from pydantic import Field

from assemblies import actions
from assemblies.api.shapes import REFUSALS, Id, Problem, Words, router
from assemblies.models import Assembly, FloorRequest, Guest
from assemblies.reports.floor import Floor, Speaking, floor_of
from members.gate import member_of

Name = Annotated[Words, Field(max_length=120)]


class TurnOut(Schema):
    """One who speaks or waits; a guest has no number and a capacity. `spoken_seconds`: so far in this assembly."""

    turn: int
    number: int | None
    name: str
    capacity: str
    is_point_of_order: bool
    asked_at: datetime
    started_at: datetime | None
    spoken_seconds: int
    place: int
    """In the line, counted from 1; 0 for whoever speaks."""


class FloorOut(Schema):
    """`seconds_left` is empty without a limit, and below nothing once a turn is over."""

    speaker: TurnOut | None
    line: list[TurnOut]
    minutes: int
    seconds_left: int | None


class AskIn(Schema):
    kind: Literal["turn", "order"] = "turn"


class GiveIn(Schema):
    """Whom to give it to, by their turn (nobody: the next in line), and whose turn was on the screen."""

    turn: Id | None = None
    instead_of: Id | None = None


class GuestIn(Schema):
    """Who comes in, and as what they speak: adviser, from the union."""

    name: Name
    capacity: Name


class GuestOut(Schema):
    id: int
    name: str
    capacity: str
    arrived_at: datetime
    left_at: datetime | None


class GuestList(Schema):
    count: int
    items: list[GuestOut]


@router.get(
    "/assemblies/{assembly_id}/floor",
    response={200: FloorOut, 404: Problem},
    summary="Who speaks, and who waits in which order",
)
def floor(request: HttpRequest, assembly_id: Id) -> dict[str, Any]:
    return _said(floor_of(get_object_or_404(Assembly, pk=assembly_id), now=timezone.now()))


@router.post(
    "/assemblies/{assembly_id}/floor/ask", response={200: FloorOut, **REFUSALS}, summary="I want to speak"
)
def ask(request: HttpRequest, assembly_id: Id, asking: AskIn) -> dict[str, Any]:
    """Asking again changes nothing."""
    actions.ask_for_the_floor(
        assembly_id=assembly_id, kind=asking.kind, actor=member_of(request), now=timezone.now()
    )
    return floor(request, assembly_id)


@router.post(
    "/assemblies/{assembly_id}/floor/take-back",
    response={200: FloorOut, **REFUSALS},
    summary="I do not want to speak any more",
)
def take_back(request: HttpRequest, assembly_id: Id) -> dict[str, Any]:
    """Whoever does not wait does not leave the line."""
    actions.take_back(assembly_id=assembly_id, actor=member_of(request), now=timezone.now())
    return floor(request, assembly_id)


@router.post(
    "/assemblies/{assembly_id}/floor/give",
    response={200: FloorOut, **REFUSALS},
    summary="The next one speaks, or the one named",
)
def give(request: HttpRequest, assembly_id: Id, given: GiveIn) -> dict[str, Any]:
    """Where somebody else began since `instead_of`, nothing changes: two pressed at once."""
    actions.give_the_floor(
        assembly_id=assembly_id,
        turn_id=given.turn,
        instead_of=given.instead_of,
        actor=member_of(request),
        now=timezone.now(),
    )
    return floor(request, assembly_id)


@router.post("/turns/{turn_id}/end", response={200: FloorOut, **REFUSALS}, summary="They have finished")
def end(request: HttpRequest, turn_id: Id) -> dict[str, Any]:
    """By whoever speaks, or whoever chairs. What ended already stays as it is."""
    turn = get_object_or_404(FloorRequest, pk=turn_id)
    actions.end_turn(turn_id=turn.pk, actor=member_of(request), now=timezone.now())
    return floor(request, turn.assembly_id)


@router.get(
    "/assemblies/{assembly_id}/guests",
    response={200: GuestList, 404: Problem},
    summary="Advisers and guests of an assembly",
)
def guests(request: HttpRequest, assembly_id: Id) -> dict[str, Any]:
    found = get_object_or_404(Assembly, pk=assembly_id)
    let_in = [_guest(guest) for guest in found.guests.order_by("arrived_at", "pk")]
    return {"count": len(let_in), "items": let_in}


@router.post(
    "/assemblies/{assembly_id}/guests", response={201: GuestOut, **REFUSALS}, summary="A guest comes in"
)
def let_in(request: HttpRequest, assembly_id: Id, guest: GuestIn) -> Status[dict[str, Any]]:
    """The same name in the same capacity is let in once."""
    came = actions.let_in_guest(
        assembly_id=assembly_id, **guest.dict(), actor=member_of(request), now=timezone.now()
    )
    return Status(201, _guest(came))


@router.post("/guests/{guest_id}/left", response={200: GuestOut, **REFUSALS}, summary="A guest leaves")
def guest_left(request: HttpRequest, guest_id: Id) -> dict[str, Any]:
    """Whoever left already has left."""
    return _guest(actions.guest_left(guest_id=guest_id, actor=member_of(request), now=timezone.now()))


@router.post(
    "/guests/{guest_id}/ask", response={200: FloorOut, **REFUSALS}, summary="Put a guest in the line to speak"
)
def ask_for_guest(request: HttpRequest, guest_id: Id) -> dict[str, Any]:
    """By whoever chairs: a guest has no phone here. Asking again changes nothing."""
    guest = get_object_or_404(Guest, pk=guest_id)
    actions.ask_for_guest(guest_id=guest.pk, actor=member_of(request), now=timezone.now())
    return floor(request, guest.assembly_id)


@router.post(
    "/guests/{guest_id}/take-back",
    response={200: FloorOut, **REFUSALS},
    summary="Take a guest out of the line",
)
def take_guest_back(request: HttpRequest, guest_id: Id) -> dict[str, Any]:
    """One who does not wait in it stays as they are."""
    guest = get_object_or_404(Guest, pk=guest_id)
    actions.take_guest_back(guest_id=guest.pk, actor=member_of(request), now=timezone.now())
    return floor(request, guest.assembly_id)


def _guest(guest: Guest) -> dict[str, Any]:
    return {"id": guest.pk, **{name: getattr(guest, name) for name in GUEST_FIELDS}}


GUEST_FIELDS = ("name", "capacity", "arrived_at", "left_at")


def _said(shown: Floor) -> dict[str, Any]:
    return {
        "speaker": None if shown.speaker is None else _turn(shown.speaker),
        "line": [_turn(each) for each in shown.line],
        "minutes": shown.minutes,
        "seconds_left": shown.seconds_left,
    }


def _turn(one: Speaking) -> dict[str, Any]:
    return {
        "turn": one.turn_id,
        "number": one.number,
        "name": one.name,
        "capacity": one.capacity,
        "is_point_of_order": one.is_point_of_order,
        "asked_at": one.asked_at,
        "started_at": one.started_at,
        "spoken_seconds": int(one.spoken.total_seconds()),
        "place": one.place,
    }
