"""Leaving: answering an exclusion, giving notice with its countdown, taking it back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from assemblies.actions.leaving import give_notice, notice_of, take_notice_back, write_defence
from assemblies.house_rules import DAYS_OF_NOTICE, in_force
from assemblies.models import Motion
from assemblies.reports.leaving import file_of
from assemblies.rules.texts import LONGEST_TEXT
from assemblies.views.answering import done
from members.gate import belongs, member_of
from members.models import Cooperative
from record.rules import Refused


class AnswerForm(forms.Form):
    """What somebody answers whom a motion would exclude."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy(
            "Everybody who votes reads it beside the motion. You can change it until the vote opens."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


def file_with_form(request: HttpRequest, motion: Motion) -> dict[str, object]:
    """For the page of a motion: the file of an exclusion, with the form for the person it is about; else nothing."""
    found = file_of(motion, reader=member_of(request), now=timezone.now())
    if found is None:
        return {}
    said = found.defence.text if found.defence is not None else ""
    return {
        "exclusion": found,
        "answer_form": AnswerForm(initial={"text": said}) if found.may_answer else None,
    }


@require_POST
def answer(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Answer the motion that would exclude me."""
    from assemblies.views.motions import motion_page_of  # the page this form is part of

    reader = member_of(request)
    found = get_object_or_404(Motion.objects.visible_to(reader), pk=motion_id)
    form = AnswerForm(request.POST)
    problem = ""
    if form.is_valid():
        try:
            write_defence(
                motion_id=found.pk, text=form.cleaned_data["text"], actor=reader, now=timezone.now()
            )
        except Refused as refusal:
            problem = refusal.sentence
        else:
            messages.success(request, _("Your answer is kept. Everybody who votes reads it."))
            return redirect("assemblies:motion", motion_id=found.pk)
    return motion_page_of(request, found.pk, answer_form=form, problem=problem)


@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest) -> HttpResponse:
    """Say that I leave, and see how many days are left."""
    reader, now = member_of(request), timezone.now()
    if request.method == "POST":
        return done(
            request,
            lambda: give_notice(actor=reader, now=now),
            then="/me/leaving/",
            said=_("It is written down. You can take it back until the day comes."),
        )
    today = Cooperative.objects.here().day_of(now)
    notice = notice_of(reader)
    context = {
        "notice": notice,
        "days_left": max(0, (notice.leaves_on - today).days) if notice is not None else 0,
        "days_of_notice": in_force(DAYS_OF_NOTICE, on=today),
        "belongs": belongs(reader, now=now),
    }
    return render(request, "assemblies/leaving_page.html", context)


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Take my notice back."""
    return done(
        request,
        lambda: take_notice_back(actor=member_of(request), now=timezone.now()),
        then="/me/leaving/",
        said=_("You stay."),
    )
