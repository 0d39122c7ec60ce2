"""The third signature, on one line of a run."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from members.gate import member_of
from payroll.actions.own_lines import sign_line
from payroll.models import Payslip
from record.rules import Refused


@require_POST
def sign(request: HttpRequest, run_id: int, slip_id: int) -> HttpResponse:
    """Sign one line of a run as a third."""
    slip = get_object_or_404(Payslip, pk=slip_id, run=run_id)
    try:
        sign_line(slip_id=slip.pk, actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("payroll:run", run_id=run_id)
