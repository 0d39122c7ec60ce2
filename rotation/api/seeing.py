"""Who is in office and how often, what each of us carried, and which posts few of us know, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema

from members.models import Cooperative, Member
from record.paging import Page
from rotation.reports.burden import burden_page
from rotation.reports.concentration import Concentrated, concentration
from rotation.reports.in_office import ordered, power_page
from rotation.reports.trained import trained_page

router = Router(tags=["rotation"])


class InOfficeOut(Schema):
    """One of us over the months of the house rule. `weight` is points a month, exact, as a fraction."""

    number: int
    name: str
    sector: str
    days: int
    posts: list[str]
    now: list[str]
    row_since: date | None
    row_terms: int
    months: list[int]
    weight: str
    ever: bool


class InOfficeListOut(Schema):
    from_on: date
    items: list[InOfficeOut]
    count: int


class ConcentrationOut(Schema):
    """How much few of us carry, and what we agreed on. `share` is exact, as a fraction."""

    people: int
    of: int
    share: str
    percent: int
    carried_half: int
    at_once: int
    in_row: int
    is_known: bool
    is_over: bool
    agreed_months: int
    agreed_percent: int
    agreed_at_once: int
    agreed_in_row_months: int


class PartOut(Schema):
    days: int
    months: str
    weight: str
    value: str


class LineOut(Schema):
    """One past term: what it weighs now, exact, and year by year."""

    mandate: int
    post: str
    from_on: date
    until_on: date
    points: int
    motion: int | None
    draw: int | None
    value: str
    parts: list[PartOut]


class BurdenOut(Schema):
    """What turns are levelled by: `load` = (the sum of the lines + `missing` × `middle`) / `share`. All exact."""

    number: int
    load: str
    carried: str
    share: str
    here: str
    missing: str
    middle: str
    place: int
    of: int
    lines: list[LineOut]


class LearnerOut(Schema):
    number: int
    name: str
    wished: bool
    never_held: bool


class RunsOutOut(Schema):
    number: int
    skill: str
    until_on: date


class TrainedOut(Schema):
    post: str
    trained: list[int]
    wanted: int
    is_short: bool
    next_on: date | None
    runs_out: list[RunsOutOut]
    learners: list[LearnerOut]


class TrainedListOut(Schema):
    items: list[TrainedOut]
    count: int


@router.get("/power", response=InOfficeListOut, summary="Who is in office, for how long and how often")
def power(
    request: HttpRequest,
    page: Query[Page],
    sort: Literal["days", "weight", "posts", "row", "name", "number"] = "days",
    sector: str = "",
    who: Literal["", "now", "never"] = "",
) -> dict[str, Any]:
    """All of us with a vote today; of one sector, in office now or never yet, where asked for."""
    found = power_page(on=_today())
    rows = ordered(found.people, by=sort, sector=sector, who=who)
    return {
        "from_on": found.from_on,
        "count": len(rows),
        "items": [
            {
                **{name: getattr(one, name) for name in ("number", "name", "sector", "days", "ever")},
                "posts": list(one.posts),
                "now": list(one.now),
                "row_since": one.row.since if one.row else None,
                "row_terms": one.row.terms if one.row else 0,
                "months": list(one.months),
                "weight": str(one.weight),
            }
            for one in rows[page.part]
        ],
    }


@router.get("/power/concentration", response=ConcentrationOut, summary="How much few of us carry")
def few(request: HttpRequest) -> dict[str, Any]:
    """Beside what we agreed on; over it, everybody reads so on the first page."""
    found: Concentrated = concentration(on=_today())
    return {
        "people": found.top.people,
        "of": found.top.of,
        "share": str(found.top.share),
        "percent": found.top.percent,
        "carried_half": found.few,
        **{name: getattr(found, name) for name in ("at_once", "in_row", "is_known", "is_over")},
        **{f"agreed_{name}": value for name, value in vars(found.rule).items()},
    }


@router.get("/members/{number}/burden", response=BurdenOut, summary="What one of us carried, line by line")
def burden(request: HttpRequest, number: int) -> Any:
    """Everything that the figure is made of; nothing is found for whoever no plan asks."""
    member = get_object_or_404(Member, number=min(number, 2**31 - 1))
    page = burden_page(member, on=_today()).posts
    if page is None:
        return {
            **dict.fromkeys(("load", "carried", "share", "here", "missing", "middle"), "0"),
            "number": member.number,
            "place": 0,
            "of": 0,
            "lines": [],
        }
    return {
        "number": member.number,
        **{
            name: str(getattr(page.burden, name))
            for name in ("load", "carried", "share", "here", "missing", "middle")
        },
        "place": page.place,
        "of": page.of,
        "lines": [
            {
                "mandate": one.mandate.pk,
                "post": one.mandate.post.code,
                "from_on": one.line.term.from_on,
                "until_on": one.line.term.until_on,
                "points": one.line.term.points,
                "motion": one.mandate.motion_id,
                "draw": one.mandate.draw_id,
                "value": str(one.line.value),
                "parts": [
                    {
                        "days": part.days,
                        "months": str(part.months),
                        "weight": str(part.weight),
                        "value": str(part.value),
                    }
                    for part in one.line.parts
                ],
            }
            for one in page.lines
        ],
    }


@router.get("/power/trained", response=TrainedListOut, summary="Which posts few of us know")
def trained(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """Every post, those that fewest know first; who could learn those that too few know."""
    found = trained_page(on=_today())
    return {
        "count": len(found.lines),
        "items": [
            {
                "post": line.terms.post.code,
                "trained": [one.number for one in line.trained],
                "wanted": found.wanted,
                "is_short": line.is_short,
                "next_on": line.next_on,
                "runs_out": [
                    {"number": one.member.number, "skill": one.skill, "until_on": one.until_on}
                    for one in line.runs_out
                ],
                "learners": [
                    {
                        "number": one.member.number,
                        "name": one.member.name,
                        "wished": one.wished,
                        "never_held": one.never_held,
                    }
                    for one in line.learners
                ],
            }
            for line in found.lines[page.part]
        ],
    }


def _today() -> date:
    return Cooperative.objects.here().day_of(timezone.now())
