"""Pages about posts: my duties, who holds what, one post."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members.gate import member_of
from members.models import Cooperative
from record.rules import Refused
from rotation.actions import end_mandate, finish_duty
from rotation.models import Duty, Mandate, Post
from rotation.power_words import in_words
from rotation.reports import duties_of, in_turn_for, post_page, who_holds_what


@require_GET
def my_duties(request: HttpRequest) -> HttpResponse:
    """What is mine this week and next, and which posts I hold until when."""
    mine = duties_of(member_of(request), now=timezone.now())
    holdings = [(holding, in_words(holding.powers)) for holding in mine.holdings]
    return render(request, "rotation/duties_page.html", {"mine": mine, "holdings": holdings})


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


@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    """Who holds what, until when, and by which motion; on any day."""
    day = _asked_day(request)
    return render(request, "rotation/posts_page.html", {"lines": who_holds_what(on=day), "day": day})


@require_GET
def post(request: HttpRequest, code: str) -> HttpResponse:
    """One post: what it is for, who holds and held it, and whose turn would be next."""
    found = get_object_or_404(Post.objects.select_related("sector"), code=code)
    today = Cooperative.objects.get().day_of(timezone.now())
    page = post_page(found, on=today)
    if page is None:
        raise Http404
    turns = in_turn_for(found, on=today, terms=page.line.terms)
    return render(
        request,
        "rotation/post_page.html",
        {
            "page": page,
            "powers": in_words(page.line.terms.powers),
            "able": [turn for turn in turns if turn.place is not None],
            "unable": [turn for turn in turns if turn.place is None],
        },
    )


def _asked_day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return Cooperative.objects.get().day_of(timezone.now())
