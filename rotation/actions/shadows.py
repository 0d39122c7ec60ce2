"""Shadow seats: learning a post beside whoever holds it, until they say that one knows how."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.models import Motion
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if
from rotation.actions.mandates import terms_in_force
from rotation.models import Mandate, Shadow, Skill, SkillGrant
from rotation.rules import learning
from rotation.rules.learning import Beside


@one_act_at_a_time
def begin_shadow(
    *,
    mandate_id: int,
    member_id: int,
    skill_code: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    actor: Member,
    now: datetime,
) -> Shadow:
    """Sit beside whoever holds a post: asked by whoever learns, or at the invitation of whoever holds it.

    For one skill of the post (its first where none is named), from today to the end of the mandate unless other
    days are said. The other of the two is told. Asking again while it lasts changes nothing.
    """
    mandate = Mandate.objects.select_for_update(no_key=True, of=("self",)).select_related("post", "member")
    held = mandate.get(pk=mandate_id)
    today = Cooperative.objects.founded().day_of(now)
    learner = Member.objects.here(on=today).filter(pk=member_id).first()
    if learner is None:
        raise Refused(_("Nobody of us has that number."))
    there = Shadow.objects.filter(mandate=held, member=learner, ended_at=None).first()
    if there is not None and actor.pk in (held.member_id, learner.pk):
        return there
    if held.ended_at is not None or held.until_on <= today:
        raise Refused(_("This mandate is over already."))
    skill = _skill_of(held, skill_code, on=today)
    begins, ends = from_on or max(today, held.from_on), until_on or held.until_on
    refuse_if(
        learning.why_not_shadow(
            Beside(holder=held.member.number, learner=learner.number, from_on=begins, until_on=ends),
            by=actor.number,
            held_from=held.from_on,
            held_until=held.until_on,
            knows_already=SkillGrant.objects.on(ends).filter(skill=skill, member=learner).exists(),
            today=today,
        )
    )

    shadow = Shadow.objects.create(mandate=held, member=learner, skill=skill, from_on=begins, until_on=ends)

    record(
        verb="rotation.shadow.began",
        subject=shadow,
        actor=actor,
        now=now,
        facts={
            "mandate": held.pk,
            "member": learner.number,
            "skill": skill.code,
            "from": begins.isoformat(),
            "until": ends.isoformat(),
        },
    )
    is_asked = actor.pk == learner.pk
    tell(
        member_ids=[held.member_id if is_asked else learner.pk],
        key=f"shadow:{shadow.pk}",
        text_id=gettext_noop("%(name)s wants to learn %(post)s beside you.")
        if is_asked
        else gettext_noop("%(name)s invites you to learn %(post)s beside them."),
        values={"name": actor.name, "post": held.post.name},
        link="/duties/",
        now=now,
    )
    return shadow


@one_act_at_a_time
def confirm_shadow(*, shadow_id: int, actor: Member, now: datetime) -> Shadow:
    """Whoever holds the post says that they know how; the assembly confirms it. Saying it again changes nothing."""
    shadow, beside = _locked(shadow_id)
    if shadow.confirmed_at is not None and actor.number == beside.holder:
        return shadow
    refuse_if(
        learning.why_not_confirm(beside, by=actor.number, today=Cooperative.objects.founded().day_of(now))
    )

    shadow.confirmed_at = now
    shadow.save(update_fields=["confirmed_at"])

    record(
        verb="rotation.shadow.confirmed",
        subject=shadow,
        actor=actor,
        now=now,
        facts={"member": shadow.member.number, "skill": shadow.skill.code},
    )
    tell(
        member_ids=[shadow.member_id],
        key=f"shadow-confirmed:{shadow.pk}",
        text_id=gettext_noop("%(name)s says that you know how: %(skill)s. The assembly confirms it."),
        values={"name": actor.name, "skill": shadow.skill.name},
        link="/duties/",
        now=now,
    )
    return shadow


@one_act_at_a_time
def end_shadow(*, shadow_id: int, actor: Member, now: datetime) -> Shadow:
    """Either of the two leaves it, without a reason. Twice is once."""
    shadow, beside = _locked(shadow_id)
    refuse_if(learning.why_not_end(beside, by=actor.number))
    return _end(shadow, because="", actor=actor, now=now)


@one_act_at_a_time
def close_shadow(*, shadow_id: int, motion: Motion, actor: Member | None, now: datetime) -> Shadow:
    """The assembly confirmed what was learnt: the place beside the other is over. Twice is once."""
    shadow, _beside = _locked(shadow_id)
    return _end(shadow, because=motion, actor=actor, now=now)


def _end(shadow: Shadow, *, because: Motion | str, actor: Member | None, now: datetime) -> Shadow:
    """It ends once; who comes second finds it ended."""
    if shadow.ended_at is not None:
        return shadow

    shadow.ended_at = now
    shadow.save(update_fields=["ended_at"])

    record(
        verb="rotation.shadow.ended",
        subject=shadow,
        actor=actor,
        now=now,
        facts={"member": shadow.member.number, "skill": shadow.skill.code},
        because=because,
    )
    return shadow


def _locked(shadow_id: int) -> tuple[Shadow, Beside]:
    shadow = (
        Shadow.objects.select_for_update(no_key=True, of=("self",))
        .select_related("mandate__member", "member", "skill")
        .get(pk=shadow_id)
    )
    return shadow, Beside(
        holder=shadow.mandate.member.number,
        learner=shadow.member.number,
        from_on=shadow.from_on,
        until_on=shadow.until_on,
        is_confirmed=shadow.confirmed_at is not None,
        is_over=shadow.ended_at is not None,
    )


def _skill_of(mandate: Mandate, code: str, *, on: date) -> Skill:
    """One of the skills that the post asks for: the one named, or the first."""
    asked = terms_in_force(mandate.post, on=on).skills
    wanted = Q(code=code) if code else Q(code__in=asked[:1])
    skill = Skill.objects.filter(wanted, code__in=asked).first() if "\x00" not in code else None
    if skill is None:
        raise Refused(
            _("This post asks for no such skill.")
            if code
            else _("This post asks for no skill yet: propose a motion that says which.")
        )
    return skill
