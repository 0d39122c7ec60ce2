"""The register of members and the cards of those who need one, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from members import reports
from members.actions import enter_absence, make_cards, set_share_of_time, take_back_absence
from members.actions.register import KEEP_REGISTER
from members.gate import member_of
from members.models import Absence, AbsenceKind, Cooperative, Member, ShareOfTime
from members.rules import MOST_HOURS
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


class ShareOut(Schema):
    """From a day on, so many hours of so many in a whole week."""

    part: int
    whole: int
    from_on: date


class MemberWithPast(MemberOut):
    """`shares_of_time`: the latest first, those still to come too; none where they work whole weeks."""

    periods: list[PeriodOut]
    shares_of_time: list[ShareOut]


class MemberList(Schema):
    count: int
    items: list[MemberOut]


class ShareIn(Schema):
    """So many hours of so many in a whole week, from a day on."""

    part: Annotated[int, Field(ge=1, le=MOST_HOURS)]
    whole: Annotated[int, Field(ge=1, le=MOST_HOURS)]
    from_on: date


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


class AbsenceIn(Schema):
    """Days away: from the first until the day one is back. Kind and reason may be left out."""

    from_on: date
    until_on: date
    kind: AbsenceKind = AbsenceKind.PERSONAL
    reason: Annotated[str, Field(max_length=200)] = ""


class AbsenceOut(Schema):
    """Days away of somebody. Kind and reason only for themselves and whoever keeps the register."""

    id: int
    member: int
    name: str
    from_on: date
    until_on: date
    kind: str | None
    reason: str | None


class AbsencesOut(Schema):
    count: int
    items: list[AbsenceOut]


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
        "shares_of_time": [_share(share) for share in person.shares],
    }


@router.post(
    "/members/{number}/share-of-time",
    response={201: ShareOut, 404: Problem, 409: Problem},
    summary="Write down somebody's share of time",
)
def share_of_time(request: HttpRequest, number: Number, hours: ShareIn) -> Status[dict[str, Any]]:
    """By whoever keeps the register, and not for themselves. The same again is the same."""
    share = set_share_of_time(
        member_id=get_object_or_404(Member, number=number).pk,
        part=hours.part,
        whole=hours.whole,
        from_on=hours.from_on,
        actor=member_of(request),
        now=timezone.now(),
    )
    return Status(201, _share(share))


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


@router.get("/me/absences", response=AbsencesOut, summary="My days away")
def my_absences(request: HttpRequest) -> dict[str, Any]:
    """Those that are not over and not taken back."""
    me = member_of(request)
    items = [_absence(each.absence, shows_why=True) for each in reports.absences_of(me, on=_today())]
    return {"count": len(items), "items": items}


@router.post("/me/absences", response={201: AbsenceOut, 409: Problem}, summary="Say that I am away")
def be_away(request: HttpRequest, days: AbsenceIn) -> Status[dict[str, Any]]:
    """The same days again are the same absence."""
    return Status(201, _enter(request, member_of(request), days))


@router.post(
    "/members/{number}/absences",
    response={201: AbsenceOut, 404: Problem, 409: Problem},
    summary="Say that somebody is away",
)
def somebody_is_away(request: HttpRequest, number: Number, days: AbsenceIn) -> Status[dict[str, Any]]:
    """By whoever keeps the register, or by oneself."""
    return Status(201, _enter(request, get_object_or_404(Member, number=number), days))


@router.post(
    "/absences/{int:absence_id}/take-back",
    response={200: AbsenceOut, 404: Problem, 409: Problem},
    summary="Take days away back",
)
def take_back(request: HttpRequest, absence_id: int) -> dict[str, Any]:
    """By whose they are, or by whoever keeps the register."""
    me = member_of(request)
    absence = take_back_absence(absence_id=absence_id, actor=me, now=timezone.now())
    return _absence(absence, shows_why=True)


@router.get("/absences", response={200: AbsencesOut, 403: Problem}, summary="Who is away")
def absences(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """Now and in the eight weeks to come, for those who plan turns, chair, or keep the register."""
    powers = member_of(request).get_all_permissions(timezone.now())
    if not powers & reports.READ_ABSENCES:
        raise PermissionDenied
    rows = reports.away(on=_today())
    keeps = KEEP_REGISTER in powers
    return {
        "count": len(rows),
        "items": [_absence(row.absence, shows_why=keeps) for row in rows[page.part]],
    }


def _enter(request: HttpRequest, whose: Member, days: AbsenceIn) -> dict[str, Any]:
    absence = enter_absence(
        member_id=whose.pk,
        from_on=days.from_on,
        until_on=days.until_on,
        kind=days.kind,
        reason=days.reason,
        actor=member_of(request),
        now=timezone.now(),
    )
    return _absence(absence, shows_why=True)


def _absence(absence: Absence, *, shows_why: bool) -> dict[str, Any]:
    return {
        "id": absence.pk,
        "member": absence.member.number,
        "name": absence.member.name,
        "from_on": absence.from_on,
        "until_on": absence.until_on,
        "kind": absence.kind if shows_why else None,
        "reason": absence.reason if shows_why else None,
    }


def _share(share: ShareOfTime) -> dict[str, Any]:
    return {"part": share.part, "whole": share.whole, "from_on": share.from_on}


def _today() -> date:
    return Cooperative.objects.here().day_of(timezone.now())


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
