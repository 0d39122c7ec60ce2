"""A vote rehearsed: it counts for nothing, leaves no ballot, and shows whose phone works."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from assemblies.models import Motion, MotionState
from assemblies.reports.rehearsal import ENDED, OPENED, key_of, rehearsal_under_way, who_rehearses
from assemblies.rules.states import why_not_rehearse
from members.actions import tell
from members.models import Member, Notice
from record.actions import one_act_at_a_time, record
from record.rules import refuse_if


@one_act_at_a_time
def open_rehearsal(*, motion_id: int, actor: Member, now: datetime) -> int:
    """Ask those who could vote on a motion to try one tap; answers how many. A second tap asks nobody again.

    They are told as of anything else: no roll is frozen and no ballot exists.
    """
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)

    refuse_if(
        why_not_rehearse(
            is_waiting=motion.state == MotionState.ON_AGENDA and motion.assembly_id is not None,
            actor=actor,
            now=now,
        )
    )
    people = who_rehearses(motion, now=now)
    if rehearsal_under_way(motion) is not None:
        return len(people)

    act = record(
        verb=OPENED,
        subject=motion,
        actor=actor,
        now=now,
        facts={"motion": motion.number, "asked": len(people)},
    )
    tell(
        member_ids=people,
        key=key_of(motion, act.seq),
        text_id=gettext_noop("Rehearsal of a vote: try your phone with one tap. It counts for nothing."),
        values={},
        link=f"/motions/{motion.pk}/rehearsal/try/",
        now=now,
    )
    return len(people)


def try_rehearsal(*, motion_id: int, actor: Member, now: datetime) -> bool:
    """Write down that a member's phone arrived; what they tapped is kept nowhere. False where none is under way.

    Not an act: a hall taps at once.
    """
    motion = Motion.objects.get(pk=motion_id)
    seq = rehearsal_under_way(motion)
    if seq is None:
        return False
    mine = Notice.objects.filter(member=actor, key=key_of(motion, seq))
    return bool(mine.update(values={"tried": True}, read_at=now))


@one_act_at_a_time
def end_rehearsal(*, motion_id: int, actor: Member, now: datetime) -> None:
    """End it, and take its notice off everybody's page. The record keeps how many were asked and how many tried."""
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)

    refuse_if(why_not_rehearse(is_waiting=True, actor=actor, now=now))
    seq = rehearsal_under_way(motion)
    if seq is None:
        return

    notices = Notice.objects.filter(key=key_of(motion, seq))
    tried = notices.filter(values__tried=True).count()
    facts = {"motion": motion.number, "asked": notices.count(), "tried": tried}
    notices.filter(read_at=None).update(read_at=now)

    record(verb=ENDED, subject=motion, actor=actor, now=now, facts=facts)
