"""What if: sliders over the surplus, as a plain form; htmx only makes it smooth. And the same on the hall's screen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from members.gate import member_of, open_page
from members.models import Cooperative
from payroll.actions.what_if import may_show, show_what_if
from payroll.forms.what_if import address_of, asked_of, sliders
from payroll.models import Surplus, WhatIfShown
from payroll.reports.what_if import surplus_to_ask_about, what_if_page
from record.rules import Refused

SALT = "payroll.what_if"
LASTS = 4 * 24 * 60 * 60
"""Seconds: as long as the screen of an assembly (assemblies.hall_address)."""


@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """Other parts, another pay, more of us, customers who pay late: what it would come to. It changes nothing."""
    found = surplus_to_ask_about(request.GET.get("surplus", ""))
    context = _context(found, request.GET)
    context["may_show"] = may_show(actor=member_of(request), now=timezone.now())
    return render(request, "payroll/what_if_page.html", context)


@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Put this standing of the sliders on the hall's screen."""
    found = surplus_to_ask_about(request.POST.get("surplus", ""))
    asked = address_of(
        asked_of(request.POST, decimals=Cooperative.objects.here().decimals),
        decimals=Cooperative.objects.here().decimals,
    )
    try:
        show_what_if(
            surplus_id=found.pk if found else None,
            asked=asked,
            actor=member_of(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("It is on the screen of the hall."))
    kept = f"surplus={found.pk}&{asked}" if found else asked
    return redirect(f"/surplus/what-if/?{kept}")


@never_cache
@require_safe
def make_screen(request: HttpRequest) -> HttpResponse:
    """The address of the screen, for whoever may show: it asks for no sign-in and ends by itself."""
    if not may_show(actor=member_of(request), now=timezone.now()):
        raise PermissionDenied
    token = signing.dumps(Cooperative.objects.here().language, salt=SALT)
    return redirect("payroll:what-if-screen", token=token)


@open_page
@never_cache
@require_safe
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """What was shown last, large: no session, no name, nothing to press (decision 12)."""
    return _screen(request, token, "payroll/what_if_hall_page.html")


@open_page
@never_cache
@require_safe
def screen_part(request: HttpRequest, token: str) -> HttpResponse:
    """What changes on it; 204 where nothing was shown since `v`."""
    return _screen(request, token, "payroll/_what_if_hall.html")


def _screen(request: HttpRequest, token: str, template: str) -> HttpResponse:
    try:
        language = str(signing.loads(token, salt=SALT, max_age=LASTS))
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    shown = WhatIfShown.objects.select_related("surplus").order_by("-id").first()
    version = str(shown.pk) if shown else "0"
    if request.GET.get("v") == version:
        return HttpResponse(status=204)
    with translation.override(language):
        context = _context(shown.surplus if shown else None, QueryDict(shown.asked if shown else ""))
        return render(request, template, {**context, "token": token, "version": version, "shown": shown})


def _context(found: Surplus | None, standing: QueryDict) -> dict[str, Any]:
    """What the page and the hall's screen show, for a standing of the sliders."""
    coop = Cooperative.objects.here()
    asked = asked_of(standing, decimals=coop.decimals)
    page = what_if_page(found, asked, today=coop.day_of(timezone.now()))
    return {
        "page": page,
        "sliders": sliders(page.as_it_is, asked, decimals=coop.decimals) if page else [],
        "address": address_of(asked, decimals=coop.decimals),
    }
