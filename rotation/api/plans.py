"""Plans as JSON: what holds, what is proposed, every seat, why not somebody, and what if they took it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from assemblies.api.shapes import Id
from members.gate import member_of
from record.paging import Page
from rotation import plan_words
from rotation.actions.planning import acknowledge_plan, make_plan
from rotation.models import Plan, PlannedSeat
from rotation.reports import plans as reports

router = Router(tags=["rotation"])


class Problem(Schema):
    detail: str


class StageOut(Schema):
    """One stage of the objective, in its order: its value, below which no plan can go, and whether it is proved best."""

    name: str
    value: list[str]
    bound: list[str] | None
    is_proved: bool


class PlanOut(Schema):
    """A plan. `proof`: whether a better one exists, in a sentence; `seed_act`: the act whose hash the seed is."""

    id: int
    kind: str
    from_on: date
    until_on: date
    seed: str
    seed_act: int
    input_hash: str
    engine: str
    stages: list[StageOut]
    proof: str
    seats: int
    empty: int
    made_by: int | None
    made_at: datetime
    motion: int | None
    adopted_at: datetime | None
    replaces: int | None


class PlansOut(Schema):
    items: list[PlanOut]
    count: int


class PlanIn(Schema):
    """`posts` or `wheel`."""

    kind: str


class PlannedSeatOut(Schema):
    """One seat: whose it is (none: nobody's), why in a sentence, and what was known of it when it was planned."""

    id: int
    post: str
    seat: int
    from_on: date
    until_on: date
    member: int | None
    name: str | None
    why: str
    because: dict[str, Any]


class PlannedSeatsOut(Schema):
    items: list[PlannedSeatOut]
    count: int


class WhyNotOut(Schema):
    """Whoever asks, before a seat: the first rule that stops them, or their place among those who may have it."""

    is_known: bool
    is_placed: bool
    rule: str
    sentence: str
    why_not: str
    place: int | None
    able: int


class DifferenceOut(Schema):
    name: str
    now: str
    then: str


class MovedOut(Schema):
    seat: int
    post: str
    from_on: date
    before: int | None
    after: int | None


class WhatIfOut(Schema):
    """What would be different if whoever asks took a seat; `why_not` where a rule stops them."""

    why_not: str
    stages: list[DifferenceOut]
    moved: list[MovedOut]


class SeenOut(Schema):
    seen: int


@router.get("/plans", response=PlansOut, summary="Plans, latest first")
def plans(request: HttpRequest, page: Query[Page], kind: str = "") -> dict[str, Any]:
    """Those adopted and those proposed."""
    rows = reports.plans().order_by("-pk")
    if kind:
        rows = rows.filter(kind=kind.replace("\x00", "")[:10])
    return {"count": rows.count(), "items": [_plan(row) for row in rows[page.part]]}


@router.post("/plans", response={201: PlanOut, 409: Problem}, summary="Work a plan out")
def make(request: HttpRequest, asked: PlanIn) -> Status[dict[str, Any]]:
    """By whoever hands out duties. It holds once a motion of the kind `plan` is adopted."""
    made = make_plan(kind=asked.kind, actor=member_of(request), now=timezone.now())
    return Status(201, _plan(_found(made.pk)))


@router.get("/plans/{plan_id}", response={200: PlanOut, 404: Problem}, summary="One plan")
def plan(request: HttpRequest, plan_id: Id) -> dict[str, Any]:
    """One plan, without its seats."""
    return _plan(_found(plan_id))


@router.get(
    "/plans/{plan_id}/seats", response={200: PlannedSeatsOut, 404: Problem}, summary="The seats of a plan"
)
def seats(request: HttpRequest, plan_id: Id, page: Query[Page], mine: bool = False) -> dict[str, Any]:
    """Every seat with whoever takes it, by day; only mine where asked so."""
    rows = _found(plan_id).seats.select_related("post", "member").order_by("from_on", "post__code", "seat")
    if mine:
        rows = rows.filter(member=member_of(request))
    return {"count": rows.count(), "items": [_seat(row) for row in rows[page.part]]}


@router.get(
    "/plans/{plan_id}/seats/{seat_id}/why-not",
    response={200: WhyNotOut, 404: Problem},
    summary="Why I do not have a seat",
)
def why_not(request: HttpRequest, plan_id: Id, seat_id: Id) -> dict[str, Any]:
    """As things stood when the plan was made."""
    return vars(reports.standing_of(_found_seat(plan_id, seat_id), member_of(request)))


@router.get(
    "/plans/{plan_id}/seats/{seat_id}/what-if",
    response={200: WhatIfOut, 404: Problem},
    summary="What if I took a seat",
)
def what_if(request: HttpRequest, plan_id: Id, seat_id: Id) -> dict[str, Any]:
    """The whole plan is worked out again: some seconds. Nothing is changed."""
    found = reports.what_if_of(_found_seat(plan_id, seat_id), member_of(request))
    return {
        "why_not": found.why_not,
        "stages": [{"name": one.name, "now": one.now, "then": one.then} for one in found.stages],
        "moved": [
            {
                "seat": one.seat.pk,
                "post": one.seat.post.code,
                "from_on": one.seat.from_on,
                "before": one.before.number if one.before is not None else None,
                "after": one.after.number if one.after is not None else None,
            }
            for one in found.moved
        ],
    }


@router.post(
    "/plans/{plan_id}/seen",
    response={200: SeenOut, 404: Problem, 409: Problem},
    summary="I have seen what changed of mine",
)
def seen(request: HttpRequest, plan_id: Id) -> dict[str, Any]:
    """How many seats were noted; a second time none."""
    return {
        "seen": acknowledge_plan(plan_id=_found(plan_id).pk, actor=member_of(request), now=timezone.now())
    }


def _found(plan_id: int) -> Plan:
    found = reports.plans().filter(pk=plan_id).first()
    if found is None:
        raise Http404
    return found


def _found_seat(plan_id: int, seat_id: int) -> PlannedSeat:
    found = reports.seat_of(plan_id, seat_id)
    if found is None:
        raise Http404
    return found


def _plan(row: Plan) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "from_on": row.from_on,
        "until_on": row.until_on,
        "seed": row.seed,
        "seed_act": row.seed_act,
        "input_hash": row.input_hash,
        "engine": row.engine,
        "stages": row.stages,
        "proof": plan_words.proof_said(row.stages),
        "seats": getattr(row, "seats_count", 0),
        "empty": getattr(row, "empty_count", 0),
        "made_by": row.made_by.number if row.made_by is not None else None,
        "made_at": row.made_at,
        "motion": row.motion_id,
        "adopted_at": row.adopted_at,
        "replaces": row.replaces_id,
    }


def _seat(row: PlannedSeat) -> dict[str, Any]:
    return {
        "id": row.pk,
        "post": row.post.code,
        "seat": row.seat,
        "from_on": row.from_on,
        "until_on": row.until_on,
        "member": row.member.number if row.member is not None else None,
        "name": row.member.name if row.member is not None else None,
        "why": plan_words.why_picked(row.because),
        "because": row.because,
    }
