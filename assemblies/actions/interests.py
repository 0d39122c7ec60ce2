"""Saying that a motion touches an interest of one's own."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from assemblies.models import DeclaredInterest, Motion
from assemblies.rules.texts import why_not_text
from assemblies.rules.voting import why_not_declare_interest
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, fingerprint, refuse_if

LONGEST_REASON = 160


@one_act_at_a_time
def declare_interest(*, motion_id: int, reason: str, actor: Member, now: datetime) -> DeclaredInterest:
    """Say that a motion touches an interest of one's own: one speaks on it and does not vote on it.

    Said before its vote opens. Saying it twice changes nothing: what was said first stays.
    """
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)

    said = motion.declared_interests.filter(member=actor).first()
    if said is not None:
        return said
    day = Cooperative.objects.founded().day_of(now)
    refuse_if(
        why_not_declare_interest(
            motion_state=motion.state,
            has_vote=Member.objects.with_vote(on=day).filter(pk=actor.pk).exists(),
        )
    )
    if not reason.strip():
        raise Refused(_("Say in a few words which interest it is: everybody reads it."))
    refuse_if(why_not_text(reason, longest=LONGEST_REASON))

    declared = DeclaredInterest.objects.create(motion=motion, member=actor, reason=reason.strip(), at=now)

    record(
        verb="assemblies.interest.declared",
        subject=motion,
        actor=actor,
        now=now,
        facts={"motion": motion.number, "reason": fingerprint(declared.reason)},
    )
    return declared
