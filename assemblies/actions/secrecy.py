"""Asking that a vote be secret: enough of those present, and it is opened so."""

from __future__ import annotations

from datetime import datetime

from assemblies.models import AssemblyState, Motion, MotionState
from assemblies.reports.secrecy import ASKED, asking_of
from assemblies.rules.voting import why_not_ask_secret
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import refuse_if


@one_act_at_a_time
def ask_for_secret(*, motion_id: int, actor: Member, now: datetime) -> Motion:
    """Ask, by name, that a motion be voted in secret. It is counted when its vote opens, among those then present."""
    motion = (
        Motion.objects.visible_to(actor)
        .select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=motion_id)
    )
    asking = asking_of(motion, reader=actor, now=now)

    if asking is not None and asking.i_asked:
        return motion  # a second tap
    assembly, day = motion.assembly, Cooperative.objects.founded().day_of(now)
    refuse_if(
        why_not_ask_secret(
            waits_for_vote=motion.state == MotionState.ON_AGENDA
            and assembly is not None
            and assembly.state in (AssemblyState.OPEN, AssemblyState.RECESS),
            is_possible=asking is not None,
            has_vote=Member.objects.with_vote(on=day).filter(pk=actor.pk).exists(),
            is_here=assembly is not None and assembly.presences.filter(member=actor, left_at=None).exists(),
        )
    )

    record(verb=ASKED, subject=motion, actor=actor, now=now, facts={"motion": motion.number})
    return motion
