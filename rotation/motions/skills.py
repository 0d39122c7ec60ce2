"""What the assembly says about who knows how: a skill, who has it, and what somebody learnt beside another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import slug_re
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, Sentence, register
from members.models import Member
from record.rules import Refused
from rotation.actions import grant_skill, set_skill
from rotation.actions.shadows import close_shadow
from rotation.forms.skills import ConfirmSkillForm, SkillForm
from rotation.models import Shadow, Skill, SkillGrant
from rotation.motions.deciding import member_numbered
from rotation.rules.learning import LONGEST_SKILL, known_until

if TYPE_CHECKING:
    from assemblies.models import Motion

MOST_AT_ONCE = 60


class SkillKind(Kind):
    """Makes a skill that posts can ask for, or says who knows it from now on."""

    code = "skill"
    label = _("Skill")
    help = _("Something that a post asks one to know, how long it counts, and who knows it.")

    def form_class(self) -> type[forms.Form]:
        return SkillForm

    def begins_with(self, asked: Mapping[str, str], *, on: date) -> dict[str, Any]:
        """`?skill=` names one."""
        skill = _skill(asked.get("skill", ""))
        return {"code": skill.code, "name": skill.name, "lasts_months": skill.lasts_months} if skill else {}

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"code", "name", "lasts_months", "members": numbers}`; what is not said of a skill stays as it is."""
        code = str(terms.get("code") or "")
        if not slug_re.match(code) or len(code) > 60:
            raise Refused(gettext("A skill has a short code of letters and hyphens, and a name."))
        there = _skill(code)
        name = str(terms.get("name") or (there.name if there else "")).strip()
        if not name or len(name) > 120 or "\x00" in name:
            raise Refused(gettext("A skill has a short code of letters and hyphens, and a name."))
        lasts = terms.get("lasts_months", there.lasts_months if there else 0)
        if isinstance(lasts, bool) or not isinstance(lasts, int) or not 0 <= lasts <= LONGEST_SKILL:
            raise Refused(gettext("Say for how many months it lasts, from 0 to 600. 0: it does not expire."))
        members = terms.get("members", [])
        if not isinstance(members, list) or len(members) > MOST_AT_ONCE:
            raise Refused(gettext("Say who knows how, by member number: 60 at most."))
        for number in members:
            member_numbered(number)
        return {"code": code, "name": name, "lasts_months": lasts, "members": sorted(set(members))}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        """The skill where it is new or changes, and a line for each who would know it."""
        terms = motion.terms
        there = _skill(terms["code"])
        changes = []
        if there is None or (there.name, there.lasts_months) != (terms["name"], terms["lasts_months"]):
            changes.append(
                Change(
                    what=_("Skill"),
                    now=_said(there.name, there.lasts_months) if there else "",
                    then=_said(terms["name"], terms["lasts_months"]),
                )
            )
        until = known_until(on, lasts_months=terms["lasts_months"])
        known = dict(
            SkillGrant.objects.on(on)
            .filter(skill__code=terms["code"], member__number__in=terms["members"])
            .values_list("member__number", "until_on")
        )
        for person in Member.objects.filter(number__in=terms["members"]).order_by("number"):
            changes.append(
                Change(
                    what=person.name,
                    now=_known(terms["name"], known[person.number]) if person.number in known else "",
                    then=_known(terms["name"], until),
                    mine=reader is not None and reader.pk == person.pk,
                )
            )
        return changes

    def enact(self, motion: Motion, *, now: datetime) -> None:
        terms = motion.terms
        skill = set_skill(
            code=terms["code"],
            name=terms["name"],
            lasts_months=terms["lasts_months"],
            motion=motion,
            actor=None,
            now=now,
        )
        for number in terms["members"]:
            grant_skill(
                skill_id=skill.pk,
                member_id=member_numbered(number).pk,
                motion=motion,
                actor=None,
                now=now,
            )


class SkillConfirmed(Kind):
    """Says that somebody knows how, whom whoever they learnt beside confirmed before."""

    code = "skill_confirmed"
    label = _("Confirm what somebody learnt")
    help = _("Whoever they learnt beside said that they know how. With the assembly's word it counts.")

    def form_class(self) -> type[forms.Form]:
        return ConfirmSkillForm

    def begins_with(self, asked: Mapping[str, str], *, on: date) -> dict[str, Any]:
        """`?shadow=` names one."""
        number = asked.get("shadow", "")
        return (
            {"shadows": [int(number)]} if number.isascii() and number.isdigit() and len(number) < 18 else {}
        )

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"shadows": ids}` of those that whoever held the post confirmed."""
        wanted = terms.get("shadows")
        if (
            not isinstance(wanted, list)
            or not 1 <= len(wanted) <= MOST_AT_ONCE
            or any(isinstance(pk, bool) or not isinstance(pk, int) or not 0 < pk < 2**63 for pk in wanted)
        ):
            raise Refused(gettext("Say who learnt it."))
        if _ready(wanted) != set(wanted):
            raise Refused(gettext("Whoever they learnt beside says first that they know how."))
        return {"shadows": sorted(set(wanted))}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        return [
            Change(
                what=shadow.member.name,
                then=_known(shadow.skill.name, known_until(on, lasts_months=shadow.skill.lasts_months)),
                mine=reader is not None and reader.pk == shadow.member_id,
            )
            for shadow in _shadows(motion)
        ]

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        wanted = motion.terms["shadows"]
        return None if _ready(wanted) else _("They left it, or it was confirmed already.")

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """Each who is still there knows how from today; their place beside the other is over."""
        for shadow in _shadows(motion):
            if shadow.ended_at is None and shadow.confirmed_at is not None:
                grant_skill(
                    skill_id=shadow.skill_id,
                    member_id=shadow.member_id,
                    motion=motion,
                    shadow=shadow,
                    actor=None,
                    now=now,
                )
                close_shadow(shadow_id=shadow.pk, motion=motion, actor=None, now=now)


def _shadows(motion: Motion) -> list[Shadow]:
    rows = Shadow.objects.filter(pk__in=motion.terms["shadows"]).select_related("member", "skill")
    return list(rows.order_by("pk"))


def _ready(wanted: list[int]) -> set[int]:
    ready = Shadow.objects.filter(pk__in=wanted, confirmed_at__isnull=False, ended_at__isnull=True)
    return set(ready.values_list("pk", flat=True))


def _skill(code: str) -> Skill | None:
    return Skill.objects.filter(code=code).first() if code and "\x00" not in code else None


def _said(name: str, lasts_months: int) -> str:
    if not lasts_months:
        return gettext("%(skill)s, for ever") % {"skill": name}
    return gettext("%(skill)s, for %(months)s months") % {"skill": name, "months": lasts_months}


def _known(name: str, until: date | None) -> str:
    if until is None:
        return gettext("knows: %(skill)s") % {"skill": name}
    return gettext("knows: %(skill)s, until %(day)s") % {"skill": name, "day": f"{until:%d/%m/%Y}"}


for kind in (SkillKind(), SkillConfirmed()):
    register(kind)
