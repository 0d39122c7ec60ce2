"""What things cost us, and at what price we sell them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.gate import member_of
from members.models import Cooperative
from payroll.actions.costs import write_cost_sheet
from payroll.forms.products import CostSheetForm, next_sheet
from payroll.reports.costs import orders_in_force, product_lines
from payroll.reports.explained.costs import sheets_explained
from record.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def products(request: HttpRequest) -> HttpResponse:
    """What one of each thing costs, line by line, and its price; whoever keeps the books writes it here."""
    today = Cooperative.objects.here().day_of(timezone.now())
    lines = product_lines(on=today)
    code = request.GET.get("code")
    before = next((line.sheet for line in lines if line.sheet.product.code == code), None)
    form = CostSheetForm(
        request.POST if request.method == "POST" else None, initial=next_sheet(before) if before else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = write_cost_sheet(**form.cleaned_data, actor=member_of(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = {"name": made.product.name, "day": date_format(made.in_force_from, "DATE_FORMAT")}
            messages.success(request, _("Written: what %(name)s costs from %(day)s.") % said)
            return redirect("payroll:products")
    context = {
        "sheets": sheets_explained(lines),
        "orders": orders_in_force(on=today),
        "form": form,
        "before": before,
    }
    return render(request, "payroll/products_page.html", context)
