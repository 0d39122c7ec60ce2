"""What stands in a calendar: a member's duties, turns and terms, and who is next; or everybody's, for the wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from assemblies.house_rules import WEEKLY, in_force
from assemblies.models import Assembly, AssemblyState
from members.models import Cooperative, Member
from rotation.models import CalendarFeed, Duty, DutyKind, Mandate, PlanKind, PlannedSeat
from rotation.reports.problem import current_plan

BACK = timedelta(days=60)
AHEAD = timedelta(days=400)
"""What a calendar is told: so far back and so far ahead."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry of a calendar. `uid` is the same each time it is read, `sequence` grows when who or when changes.

    Whole days where `starts_at` is None: [from_on, until_on).
    """

    uid: str
    sequence: int
    title: str
    from_on: date
    until_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    link: str = ""
    is_tentative: bool = False
    is_cancelled: bool = False


def feed_with(secret_hash: str) -> CalendarFeed | None:
    """The address with that hash, while it runs. One question."""
    return (
        CalendarFeed.objects.select_related("member").filter(secret_hash=secret_hash, ended_at=None).first()
    )


def events_of(member: Member | None, *, now: datetime) -> list[Event]:
    """What a member's calendar shows, or without a member the wall's: every post and every turn. Five questions."""
    today = Cooperative.objects.here().day_of(now)
    found = [
        *_assemblies(today),
        *_duties(member, today),
        *_terms(member, today),
        *_next(member, today),
    ]
    return sorted(found, key=lambda event: (event.from_on, event.uid))


def _assemblies(today: date) -> Iterator[Event]:
    for assembly in Assembly.objects.filter(starts_on__gte=today - BACK).order_by("starts_on", "pk"):
        yield Event(
            uid=f"assembly-{assembly.pk}",
            sequence=int(assembly.state == AssemblyState.CANCELLED),
            title=_("Assembly %(number)s") % {"number": assembly.number},
            from_on=assembly.starts_on,
            until_on=assembly.starts_on + timedelta(days=1),
            starts_at=assembly.starts_at,
            ends_at=assembly.ends_at,
            place=assembly.place,
            link=f"/assemblies/{assembly.pk}/",
            is_cancelled=assembly.state == AssemblyState.CANCELLED,
        )


def _duties(member: Member | None, today: date) -> Iterator[Event]:
    """Turns with the hours of the weekly assembly; other duties on the day they are due."""
    coop, weekly = Cooperative.objects.here(), in_force(WEEKLY, on=today)
    rows = Duty.objects.filter(due_on__gte=today - BACK, due_on__lt=today + AHEAD).select_related(
        "post", "member"
    )
    if member is None:
        rows = rows.filter(kind__in=(DutyKind.TURN, DutyKind.MAKE_UP))
    else:
        held = Mandate.objects.on(today).filter(member=member).values("post")
        rows = rows.filter(Q(member=member) | Q(member=None, post__in=held))
    for duty in rows.order_by("due_on", "pk"):
        is_turn = duty.kind == DutyKind.TURN
        who = f": {duty.member.name}" if member is None and duty.member is not None else ""
        starts = datetime.combine(duty.due_on, weekly.starts, tzinfo=coop.zone) if is_turn else None
        ends = datetime.combine(duty.due_on, weekly.ends, tzinfo=coop.zone) if is_turn else None
        if starts is not None and ends is not None and ends <= starts:
            ends += timedelta(days=1)
        yield Event(
            uid=f"duty-{duty.pk}",
            sequence=duty.sequence,
            title=(duty.post.name if is_turn and duty.post is not None else duty.title) + who,
            from_on=duty.due_on,
            until_on=duty.due_on + timedelta(days=1),
            starts_at=starts,
            ends_at=ends,
            place=weekly.place if is_turn else "",
            link="/duties/",
            is_cancelled=duty.cancelled_at is not None,
        )


def _terms(member: Member | None, today: date) -> Iterator[Event]:
    """The day a term begins and the day it ends. One that ended early says so."""
    rows = Mandate.objects.filter(until_on__gt=today - BACK, from_on__lt=today + AHEAD).select_related(
        "post", "member"
    )
    if member is not None:
        rows = rows.filter(member=member)
    for mandate in rows.order_by("from_on", "pk"):
        if mandate.until_on - mandate.from_on <= timedelta(days=1):
            continue  # a turn of one day is among the duties
        said = {"post": mandate.post.name, "name": mandate.member.name}
        ends = mandate.ended_on or mandate.until_on
        mine = member is not None
        for part, day, title in (
            (
                "begins",
                mandate.from_on,
                _("You begin in %(post)s") if mine else _("%(name)s begins in %(post)s"),
            ),
            (
                "ends",
                ends,
                _("Your term in %(post)s ends") if mine else _("%(name)s: the term in %(post)s ends"),
            ),
        ):
            if today - BACK <= day < today + AHEAD:
                yield Event(
                    uid=f"mandate-{mandate.pk}-{part}",
                    sequence=int(mandate.ended_on is not None),
                    title=title % said,
                    from_on=day,
                    until_on=day + timedelta(days=1),
                    link=f"/posts/{mandate.post.code}/",
                )


def _next(member: Member | None, today: date) -> Iterator[Event]:
    """Whom the plan that holds would give a seat to next: only likely, until the mandate or the turn is written."""
    plans = [plan.pk for kind in PlanKind.values if (plan := current_plan(kind)) is not None]
    rows = PlannedSeat.objects.filter(
        plan__in=plans, member__isnull=False, from_on__gt=today, from_on__lt=today + AHEAD, duties=None
    ).select_related("post", "member")
    if member is not None:
        rows = rows.filter(member=member)
    written = set(Mandate.objects.filter(from_on__gt=today).values_list("post", "seat", "from_on"))
    for row in rows.order_by("from_on", "pk"):
        if (row.post_id, row.seat, row.from_on) in written or row.member is None:
            continue
        said = {"post": row.post.name, "name": row.member.name}
        title = _("You are next in %(post)s") if member is not None else _("%(name)s is next in %(post)s")
        yield Event(
            uid=f"seat-{row.post.code}-{row.seat}-{row.from_on.isoformat()}",
            sequence=row.plan_id,
            title=title % said,
            from_on=row.from_on,
            until_on=row.from_on + timedelta(days=1),
            link=f"/posts/{row.post.code}/",
            is_tentative=True,
        )
