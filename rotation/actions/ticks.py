"""Ticking the lines of a duty's check-list."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from members.models import Cooperative, Member
from record.actions import one_act_at_a_time
from record.rules import Refused, refuse_if
from rotation.actions.duties import OF_A_DAY, finish_duty, is_of
from rotation.models import Duty, Tick
from rotation.rules.ticking import is_all_ticked, why_not_done, why_not_tick


@one_act_at_a_time
def tick_step(*, duty_id: int, step: int, done: bool, actor: Member, now: datetime) -> Duty:
    """Tick one line of a check-list, or take the tick back. The last tick says that the duty is done.

    A turn whose list is all ticked before its day is done by saying so on the day. The same again changes nothing.
    """
    duty = Duty.objects.select_for_update(no_key=True).get(pk=duty_id)

    if not is_of(duty, actor, now):
        raise Refused(_("This duty is somebody else's."))
    if done and duty.done_at is not None and 0 <= step < len(duty.steps):
        return duty
    refuse_if(
        why_not_tick(
            step=step,
            steps=len(duty.steps),
            is_done=duty.done_at is not None,
            is_cancelled=duty.cancelled_at is not None,
            is_missed=duty.missed_at is not None,
        )
    )

    if not done:
        Tick.objects.filter(duty=duty, step=step).delete()
        return duty
    Tick.objects.get_or_create(duty=duty, step=step, defaults={"by": actor, "at": now})
    ticked = Tick.objects.filter(duty=duty).values_list("step", flat=True)
    today = Cooperative.objects.founded().day_of(now)
    waits = why_not_done(
        is_of_a_day=duty.kind in OF_A_DAY,
        due_on=duty.due_on,
        is_missed=False,
        is_cancelled=False,
        today=today,
    )
    if is_all_ticked(list(ticked), steps=len(duty.steps)) and waits is None:
        return finish_duty(duty_id=duty.pk, actor=actor, now=now)
    return duty
