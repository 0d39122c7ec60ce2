"""The page of the hours worked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.gate import member_of
from payroll.actions.hours import write_hours
from payroll.forms.hours import HoursForm
from payroll.reports.hours import hours_page
from record.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """Hours of each month: how many of us they are written for, and my own; whoever prepares the pay writes."""
    reader, now = member_of(request), timezone.now()
    form = HoursForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = write_hours(**form.written(), actor=reader, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Written for %(n)s of us.") % {"n": len(made)})
            return redirect("payroll:hours")
    return render(request, "payroll/hours_page.html", {"page": hours_page(reader), "form": form})
