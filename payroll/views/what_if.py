"""What if: sliders over the surplus, as a plain form; htmx only makes it smooth."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.models import Cooperative
from payroll.forms.what_if import address_of, asked_of, sliders
from payroll.reports.what_if import surplus_to_ask_about, what_if_page


@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """Other parts, another pay, more of us, customers who pay late: what it would come to. It changes nothing."""
    return render(request, "payroll/what_if_page.html", what_if_context(request))


def what_if_context(request: HttpRequest) -> dict[str, Any]:
    """What the page and the hall's screen show, for what the address asks."""
    coop = Cooperative.objects.here()
    asked = asked_of(request.GET, decimals=coop.decimals)
    found = surplus_to_ask_about(request.GET.get("surplus", ""))
    page = what_if_page(found, asked, today=coop.day_of(timezone.now()))
    return {
        "page": page,
        "sliders": sliders(page.as_it_is, asked, decimals=coop.decimals) if page else [],
        "address": address_of(asked, decimals=coop.decimals),
    }
