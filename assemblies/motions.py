"""What the assembly can decide in this room: plain decisions of several weights, house rules, admissions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.actions.house_rules import checked_value, set_house_rule
from assemblies.house_rules import HouseRuleType, all_types, in_force, type_of
from assemblies.house_rules.asking import ValueForm
from assemblies.kinds import Change, Kind, Sentence, day_in, register
from assemblies.models import HouseRule
from members.actions import change_standing
from members.models import Cooperative, Member, Standing
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion


class Decision(Kind):
    """What the text says, and nothing else: carried out by people, not by the program."""

    code = "decision"
    label = _("Decision")
    help = _("What the text says. Write what is to be done, by whom and until when.")


class Poll(Kind):
    """Asks what we think. Whatever comes out, it binds nobody."""

    code = "poll"
    label = _("Poll")
    help = _("To know what we think. It does not bind anybody.")
    is_binding = False
    asks_who = False


class StatuteForm(forms.Form):
    """What of the statute changes: for some of it the law asks for more of us."""

    matter = forms.ChoiceField(
        label=_("What it is about"),
        choices=[
            ("", _("an article of the statute")),
            ("object", _("what we do: our object")),
            ("merger", _("joining another co-operative")),
            ("dissolution", _("closing the co-operative")),
        ],
        required=False,
    )


class Statute(Decision):
    """A change of our statute: in secret, and only in an assembly by law."""

    code = "statute"
    label = _("Change of statute")
    help = _("Write the article as it is and as it would be. It is voted in secret, in an assembly by law.")
    rule = "two_thirds"
    is_secret = True
    only_in = ("legal_extraordinary", "legal_ordinary")

    def form_class(self) -> type[forms.Form]:
        return StatuteForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"matter": "object", "merger" or "dissolution"}`; nothing for any other change."""
        matter = terms.get("matter") or ""
        if matter not in ("", "object", "merger", "dissolution"):
            raise Refused(gettext("Say what it is about."))
        return {"matter": matter} if matter else {}

    def matter(self, motion: Motion) -> str:
        """The law of some places asks for more of us to merge, to close or to do something else."""
        matter = motion.terms.get("matter", "")
        return f"statute.{matter}" if matter else self.code


class WrittenRule(Decision):
    """A rule of living together that no program applies: its words are the rule."""

    code = "written_rule"
    label = _("Rule in words")
    help = _("A rule between us that no calculation follows. What you write is the rule.")
    rule = "two_thirds"


DAY = {"type": "date"}


