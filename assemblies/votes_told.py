"""What this room answers to the rooms below it about motions."""

from __future__ import annotations

from assemblies.kinds import kind_of
from assemblies.models import Motion, MotionState
from ledger.votes import Vote, answer_with
from record.actions import subject_of


def motion_numbered(number: int) -> Vote | None:
    """The motion with this number, as the books name it."""
    motion = Motion.objects.filter(number=number).first()
    if motion is None:
        return None
    return Vote(
        subject=subject_of(motion),
        title=motion.title,
        is_adopted=motion.state == MotionState.ADOPTED,
        allows_cents=kind_of(motion).allows_cents(motion) if motion.state == MotionState.ADOPTED else 0,
    )


answer_with(motion_numbered)
