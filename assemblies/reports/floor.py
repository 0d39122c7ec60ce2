"""Who speaks, who waits, and which item we are at: the same for everybody in the hall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from assemblies.house_rules import SPEAKING_MINUTES, SPEAKING_ORDER, in_force
from assemblies.models import AgendaItem, Assembly, FloorRequest, Guest, Presence
from assemblies.rules.chairing import Point, point_now
from assemblies.rules.floor import Turn, speaking_list, time_left, time_spoken, who_speaks
from members.models import Member
from record.models import Act
from record.shared import shared

ITEM_BEGUN = "assemblies.item.begun"


@dataclass(frozen=True, kw_only=True)
class Speaking:
    """One who speaks or waits. `spoken` is what they have spoken in this assembly; `place` counts from 1."""

    turn_id: int
    member_id: int | None
    """None for a guest, who has no number either."""
    guest_id: int | None
    number: int | None
    name: str
    capacity: str
    """As what a guest speaks; empty for one of us."""
    is_point_of_order: bool
    asked_at: datetime
    started_at: datetime | None
    spoken: timedelta
    place: int = 0

    @property
    def named(self) -> str:
        """Their name, and as what they speak where they are a guest."""
        return f"{self.name} ({self.capacity})" if self.capacity else self.name

    @property
    def minutes_spoken(self) -> int:
        """Whole minutes begun."""
        return -(-self.spoken // timedelta(minutes=1))


@dataclass(frozen=True, kw_only=True)
class Floor:
    """The floor of an assembly at a moment. `seconds_left` is None without a limit, negative once it is over."""

    speaker: Speaking | None
    line: tuple[Speaking, ...]
    minutes: int
    seconds_left: int | None

    @property
    def clock(self) -> str:
        """What is left of a turn as a clock shows it: "2:41", and below nothing "−0:12"."""
        return clock_of(self.seconds_left)

    @property
    def version(self) -> str:
        """What is shown, in short: another one where somebody asked, began or ended."""
        speaker = 0 if self.speaker is None else self.speaker.turn_id
        return "-".join(str(number) for number in (speaker, *(each.turn_id for each in self.line)))

    def place_of(self, member_id: int) -> Speaking | None:
        """Where a member stands in the line; None where they do not wait."""
        return next((each for each in self.line if each.member_id == member_id), None)


@dataclass(frozen=True, kw_only=True)
class GuestHere:
    """A guest who was let in. `place` in the line counts from 1; 0 where they do not wait."""

    guest: Guest
    place: int
    speaks: bool


def with_guests(assembly_id: int) -> tuple[Assembly | None, list[Guest]]:
    """An assembly with the guests who are in it, as they came, in one question; None where there is none."""
    rows = list(
        Assembly.objects.filter(pk=assembly_id)
        .annotate(here=FilteredRelation("guests", condition=Q(guests__left_at=None)))
        .annotate(guest_pk=F("here__pk"), guest_name=F("here__name"), as_what=F("here__capacity"))
        .order_by("here__arrived_at", "here__pk")
    )
    guests: list[Guest] = []
    for row in rows:
        pk, name, capacity = (getattr(row, told) for told in ("guest_pk", "guest_name", "as_what"))
        if pk is not None:
            guests.append(Guest(pk=pk, assembly_id=row.pk, name=name, capacity=capacity))
    return (rows[0] if rows else None), guests


def guests_in_line(guests: Iterable[Guest], floor: Floor) -> list[GuestHere]:
    """Guests with where each stands in the line."""
    places = {turn.guest_id: turn.place for turn in floor.line}
    return [
        GuestHere(
            guest=guest,
            place=places.get(guest.pk, 0),
            speaks=floor.speaker is not None and floor.speaker.guest_id == guest.pk,
        )
        for guest in guests
    ]


def clock_of(seconds: int | None) -> str:
    """Minutes and seconds; empty for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'−' if seconds < 0 else ''}{minutes}:{rest:02}"


def whose(row: FloorRequest) -> Member | Guest:
    """Who has a turn: one of us or a guest. The database lets it be nobody else's."""
    who = row.member or row.guest
    if who is None:
        raise ValueError(f"turn {row.pk} is nobody's")
    return who


