"""Asking for a recall: the motion, and the signatures that put it on the agenda without seconders."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from assemblies.actions import draft_motion, open_petition, table_motion
from assemblies.models import Motion, MotionState, Petition
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time
from record.rules import Refused
from rotation.models import Mandate

WAITING = (MotionState.TABLED, MotionState.ON_AGENDA, MotionState.VOTING)


@one_act_at_a_time
def ask_for_recall(*, mandate_id: int, reason: str, actor: Member, now: datetime) -> Motion:
    """Propose the recall of a mandate that runs and sign for it first; what waits already is what one joins.

    The motion is shown at once. With enough signatures (our rule's part of all who vote), or with seconders, it
    is on the next agenda. Answers the motion.
    """
    mandate = Mandate.objects.select_related("post", "member").get(pk=mandate_id)
    if mandate.ended_at is not None or Cooperative.objects.founded().day_of(now) >= mandate.until_on:
        raise Refused(_("This mandate is over already."))
    there = Motion.objects.filter(kind="recall", terms__mandate=mandate_id, state__in=WAITING).first()
    if there is not None:
        return there

    motion = draft_motion(
        kind="recall",
        title=_("Recall of %(name)s from %(post)s")
        % {"name": mandate.member.name[:80], "post": mandate.post.name[:80]},
        text=reason,
        terms={"mandate": mandate_id},
        proposer=actor,
        now=now,
    )
    motion = table_motion(motion_id=motion.pk, actor=actor, now=now)
    motion.refresh_from_db()
    if motion.state == MotionState.TABLED:
        open_petition(aim="item", title=motion.title, text=reason, motion_id=motion.pk, actor=actor, now=now)
    return motion


def petition_for(motion: Motion) -> Petition | None:
    """The signatures gathered for a motion, while they are not enough."""
    return motion.petitions.filter(reached_at=None).first()
