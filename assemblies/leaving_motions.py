"""What the assembly can decide about leaving: exclude somebody after hearing them, and undo it on appeal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import DAYS_TO_ANSWER, in_force
from assemblies.kinds import Change, Kind, Sentence, register
from assemblies.reports import leaving as reports
from assemblies.reports.law import law_here
from assemblies.rules import leaving as rules
from assemblies.rules.agenda import LEGAL
from assemblies.rules.texts import why_not_text
from members.actions import change_standing, tell
from members.models import Cooperative, Member, Standing
from record.rules import Refused, refuse_if

if TYPE_CHECKING:
    from assemblies.models import Motion

LARGEST = 2_147_483_647


class ExclusionForm(forms.Form):
    number = forms.IntegerField(label=_("Member number"), min_value=1, max_value=LARGEST)
    rule = forms.CharField(
        label=_("Which rule was broken"),
        max_length=rules.LONGEST_RULE,
        help_text=_("The article of the statute, or the rule between us."),
    )
    reason = forms.CharField(
        label=_("What happened, and when"),
        max_length=rules.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("They are told of this at once and answer it in writing. It does not change after that."),
    )


class AboutSomebody(Kind):
    """Of one member: in secret, without their vote, by two persons, and only where the law lets us decide it."""

    is_secret = True
    asks_who = False
    can_be_amended = False

    def only_for(self, motion: Motion) -> tuple[str, ...]:
        """By law only an assembly by law takes a membership away, or gives it back."""
        return LEGAL if law_here().is_law else ()

    def why_not_run(self, motion: Motion, *, actor: Member) -> Sentence | None:
        return rules.why_not_run(
            is_proposer=motion.proposer_id == actor.pk,
            is_about_them=reports.number_of(motion) == actor.number,
        )

    def excluded(self, motion: Motion, *, on: date) -> dict[int, str]:
        """Whoever it is about speaks and does not vote."""
        person = reports.person_of(motion)
        return {person.pk: _("it is about them")} if person else {}  # type: ignore[dict-item]


class Exclusion(AboutSomebody):
    """Excludes a member for breaking a rule: told at once, heard in writing, voted after their days to answer."""

    code = "exclusion"
    label = _("Exclusion")
    help = _("Somebody stops being a member. They are told at once and answer in writing before we vote.")

    def form_class(self) -> type[forms.Form]:
        return ExclusionForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"number": of somebody who belongs, "rule": which was broken, "reason": what happened}`."""
        number, rule, reason = terms.get("number"), terms.get("rule"), terms.get("reason")
        if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= LARGEST:
            raise Refused(gettext("Say the member number."))
        if not isinstance(rule, str) or not isinstance(reason, str):
            raise Refused(gettext("Say which rule was broken, and what happened."))
        refuse_if(why_not_text(rule, longest=rules.LONGEST_RULE))
        refuse_if(why_not_text(reason, longest=rules.LONGEST_REASON))
        _who_can_be_excluded(number, on=Cooperative.objects.founded().day_of(now))
        return {"number": number, "rule": rule.strip(), "reason": reason.strip()}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        person = reports.person_of(motion)
        if person is None:
            return []
        until = reports.appeal_days(on=on)
        return [
            Change(
                what=person.name,
                now=reports.standing_said(person, on=on),
                then=gettext("suspended; after %(days)s days to appeal, not a member any more")
                % {"days": until},
                mine=reader is not None and reader.pk == person.pk,
            )
        ]

    def tabled(self, motion: Motion, *, now: datetime) -> None:
        """Whoever it is about is told at once, with the last day to answer."""
        person = reports.person_of(motion)
        if person is None:
            return
        coop = Cooperative.objects.founded()
        today = coop.day_of(now)
        day = rules.votes_from(today, days=in_force(DAYS_TO_ANSWER, on=today))
        tell(
            member_ids=[person.pk],
            key=f"exclusion:{motion.pk}",
            text_id=gettext_noop("Somebody proposes to exclude you. Read it and answer before %(day)s."),
            values={"day": day.isoformat()},
            link=f"/motions/{motion.pk}/#exclusion",
            now=now,
        )

    def cautions(self, motion: Motion, *, on: date) -> list[str]:
        """Where it would be more than the law allows in a year, with the numbers."""
        return reports.too_many_said(motion, on=on)

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        coop = Cooperative.objects.founded()
        today = coop.day_of(now)
        try:
            _who_can_be_excluded(motion.terms["number"], on=today)
        except Refused as refusal:
            return refusal.sentence
        return rules.why_not_yet(
            told_on=reports.told_on(motion, coop=coop),
            days=in_force(DAYS_TO_ANSWER, on=today),
            today=today,
        )

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """Suspended from today: not a member any more once the days to appeal are over (`end_exclusion`)."""
        today = Cooperative.objects.founded().day_of(now)
        person = _who_can_be_excluded(motion.terms["number"], on=today)
        change_standing(
            member_id=person.pk,
            standing=Standing.SUSPENDED,
            from_on=today,
            because=reports.cause_of(motion),
            actor=None,
            now=now,
        )
        until = rules.appeal_until(today, days=reports.appeal_days(on=today))
        tell(
            member_ids=[person.pk],
            key=f"excluded:{motion.pk}",
            text_id=gettext_noop("The assembly excluded you. You can appeal until %(day)s."),
            values={"day": until.isoformat()},
            link=f"/motions/{motion.pk}/#exclusion",
            now=now,
        )