def turns_of(assembly: Assembly) -> list[tuple[FloorRequest, Turn]]:
    """Every turn of an assembly as the rules know it, in one question. A guest is here until they left."""
    stays = Presence.objects.filter(assembly=OuterRef("assembly"), member=OuterRef("member"), left_at=None)
    rows = FloorRequest.objects.filter(assembly=assembly).select_related("member", "guest")
    return [
        (
            row,
            Turn(
                turn_id=row.pk,
                member_id=row.member_id,
                guest_id=row.guest_id,
                kind=row.kind,
                asked_at=row.asked_at,
                started_at=row.started_at,
                ended_at=row.ended_at,
                is_here=row.is_here if row.guest is None else row.guest.left_at is None,
            ),
        )
        for row in rows.annotate(is_here=Exists(stays))
    ]


def floor_of(assembly: Assembly, *, now: datetime) -> Floor:
    """Who speaks and who waits in an assembly, worked out once a second for the whole hall."""
    return shared(("floor", assembly.pk), lambda: _floor(assembly, now))


def _floor(assembly: Assembly, now: datetime) -> Floor:
    day = assembly.starts_on
    order, minutes = in_force(SPEAKING_ORDER, on=day), in_force(SPEAKING_MINUTES, on=day)
    return floor_by(assembly, order=order, minutes=minutes, now=now)


def floor_by(assembly: Assembly, *, order: str, minutes: int, now: datetime) -> Floor:
    """The floor where the rules about it are known already: one question."""
    rows = turns_of(assembly)
    named = {turn.turn_id: whose(row) for row, turn in rows}
    turns = [turn for _row, turn in rows]
    spoken = time_spoken(turns, now=now)

    def said(turn: Turn, place: int = 0) -> Speaking:
        who = named[turn.turn_id]
        return Speaking(
            turn_id=turn.turn_id,
            member_id=turn.member_id,
            guest_id=turn.guest_id,
            number=who.number if isinstance(who, Member) else None,
            name=who.name,
            capacity=who.capacity if isinstance(who, Guest) else "",
            is_point_of_order=turn.kind == "order",
            asked_at=turn.asked_at,
            started_at=turn.started_at,
            spoken=spoken.get(turn.who, timedelta(0)),
            place=place,
        )

    speaker = who_speaks(turns)
    left = None
    if speaker is not None and speaker.started_at is not None:
        left = time_left(started_at=speaker.started_at, minutes=minutes, now=now)
    return Floor(
        speaker=None if speaker is None else said(speaker),
        line=tuple(
            said(turn, place)
            for place, turn in enumerate(speaking_list(turns, order=order, now=now), start=1)
        ),
        minutes=minutes,
        seconds_left=None if left is None else left // timedelta(seconds=1),
    )


def points_of(assembly: Assembly, items: list[AgendaItem] | None = None) -> list[Point]:
    """The agenda as whoever chairs goes through it, in two questions.

    When an item was begun stands in the record, like everything else that the chair does.
    """
    if items is None:
        items = list(assembly.items.select_related("motion").order_by("position"))
    begun: dict[int, datetime] = {}
    subject = f"{Assembly._meta.label_lower}:{assembly.pk}"
    for facts, at in Act.objects.filter(subject=subject, verb=ITEM_BEGUN).values_list("facts", "at"):
        begun[facts["item"]] = at
    return [
        Point(
            item_id=item.pk,
            title=item.title,
            motion_id=item.motion_id,
            motion_state="" if item.motion is None else item.motion.state,
            amends_id=None if item.motion is None else item.motion.amends_id,
            begun_at=begun.get(item.pk),
            vote_opened_at=None if item.motion is None else item.motion.opened_at,
            is_carried_over=item.carried_over,
            minutes=item.minutes,
        )
        for item in items
    ]


def item_now(assembly: Assembly) -> int | None:
    """The item we are at; None before the first one begins."""
    point = point_now(points_of(assembly))
    return None if point is None else point.item_id
