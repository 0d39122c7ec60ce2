"""What happens about posts without anyone asking: this week's duties are written, and ends are announced."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_noop

from assemblies.actions.agenda import next_agenda
from members.actions import tell
from members.models import Cooperative, Member, Standing
from record.rules import Refused
from rotation.actions import end_mandates_of, grant_from_practice, open_handover, warn_of_handover, write_duty
from rotation.actions.covers import warn_of_cover
from rotation.actions.decided import bring_back_undone
from rotation.actions.looking_further import look_further
from rotation.actions.publishing import publish_turns, seat_turn, turns_to_publish, warn_of_turn
from rotation.actions.swaps import lapse_swap
from rotation.models import Duty, DutyKind, Mandate, PostTerms
from rotation.plan_clock import carry_plans, kinds_without_a_plan, plans_to_look_further, propose_first_plan
from rotation.reports.decided import key_of, overdue
from rotation.reports.handing_over import handovers_to_warn_of, mandates_to_hand_over
from rotation.reports.skills import learnt_by_practice
from rotation.reports.table import covers_to_warn_of, swaps_to_lapse, turns_to_seat
from rotation.rules.weekly import legible

log = logging.getLogger(__name__)

NOTICE_DAYS = 14


@shared_task(name="rotation.tasks.sweep")
def sweep() -> None:
    """Once a minute: everything due, each thing on its own."""
    now = timezone.now()
    if Cooperative.objects.current() is None:
        return
    write_this_week(now)
    announce_ends(now)
    bring_back_tasks(now)
    end_what_those_who_left_hold(now)
    hand_over(now)
    learn_by_practice(now)
    carry_plans(now)
    turn_the_wheel(now)
    for plan_id in plans_to_look_further(now):
        look_for_better.delay(plan_id)
    for kind in kinds_without_a_plan(on=Cooperative.objects.founded().day_of(now)):
        propose_plan.delay(kind)


@shared_task(name="rotation.tasks.propose_plan")
def propose_plan(kind: str) -> None:
    """The first plan of a kind, proposed by itself: some seconds. There is only ever one first."""
    propose_first_plan(kind, timezone.now())


@shared_task(name="rotation.tasks.look_for_better")
def look_for_better(plan_id: int) -> None:
    """Let the optional solver look for a better plan than this one: some minutes, told step by step."""
    look_further(plan_id=plan_id, clock=timezone.now)


def bring_back_tasks(now: datetime) -> int:
    """What decisions left undone goes on the next weekly agenda, each task once; it is due again a minute later."""
    weekly = next_agenda(now=now)
    if weekly is None:
        return 0
    there = set(weekly.items.exclude(key="").values_list("key", flat=True))
    brought = 0
    for duty in overdue(today=Cooperative.objects.founded().day_of(now)):
        if key_of(duty) in there:
            continue
        try:
            brought += bring_back_undone(duty_id=duty.pk, assembly_id=weekly.pk, now=now) is not None
        except Refused as refusal:
            log.warning("could not bring back duty %s: %s", duty.pk, refusal.sentence)
        except Exception:
            log.exception("could not bring back duty %s", duty.pk)
    return brought


def end_what_those_who_left_hold(now: datetime) -> int:
    """Mandates of those whose day to leave has come since they were written down as leaving."""
    today = Cooperative.objects.founded().day_of(now)
    gone = Member.objects.standing(Standing.LEFT, on=today)
    held = Mandate.objects.filter(ended_at__isnull=True, until_on__gt=today, member__in=gone.values("pk"))
    ended = 0
    for member_id in sorted(set(held.values_list("member_id", flat=True))):
        try:
            ended += len(end_mandates_of(member_id=member_id, actor=None, now=now))
        except Exception:
            log.exception("could not end the mandates of member %s", member_id)
    return ended


def write_this_week(now: datetime) -> int:
    """The duties of each held post for this week, once: the key names the week. Those of a turn are in the turn."""
    today = Cooperative.objects.founded().day_of(now)
    monday = today - timedelta(days=today.weekday())
    held = set(Mandate.objects.at(now, day=today).values_list("post_id", flat=True))
    known = set(Duty.objects.filter(from_on=monday, key__startswith="week:").values_list("key", flat=True))
    written = 0
    for terms in PostTerms.objects.in_force(on=today).filter(post__in=held, on_wheel=False):
        for nth, duty in legible(terms.duties):
            key = f"week:{monday}:{terms.post_id}:{nth}"
            if key not in known:
                write_duty(
                    title=duty.title,
                    steps=duty.steps,
                    kind=DutyKind.WEEKLY,
                    key=key,
                    from_on=monday,
                    due_on=monday + timedelta(days=6),
                    post_id=terms.post_id,
                    now=now,
                )
                written += 1
    return written


def announce_ends(now: datetime) -> None:
    """Tell whoever's term ends within two weeks, once for each mandate."""
    today = Cooperative.objects.founded().day_of(now)
    soon = Mandate.objects.at(now, day=today).filter(
        until_on__lte=today + timedelta(days=NOTICE_DAYS), from_on__lte=today - timedelta(days=NOTICE_DAYS)
    )
    for mandate in soon.select_related("post"):
        tell(
            member_ids=[mandate.member_id],
            key=f"term-ends:{mandate.pk}",
            text_id=gettext_noop("Your term in %(post)s ends on %(day)s."),
            values={"post": mandate.post.name, "day": mandate.until_on.isoformat()},
            link="/duties/",
            now=now,
        )


def hand_over(now: datetime) -> None:
    """Begin the handovers whose days of overlap have come, and warn of those whose day came unsigned."""
    today = Cooperative.objects.founded().day_of(now)
    for incoming_id in mandates_to_hand_over(on=today):
        open_handover(incoming_id=incoming_id, now=now)
    for handover_id in handovers_to_warn_of(on=today):
        warn_of_handover(handover_id=handover_id, now=now)


def learn_by_practice(now: datetime) -> int:
    """Whoever held a post to its end knows how to do what it asks for; each is written once."""
    today = Cooperative.objects.founded().day_of(now)
    granted = 0
    for mandate_id, skill_id in learnt_by_practice(on=today):
        granted += grant_from_practice(mandate_id=mandate_id, skill_id=skill_id, now=now) is not None
    return granted


def turn_the_wheel(now: datetime) -> None:
    """Tell turns, seat those of today, look after those who cannot come, and end swaps that came too late."""
    today = Cooperative.objects.founded().day_of(now)
    if turns_to_publish(on=today):
        try:
            publish_turns(now=now)
        except Exception:
            log.exception("could not publish turns")
    for duty_id in turns_to_seat(on=today):
        try:
            seat_turn(duty_id=duty_id, now=now)
        except Refused as refusal:
            warn_of_turn(duty_id=duty_id, why_not=refusal.sentence, now=now)
        except Exception:
            log.exception("could not seat turn %s", duty_id)
    for cover_id in covers_to_warn_of(on=today):
        warn_of_cover(cover_id=cover_id, now=now)
    for swap_id in swaps_to_lapse(on=today):
        lapse_swap(swap_id=swap_id, now=now)
