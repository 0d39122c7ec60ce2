"""Turns and duties as JSON: who has them, who stands in, swaps, check-lists, and what is made up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from assemblies.api.shapes import REFUSALS, Id, Person, Title, person
from members.gate import member_of
from record.paging import Page
from rotation.actions import finish_duty
from rotation.actions.covers import accept_cover, ask_cover, decline_cover, take_back_cover
from rotation.actions.missed import move_make_up, take_make_up, write_missed
from rotation.actions.swaps import agree_swap, end_swap, propose_swap
from rotation.actions.ticks import tick_step
from rotation.models import Cover, Duty
from rotation.reports.changing import SwapLine, offers_to, swap_line, swaps_of, table_of_turns
from rotation.reports.duties import ticks_of

router = Router(tags=["rotation"])

Step = Annotated[int, Field(ge=0, lt=1000)]
"""A line of a check-list, from 0."""


class TurnOut(Schema):
    """One seat at the table on a day. `looks`: a stand-in is looked for; `is_missed`: nobody came."""

    id: int
    title: str
    seat: int
    due_on: date
    member: Person
    looks: bool
    is_done: bool
    is_missed: bool


class TurnsOut(Schema):
    count: int
    items: list[TurnOut]


class DutyState(Schema):
    """A duty after something was done about it. `ticked`: the lines of its check-list, from 0."""

    id: int
    kind: str
    title: str
    due_on: date
    member: int | None
    sequence: int
    steps: list[str]
    ticked: list[int]
    is_done: bool
    is_missed: bool


class TickIn(Schema):
    done: bool = True


class CoverIn(Schema):
    reason: Title = ""


class CoverOut(Schema):
    """Somebody cannot come. `asked`: how many have the question before them; `covered_by` comes instead."""

    id: int
    duty: int
    asked_by: int
    asked: int
    covered_by: int | None
    is_over: bool


class OfferOut(Schema):
    """I am asked to come instead of somebody. `reason` is theirs to give, and often empty."""

    cover: int
    name: str
    title: str
    due_on: date
    starts_at: datetime
    place: str
    reason: str


class OffersOut(Schema):
    items: list[OfferOut]


class SwapTurnOut(Schema):
    duty: int
    title: str
    due_on: date
    giver: Person
    taker: Person
    agreed: bool


class SwapOut(Schema):
    id: int
    is_mine: bool
    waits_for_me: bool
    turns: list[SwapTurnOut]
    is_done: bool = False
    is_over: bool = False


class SwapsOut(Schema):
    items: list[SwapOut]


class SwapIn(Schema):
    """Two or three turns, mine first: each passes to whoever has the next one, the last to the first."""

    turns: Annotated[list[Id], Field(min_length=2, max_length=3)]


@router.get("/turns", response=TurnsOut, summary="Who sits at the table, to come and of the last weeks")
def turns(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """By day and seat."""
    found = table_of_turns(now=timezone.now())
    return {
        "count": len(found),
        "items": [{**vars(turn), "member": person(turn.member)} for turn in found[page.part]],
    }


@router.post("/duties/{duty_id}/done", response={200: DutyState, **REFUSALS}, summary="It is done")
def done(request: HttpRequest, duty_id: Id) -> dict[str, Any]:
    """Only of one's own; a turn from its day on."""
    return _duty(finish_duty(duty_id=duty_id, actor=member_of(request), now=timezone.now()))


@router.post(
    "/duties/{duty_id}/steps/{step}", response={200: DutyState, **REFUSALS}, summary="Tick a line of the list"
)
def tick(request: HttpRequest, duty_id: Id, step: Step, body: TickIn) -> dict[str, Any]:
    """Or take the tick back; the last tick says that the duty is done."""
    return _duty(
        tick_step(duty_id=duty_id, step=step, done=body.done, actor=member_of(request), now=timezone.now())
    )


@router.post("/duties/{duty_id}/cover", response={200: CoverOut, **REFUSALS}, summary="I cannot come")
def cannot_come(request: HttpRequest, duty_id: Id, body: CoverIn) -> dict[str, Any]:
    """Those who can are asked, in fair order. No reason is needed. The same again is the same."""
    Duty.objects.get(pk=duty_id)
    return _cover(
        ask_cover(duty_id=duty_id, reason=body.reason, actor=member_of(request), now=timezone.now())
    )


@router.get("/covers", response=OffersOut, summary="What I am asked to stand in for")
def covers(request: HttpRequest) -> dict[str, Any]:
    """And have not said no to."""
    return {"items": [vars(offer) for offer in offers_to(member_of(request), now=timezone.now())]}


@router.post("/covers/{cover_id}/accept", response={200: CoverOut, **REFUSALS}, summary="I come instead")
def accept(request: HttpRequest, cover_id: Id) -> dict[str, Any]:
    """The first who says so comes."""
    return _cover(accept_cover(cover_id=cover_id, actor=member_of(request), now=timezone.now()))


