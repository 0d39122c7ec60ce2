"""Tasks that decisions left: who carries them out now, and which of them were not done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from assemblies.carrying_out import Task
from assemblies.house_rules import stored_in_force
from assemblies.models import Contest
from members.models import Cooperative, Member
from rotation.house_rules import DAYS_TO_CARRY_OUT
from rotation.models import Duty, DutyKind, Mandate, Post, PostTerms


@dataclass(frozen=True, kw_only=True)
class Carrying:
    """The post that would carry something out, whether the reader holds it, and the days our rules give."""

    post: Post
    is_readers: bool
    stored_days: Any
    """As stored (`as_typed`)."""


KEY = "duty:"
"""What the key of a task on an agenda begins with; then comes the primary key of the duty."""


def key_of(duty: Duty) -> str:
    return f"{KEY}{duty.pk}"


def tasks(duties: QuerySet[Duty], *, now: datetime) -> list[Task]:
    """These duties of decisions, by their day, as everybody sees them. Two questions."""
    coop = Cooperative.objects.here()
    today = coop.day_of(now)
    contests = Contest.objects.filter(motion=OuterRef("motion"))
    rows = list(
        duties.annotate(
            is_contested=Exists(contests.filter(settled_at__isnull=True)),
            is_void=Exists(contests.filter(upheld=True)),
        )
        .select_related("post", "member", "done_by", "motion")
        .only(
            "title",
            "due_on",
            "done_at",
            "cancelled_at",
            "post__name",
            "member__name",
            "done_by__name",
            "motion__number",
        )
        .order_by("due_on", "pk")
    )
    held: dict[int, list[str]] = {}
    if rows:
        now_held = Mandate.objects.at(now, day=today).filter(post__in={row.post_id for row in rows})
        for post_id, name in now_held.order_by("seat", "pk").values_list("post_id", "member__name"):
            held.setdefault(post_id, []).append(name)
    return [
        Task(
            key=key_of(row),
            motion_id=row.motion.pk,
            motion_number=row.motion.number,
            what=row.title,
            post=row.post.name if row.post is not None else "",
            holders=tuple([row.member.name] if row.member is not None else held.get(row.post_id or 0, [])),
            due_on=row.due_on,
            done_on=coop.day_of(row.done_at) if row.done_at is not None else None,
            done_by=row.done_by.name if row.done_by is not None else "",
            is_late=row.done_at is None and row.due_on < today,
            is_contested=getattr(row, "is_contested", False),
            is_void=row.cancelled_at is not None or getattr(row, "is_void", False),
        )
        for row in rows
        if row.motion is not None
    ]


def of_motions(motion_ids: Iterable[int]) -> QuerySet[Duty]:
    return Duty.objects.filter(kind=DutyKind.TASK, motion__in=list(motion_ids))


def called(keys: Iterable[str]) -> QuerySet[Duty]:
    """The duties that these keys of agenda items name."""
    numbers = [key.removeprefix(KEY) for key in keys if key.startswith(KEY)]
    return Duty.objects.filter(pk__in=[int(n) for n in numbers if n.isascii() and n.isdigit()])


def overdue(*, today: date) -> QuerySet[Duty]:
    """Tasks of decisions whose day has passed and that nobody has done, unless the decision is contested."""
    against = Contest.objects.filter(motion=OuterRef("motion"))
    return Duty.objects.filter(
        ~Exists(against.filter(Q(settled_at__isnull=True) | Q(upheld=True))),
        kind=DutyKind.TASK,
        motion__isnull=False,
        done_at__isnull=True,
        cancelled_at__isnull=True,
        due_on__lt=today,
    )


def holders_of(post_id: int, *, now: datetime) -> list[int]:
    """Who holds a post now, by primary key."""
    day = Cooperative.objects.founded().day_of(now)
    held = Mandate.objects.at(now, day=day).filter(post_id=post_id)
    return list(held.order_by("seat", "pk").values_list("member_id", flat=True))


def post_named(code: str, *, reader: Member | None, now: datetime) -> Carrying | None:
    """The post that a proposal names by its code. One question."""
    day = Cooperative.objects.here().day_of(now)
    held = Mandate.objects.at(now, day=day).filter(post=OuterRef("pk"))
    row = (
        Post.objects.filter(code=code)
        .annotate(days=stored_in_force(DAYS_TO_CARRY_OUT, on=day), is_mine=Exists(held.filter(member=reader)))
        .first()
    )
    if row is None:
        return None
    return Carrying(post=row, is_readers=row.is_mine, stored_days=row.days)


def post_with(power: str, *, reader: Member | None = None, now: datetime) -> Carrying | None:
    """The post that carries a power: one that somebody holds before one that is empty, the oldest first.

    Seats at the table of an assembly last a day, and carry nothing out. One question.
    """
    day = Cooperative.objects.here().day_of(now)
    held = Mandate.objects.at(now, day=day).filter(post=OuterRef("post"))
    terms = (
        PostTerms.objects.in_force(on=day)
        .filter(on_wheel=False)
        .select_related("post")
        .annotate(
            days=stored_in_force(DAYS_TO_CARRY_OUT, on=day),
            is_held=Exists(held),
            is_mine=Exists(held.filter(member=reader)),
        )
    )
    able: list[Any] = [row for row in terms if power in row.powers]
    if not able:
        return None
    first = min(able, key=lambda row: (not row.is_held, row.post_id))
    return Carrying(post=first.post, is_readers=first.is_mine, stored_days=first.days)
