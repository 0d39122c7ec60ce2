"""A vote rehearsed before the assembly."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assemblies.models import Motion, MotionState
from assemblies.reports.rehearsal import rehearse
from assemblies.rules.states import CHAIR, may
from members.gate import member_of


@require_safe
def rehearsal(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Who could not vote on it now, and why: for whoever chairs."""
    motion = get_object_or_404(
        Motion.objects.select_related("assembly"), pk=motion_id, state=MotionState.ON_AGENDA
    )
    now = timezone.now()
    if not may(member_of(request), CHAIR, now):
        raise PermissionDenied
    context = {"motion": motion, "page": rehearse(motion, now=now)}
    return render(request, "assemblies/rehearsal_page.html", context)
