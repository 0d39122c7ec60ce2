"""What we ask for when a motion makes a post or changes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from rotation.forms.deciding import posts_by_name
from rotation.models import Post, Skill, WayOfFilling
from rotation.power_words import POWER_WORDS
from rotation.rules.weekly import duties_in, lines_of

LINES = {"rows": 5}


def powers_in_words() -> list[tuple[str, Any]]:
    return list(POWER_WORDS.items())


def skills_by_name() -> list[tuple[str, str]]:
    return list(Skill.objects.values_list("code", "name"))


class PostForm(forms.Form):
    """A post in plain fields. Changing one, it begins with what the post is today and keeps its name."""

    changes = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.SlugField(
        label=_("Short name in its address"),
        max_length=60,
        required=False,
        help_text=_("Empty: made out of the name. Letters, numbers and hyphens."),
    )
    purpose = forms.CharField(
        label=_("What it is for"), widget=forms.Textarea(attrs=LINES), max_length=2000, required=False
    )
    seats = forms.IntegerField(
        label=_("How many people carry it at once"), min_value=1, max_value=600, initial=1
    )
    on_wheel = forms.BooleanField(
        label=_("A seat at the table of each assembly: it lasts a day, or the days written above"),
        required=False,
    )
    term_months = forms.IntegerField(
        label=_("For how many months"), min_value=0, max_value=600, initial=6, required=False
    )
    term_days = forms.IntegerField(
        label=_("Or for how many days"),
        help_text=_("Where it lasts less than a month: write 0 months, and the days here."),
        min_value=0,
        max_value=600,
        initial=0,
        required=False,
    )
    max_consecutive_terms = forms.IntegerField(
        label=_("Terms in a row at most (0: no limit)"), min_value=0, max_value=600, initial=2
    )
    cool_down_months = forms.IntegerField(
        label=_("Months of rest after those"), min_value=0, max_value=600, initial=12
    )
    months_here = forms.IntegerField(
        label=_("Months one is a member before one can take it"), min_value=0, max_value=600, initial=0
    )
    overlap_days = forms.IntegerField(
        label=_("Days together with whoever comes next"), min_value=0, max_value=600, initial=14
    )
    burden_points = forms.IntegerField(
        label=_("How heavy it is, in points"),
        help_text=_("A light post is 1. Whoever carried fewer points goes first when a turn comes."),
        min_value=0,
        max_value=600,
        initial=1,
    )
    filled = forms.ChoiceField(label=_("How it is filled"), choices=WayOfFilling.choices)
    powers = forms.MultipleChoiceField(
        label=_("What it lets one do"),
        choices=powers_in_words,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    skills = forms.MultipleChoiceField(
        label=_("What one must know how to do"),
        choices=skills_by_name,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    incompatible_with = forms.MultipleChoiceField(
        label=_("Posts that the same person may not hold with it"),
        choices=posts_by_name,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    duties = forms.CharField(
        label=_("What it does each week, one a line"),
        help_text=_("A line that begins with a hyphen is a step of the one above it, to be ticked."),
        widget=forms.Textarea(attrs=LINES),
        max_length=20_000,
        required=False,
    )
    hands_over = forms.CharField(
        label=_("What passes on to whoever comes next, one a line"),
        help_text=_("The keys, the stamp, the passwords changed."),
        widget=forms.Textarea(attrs=LINES),
        max_length=20_000,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        prefix: str | None = None,
        **kwargs: Any,
    ) -> None:
        given = dict(initial or {})
        given |= given.pop("terms", {})
        if "duties" in given:
            given["duties"] = lines_of(given["duties"])
        if "hands_over" in given:
            given["hands_over"] = "\n".join(given["hands_over"])
        asked = str((data or {}).get(f"{prefix}-changes" if prefix else "changes", "") if data else "")
        self.changed = _post(asked or str(given.get("code", "")))
        if self.changed is not None:
            given |= {"changes": self.changed.code}
        super().__init__(data, initial=given, prefix=prefix, **kwargs)
        if self.changed is not None:
            del self.fields["name"], self.fields["code"]
        if not Skill.objects.exists():
            del self.fields["skills"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned.pop("changes", None)
        cleaned["duties"] = duties_in(cleaned.get("duties", ""))
        cleaned["hands_over"] = [
            line.strip() for line in cleaned.get("hands_over", "").splitlines() if line.strip()
        ]
        cleaned["term_months"] = cleaned.get("term_months") or 0
        cleaned["term_days"] = cleaned.get("term_days") or 0
        if cleaned.get("on_wheel"):
            cleaned |= {"term_months": 0, "term_days": cleaned["term_days"] or 1}
        if self.changed is not None:
            return cleaned | {"code": self.changed.code, "name": self.changed.name}
        code = cleaned.get("code") or slugify(cleaned.get("name", ""))[:60].strip("-")
        if not code:
            self.add_error("code", _("Write a short name of letters, numbers and hyphens."))
        elif _post(code) is not None:
            self.add_error("name", _("There is such a post already: change it from its page."))
        return cleaned | {"code": code}


def _post(code: str) -> Post | None:
    return Post.objects.filter(code=code).first() if code and "\x00" not in code else None
