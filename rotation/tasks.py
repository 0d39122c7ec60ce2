"""What happens about posts without anyone asking: this week's duties are written, and ends are announced."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_noop

from assemblies.actions.agenda import next_agenda
from members.actions import tell
from members.models import Cooperative
from record.rules import Refused
from rotation.actions import grant_from_practice, open_handover, warn_of_handover, write_duty
from rotation.actions.decided import bring_back_undone
from rotation.models import Duty, DutyKind, Mandate, PostTerms
from rotation.reports.decided import key_of, overdue
from rotation.reports.handing_over import handovers_to_warn_of, mandates_to_hand_over
from rotation.reports.skills import learnt_by_practice
from rotation.rules.weekly import read_duty

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
    hand_over(now)
    learn_by_practice(now)


def bring_back_tasks(now: datetime) -> int:
    """What decisions left undone goes on the next weekly agenda, each task once; it is due again a minute later."""
    weekly = next_agenda(now=now)
    if weekly is None:
        return 0
    there = set(weekly.items.exclude(key="").values_list("key", flat=True))
    brought = 0
    for duty in overdue(today=Cooperative.objects.get().day_of(now)):
        if key_of(duty) in there:
            continue
        try:
            brought += bring_back_undone(duty_id=duty.pk, assembly_id=weekly.pk, now=now) is not None
        except Refused as refusal:
            log.warning("could not bring back duty %s: %s", duty.pk, refusal.sentence)
        except Exception:
            log.exception("could not bring back duty %s", duty.pk)
    return brought


def write_this_week(now: datetime) -> int:
    """The duties of each held post for this week, once: the key names the week."""
    today = Cooperative.objects.get().day_of(now)
    monday = today - timedelta(days=today.weekday())
    held = set(Mandate.objects.at(now, day=today).values_list("post_id", flat=True))
    known = set(Duty.objects.filter(from_on=monday, key__startswith="week:").values_list("key", flat=True))
    written = 0
    for terms in PostTerms.objects.in_force(on=today).filter(post__in=held):
        for nth, duty in enumerate(map(read_duty, terms.duties)):
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
    today = Cooperative.objects.get().day_of(now)
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
    today = Cooperative.objects.get().day_of(now)
    for incoming_id in mandates_to_hand_over(on=today):
        open_handover(incoming_id=incoming_id, now=now)
    for handover_id in handovers_to_warn_of(on=today):
        warn_of_handover(handover_id=handover_id, now=now)


def learn_by_practice(now: datetime) -> int:
    """Whoever held a post to its end knows how to do what it asks for; each is written once."""
    today = Cooperative.objects.get().day_of(now)
    granted = 0
    for mandate_id, skill_id in learnt_by_practice(on=today):
        granted += grant_from_practice(mandate_id=mandate_id, skill_id=skill_id, now=now) is not None
    return granted
