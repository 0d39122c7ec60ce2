"""Telling turns at the table as the plan that holds gives them, and seating whoever has one on its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_noop

from assemblies.house_rules import in_force
from assemblies.models import Assembly, AssemblyKind, AssemblyState
from assemblies.reports.powers import who_may
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from rotation.actions.passing import end_swaps_of, locked_turns, pass_turns, seat_at_table
from rotation.house_rules import PUBLISHING
from rotation.models import Cover, Duty, DutyKind, Plan, PlanKind, PlannedSeat, PostTerms
from rotation.reports.problem import current_plan
from rotation.reports.table import open_turns
from rotation.rules.publishing import Planned, Told, Written, what_changes
from rotation.rules.weekly import steps_of


def turns_to_publish(*, on: date) -> Written:
    """What the plan that holds says otherwise than was told, for the coming weeks (our rule's). Some five questions.

    A plan changes nothing of the day on which it was adopted: that table sits already.
    """
    plan = current_plan(PlanKind.WHEEL)
    first = on
    if plan is not None and plan.adopted_at is not None:
        first = max(on, Cooperative.objects.here().day_of(plan.adopted_at) + timedelta(days=1))
    until = on + timedelta(weeks=in_force(PUBLISHING, on=on).weeks)
    weekly = Assembly.objects.filter(
        kind=AssemblyKind.WEEKLY, starts_on__gte=on, starts_on__lte=until
    ).values_list("starts_on", "pk", "state")
    cancelled = {day for day, _pk, state in weekly if state == AssemblyState.CANCELLED}
    convoked = {day: pk for day, pk, state in weekly if state != AssemblyState.CANCELLED}
    planned = PlannedSeat.objects.filter(plan=plan, from_on__gte=first, from_on__lte=until)
    seats = [
        Planned(id=pk, place=(post, seat, day), member=member)
        for pk, post, seat, day, member in planned.exclude(from_on__in=cancelled).values_list(
            "pk", "post_id", "seat", "from_on", "member_id"
        )
    ]
    told = [
        Told(
            id=row.pk,
            place=(row.post_id or 0, row.seat or 0, row.due_on),
            member=row.member_id or 0,
            planned=row.planned_id or 0,
            planned_for=row.planned.member_id if row.planned is not None else None,
            assembly=row.assembly_id,
            is_over=row.done_at is not None or row.missed_at is not None,
        )
        for row in open_turns(on=on).filter(due_on__lte=until).select_related("planned")
    ]
    # A turn once called off is not told again from the same line of the plan.
    told_once = set(
        Duty.objects.filter(kind=DutyKind.TURN, planned__in=[seat.id for seat in seats]).values_list(
            "planned_id", flat=True
        )
    )
    return what_changes(
        seats,
        told,
        told_once={pk for pk in told_once if pk is not None},
        covered=(max(plan.from_on, first), plan.until_on) if plan is not None else None,
        cancelled_days=cancelled,
        assemblies=convoked,
    )


@one_act_at_a_time
def publish_turns(*, now: datetime) -> Written:
    """Tell what the plan says otherwise than was told: only that changes, and only those touched are told.

    A turn that was swapped or covered stays with whoever took it, unless the new plan gives it to a third.
    Doing it again changes nothing.
    """
    today = Cooperative.objects.founded().day_of(now)
    plan = current_plan(PlanKind.WHEEL)
    found = turns_to_publish(on=today)
    turns = locked_turns([*found.called_off, *found.passed, *found.replanned, *found.assemblies])

    if not found:
        return found

    for pk in found.called_off:
        _call_off(turns[pk], now=now)
    for pk, seat_id in found.replanned.items():
        Duty.objects.filter(pk=pk).update(planned=seat_id)
    for pk, assembly_id in found.assemblies.items():
        Duty.objects.filter(pk=pk).update(assembly=assembly_id)
    fresh = locked_turns(found.passed)
    people = Member.objects.in_bulk(found.passed.values())
    _pass_on([(fresh[pk], people[who]) for pk, who in found.passed.items()], now=now)
    if plan is not None:
        _write(found, plan=plan, now=now)

    if found.says_something:
        record(
            verb="rotation.turns.published",
            subject=plan if plan is not None else "rotation.plan:0",
            actor=None,
            now=now,
            facts={
                "told": len(found.new),
                "changed": sorted(found.passed),
                "called_off": sorted(found.called_off),
            },
            because=plan.motion if plan is not None and plan.motion is not None else "",
        )
    return found


def _write(found: Written, *, plan: Plan, now: datetime) -> None:
    today = Cooperative.objects.founded().day_of(now)
    seats = PlannedSeat.objects.filter(pk__in=[seat.id for seat in found.new]).select_related("post")
    assembly_of = {seat.id: seat.assembly for seat in found.new}
    lines = dict(PostTerms.objects.in_force(on=today).values_list("post_id", "duties"))
    for seat in seats:
        duty = Duty.objects.create(
            kind=DutyKind.TURN,
            title=seat.post.name,
            steps=steps_of(lines.get(seat.post_id, [])),
            seat=seat.seat,
            planned=seat,
            post=seat.post,
            member_id=seat.member_id,
            motion=plan.motion,
            assembly_id=assembly_of[seat.pk],
            key=f"turn:{seat.pk}",
            from_on=today,
            due_on=seat.from_on,
        )
        tell_turn(duty, now=now)


def _pass_on(changes: list[tuple[Duty, Member]], *, now: datetime) -> None:
    before = {duty.pk: duty.member_id for duty, _who in changes}
    pass_turns(changes, now=now)
    for duty, _who in changes:
        _tell_lost(duty, before[duty.pk], now=now)
        tell_turn(duty, now=now)


def _call_off(duty: Duty, *, now: datetime) -> None:
    duty.cancelled_at, duty.sequence = now, duty.sequence + 1
    duty.save(update_fields=["cancelled_at", "sequence"])
    Cover.objects.filter(duty=duty, ended_at__isnull=True).update(ended_at=now)
    end_swaps_of([duty.pk], now=now)
    _tell_lost(duty, duty.member_id, now=now)


def tell_turn(duty: Duty, *, now: datetime) -> None:
    """Tell somebody that a turn is theirs."""
    tell(
        member_ids=[duty.member_id] if duty.member_id else [],
        key=f"turn:{duty.pk}:{duty.sequence}",
        text_id=gettext_noop("You have a turn at the table: %(what)s, on %(day)s."),
        values={"what": duty.title, "day": duty.due_on.isoformat()},
        link="/duties/",
        now=now,
    )


def _tell_lost(duty: Duty, member_id: int | None, *, now: datetime) -> None:
    tell(
        member_ids=[member_id] if member_id else [],
        key=f"turn-gone:{duty.pk}:{duty.sequence}",
        text_id=gettext_noop("Your turn is not yours any more, the plan changed: %(what)s, on %(day)s."),
        values={"what": duty.title, "day": duty.due_on.isoformat()},
        link="/duties/",
        now=now,
    )


@one_act_at_a_time
def seat_turn(*, duty_id: int, now: datetime) -> Duty | None:
    """On the day of the assembly, seat whoever has the turn. None where there is nothing to do, as the second time."""
    duty = locked_turns([duty_id])[duty_id]
    today = Cooperative.objects.founded().day_of(now)

    if duty.mandate_id is not None or duty.cancelled_at is not None or duty.due_on != today:
        return None

    seat_at_table(duty, now=now)
    return duty


def warn_of_turn(*, duty_id: int, why_not: str, now: datetime) -> None:
    """Tell whoever convokes, once, that somebody could not be seated on the day of their turn, and why."""
    duty = Duty.objects.select_related("member").get(pk=duty_id)
    tell(
        member_ids=who_may("assemblies.convoke", now=now),
        key=f"turn-unseated:{duty.pk}:{duty.sequence}",
        text_id=gettext_noop("Nobody is seated for %(what)s, on %(day)s: %(why)s"),
        values={"what": duty.title, "day": duty.due_on.isoformat(), "why": why_not},
        link="/posts/",
        now=now,
    )
