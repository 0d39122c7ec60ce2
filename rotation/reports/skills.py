"""Who knows how to do what a post asks for, who is learning it, and who learnt it by carrying it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from assemblies.models import MotionState
from members.models import Member, MemberQuerySet
from rotation.models import Mandate, Post, PostTerms, Shadow, Skill, SkillGrant
from rotation.rules.learning import known_until


@dataclass(frozen=True, kw_only=True)
class Known:
    """A skill with whoever knows it on a day, by name."""

    skill: Skill
    grants: list[SkillGrant]
    asked_by: list[Post]


def trained_for(post: Post, *, on: date, terms: PostTerms | None = None) -> list[Member]:
    """Those of us who know all that a post asks for on a day, by number.

    Where it asks for no skill: those who carry it or carried it to its end. Two questions.
    """
    terms = terms or post.terms.filter(in_force_from__lte=on).order_by("-in_force_from", "-id").first()
    if terms is None:
        return []
    return list(_trained(post, terms.skills, on=on).order_by("number"))


def trained_by_post(*, on: date) -> dict[str, list[Member]]:
    """The same of every post of a day, by its code. Three questions and those who belong."""
    here = {person.pk: person for person in Member.objects.here(on=on).order_by("number")}
    knows: dict[str, set[int]] = {}
    for code, member_id in SkillGrant.objects.on(on).values_list("skill__code", "member_id"):
        knows.setdefault(code, set()).add(member_id)
    carried: dict[int, set[int]] = {}
    for post_id, member_id in _practised(on=on).values_list("post_id", "member_id"):
        carried.setdefault(post_id, set()).add(member_id)
    found: dict[str, list[Member]] = {}
    for terms in PostTerms.objects.in_force(on=on).select_related("post"):
        able = carried.get(terms.post_id, set())
        if terms.skills:
            able = set.intersection(*(knows.get(code, set()) for code in terms.skills))
        found[terms.post.code] = [person for pk, person in here.items() if pk in able]
    return found


def _trained(post: Post, skills: Sequence[str], *, on: date) -> MemberQuerySet:
    people = Member.objects.here(on=on)
    if not skills:
        return people.filter(Exists(_practised(on=on).filter(post=post, member=OuterRef("pk"))))
    for code in skills:
        people = people.filter(
            Exists(SkillGrant.objects.on(on).filter(skill__code=code, member=OuterRef("pk")))
        )
    return people


def _practised(*, on: date) -> QuerySet[Mandate]:
    """Mandates that somebody carries on a day, or carried to their end before; a turn that was missed is neither."""
    return Mandate.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        from_on__lte=on,
        is_interim=False,
        from_broken_glass=False,
    ).exclude(turns__missed_at__isnull=False)


def learnt_by_practice(*, on: date) -> list[tuple[int, int]]:
    """Mandates held to their end, with each skill of their post that nobody has written for them yet."""
    asked: dict[str, list[int]] = {}
    for post_id, codes in PostTerms.objects.in_force(on=on).values_list("post_id", "skills"):
        for code in codes:
            asked.setdefault(code, []).append(post_id)
    if not asked:
        return []
    found: list[tuple[int, int]] = []
    for skill in Skill.objects.filter(code__in=asked):
        written = SkillGrant.objects.filter(
            skill=skill, member=OuterRef("member"), from_on=OuterRef("until_on")
        )
        held = Mandate.objects.filter(
            ~Exists(written),
            post__in=asked[skill.code],
            until_on__lte=on,
            ended_at__isnull=True,
            is_interim=False,
            from_broken_glass=False,
        )
        for pk, until_on in held.order_by("until_on", "pk").values_list("pk", "until_on"):
            ends = known_until(until_on, lasts_months=skill.lasts_months)
            if ends is None or ends > on:
                found.append((pk, skill.pk))
    return found


def skills_page(*, on: date) -> list[Known]:
    """Every skill with whoever knows it today, and the posts that ask for it. Four questions."""
    grants: dict[int, list[SkillGrant]] = {}
    for grant in SkillGrant.objects.on(on).select_related("member", "motion").order_by("member__number"):
        grants.setdefault(grant.skill_id, []).append(grant)
    posts: dict[str, list[Post]] = {}
    for terms in PostTerms.objects.in_force(on=on).select_related("post").order_by("post__name"):
        for code in terms.skills:
            posts.setdefault(code, []).append(terms.post)
    return [
        Known(skill=skill, grants=grants.get(skill.pk, []), asked_by=posts.get(skill.code, []))
        for skill in Skill.objects.all()
    ]


def shadows_of(member: Member) -> list[Shadow]:
    """Where somebody learns beside another, or another beside them, that has not ended. One question."""
    return list(
        Shadow.objects.filter(Q(member=member) | Q(mandate__member=member), ended_at__isnull=True)
        .select_related("mandate__post", "mandate__member", "member", "skill")
        .order_by("from_on", "pk")
    )


def shadows_beside(mandate_ids: Iterable[int]) -> list[Shadow]:
    """Who learns beside these mandates now. One question."""
    return list(
        Shadow.objects.filter(mandate__in=list(mandate_ids), ended_at__isnull=True)
        .select_related("member", "skill", "mandate__member")
        .order_by("pk")
    )


def skill_faults() -> list[str]:
    """Skills granted by a motion that was not adopted, beside nobody who said so, or by a term not held to its end."""
    found: list[str] = []
    rows = SkillGrant.objects.select_related("motion", "shadow", "from_practice").order_by("pk")
    for grant in rows.iterator():
        if grant.motion is not None and grant.motion.state != MotionState.ADOPTED:
            found.append(f"skill {grant.pk}: its motion {grant.motion.number} was not adopted")
        if grant.shadow is not None and grant.shadow.confirmed_at is None:
            found.append(f"skill {grant.pk}: nobody beside whom it was learnt said so")
        practised = grant.from_practice
        if practised is not None and (practised.ended_at is not None or practised.until_on != grant.from_on):
            found.append(f"skill {grant.pk}: the term in which it was learnt was not held to its end")
    return found


def source_of(grant: SkillGrant) -> str:
    """What made it so that somebody knows how, in one word."""
    if grant.shadow_id is not None:
        return "shadow"
    if grant.from_practice_id is not None:
        return "practice"
    return "motion" if grant.motion_id is not None else "founding"
