"""Posts, mandates and duties as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from members.gate import member_of
from members.models import Cooperative
from record.paging import Page
from rotation.api.learning import router as learning
from rotation.api.plans import router as plans
from rotation.api.seeing import router as seeing
from rotation.api.turns import router as turns
from rotation.models import Mandate
from rotation.reports import duties_of, holders, who_holds_what

router = Router(tags=["rotation"])


class MandateOut(Schema):
    """Who holds a seat, from when until when, and by which motion, draw or founding."""

    id: int
    post: str
    seat: int
    member: int
    name: str
    from_on: date
    until_on: date
    ended_on: date | None
    source: str
    motion: int | None


class SeatOut(Schema):
    seat: int
    mandate: MandateOut | None


class PostOut(Schema):
    code: str
    name: str
    sector: str | None
    purpose: str
    term_months: int
    filled: str
    powers: list[str]
    seats: list[SeatOut]


class PostsOut(Schema):
    items: list[PostOut]
    count: int


class MandatesOut(Schema):
    items: list[MandateOut]
    count: int


class StepOut(Schema):
    nth: int
    words: str
    is_ticked: bool


class DutyOut(Schema):
    """A turn (`kind`) has its hour and its place. `cover`: the stand-in that is looked for."""

    id: int
    kind: str
    title: str
    post: str
    due_on: date
    is_done: bool
    is_overdue: bool
    motion_id: int | None
    starts_at: datetime | None
    place: str
    steps: list[StepOut]
    cover: int | None


class DutiesOut(Schema):
    this_week: list[DutyOut]
    next_week: list[DutyOut]
    later: list[DutyOut]
    overdue: list[DutyOut]


def mandate_out(mandate: Mandate) -> dict[str, Any]:
    """A mandate as the API says it."""
    source = "founding" if mandate.from_founding else "draw" if mandate.draw_id else "motion"
    return {
        "id": mandate.pk,
        "post": mandate.post.code,
        "seat": mandate.seat,
        "member": mandate.member.number,
        "name": mandate.member.name,
        "from_on": mandate.from_on,
        "until_on": mandate.until_on,
        "ended_on": mandate.ended_on,
        "source": source,
        "motion": mandate.motion_id,
    }


@router.get("/posts", response=PostsOut, summary="Every post, with its seats today")
def posts(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """Every post with its seats today."""
    today = _today()
    lines = who_holds_what(on=today)
    return {
        "count": len(lines),
        "items": [
            {
                "code": line.post.code,
                "name": line.post.name,
                "sector": line.post.sector.name if line.post.sector else None,
                "purpose": line.terms.purpose,
                "term_months": line.terms.term_months,
                "filled": line.terms.filled,
                "powers": line.terms.powers,
                "seats": [
                    {"seat": seat.number, "mandate": mandate_out(seat.mandate) if seat.mandate else None}
                    for seat in line.seats
                ],
            }
            for line in lines[page.part]
        ],
    }


@router.get("/mandates", response=MandatesOut, summary="Who holds what on a day")
def mandates(request: HttpRequest, page: Query[Page], on: date | None = None) -> dict[str, Any]:
    """Who holds what on a day (today where none is said), and because of which motion."""
    rows = holders(on=on or _today())
    return {
        "count": rows.count(),
        "items": [mandate_out(row) for row in rows[page.part]],
    }


@router.get("/duties", response=DutiesOut, summary="My duties, this week and next")
def duties(request: HttpRequest) -> dict[str, Any]:
    """Mine, this week and next, turns told for later, and what is overdue."""
    mine = duties_of(member_of(request), now=timezone.now(), with_steps=True)
    return {
        "this_week": [vars(line) for line in mine.this_week],
        "next_week": [vars(line) for line in mine.next_week],
        "later": [vars(line) for line in mine.later],
        "overdue": [vars(line) for line in mine.overdue],
    }


def _today() -> date:
    return Cooperative.objects.here().day_of(timezone.now())


router.add_router("", turns)
router.add_router("", seeing)
router.add_router("", learning)
router.add_router("", plans)
