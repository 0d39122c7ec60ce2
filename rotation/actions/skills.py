"""Skills: making one, and writing down who knows how, since when and because of what. Rows are only ever added."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assemblies.models import Motion
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused
from rotation.models import Mandate, Shadow, Skill, SkillGrant
from rotation.rules.learning import LONGEST_SKILL, held_to_its_end, known_until


@one_act_at_a_time
def set_skill(
    *, code: str, name: str, lasts_months: int, motion: Motion | None, actor: Member | None, now: datetime
) -> Skill:
    """A skill by its code, made or changed, by motion or at the founding (no motion, nobody acting).

    A change counts for who learns it from now on. What is said again changes nothing.
    """
    if motion is None and actor is not None:
        raise Refused(_("Only the assembly makes or changes a skill: propose a motion."))
    if isinstance(lasts_months, bool) or not 0 <= lasts_months <= LONGEST_SKILL:
        raise Refused(_("Say for how many months it lasts, from 0 to 600. 0: it does not expire."))
    skill = Skill.objects.select_for_update(no_key=True).filter(code=code).first() or Skill(code=code)
    is_new = skill.pk is None
    if not is_new and (skill.name, skill.lasts_months) == (name.strip(), lasts_months):
        return skill
    skill.name, skill.lasts_months = name.strip(), lasts_months
    try:
        skill.clean_fields()
    except ValidationError as problem:
        raise Refused(_("A skill has a short name.")) from problem

    skill.save()

    record(
        verb="rotation.skill.made" if is_new else "rotation.skill.changed",
        subject=skill,
        actor=actor,
        now=now,
        facts={"code": code, "lasts_months": lasts_months},
        because=motion or "",
    )
    return skill


@one_act_at_a_time
def grant_skill(
    *,
    skill_id: int,
    member_id: int,
    motion: Motion | None = None,
    shadow: Shadow | None = None,
    from_founding: bool = False,
    actor: Member | None,
    now: datetime,
) -> SkillGrant:
    """Write down that somebody knows how from today, for as long as the skill lasts.

    Because of a motion, a shadow seat that a motion confirmed, or the founding. Twice on one day is once.
    """
    if motion is None and not from_founding:
        raise Refused(_("The assembly says who knows how: propose a motion."))
    return _grant(
        skill=Skill.objects.select_for_update(no_key=True).get(pk=skill_id),
        member=Member.objects.get(pk=member_id),
        from_on=Cooperative.objects.founded().day_of(now),
        motion=motion,
        shadow=shadow,
        from_founding=from_founding,
        actor=actor,
        now=now,
    )


@one_act_at_a_time
def grant_from_practice(*, mandate_id: int, skill_id: int, now: datetime) -> SkillGrant | None:
    """Whoever held a post to its end knows how, from that day. Twice is once; None where it was not to its end."""
    mandate = Mandate.objects.select_related("member").get(pk=mandate_id)
    skill = Skill.objects.select_for_update(no_key=True).get(pk=skill_id)
    if mandate.from_broken_glass or not held_to_its_end(
        until_on=mandate.until_on,
        ended_early=mandate.ended_at is not None,
        is_interim=mandate.is_interim,
        on=Cooperative.objects.founded().day_of(now),
    ):
        return None
    return _grant(
        skill=skill,
        member=mandate.member,
        from_on=mandate.until_on,
        from_practice=mandate,
        actor=None,
        now=now,
    )


def _grant(
    *,
    skill: Skill,
    member: Member,
    from_on: date,
    motion: Motion | None = None,
    shadow: Shadow | None = None,
    from_founding: bool = False,
    from_practice: Mandate | None = None,
    actor: Member | None,
    now: datetime,
) -> SkillGrant:
    there = SkillGrant.objects.filter(skill=skill, member=member, from_on=from_on).first()
    if there is not None:
        return there

    granted = SkillGrant.objects.create(
        skill=skill,
        member=member,
        from_on=from_on,
        until_on=known_until(from_on, lasts_months=skill.lasts_months),
        motion=motion,
        shadow=shadow,
        from_founding=from_founding,
        from_practice=from_practice,
    )

    record(
        verb="rotation.skill.granted",
        subject=granted,
        actor=actor,
        now=now,
        facts={
            "skill": skill.code,
            "member": member.number,
            "from": from_on.isoformat(),
            "until": granted.until_on.isoformat() if granted.until_on else "",
            "source": "practice"
            if from_practice
            else "founding"
            if from_founding
            else "shadow"
            if shadow
            else "motion",
        },
        because=motion or "",
    )
    return granted
