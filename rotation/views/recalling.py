"""Asking for somebody's recall by signing."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from assemblies.rules.texts import LONGEST_TEXT
from members.gate import member_of
from record.rules import Refused
from rotation.actions.recalling import ask_for_recall, petition_for
from rotation.models import Mandate


class RecallReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_(
            "What happened, without insults. Whoever it is about reads it, answers, and does not vote."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_TEXT,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Say why, sign first, and see how many signatures are missing."""
    mandate = get_object_or_404(Mandate.objects.select_related("post", "member"), pk=mandate_id)
    form = RecallReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            motion = ask_for_recall(
                mandate_id=mandate.pk,
                reason=form.cleaned_data["reason"],
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            petition = petition_for(motion)
            if petition is not None:
                return redirect("assemblies:petition", petition_id=petition.pk)
            return redirect("assemblies:motion", motion_id=motion.pk)
    return render(request, "rotation/recall_page.html", {"form": form, "mandate": mandate})
