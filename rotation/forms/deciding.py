"""What we ask for when a motion elects, recalls or hands out a task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rotation.models import Mandate, Post

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
