"""Paper for those who want it, and the count of the box."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assemblies import kinds
from assemblies.actions import count_box, hand_paper
from assemblies.forms import BoxForm, PaperForm
from assemblies.models import Motion, MotionState
from assemblies.reports.papers import paper_page
from assemblies.reports.powers import who_may
from assemblies.rules.papers import why_not_hand_paper
from assemblies.rules.states import COUNT_HANDS, may
from members.gate import NotYours, member_of
from members.models import Member
from record.rules import Refused


@never_cache
@require_safe
def papers(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Give out paper, and count the box."""
    return _page(request, _being_voted(request, motion_id))


@require_POST
def hand(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Write down who takes paper."""
    motion, form = _being_voted(request, motion_id), PaperForm(request.POST)
    if form.is_valid():
        try:
            given = hand_paper(
                motion_id=motion.pk,
                numbers=form.cleaned_data["numbers"],
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = ngettext("%(n)s paper more was given out.", "%(n)s papers more were given out.", given)
            messages.success(request, said % {"n": given})
            return redirect("assemblies:papers", motion_id=motion.pk)
    return _page(request, motion, hand_form=form)


@require_POST
def count(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Write down what I found in the box."""
    motion, form = _being_voted(request, motion_id), BoxForm(request.POST)
    if form.is_valid():
        try:
            count_box(motion_id=motion.pk, **form.cleaned_data, actor=member_of(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Your count is written down."))
            return redirect("assemblies:papers", motion_id=motion.pk)
    return _page(request, motion, box_form=form)


def _page(request: HttpRequest, motion: Motion, **more: Any) -> HttpResponse:
    reader, now = member_of(request), timezone.now()
    page = paper_page(motion, reader=reader)
    why_not = why_not_hand_paper(
        motion_state=motion.state,
        is_yes_or_no=kinds.by_preference(motion) is None,
        closes_at=motion.closes_at,
        is_counted=page.how_many_counted > 0,
        counters=len(who_may(COUNT_HANDS, now=now)),
        actor=reader,
        now=now,
    )
    context = {
        "motion": motion,
        "papers": page,
        "may_hand": why_not is None,
        "why_not_hand": why_not,
        "hand_form": PaperForm(),
        "box_form": BoxForm(),
    }
    return render(request, "assemblies/papers_page.html", context | more)


def _being_voted(request: HttpRequest, motion_id: int) -> Motion:
    """The motion, for whoever counts hands, while it is being voted."""
    reader: Member = member_of(request)
    motion = get_object_or_404(Motion.objects.visible_to(reader), pk=motion_id)
    if not may(reader, COUNT_HANDS, timezone.now()):
        raise NotYours(COUNT_HANDS)
    if motion.state != MotionState.VOTING:
        raise Http404
    return motion
