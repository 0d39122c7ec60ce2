"""A vote rehearsed before the assembly."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assemblies.actions.rehearsal import end_rehearsal, open_rehearsal, try_rehearsal
from assemblies.models import Choice, Motion, MotionState
from assemblies.reports.rehearsal import key_of, rehearsal_under_way, rehearse, trial_of
from assemblies.rules.states import CHAIR, may
from assemblies.views.answering import done
from members.gate import NotYours, member_of


@require_safe
def rehearsal(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Who could not vote on it now, and why: for whoever chairs."""
    motion = get_object_or_404(
        Motion.objects.select_related("assembly"), pk=motion_id, state=MotionState.ON_AGENDA
    )
    now = timezone.now()
    if not may(member_of(request), CHAIR, now):
        raise NotYours(CHAIR)
    context = {"motion": motion, "page": rehearse(motion, now=now), "trial": trial_of(motion)}
    return render(request, "assemblies/rehearsal_page.html", context)


@require_POST
def begin(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Begin a vote that counts for nothing."""
    motion = get_object_or_404(Motion.objects.visible_to(member_of(request)), pk=motion_id)
    return done(
        request,
        lambda: open_rehearsal(motion_id=motion.pk, actor=member_of(request), now=timezone.now()),
        then=_then(motion),
        said=_("The rehearsal is on everybody's phone."),
    )


@require_POST
def end(request: HttpRequest, motion_id: int) -> HttpResponse:
    """End it."""
    motion = get_object_or_404(Motion.objects.visible_to(member_of(request)), pk=motion_id)
    return done(
        request,
        lambda: end_rehearsal(motion_id=motion.pk, actor=member_of(request), now=timezone.now()),
        then=_then(motion),
        said=_("The rehearsal is over."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest, motion_id: int) -> HttpResponse:
    """One tap that counts for nothing: it arrives, or it does not."""
    reader = member_of(request)
    motion = get_object_or_404(Motion.objects.visible_to(reader), pk=motion_id)
    tried = request.method == "POST" and try_rehearsal(motion_id=motion.pk, actor=reader, now=timezone.now())
    seq = rehearsal_under_way(motion)
    asked = seq is not None and reader.notices.filter(key=key_of(motion, seq)).exists()
    context = {
        "motion": motion,
        "tried": tried,
        "is_open": asked,
        "choices": [(choice.value, choice.label) for choice in Choice],
    }
    return render(request, "assemblies/try_page.html", context)


def _then(motion: Motion) -> str:
    waits = motion.state == MotionState.ON_AGENDA
    return f"/motions/{motion.pk}/rehearsal/" if waits else f"/motions/{motion.pk}/"
