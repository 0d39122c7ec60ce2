"""Several votes opened in one go: twelve admissions, each its own vote, and none waiting for the other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from assemblies.actions.voting import open_voting
from assemblies.models import Motion
from members.models import Member
from record.actions import one_act_at_a_time
from record.rules import Refused


@one_act_at_a_time
def open_batch(
    *, motion_ids: Collection[int], closes_at: datetime, actor: Member | None, now: datetime
) -> list[Motion]:
    """Open these votes at the same moment, all or none; each has a roll, a rule and an act of its own.

    Raises `Refused` naming the first motion that cannot be voted, and why.
    """
    if not motion_ids:
        raise Refused(_("Choose at least one motion."))
    opened = []
    for motion in Motion.objects.filter(pk__in=motion_ids).order_by("number"):
        try:
            opened.append(open_voting(motion_id=motion.pk, closes_at=closes_at, actor=actor, now=now))
        except Refused as refusal:
            raise Refused(f"{motion.title}: {refusal.sentence}") from None
    if len(opened) != len(set(motion_ids)):
        raise Refused(_("One of these motions is not there any more. Choose again."))
    return opened
