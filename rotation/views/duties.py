"""Pages of what one has to do: my duties, and the posts I hold."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members.gate import member_of
from record.rules import Refused
from rotation.actions import end_mandate, finish_duty
from rotation.models import Duty, Mandate
from rotation.power_words import in_words
from rotation.reports import duties_of, handovers_of
from rotation.reports.changing import offers_to, swaps_of
from rotation.reports.skills import shadows_of


@require_GET
def my_duties(request: HttpRequest) -> HttpResponse:
    """What is mine this week and next, and which posts I hold until when."""
    me, now = member_of(request), timezone.now()
    mine = duties_of(me, now=now, with_steps=True)
    holdings = [(holding, in_words(holding.powers)) for holding in mine.holdings]
    context = {
        "mine": mine,
        "holdings": holdings,
        "handovers": handovers_of(me, on=mine.today),
        "offers": offers_to(me, now=now),
        "swaps": swaps_of(me, now=now),
        "shadows": shadows_of(member_of(request)),
    }
    return render(request, "rotation/duties_page.html", context)


@require_POST
def done(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Say that a duty is done."""
    get_object_or_404(Duty, pk=duty_id)
    try:
        finish_duty(duty_id=duty_id, actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("rotation:duties")


@require_POST
def step_down(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Give a post back before its end."""
    get_object_or_404(Mandate, pk=mandate_id, member=member_of(request))
    try:
        end_mandate(mandate_id=mandate_id, actor=member_of(request), now=timezone.now())
        messages.success(request, _("You stepped down. Thank you for what you carried."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("rotation:duties")
