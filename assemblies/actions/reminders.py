"""Reminding those who have not voted, once, while there is time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop

from assemblies.models import Ballot, Motion, MotionState, PaperVoter, Participation, RollEntry
from members.actions import tell
from members.models import Cooperative, Notice


@transaction.atomic
def remind_voters(*, motion_id: int, now: datetime) -> int:
    """Tell everyone on the roll who has not voted until when they can. Answers how many were told.

    Not an act. Nobody is told twice: the notice of a member and a motion has one key.
    """
    motion = Motion.objects.get(pk=motion_id)
    key = f"motion:{motion.pk}:closes"
    if motion.state != MotionState.VOTING or motion.closes_at is None or motion.closes_at <= now:
        return 0
    if Notice.objects.filter(key=key).exists():
        return 0

    cast: type[Ballot] | type[Participation] = Participation if motion.is_secret else Ballot
    voted = cast._default_manager.filter(motion=motion, member=OuterRef("member"))
    on_paper = PaperVoter.objects.filter(motion=motion, member=OuterRef("member"))
    waiting = list(
        RollEntry.objects.filter(
            ~Exists(voted), ~Exists(on_paper), motion=motion, excluded_because=""
        ).values_list("member_id", flat=True)
    )
    closes = motion.closes_at.astimezone(Cooperative.objects.founded().zone)
    tell(
        member_ids=waiting,
        key=key,
        text_id=gettext_noop("Voting on “%(title)s” closes at %(time)s. You have not voted yet."),
        values={"title": motion.title, "time": f"{closes:%H:%M}"},
        link=f"/motions/{motion.pk}/",
        now=now,
    )
    return len(waiting)
