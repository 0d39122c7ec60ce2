"""Turns that may change hands: who asks me to stand in, which swaps wait, and who sits at the table when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from assemblies.house_rules import WEEKLY, stored_in_force
from members.models import Cooperative, Member
from rotation.models import CoverOffer, Duty, DutyKind, Swap, SwapLeg
from rotation.reports.duties import hour_of

BEHIND = timedelta(days=28)
"""How long after its day it is still written on the page of turns that nobody came."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Somebody cannot come, and I am asked."""

    cover: int
    name: str
    title: str
    due_on: date
    starts_at: datetime
    place: str
    reason: str


def offers_to(member: Member, *, now: datetime) -> list[Offer]:
    """What I am asked to stand in for, and have not said no to. One question."""
    coop = Cooperative.objects.here()
    today = coop.day_of(now)
    rows = (
        CoverOffer.objects.filter(
            member=member,
            declined_at__isnull=True,
            cover__ended_at__isnull=True,
            cover__duty__due_on__gte=today,
        )
        .select_related("cover__duty__assembly", "cover__asked_by")
        .annotate(weekly=stored_in_force(WEEKLY, on=today))
        .order_by("cover__duty__due_on", "pk")
    )
    return [_offer(row, weekly=row.weekly, coop=coop) for row in rows]


def _offer(row: CoverOffer, *, weekly: Any, coop: Cooperative) -> Offer:
    duty = row.cover.duty
    starts_at, place = hour_of(duty, weekly=weekly, coop=coop)
    return Offer(
        cover=row.cover_id,
        name=row.cover.asked_by.name,
        title=duty.title,
        due_on=duty.due_on,
        starts_at=starts_at,
        place=place,
        reason=row.cover.reason,
    )


@dataclass(frozen=True, kw_only=True)
class SwapTurn:
    """One turn of a swap: whose it is, whose it would be, and whether they agreed."""

    duty: int
    title: str
    due_on: date
    giver: Member
    taker: Member
    agreed: bool


@dataclass(frozen=True, kw_only=True)
class SwapLine:
    """A swap under way in which I am."""

    id: int
    proposed_by: int
    is_mine: bool
    """I proposed it."""
    waits_for_me: bool
    turns: tuple[SwapTurn, ...]

    @property
    def waits_for(self) -> list[str]:
        return [turn.giver.name for turn in self.turns if not turn.agreed]


def swaps_of(member: Member, *, now: datetime) -> list[SwapLine]:
    """The swaps under way in which a member is, the oldest first. One question."""
    mine = Swap.objects.filter(ended_at__isnull=True, legs__giver=member)
    today = Cooperative.objects.here().day_of(now)
    return _swaps(SwapLeg.objects.filter(swap__in=mine.values("pk")), member, today=today)


def swap_line(swap_id: int, member: Member) -> SwapLine | None:
    """One swap as those in it see it; None for anybody else."""
    found = _swaps(SwapLeg.objects.filter(swap=swap_id), member, today=date.min)
    return next((one for one in found if any(turn.giver == member for turn in one.turns)), None)


def _swaps(rows: QuerySet[SwapLeg], member: Member, *, today: date) -> list[SwapLine]:
    legs: dict[int, list[SwapLeg]] = {}
    for row in rows.select_related("swap", "duty", "giver", "taker").order_by("swap", "pk"):
        legs.setdefault(row.swap_id, []).append(row)
    return [
        SwapLine(
            id=pk,
            proposed_by=own[0].swap.proposed_by_id,
            is_mine=own[0].swap.proposed_by_id == member.pk,
            waits_for_me=any(leg.giver_id == member.pk and leg.agreed_at is None for leg in own),
            turns=tuple(
                SwapTurn(
                    duty=leg.duty_id,
                    title=leg.duty.title,
                    due_on=leg.duty.due_on,
                    giver=leg.giver,
                    taker=leg.taker,
                    agreed=leg.agreed_at is not None,
                )
                for leg in own
            ),
        )
        for pk, own in legs.items()
        if all(leg.duty.due_on >= today for leg in own)
    ]


@dataclass(frozen=True, kw_only=True)
class TableTurn:
    """One seat at the table on a day. `looks`: a stand-in is looked for."""

    id: int
    title: str
    seat: int
    due_on: date
    member: Member
    looks: bool
    is_done: bool
    is_missed: bool
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class TableDay:
    """Who sits at the table on a day."""

    day: date
    turns: tuple[TableTurn, ...]


def turns_told(*, from_on: date) -> QuerySet[Duty]:
    """Every turn from a day on that was told and stands, by day and seat."""
    rows = Duty.objects.filter(kind=DutyKind.TURN, cancelled_at__isnull=True, due_on__gte=from_on)
    return rows.select_related("post", "member").order_by("due_on", "title", "seat", "pk")


def table_turn(duty: Duty, *, today: date, looks: bool = False) -> TableTurn:
    """A turn as everybody sees it."""
    assert duty.member is not None  # noqa: S101 - a turn has its person: the database says so
    return TableTurn(
        id=duty.pk,
        title=duty.title,
        seat=duty.seat or 0,
        due_on=duty.due_on,
        member=duty.member,
        looks=looks,
        is_done=duty.done_at is not None,
        is_missed=duty.missed_at is not None,
        is_over=duty.due_on < today,
    )


def days_of(turns: Iterable[TableTurn]) -> list[TableDay]:
    """Turns by their day, in order."""
    found: dict[date, list[TableTurn]] = {}
    for turn in turns:
        found.setdefault(turn.due_on, []).append(turn)
    return [TableDay(day=day, turns=tuple(own)) for day, own in found.items()]


def table_of_turns(*, now: datetime) -> list[TableTurn]:
    """Everybody's turns to come and of the last weeks. Two questions."""
    today = Cooperative.objects.here().day_of(now)
    rows = list(turns_told(from_on=today - BEHIND))
    looking = set(
        Duty.objects.filter(
            kind=DutyKind.TURN, due_on__gte=today, covers__isnull=False, covers__ended_at__isnull=True
        ).values_list("pk", flat=True)
    )
    return [table_turn(row, today=today, looks=row.pk in looking) for row in rows]
