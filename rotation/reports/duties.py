"""My duties: what is mine this week and next, and the posts I hold with their end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from assemblies.models import Contest
from members.models import Cooperative, Member
from rotation.models import Duty, Mandate, PostTerms


@dataclass(frozen=True, kw_only=True)
class DutyLine:
    """One duty as its page shows it."""

    id: int
    title: str
    post: str
    due_on: date
    is_done: bool
    is_overdue: bool
    motion_id: int | None
    is_contested: bool
    """Somebody contests the decision it comes from, and nobody has settled that yet."""


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

    @property
    def open_count(self) -> int:
        return sum(1 for line in (*self.overdue, *self.this_week) if not line.is_done)


def duties_of(member: Member, *, now: datetime) -> MyDuties:
    """Everything a member has to do, by name or by a post held now; weeks begin on Monday. Two questions."""
    today = Cooperative.objects.here().day_of(now)
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
        .filter(Q(done_at__isnull=True) | Q(due_on__gte=monday))
        .select_related("post")
        .annotate(
            is_contested=Exists(Contest.objects.filter(motion=OuterRef("motion"), settled_at__isnull=True))
        )
    )
    lines = [
        DutyLine(
            id=duty.pk,
            title=duty.title,
            post=duty.post.name if duty.post else "",
            due_on=duty.due_on,
            is_done=duty.done_at is not None,
            is_overdue=duty.done_at is None and duty.due_on < today,
            motion_id=duty.motion_id,
            is_contested=getattr(duty, "is_contested", False),
        )
        for duty in rows
    ]
    next_monday = monday + timedelta(days=7)
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
    )