class AppealForm(forms.Form):
    exclusion = forms.IntegerField(
        label=_("Number of the motion that excluded"), min_value=1, max_value=LARGEST
    )


class Appeal(AboutSomebody):
    """Asks another assembly to undo an exclusion that is not final. Its adoption gives the standing back."""

    code = "appeal_of_exclusion"
    label = _("Appeal of an exclusion")
    help = _("Asks the assembly to undo an exclusion, before it is final. Whoever was excluded can write it.")

    def form_class(self) -> type[forms.Form]:
        return AppealForm

    def begins_with(self, asked: Mapping[str, str], *, on: date) -> dict[str, Any]:
        """`?exclusion=` says which one, by the number of its motion."""
        number = asked.get("exclusion", "")
        return {"exclusion": int(number)} if re.fullmatch("[0-9]{1,9}", number) else {}

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"exclusion": the number of an adopted motion that excluded somebody, not final yet}`."""
        number = terms.get("exclusion")
        if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= LARGEST:
            raise Refused(gettext("Say the number of the motion that excluded."))
        refuse_if(reports.why_not_appeal(number, now=now))
        return {"exclusion": number}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        person = reports.person_of(motion)
        if person is None:
            return []
        before = reports.standing_before(motion)
        return [
            Change(
                what=person.name,
                now=Standing.SUSPENDED.label,
                then=Standing(before).label if before else "",
                mine=reader is not None and reader.pk == person.pk,
            )
        ]

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        return (
            None if reports.standing_before(motion) else _("That exclusion is final, or was undone already.")
        )

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """In the standing they had, from today on."""
        person, before = reports.person_of(motion), reports.standing_before(motion)
        if person is None or not before:
            raise Refused(gettext("That exclusion is final, or was undone already."))
        change_standing(
            member_id=person.pk,
            standing=before,
            from_on=Cooperative.objects.founded().day_of(now),
            because=reports.cause_of(motion),
            actor=None,
            now=now,
        )


def _who_can_be_excluded(number: int, *, on: date) -> Member:
    person = Member.objects.standing(*rules.CAN_BE_EXCLUDED, on=on).filter(number=number).first()
    if person is None:
        raise Refused(gettext("Nobody among us who can be excluded has the number %(n)s.") % {"n": number})
    return person


for kind in (Exclusion(), Appeal()):
    register(kind)
