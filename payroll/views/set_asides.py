"""What each month's result is set aside for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ledger.models import Period
from members.gate import member_of
from payroll.actions.set_asides import set_aside_month
from payroll.reports.explained.set_asides import months_set_aside, to_come_explained
from payroll.reports.set_asides import months_to_come
from record.rules import Refused


@require_GET
def set_asides(request: HttpRequest) -> HttpResponse:
    """What each month's result was set aside for."""
    waiting = Period.objects.filter(
        set_asides__isnull=True, closed_at__isnull=True, until_on__lte=timezone.localdate()
    ).order_by("from_on")
    return render(
        request,
        "payroll/set_asides_page.html",
        {
            "months": months_set_aside(),
            "waiting": waiting[:6],
            "to_come": to_come_explained(months_to_come()),
        },
    )


@require_POST
def set_aside(request: HttpRequest, period_id: int) -> HttpResponse:
    """Set a month's result aside by the house rule."""
    get_object_or_404(Period, pk=period_id)
    try:
        set_aside_month(period_id=period_id, actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("payroll:set-asides")
