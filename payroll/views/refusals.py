"""The second signature that is not given."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.gate import member_of
from payroll.actions.refusals import refuse_run
from payroll.forms.refusals import RefuseRunForm
from payroll.views.runs import run_shown
from record.rules import Refused


@require_POST
def refuse(request: HttpRequest, run_id: int) -> HttpResponse:
    """Do not sign a run, saying why."""
    form = RefuseRunForm(request.POST)
    if form.is_valid():
        try:
            refuse_run(
                run_id=run_id,
                because=form.cleaned_data["because"],
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("You did not sign it. Whoever prepared it is told why."))
            return redirect("payroll:run", run_id=run_id)
    return run_shown(request, run_id, refuse_form=form)
