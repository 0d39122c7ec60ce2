"""The register of members and the cards of those who need one, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from members import reports
from members.actions import make_cards
from members.gate import member_of
from members.models import Cooperative, Member
from record.paging import Page

router = Router(tags=["members"])

Number = Annotated[int, Field(ge=1, lt=2**31)]


class Problem(Schema):
    detail: str


class MemberOut(Schema):
    """One of us. Phones and cards are in no list."""

    number: int
    name: str
    sector: str | None
    standing: str | None


class PeriodOut(Schema):
    standing: str
    from_on: date
    until_on: date | None


class MemberWithPast(MemberOut):
    periods: list[PeriodOut]


class MemberList(Schema):
    count: int
    items: list[MemberOut]


class CardsIn(Schema):
    """Whose cards to make: by member number, or a whole sector by its code."""

    numbers: Annotated[list[Number], Field(max_length=2000)] = []
    sector: Annotated[str, Field(max_length=40, pattern="^[A-Za-z0-9_-]*$")] = ""


class CardOut(Schema):
    """A card to print. Its address is in this answer and nowhere else."""

    number: int
    name: str
    address: str
    lapses_at: datetime


class CardsOut(Schema):
    count: int
    items: list[CardOut]


@router.get("/members", response=MemberList, summary="Who we are, by number")
def members(request: HttpRequest, page: Query[Page], q: str = "", sector: str = "") -> dict[str, Any]:
    """Found by name or number (`q`), or in one sector by its code."""
    today = Cooperative.objects.here().day_of(timezone.now())
    people = reports.register(on=today, words=_holdable(q), sector=_holdable(sector))
    return {
        "count": people.count(),
        "items": [_member(each, standing=getattr(each, "standing_now", None)) for each in people[page.part]],
    }


@router.get(
    "/members/{number}", response={200: MemberWithPast, 404: Problem}, summary="One member, and since when"
)
def one_member(request: HttpRequest, number: Number) -> dict[str, Any]:
    found = get_object_or_404(Member.objects.select_related("sector"), number=number)
    person = reports.person(found, on=Cooperative.objects.here().day_of(timezone.now()))
    return {
        **_member(found, standing=person.current.standing if person.current else None),
        "periods": [
            {"standing": period.standing, "from_on": period.from_on, "until_on": period.until_on}
            for period in person.periods
        ],
    }


@router.post("/cards", response={201: CardsOut, 409: Problem}, summary="Make sign-in cards")
def cards(request: HttpRequest, response: HttpResponse, whose: CardsIn) -> Status[dict[str, Any]]:
    """By whoever issues cards. Every call makes new ones: earlier ones that were not used are void."""
    now = timezone.now()
    asked = {"sector__code": whose.sector} if whose.sector else {"number__in": whose.numbers}
    people = Member.objects.here(on=Cooperative.objects.here().day_of(now)).filter(**asked)
    made = make_cards(member_ids=list(people.values_list("pk", flat=True)), actor=member_of(request), now=now)
    response["Cache-Control"] = "private, no-store"
    site = request.build_absolute_uri("/")[:-1]
    items = [
        {
            "number": card.member.number,
            "name": card.member.name,
            "address": f"{site}/card/{card.secret}/",
            "lapses_at": card.lapses_at,
        }
        for card in made
    ]
    return Status(201, {"count": len(items), "items": items})


def _member(member: Member, *, standing: str | None) -> dict[str, Any]:
    return {
        "number": member.number,
        "name": member.name,
        "sector": member.sector.name if member.sector else None,
        "standing": standing,
    }


def _holdable(words: str) -> str:
    """What was asked for, without halves of characters, which no database can look for."""
    return words.encode("utf-8", "ignore").decode()
