"""Who knows how, in the story: what the first of us brought, and somebody who learns beside whoever holds a post."""

from __future__ import annotations

from datetime import datetime

from coop.demo.posts import SKILLS
from coop.demo.stage import Stage
from rotation.actions.shadows import begin_shadow
from rotation.actions.skills import grant_skill, set_skill
from rotation.models import Mandate, SkillGrant

TAUGHT = "second-signature"
LEAST_WHO_KNOW = 30
"""In a small demo all know how: a post of lots must find somebody."""


def bring_skills(stage: Stage, now: datetime) -> None:
    """Each skill of the story, and as many of us who knew how on the first day."""
    day = stage.coop.day_of(now)
    for code, name, lasts_months, many in SKILLS:
        skill = set_skill(code=code, name=name, lasts_months=lasts_months, motion=None, actor=None, now=now)
        for member in stage.anyone(on=day, count=max(LEAST_WHO_KNOW, stage.share(many)), salt=code):
            grant_skill(skill_id=skill.pk, member_id=member.pk, from_founding=True, actor=None, now=now)


def sit_beside(stage: Stage, now: datetime) -> None:
    """Somebody who does not know how asks to learn beside whoever holds the post; in a small demo all know how."""
    day = stage.coop.day_of(now)
    held = Mandate.objects.at(now, day=day).filter(post__code=TAUGHT).order_by("seat").first()
    know = set(SkillGrant.objects.filter(skill__code=SKILLS[0][0]).values_list("member_id", flat=True))
    learner = next(
        (m for m in stage.free(on=day, count=len(stage.members), salt="learns") if m.pk not in know), None
    )
    if held is not None and learner is not None:
        begin_shadow(mandate_id=held.pk, member_id=learner.pk, actor=learner, now=now)