class HouseRuleForm(forms.Form):
    """Which rule, its value asked for in words as its type says, and from when; it begins with today's rule."""

    key = forms.ChoiceField(label=_("Rule"), widget=forms.HiddenInput)
    from_on = forms.DateField(
        label=_("In force from"),
        help_text=_("Empty: the day it is adopted."),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    review_on = forms.DateField(
        label=_("To be reviewed on"),
        help_text=_("Empty: it stays until another motion changes it."),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = [(rule.key, rule.label) for rule in all_types() if rule.kind == HouseRuleKind.code]
        self.fields["key"].choices = self.choices  # type: ignore[attr-defined]
        named = str(self["key"].value() or "")
        self.rule = type_of(named) if named in dict(self.choices) else None
        self.asked: ValueForm | None = None
        if self.rule is None:
            return
        stored = self.initial["value"] if "value" in self.initial else _today(self.rule)
        self.asked = self.rule.asks(
            self.data if self.is_bound else None, initial=self.rule.asks.fields_of(stored), prefix=self.prefix
        )
        self.fields = {"key": self.fields["key"], **self.asked.fields, **self.fields}
        self.initial = {**self.asked.initial, **self.initial}

    def now_said(self) -> str:
        """The rule as it is today, in words."""
        return "" if self.rule is None else self.rule.say(self.rule.load(_today(self.rule)))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.asked is not None and self.asked.is_valid():
            cleaned["value"] = self.asked.stored()
        return {name: cleaned.get(name) for name in ("key", "value", "from_on", "review_on")}


def _today(rule: HouseRuleType[Any]) -> Any:
    row = HouseRule.objects.in_force(rule.key, on=Cooperative.objects.here().day_of(timezone.now()))
    return rule.default if row is None else row.value


class HouseRuleKind(Kind):
    """Sets one house rule from a day on. How many must agree is what that rule itself says."""

    code = "house_rule"
    label = _("House rule")
    help = _("Changes one of our rules from a day on.")
    rule = "two_thirds"

    def form_class(self) -> type[forms.Form]:
        return HouseRuleForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"key", "value", "from_on": day or None (= the day it is adopted), "review_on": day or None}`."""
        key = str(terms.get("key", ""))
        value = checked_value(key, terms.get("value"))
        from_on, review_on = day_in(terms.get("from_on")), day_in(terms.get("review_on"))
        today = Cooperative.objects.founded().day_of(now)
        if from_on is not None and from_on < today:
            raise Refused(gettext("A rule comes into force today or later."))
        if review_on is not None and review_on <= (from_on or today):
            raise Refused(gettext("A rule is reviewed after it comes into force."))
        return {
            "key": key,
            "value": value,
            "from_on": from_on.isoformat() if from_on else None,
            "review_on": review_on.isoformat() if review_on else None,
        }

    def rule_for(self, motion: Motion) -> str | None:
        rule_type = type_of(motion.terms["key"])
        return rule_type.threshold if rule_type else None

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        rule_type = type_of(motion.terms["key"])
        if rule_type is None:
            return []
        return [
            Change(
                what=rule_type.label,
                now=rule_type.say(in_force(rule_type, on=on)),
                then=rule_type.say(rule_type.load(motion.terms["value"])),
            )
        ]

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        if type_of(motion.terms["key"]) is None:
            return _("There is no such house rule.")
        return None

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """In force from its day, or from today where that day has passed."""
        today = Cooperative.objects.founded().day_of(now)
        set_house_rule(
            key=motion.terms["key"],
            value=motion.terms["value"],
            in_force_from=max(day_in(motion.terms.get("from_on")) or today, today),
            motion=motion,
            review_on=day_in(motion.terms.get("review_on")),
            actor=None,
            now=now,
        )
        motion.review_on = day_in(motion.terms.get("review_on"))
        motion.save(update_fields=["review_on"])


class AdmissionForm(forms.Form):
    number = forms.IntegerField(label=_("Member number"), min_value=1, max_value=2_147_483_647)


class Admission(Kind):
    """Makes somebody on probation a full member. Each person is voted separately and in secret."""

    code = "admission"
    label = _("Admission")
    help = _("Somebody on probation becomes a member with a vote.")
    is_secret = True

    def form_class(self) -> type[forms.Form]:
        return AdmissionForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"number": the member number of somebody on probation}`."""
        number = terms.get("number")
        if isinstance(number, bool) or not isinstance(number, int):
            raise Refused(gettext("Say the member number."))
        _on_probation(number, on=Cooperative.objects.founded().day_of(now))
        return {"number": number}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        candidate = Member.objects.filter(number=motion.terms["number"]).first()
        if candidate is None:
            return []
        return [
            Change(
                what=candidate.name,
                now=Standing.PROBATION.label,
                then=Standing.MEMBER.label,
                mine=reader is not None and reader.pk == candidate.pk,
            )
        ]

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        try:
            _on_probation(motion.terms["number"], on=Cooperative.objects.founded().day_of(now))
        except Refused as refusal:
            return refusal.sentence
        return None

    def excluded(self, motion: Motion, *, on: date) -> dict[int, str]:
        """Nobody votes on their own admission, should they have a vote by then."""
        candidate = Member.objects.filter(number=motion.terms["number"]).first()
        return {candidate.pk: _("it is about them")} if candidate else {}  # type: ignore[dict-item]

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """A member from today on."""
        coop = Cooperative.objects.founded()
        candidate = _on_probation(motion.terms["number"], on=coop.day_of(now))
        change_standing(
            member_id=candidate.pk,
            standing=Standing.MEMBER,
            from_on=coop.day_of(now),
            because=f"assemblies.motion:{motion.pk}",
            actor=None,
            now=now,
        )


def _on_probation(number: int, *, on: date) -> Member:
    candidate = Member.objects.standing(Standing.PROBATION, on=on).filter(number=number).first()
    if candidate is None:
        raise Refused(gettext("Nobody on probation has the number %(number)s.") % {"number": number})
    return candidate


for kind in (
    Decision(),
    Poll(),
    Statute(),
    WrittenRule(),
    HouseRuleKind(),
    Admission(),
):
    register(kind)
