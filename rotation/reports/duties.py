"""My duties: what is mine this week and next, and the posts I hold with their end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from assemblies.house_rules import WEEKLY, as_typed, stored_in_force
from assemblies.models import Contest
from members.models import Cooperative, Member
from rotation.models import Cover, CoverOffer, Duty, DutyKind, Mandate, PostTerms, Tick


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of a check-list: its place from 0, its words, whether it is ticked."""

    nth: int
    words: str
    is_ticked: bool


@dataclass(frozen=True, kw_only=True)
class DutyLine:
    """One duty as its page shows it. A turn has its hour, its place and what the seat does (`purpose`)."""

    id: int
    title: str
    post: str
    due_on: date
    is_done: bool
    is_overdue: bool
    motion_id: int | None
    is_contested: bool
    """Somebody contests the decision it comes from, and nobody has settled that yet."""
    kind: str = DutyKind.TASK
    today: bool = False
    starts_at: datetime | None = None
    place: str = ""
    purpose: str = ""
    steps: tuple[Step, ...] = ()
    cover: int | None = None
    """Where a stand-in is looked for: which cover, and how many have the question before them."""
    asked: int = 0
    has_seat: bool = False

    @property
    def is_turn(self) -> bool:
        return self.kind == DutyKind.TURN

    @property
    def is_make_up(self) -> bool:
        return self.kind == DutyKind.MAKE_UP

    @property
    def can_be_done(self) -> bool:
        """Not before its day, where it has one."""
        return not (self.is_turn or self.is_make_up) or self.today or self.is_overdue


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A post I hold: until when, what it lets me do, and what made it so."""

    mandate: Mandate
    powers: list[str]
    days_left: int

    @property
    def ends_soon(self) -> bool:
        return self.days_left <= 14


@dataclass(frozen=True, kw_only=True)
class MyDuties:
    """What is mine: posts with their end, and duties of this week, next week, and overdue."""

    today: date
    holdings: list[Holding]
    overdue: list[DutyLine]
    this_week: list[DutyLine]
    next_week: list[DutyLine]
    later: list[DutyLine] = field(default_factory=list)
    """Turns told for the weeks after."""

    @property
    def open_count(self) -> int:
        return sum(1 for line in (*self.overdue, *self.this_week) if not line.is_done)

    @property
    def next_turn(self) -> DutyLine | None:
        """My next turn at the table of these two weeks, if I have one."""
        return next(
            (line for line in (*self.this_week, *self.next_week) if line.is_turn and not line.is_done), None
        )


def duties_of(member: Member, *, now: datetime, with_steps: bool = False) -> MyDuties:
    """Everything a member has to do, by name or by a post held now; weeks begin on Monday.

    Two questions; with the ticks of check-lists, three.
    """
    coop = Cooperative.objects.here()
    today = coop.day_of(now)
    monday = today - timedelta(days=today.weekday())
    terms = PostTerms.objects.in_force(on=today).filter(post=OuterRef("post"))
    held = list(
        Mandate.objects.at(now, day=today)
        .filter(member=member)
        .annotate(powers=Subquery(terms.values("powers")[:1]))
        .select_related("post", "motion")
        .order_by("until_on")
    )
    rows = (
        Duty.objects.filter(Q(member=member) | Q(member__isnull=True, post__in=[m.post_id for m in held]))
        .filter(from_on__lt=monday + timedelta(days=14))
        .filter(
            Q(done_at__isnull=True) | Q(due_on__gte=monday), cancelled_at__isnull=True, missed_at__isnull=True
        )
        .select_related("post", "assembly")
        .annotate(
            is_contested=Exists(Contest.objects.filter(motion=OuterRef("motion"), settled_at__isnull=True)),
            purpose=Subquery(terms.values("purpose")[:1]),
            weekly=stored_in_force(WEEKLY, on=today),
            **_looking_for_a_stand_in(),
        )
    )
    found = list(rows)
    ticked = ticks_of([duty.pk for duty in found if duty.steps]) if with_steps else {}
    lines = [_line(duty, ticked=ticked.get(duty.pk, ()), coop=coop, today=today) for duty in found]
    next_monday = monday + timedelta(days=7)
    far = [line for line in lines if line.is_turn and line.due_on >= monday + timedelta(days=14)]
    lines = [line for line in lines if line not in far]
    return MyDuties(
        today=today,
        holdings=[
            Holding(
                mandate=mandate,
                powers=list(getattr(mandate, "powers", None) or []),
                days_left=(mandate.until_on - today).days,
            )
            for mandate in held
        ],
        overdue=[line for line in lines if line.is_overdue],
        this_week=[line for line in lines if not line.is_overdue and line.due_on < next_monday],
        next_week=[line for line in lines if not line.is_overdue and line.due_on >= next_monday],
        later=far,
    )


def _looking_for_a_stand_in() -> dict[str, Any]:
    """The cover under way of each duty, and how many have its question before them."""
    open_covers = Cover.objects.filter(duty=OuterRef("pk"), ended_at__isnull=True)
    waiting = CoverOffer.objects.filter(
        cover__duty=OuterRef("pk"), cover__ended_at__isnull=True, declined_at__isnull=True
    )
    counted = waiting.order_by().values("cover__duty").annotate(n=Count("pk")).values("n")
    return {"cover": Subquery(open_covers.values("pk")[:1]), "asked": Subquery(counted)}


def ticks_of(duty_ids: Collection[int]) -> dict[int, set[int]]:
    """The lines ticked of each of these check-lists. One question; none where there are none."""
    found: dict[int, set[int]] = {}
    if duty_ids:
        for duty_id, step in Tick.objects.filter(duty__in=duty_ids).values_list("duty_id", "step"):
            found.setdefault(duty_id, set()).add(step)
    return found


def _line(duty: Any, *, ticked: Collection[int], coop: Cooperative, today: date) -> DutyLine:
    starts_at, place = None, ""
    if duty.kind in (DutyKind.TURN, DutyKind.MAKE_UP):
        starts_at, place = hour_of(duty, weekly=duty.weekly, coop=coop)
    return DutyLine(
        id=duty.pk,
        title=duty.title,
        post=duty.post.name if duty.post else "",
        due_on=duty.due_on,
        is_done=duty.done_at is not None,
        is_overdue=duty.done_at is None and duty.due_on < today,
        motion_id=duty.motion_id,
        is_contested=duty.is_contested,
        kind=duty.kind,
        today=duty.due_on == today,
        starts_at=starts_at,
        place=place,
        purpose=(duty.purpose or "") if starts_at is not None else "",
        steps=tuple(
            Step(nth=nth, words=str(words), is_ticked=nth in ticked) for nth, words in enumerate(duty.steps)
        ),
        cover=duty.cover,
        asked=duty.asked or 0,
        has_seat=duty.seat is not None,
    )


def hour_of(duty: Duty, *, weekly: Any, coop: Cooperative) -> tuple[datetime, str]:
    """When and where a turn is: as its assembly was convoked, or as our rule says (`weekly`, stored)."""
    if duty.assembly is not None:
        return duty.assembly.starts_at, duty.assembly.place
    rule = as_typed(WEEKLY, weekly)
    return datetime.combine(duty.due_on, rule.starts, tzinfo=coop.zone), rule.place
