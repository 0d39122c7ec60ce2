"""What this room answers to the rooms below it about motions."""

from __future__ import annotations

from assemblies.models import Motion, MotionState
from ledger.votes import Vote, answer_with
from record.actions import subject_of


def motion_numbered(number: int) -> Vote | None:
    """The motion with this number, as the books name it."""
    motion = Motion.objects.filter(number=number).first()
    if motion is None:
        return None
    return Vote(
        subject=subject_of(motion), title=motion.title, is_adopted=motion.state == MotionState.ADOPTED
    )


answer_with(motion_numbered)
