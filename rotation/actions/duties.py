"""Writing down what somebody has to do, and saying that it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from assemblies.models import Assembly, Motion
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, fingerprint, refuse_if
from rotation.models import Duty, DutyKind, Mandate
from rotation.rules.ticking import why_not_done

OF_A_DAY = (DutyKind.TURN, DutyKind.MAKE_UP)
"""Duties that are done on their day, not before."""


@one_act_at_a_time
def write_duty(
    *,
    title: str,
    key: str,
    from_on: date,
    due_on: date,
    post_id: int | None = None,
    member_id: int | None = None,
    motion: Motion | None = None,
    assembly: Assembly | None = None,
    steps: Sequence[str] = (),
    kind: str = DutyKind.TASK,
    actor: Member | None = None,
    now: datetime,
) -> Duty:
    """A duty of a post (whoever holds it) or of a member, with its check-list. The same key again is the same duty."""
    duty, is_new = Duty.objects.get_or_create(
        key=key,
        defaults={
            "title": title[:200],
            "steps": list(steps),
            "kind": kind,
            "from_on": from_on,
            "due_on": due_on,
            "post_id": post_id,
            "member_id": member_id,
            "motion": motion,
            "assembly": assembly,
        },
    )
    if is_new:
        record(
            verb="rotation.duty.written",
            subject=duty,
            actor=actor,
            now=now,
            facts={"title": fingerprint(duty.title), "due": due_on.isoformat()},
            because=motion or "",
        )
    return duty


@one_act_at_a_time
def finish_duty(*, duty_id: int, actor: Member, now: datetime) -> Duty:
    """Say that a duty is done: only whose it is, a turn from its day on. Saying it again changes nothing."""
    duty = Duty.objects.select_for_update(no_key=True).get(pk=duty_id)

    if duty.done_at is not None:
        return duty
    if not is_of(duty, actor, now):
        raise Refused(_("This duty is somebody else's."))
    refuse_if(
        why_not_done(
            is_of_a_day=duty.kind in OF_A_DAY,
            due_on=duty.due_on,
            is_missed=duty.missed_at is not None,
            is_cancelled=duty.cancelled_at is not None,
            today=Cooperative.objects.founded().day_of(now),
        )
    )

    duty.done_at, duty.done_by = now, actor
    duty.save(update_fields=["done_at", "done_by"])

    record(verb="rotation.duty.done", subject=duty, actor=actor, now=now, because=duty.motion or "")
    return duty


def is_of(duty: Duty, member: Member, now: datetime) -> bool:
    """Whether a duty is a member's: by name, or by a post they hold now."""
    if duty.member_id is not None:
        return duty.member_id == member.pk
    day = Cooperative.objects.founded().day_of(now)
    return Mandate.objects.at(now, day=day).filter(post=duty.post, member=member).exists()
