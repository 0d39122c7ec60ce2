"""How much of a whole week somebody works, from a day on."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from members.actions.notices import tell
from members.actions.register import why_not_keep
from members.models import Cooperative, Member, ShareOfTime
from members.rules import why_not_share
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if


@one_act_at_a_time
def set_share_of_time(
    *, member_id: int, part: int, whole: int, from_on: date, actor: Member, now: datetime
) -> ShareOfTime:
    """Somebody works `part` of `whole` hours a week from a day on. The same again is the same row.

    By whoever keeps the register, never for themselves. Whose it is is told, and everybody reads it.
    """
    today = Cooperative.objects.founded().day_of(now)
    member = Member.objects.here(on=today).select_for_update(no_key=True).filter(pk=member_id).first()
    if member is None:
        raise Refused(_("Nobody of us has that number."))
    refuse_if(why_not_keep(actor=actor, now=now))
    joined_on = member.memberships.earliest("from_on").from_on
    last = member.shares_of_time.order_by("from_on", "pk").last()
    if last is not None and (last.part, last.whole, last.from_on) == (part, whole, from_on):
        return ShareOfTime.objects.get(pk=last.pk)
    refuse_if(
        why_not_share(
            part,
            whole,
            from_on,
            today=today,
            joined_on=joined_on,
            is_first=last is None,
            is_mine=actor.pk == member.pk,
        )
    )

    share = ShareOfTime.objects.create(
        member=member, part=part, whole=whole, from_on=from_on, entered_by=actor, entered_at=now
    )

    record(
        verb="members.share.set",
        subject=share,
        actor=actor,
        now=now,
        facts={"member": member.number, "part": part, "whole": whole, "from": from_on.isoformat()},
    )
    tell(
        member_ids=[member.pk],
        key=f"share-of-time:{share.pk}",
        text_id=gettext_noop("Your share of time is %(part)s of %(whole)s hours from %(day)s."),
        values={"part": part, "whole": whole, "day": from_on.isoformat()},
        link=f"/members/{member.number}/",
        now=now,
    )
    return share
