"""What we ask for when a motion says who knows how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from assemblies.forms import NumbersField
from rotation.models import Shadow, Skill


def skills_or_new() -> list[tuple[str, Any]]:
    return [("", _("a new one")), *Skill.objects.values_list("code", "name")]


def confirmed_shadows() -> list[tuple[int, str]]:
    """Who learnt beside somebody who says that they know how, and whom the assembly has not confirmed."""
    rows = Shadow.objects.filter(confirmed_at__isnull=False, ended_at__isnull=True, grants__isnull=True)
    return [
        (row.pk, f"{row.member.name}: {row.skill.name} ({row.mandate.member.name})")
        for row in rows.select_related("member", "skill", "mandate__member").order_by("pk")
    ]


class SkillForm(forms.Form):
    """One skill, there already or new, how long it lasts, and who knows it from now on."""

    code = forms.ChoiceField(label=_("Skill"), choices=skills_or_new, required=False)
    name = forms.CharField(
        label=_("Its name"),
        max_length=120,
        required=False,
        help_text=_("What one knows how to do: “keep the books”."),
    )
    lasts_months = forms.IntegerField(
        label=_("For how many months it counts"),
        help_text=_("0: for ever. After that one learns it again, or carries a post that uses it."),
        min_value=0,
        max_value=600,
        required=False,
    )
    members = NumbersField(
        label=_("Member numbers of those who know how"),
        help_text=_("You may leave it empty."),
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "numeric"}),
        max_length=2000,
        required=False,
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        given = dict(initial or {})
        if isinstance(given.get("members"), list):
            given["members"] = " ".join(str(number) for number in given["members"])
        if given.get("code") and not Skill.objects.filter(code=given["code"]).exists():
            given["code"] = ""
        super().__init__(data, initial=given, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        code, name = cleaned.get("code") or "", (cleaned.get("name") or "").strip()
        if not code:
            code = slugify(name)[:60].strip("-")
            if not code:
                self.add_error("name", _("Write its name."))
            elif Skill.objects.filter(code=code).exists():
                self.add_error("name", _("There is such a skill already: choose it above."))
        said = {"code": code, "members": cleaned.get("members") or []}
        if name:
            said["name"] = name
        if cleaned.get("lasts_months") is not None:
            said["lasts_months"] = cleaned["lasts_months"]
        return said


class ConfirmSkillForm(forms.Form):
    """Whom the assembly confirms, of those whose teacher said that they know how."""

    shadows = forms.TypedMultipleChoiceField(
        label=_("Who learnt it, and beside whom"),
        choices=confirmed_shadows,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
