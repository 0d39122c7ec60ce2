"""How a member is asked for a rule's value: fields in words, never the stored form.

A form shows the value as it is (`fields_of`) and gives the one proposed in the form it is stored in
(`stored`). What makes sense is not judged here: the rule's type does that, for pages and API alike.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from assemblies import kinds
from assemblies.house_rules.words import BASES, RULES, TIES, WEEKDAYS
from assemblies.rules.decision import Comparison, Tie

CLOCK = {"type": "time"}


class ValueForm(forms.Form):
    """Asks for the value of one house rule."""

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        """What the fields show for a stored value."""
        return {"value": stored}

    def stored(self) -> Any:
        """The value proposed, as it is stored. Only after `is_valid`."""
        return self.cleaned_data["value"]


class JSONOfFewBrackets(forms.JSONField):
    """JSON of no more brackets than any rule has: deeper ones cannot be read without breaking."""

    def to_python(self, value: Any) -> Any:
        if _is_too_deep(value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return InvalidJSONInput(data) if _is_too_deep(data) else super().bound_data(data, initial)


def _is_too_deep(value: Any) -> bool:
    return isinstance(value, str) and value.count("[") + value.count("{") > 200


class AsWritten(ValueForm):
    """For a rule that brings no form of its own: its value as it is stored."""

    value = JSONOfFewBrackets(
        label=_("New value"),
        help_text=_("Write it in the same form as it has today: only what is after the colons changes."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "off"}),
    )


class NumberForm(ValueForm):
    value = forms.IntegerField(label=_("How many"))


class YesOrNoForm(ValueForm):
    value = forms.TypedChoiceField(
        label=_("Yes or no"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda said: said == "yes",
    )

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        return {"value": "yes" if stored else "no"}


def _weekday() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=_("Day"), choices=list(enumerate(WEEKDAYS)), coerce=int)


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"))


class WeeklyForm(ValueForm):
    weekday = _weekday()
    starts = _clock(_("It begins at"))
    ends = _clock(_("Votes may stay open until"))
    place = forms.CharField(label=_("Where we meet"), max_length=120, required=False)
    convoked_days_before = forms.IntegerField(
        label=_("Convoked so many days before"), min_value=1, max_value=6
    )

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        return {"convoked_days_before": 6, **stored}

    def stored(self) -> Any:
        said = self.cleaned_data
        return {**said, "starts": f"{said['starts']:%H:%M}", "ends": f"{said['ends']:%H:%M}"}


class AgendaClosingForm(ValueForm):
    weekday = _weekday()
    at = _clock(_("At"))

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        return dict(stored)

    def stored(self) -> Any:
        return {"weekday": self.cleaned_data["weekday"], "at": f"{self.cleaned_data['at']:%H:%M}"}


COMPARISONS = [(Comparison.MORE_THAN.value, _("more than")), (Comparison.AT_LEAST.value, _("at least"))]
SHARE = {"autocomplete": "off", "maxlength": "20"}


def _comparison(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=COMPARISONS)


def _share(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=20,
        widget=forms.TextInput(attrs=SHARE),
    )


class DecisionForm(ValueForm):
    """A decision rule: the majority, of whom, who must be there, and what a tie does."""

    comparison = _comparison(_("In favour there must be"))
    threshold = _share(_("This part"), _("A fraction, for example 1/2 or 2/3."))
    base = forms.ChoiceField(label=_("Of whom"), choices=[(base.value, said) for base, said in BASES.items()])
    quorum_comparison = _comparison(_("At the first call there must be"))
    quorum = _share(_("This part of us"), _("Empty: any number may decide."), required=False)
    second_call_comparison = _comparison(_("At the second call there must be"))
    second_call_quorum = _share(_("This part of us"), _("Empty: any number may decide."), required=False)
    tie = forms.ChoiceField(label=_("A tie"), choices=[(tie.value, said) for tie, said in TIES.items()])

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        shown = {name: stored[name] for name in ("comparison", "threshold", "base")}
        for call in ("quorum", "second_call"):
            asked = stored.get("quorum" if call == "quorum" else "second_call_quorum") or {}
            shown[f"{call}_comparison"] = asked.get("comparison", Comparison.AT_LEAST.value)
            shown["quorum" if call == "quorum" else "second_call_quorum"] = asked.get("share", "")
        return shown | {"tie": stored.get("tie", Tie.FALLS.value)}

    def stored(self) -> Any:
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("threshold", "comparison", "base", "tie")},
            "quorum": _quorum(said["quorum"], said["quorum_comparison"]),
            "second_call_quorum": _quorum(said["second_call_quorum"], said["second_call_comparison"]),
        }


def _quorum(share: str, comparison: str) -> dict[str, str] | None:
    return {"share": share, "comparison": comparison} if share else None


class KindsForm(ValueForm):
    """Which kinds of motion, besides those that are so by themselves."""

    value = forms.MultipleChoiceField(
        label=_("Kinds of motion"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.code, kind.label) for kind in kinds.all_kinds() if not kind.is_secret]
        self.fields["value"].choices = choices  # type: ignore[attr-defined]


class RuleOfKindForm(ValueForm):
    """For each kind of motion the decision rule it takes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("as it comes")), *RULES.items()]
        for kind in kinds.all_kinds():
            if kind.is_binding:
                self.fields[kind.code] = forms.ChoiceField(
                    label=str(kind.label), choices=choices, required=False
                )

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        return dict(stored)

    def stored(self) -> Any:
        return {code: rule for code, rule in self.cleaned_data.items() if rule}
