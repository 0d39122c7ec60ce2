"""A turn to which nobody came: it is written down, made up on another day, and talked over. It never touches pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.rules.states import CHAIR, may
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if
from rotation.actions.passing import locked_turns, says
from rotation.models import Duty, DutyKind, PlanKind, PlannedSeat
from rotation.reports.problem import assembly_days, current_plan
from rotation.reports.table import slot_at, state_of, table_now
from rotation.rules.decided import ASSIGN
from rotation.rules.terms import months_later
from rotation.rules.turning import Table, why_not_missed, why_not_take

MONTHS_AHEAD = 3
"""How far ahead a day is looked for on which a turn is made up."""


@dataclass(frozen=True, kw_only=True)
class _Day:
    """When a turn could be made up: at a seat that nobody has, or lending a hand at the table."""

    due_on: date
    post_id: int
    seat: int | None = None
    planned_id: int | None = None


@one_act_at_a_time
def write_missed(*, duty_id: int, actor: Member, now: datetime) -> Duty:
    """Write down that nobody came to a turn, once its day is over; another day is proposed to make it up.

    By whoever chairs or hands out duties. Writing it again changes nothing. Nothing in pay reads it.
    """
    today = Cooperative.objects.founded().day_of(now)
    duty = locked_turns([duty_id]).get(duty_id)
    if duty is None:
        raise Refused(_("This is not a turn at the table."))
    may_say = may(actor, CHAIR, now) or may(actor, ASSIGN, now)
    refuse_if(why_not_missed(state_of(duty), today=today, may_say=may_say))
    if duty.missed_at is not None:
        return duty

    duty.missed_at = now
    duty.save(update_fields=["missed_at"])

    record(
        verb="rotation.turn.missed",
        subject=duty,
        actor=actor,
        now=now,
        facts={"post": duty.post.code if duty.post else "", "day": duty.due_on.isoformat()},
    )
    _propose(duty, now=now)
    return duty


@one_act_at_a_time
def take_make_up(*, duty_id: int, actor: Member, now: datetime) -> Duty:
    """Take the free seat that was proposed to make a turn up: it is a turn like any other from then on."""
    duty = _own_make_up(duty_id, actor)
    today = Cooperative.objects.founded().day_of(now)
    if duty.done_at is not None:
        return duty
    if duty.planned is None or duty.seat is None or duty.post is None:
        raise Refused(_("There is no seat to take: come that day, and say afterwards that it is done."))
    if duty.due_on < today:
        raise Refused(_("That day is over. Ask for another one."))
    slot = slot_at(duty.post.code, duty.seat, duty.due_on).key
    table = table_now(on=today)
    if slot in table.holders:
        raise Refused(_("Somebody has that seat by now. Ask for another day."))
    why_not = why_not_take(table, member=actor.number, slot=slot)
    if why_not is not None:
        raise Refused(says(actor.name, why_not))

    turn = Duty.objects.create(
        kind=DutyKind.TURN,
        title=duty.title,
        steps=duty.steps,
        seat=duty.seat,
        planned=duty.planned,
        post=duty.post,
        member=actor,
        motion=duty.planned.plan.motion,
        key=f"make-up-turn:{duty.pk}",
        from_on=today,
        due_on=duty.due_on,
    )
    duty.done_at, duty.done_by = now, actor
    duty.save(update_fields=["done_at", "done_by"])

    record(verb="rotation.make_up.taken", subject=turn, actor=actor, now=now, facts={"turn": slot})
    return duty


@one_act_at_a_time
def move_make_up(*, duty_id: int, actor: Member, now: datetime) -> Duty:
    """Ask for another day to make a turn up: the next one after that."""
    duty = _own_make_up(duty_id, actor)
    if duty.done_at is not None:
        raise Refused(_("It was done."))
    today = Cooperative.objects.founded().day_of(now)
    day = _free_day(duty, after=max(duty.due_on, today), table=table_now(on=today))
    if day is None:
        raise Refused(_("No other day is known yet."))

    duty.due_on, duty.sequence = day.due_on, duty.sequence + 1
    duty.post_id, duty.seat, duty.planned_id = day.post_id, day.seat, day.planned_id
    duty.save(update_fields=["due_on", "sequence", "post", "seat", "planned"])

    record(
        verb="rotation.make_up.moved",
        subject=duty,
        actor=actor,
        now=now,
        facts={"day": day.due_on.isoformat()},
    )
    return duty


def _propose(turn: Duty, *, now: datetime) -> None:
    """Propose when it is made up, where a day can be found, and suggest a talk. The words blame nobody."""
    today = Cooperative.objects.founded().day_of(now)
    day = _free_day(turn, after=today, table=table_now(on=today))
    if day is not None:
        Duty.objects.create(
            kind=DutyKind.MAKE_UP,
            title=turn.title,
            steps=turn.steps,
            repairs=turn,
            member=turn.member,
            post_id=day.post_id,
            seat=day.seat,
            planned_id=day.planned_id,
            key=f"make-up:{turn.pk}",
            from_on=today,
            due_on=day.due_on,
        )
    tell(
        member_ids=[turn.member_id] if turn.member_id else [],
        key=f"turn-missed:{turn.pk}",
        text_id=gettext_noop(
            "Nobody was there for %(what)s on %(day)s. Talk it over with whoever chaired: "
            "perhaps the day did not suit. Another day is proposed to you."
        )
        if day is not None
        else gettext_noop(
            "Nobody was there for %(what)s on %(day)s. Talk it over with whoever chaired: "
            "perhaps the day did not suit."
        ),
        values={"what": turn.title, "day": turn.due_on.isoformat()},
        link="/duties/",
        now=now,
    )


def _free_day(turn: Duty, *, after: date, table: Table) -> _Day | None:
    """The next seat after a day that the plan left empty and they can take; else the next assembly they are free for."""
    number = turn.member.number if turn.member is not None else 0
    plan = current_plan(PlanKind.WHEEL)
    empty = PlannedSeat.objects.filter(plan=plan, member__isnull=True, from_on__gt=after)
    for seat in empty.select_related("post").order_by("from_on", "post__code", "seat"):
        slot = slot_at(seat.post.code, seat.seat, seat.from_on).key
        if slot not in table.holders and why_not_take(table, member=number, slot=slot) is None:
            return _Day(due_on=seat.from_on, post_id=seat.post_id, seat=seat.seat, planned_id=seat.pk)
    person = table.problem.person_of.get(number)
    if person is None:
        return None
    taken = {slot.from_on for slot in table.turns_of.get(number, ())}
    for day in assembly_days(from_on=after, until_on=months_later(after, MONTHS_AHEAD)):
        here = any(span.from_on <= day < span.until_on for span in person.member_spans)
        away = any(span.from_on <= day < span.until_on for span in person.absences)
        if day > after and here and not away and day not in taken:
            return _Day(due_on=day, post_id=turn.post_id or 0)
    return None


def _own_make_up(duty_id: int, actor: Member) -> Duty:
    duty = locked_turns([duty_id]).get(duty_id)
    if duty is None or duty.kind != DutyKind.MAKE_UP or duty.cancelled_at is not None:
        raise Refused(_("There is nothing to make up here."))
    if duty.member_id != actor.pk:
        raise Refused(_("This duty is somebody else's."))
    return duty
