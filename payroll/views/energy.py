"""Energy: what we use, what we owe for it, and what we voted to save."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ledger.models import Debt, Period
from ledger.rules import KEEP_BOOKS
from members.gate import member_of
from members.models import Cooperative
from payroll.actions.energy import say_debt_is_of_energy, write_energy, write_made, write_saving
from payroll.forms.energy import EnergyForm, MadeForm, SavingForm
from payroll.reports.energy import energy_page
from payroll.reports.explained.energy import energy_explained
from record.rules import Refused

LARGEST_ID = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
def energy(request: HttpRequest) -> HttpResponse:
    """What we use, its price, what we owe and save; whoever keeps the books writes it down, a form at a time."""
    now = timezone.now()
    step = request.POST.get("step", "bill") if request.method == "POST" else ""

    def typed(name: str) -> Any:
        return request.POST if step == name else None

    periods = (
        list(Period.objects.order_by("-from_on"))
        if step or member_of(request).has_perm(KEEP_BOOKS, now)
        else []
    )
    bill = EnergyForm(typed("bill"), periods=periods)
    made = MadeForm(typed("made"), prefix="made", periods=periods)
    saving = SavingForm(typed("saving"), prefix="saving")
    asked: dict[str, tuple[Any, Any]] = {
        "bill": (bill, write_energy),
        "made": (made, write_made),
        "saving": (saving, write_saving),
    }
    if step and step not in asked:
        raise Http404
    if step:
        form, act = asked[step]
        if form.is_valid():
            try:
                act(**form.given(), actor=member_of(request), now=now)
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("Written down."))
                return redirect("payroll:energy")
    return _shown(request, now, {"form": bill, "made": made, "saving": saving, "step": step})


@require_POST
def debt_is_of_energy(request: HttpRequest, debt_id: int) -> HttpResponse:
    """Say that a debt is owed for energy, or that it is not."""
    if debt_id > LARGEST_ID:
        raise Http404
    get_object_or_404(Debt, pk=debt_id)
    is_energy = request.POST.get("is_energy") == "yes"
    try:
        say_debt_is_of_energy(
            debt_id=debt_id, is_energy=is_energy, actor=member_of(request), now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("payroll:energy")


def _shown(request: HttpRequest, now: datetime, forms_of: dict[str, forms.Form | str]) -> HttpResponse:
    page = energy_page(today=Cooperative.objects.here().day_of(now))
    context = {"page": page, "opened": energy_explained(page), **forms_of}
    return render(request, "payroll/energy_page.html", context)
