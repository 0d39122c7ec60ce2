"""What we ask for when a motion is about posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rotation.models import Mandate, Post, WayOfFilling

DAY = {"type": "date"}


def posts_by_name() -> list[tuple[str, str]]:
    return [(post.code, post.name) for post in Post.objects.order_by("name")]


class ElectionForm(forms.Form):
    post = forms.ChoiceField(label=_("Post"), choices=posts_by_name)
    seat = forms.IntegerField(label=_("Seat"), min_value=1, max_value=1000, initial=1)
    member = forms.IntegerField(label=_("Member number of who stands"), min_value=1, max_value=2_147_483_647)
    from_on = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text=_("Empty: when the mandate before ends."),
    )


def _running() -> list[tuple[int, str]]:
    from django.utils import timezone

    rows = Mandate.objects.filter(until_on__gt=timezone.localdate(), ended_at__isnull=True)
    return [
        (m.pk, f"{m.post.name}: {m.member.name}")
        for m in rows.select_related("post", "member").order_by("post__name", "seat")
    ]


class RecallForm(forms.Form):
    mandate = forms.TypedChoiceField(label=_("Whose mandate"), choices=_running, coerce=int)


class TaskForm(forms.Form):
    post = forms.ChoiceField(label=_("Which post carries it out"), choices=posts_by_name)
    what = forms.CharField(label=_("What is to be done"), max_length=200)
    due_on = forms.DateField(label=_("Until when"), widget=forms.DateInput(attrs=DAY))


def _posts_or_none() -> list[tuple[str, Any]]:
    return [("", _("nobody in particular")), *posts_by_name()]


class CarriedOutForm(forms.Form):
    """Who would carry a proposal out, where it says so."""

    post = forms.ChoiceField(
        label=_("Which post carries it out"),
        help_text=_("If it passes, it becomes their task. You may leave it to the assembly."),
        choices=_posts_or_none,
        required=False,
    )
    due_on = forms.DateField(
        label=_("Until when"),
        help_text=_("Empty: as many days as our rules give."),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )


class PostForm(forms.Form):
    """A post's terms in plain fields; lists are one a line."""

    code = forms.SlugField(label=_("Short code"), max_length=60)
    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.CharField(
        label=_("What it is for"), widget=forms.Textarea, max_length=2000, required=False
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=600, initial=1)
    term_months = forms.IntegerField(label=_("Months of a term"), min_value=0, max_value=600, initial=6)
    max_consecutive_terms = forms.IntegerField(
        label=_("Terms in a row (0: no limit)"), min_value=0, max_value=600, initial=2
    )
    cool_down_months = forms.IntegerField(
        label=_("Months of rest after those"), min_value=0, max_value=600, initial=12
    )
    powers = forms.CharField(label=_("Powers, one a line"), widget=forms.Textarea, required=False)
    duties = forms.CharField(
        label=_("Duties of each week, one a line"), widget=forms.Textarea, required=False
    )
    filled = forms.ChoiceField(label=_("How it is filled"), choices=WayOfFilling.choices)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("powers", "duties"):
            cleaned[name] = [line.strip() for line in str(cleaned.get(name, "")).splitlines() if line.strip()]
        return cleaned
