"""What one would like to carry, and what one says no to for a while. Neither needs a reason."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from assemblies.house_rules import in_force
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if
from rotation.house_rules import DECLINE_MONTHS
from rotation.models import Declined, Mandate, Post, Wish
from rotation.rules.declining import why_not_decline, why_not_wish
from rotation.rules.terms import months_later


@one_act_at_a_time
def wish_for_post(*, post_id: int, wished: bool, actor: Member, now: datetime) -> bool:
    """Say that one would like to carry a post, or take it back. Answers whether one does now.

    A preference and no act of the record: a plan keeps the wishes that it was made with.
    """
    post = Post.objects.get(pk=post_id)
    if not wished:
        Wish.objects.filter(post=post, member=actor).delete()
        return False
    today = Cooperative.objects.founded().day_of(now)
    refuse_if(
        why_not_wish(
            belongs=Member.objects.here(on=today).filter(pk=actor.pk).exists(),
            said_no=_said_no(actor, post=post, now=now),
        )
    )
    Wish.objects.get_or_create(post=post, member=actor, defaults={"at": now})
    return True


@one_act_at_a_time
def decline_post(*, post_id: int, actor: Member, now: datetime) -> Declined:
    """Say no to a post for as long as our rule gives, without a reason; once in that time, for one post.

    Nobody asks them again for it meanwhile, in turn or by lot. A turn of it that is planned for them is planned
    again. Saying it again for the same post changes nothing.
    """
    post = Post.objects.select_for_update(no_key=True).get(pk=post_id)
    today = Cooperative.objects.founded().day_of(now)
    running = Declined.objects.filter(member=actor, from_on__lte=today, until_on__gt=today)
    there = running.filter(post=post).first()
    if there is not None:
        return there
    last = running.select_related("post").first()
    if last is not None:
        raise Refused(
            _("You said no to %(post)s already. You can say no again from %(day)s.")
            % {"post": last.post.name, "day": f"{last.until_on:%d/%m/%Y}"}
        )
    refuse_if(
        why_not_decline(
            belongs=Member.objects.here(on=today).filter(pk=actor.pk).exists(),
            holds_it=Mandate.objects.on(today).filter(post=post, member=actor).exists(),
        )
    )

    until_on = months_later(today, in_force(DECLINE_MONTHS, on=today))
    declined = Declined.objects.create(member=actor, post=post, from_on=today, until_on=until_on, at=now)
    Wish.objects.filter(post=post, member=actor).delete()

    record(
        verb="rotation.post.declined",
        subject=declined,
        actor=actor,
        now=now,
        facts={"post": post.code, "member": actor.number, "until": until_on.isoformat()},
    )
    return declined


def _said_no(member: Member, *, post: Post, now: datetime) -> bool:
    today = Cooperative.objects.founded().day_of(now)
    return Declined.objects.filter(member=member, post=post, from_on__lte=today, until_on__gt=today).exists()