@router.post("/covers/{cover_id}/decline", response={200: CoverOut, **REFUSALS}, summary="I cannot stand in")
def decline(request: HttpRequest, cover_id: Id) -> dict[str, Any]:
    """Without a reason; the next one is asked."""
    return _cover(decline_cover(cover_id=cover_id, actor=member_of(request), now=timezone.now()))


@router.post(
    "/covers/{cover_id}/take-back", response={200: CoverOut, **REFUSALS}, summary="I can come after all"
)
def take_back(request: HttpRequest, cover_id: Id) -> dict[str, Any]:
    """While nobody has taken the turn."""
    return _cover(take_back_cover(cover_id=cover_id, actor=member_of(request), now=timezone.now()))


@router.get("/swaps", response=SwapsOut, summary="The swaps under way in which I am")
def swaps(request: HttpRequest) -> dict[str, Any]:
    """The oldest first."""
    return {"items": [_swap(line) for line in swaps_of(member_of(request), now=timezone.now())]}


@router.post("/swaps", response={200: SwapOut, **REFUSALS}, summary="Propose a swap of turns")
def propose(request: HttpRequest, body: SwapIn) -> dict[str, Any]:
    """Refused where a rule stops any of those in it."""
    me = member_of(request)
    swap = propose_swap(duty_ids=body.turns, actor=me, now=timezone.now())
    return _swap_of(swap.pk, request)


@router.post("/swaps/{swap_id}/agree", response={200: SwapOut, **REFUSALS}, summary="Agree to a swap")
def agree(request: HttpRequest, swap_id: Id) -> dict[str, Any]:
    """With the last yes it is done, all turns at once."""
    swap = agree_swap(swap_id=swap_id, actor=member_of(request), now=timezone.now())
    return _swap_of(swap.pk, request, is_done=swap.done_at is not None, is_over=swap.ended_at is not None)


@router.post(
    "/swaps/{swap_id}/end", response={200: SwapOut, **REFUSALS}, summary="Say no to a swap, or take it back"
)
def end(request: HttpRequest, swap_id: Id) -> dict[str, Any]:
    """Every turn stays whose it was."""
    swap = end_swap(swap_id=swap_id, actor=member_of(request), now=timezone.now())
    return _swap_of(swap.pk, request, is_over=True)


@router.post("/duties/{duty_id}/missed", response={200: DutyState, **REFUSALS}, summary="Nobody came")
def missed(request: HttpRequest, duty_id: Id) -> dict[str, Any]:
    """By whoever chairs or hands out duties, after the day. It never touches pay."""
    return _duty(write_missed(duty_id=duty_id, actor=member_of(request), now=timezone.now()))


@router.post(
    "/duties/{duty_id}/make-up/take", response={200: DutyState, **REFUSALS}, summary="Take the free seat"
)
def take(request: HttpRequest, duty_id: Id) -> dict[str, Any]:
    """That was proposed to make a turn up."""
    return _duty(take_make_up(duty_id=duty_id, actor=member_of(request), now=timezone.now()))


@router.post(
    "/duties/{duty_id}/make-up/move", response={200: DutyState, **REFUSALS}, summary="Another day, please"
)
def move(request: HttpRequest, duty_id: Id) -> dict[str, Any]:
    """To make a turn up: the next day that can be."""
    return _duty(move_make_up(duty_id=duty_id, actor=member_of(request), now=timezone.now()))


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "id": duty.pk,
        "kind": duty.kind,
        "title": duty.title,
        "due_on": duty.due_on,
        "member": duty.member.number if duty.member is not None else None,
        "sequence": duty.sequence,
        "steps": duty.steps,
        "ticked": sorted(ticks_of([duty.pk]).get(duty.pk, ())),
        "is_done": duty.done_at is not None,
        "is_missed": duty.missed_at is not None,
    }


def _cover(cover: Cover) -> dict[str, Any]:
    return {
        "id": cover.pk,
        "duty": cover.duty_id,
        "asked_by": cover.asked_by.number,
        "asked": cover.offers.filter(declined_at__isnull=True).count(),
        "covered_by": cover.covered_by.number if cover.covered_by is not None else None,
        "is_over": cover.ended_at is not None,
    }


def _swap(line: SwapLine, **more: bool) -> dict[str, Any]:
    return {
        "id": line.id,
        "is_mine": line.is_mine,
        "waits_for_me": line.waits_for_me and not more.get("is_over"),
        "turns": [
            {**vars(turn), "giver": person(turn.giver), "taker": person(turn.taker)} for turn in line.turns
        ],
        **more,
    }


def _swap_of(swap_id: int, request: HttpRequest, **more: bool) -> dict[str, Any]:
    line = swap_line(swap_id, member_of(request))
    assert line is not None  # noqa: S101 - the action refuses whoever is not in it
    return _swap(line, **more)
