"""What we ask for about machines and works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assemblies.models import Motion
from payroll.forms.money import DAY, MoneyField, as_typed
from payroll.forms.products import code_of
from payroll.models import Project


class ProjectForm(forms.Form):
    """A machine or a work: what it costs, what it does, and the vote. `code` is of one that is listed."""

    code = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Machine or work"), max_length=160)
    cents = MoneyField(label=_("What it costs"))
    effect = forms.CharField(
        label=_("What it does for us"), max_length=200, help_text=_("9 % less gas, less dust, safety.")
    )
    motion = forms.IntegerField(
        label=_("Number of the motion that adopted it"),
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text=_("Empty while it is only wanted."),
    )
    in_use_since = forms.DateField(label=_("In use since"), required=False, widget=forms.DateInput(attrs=DAY))

    def clean_motion(self) -> Motion | None:
        number = self.cleaned_data["motion"]
        motion = Motion.objects.filter(number=number).first() if number else None
        if number and motion is None:
            raise forms.ValidationError(_("There is no motion with that number."))
        return motion

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        code = typed.get("code") or code_of(typed.get("name", ""))
        if not typed.get("code") and Project.objects.filter(code=code).exists():
            raise forms.ValidationError(_("It is on the list already. Change it there."))
        return {**typed, "code": code}


def as_listed(project: Project) -> dict[str, Any]:
    """What the form begins with when something on the list is changed."""
    return {
        "code": project.code,
        "name": project.name,
        "cents": as_typed(project.cents),
        "effect": project.effect,
        "motion": project.motion.number if project.motion else None,
        "in_use_since": project.in_use_since,
    }
