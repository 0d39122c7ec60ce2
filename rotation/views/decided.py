"""Turning a decision into a task, from the decision's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assemblies.forms import first_error
from assemblies.models import Motion
from assemblies.views.motions import motion_page_of
from members.gate import member_of
from record.rules import Refused
from rotation.actions.decided import turn_into_task
from rotation.forms import TaskForm


@require_POST
def give_task(request: HttpRequest, motion_id: int) -> HttpResponse:
    """What, which post, until when."""
    reader = member_of(request)
    found = get_object_or_404(Motion.objects.visible_to(reader), pk=motion_id)
    form = TaskForm(request.POST)
    if form.is_valid():
        try:
            turn_into_task(
                motion_id=found.pk,
                what=form.cleaned_data["what"],
                post=form.cleaned_data["post"],
                due_on=form.cleaned_data["due_on"],
                actor=reader,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("It is a task now. Whoever holds the post is told."))
            return redirect(f"/motions/{found.pk}/#carried-out")
    return motion_page_of(request, found.pk, task_form=form, problem=first_error(form))
