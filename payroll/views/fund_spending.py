"""What was spent of each fund; whoever pays writes it down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assemblies.models import Motion
from members.gate import member_of
from payroll.actions.fund_spending import spend_fund
from payroll.forms.fund_spending import FundSpendingForm
from payroll.reports.explained.funds import funds_explained
from payroll.reports.fund_spending import PAY, funds_spent
from payroll.reports.voted import motions_to_spend
from record.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def funds_spent_page(request: HttpRequest) -> HttpResponse:
    """What each fund has, what was spent of it and by which motion; the form is for whoever pays."""
    actor, now = member_of(request), timezone.now()
    page = funds_spent(request.GET.get("page"))
    is_sent, form = request.method == "POST", None
    if is_sent or actor.has_perm(PAY):  # whether the form is shown: as templates ask it
        motions = motions_to_spend(request.POST.get("motion") if is_sent else None)
        form = FundSpendingForm(request.POST if is_sent else None, funds=page.funds, motions=motions)
    if form is not None and is_sent and form.is_valid():
        said = form.cleaned_data
        try:
            motion = Motion.objects.get(pk=said["motion"])
            spend_fund(**(said | {"motion": motion}), actor=actor, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Written down."))
            return redirect("payroll:funds-spent")
    return render(
        request,
        "payroll/funds_spent_page.html",
        {"page": page, "funds": funds_explained(page.funds), "form": form},
    )
