"""The hall's screen: opened once on the computer with the projector, it follows the assembly by itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assemblies.hall_address import hall_address, shown_at
from assemblies.models import Assembly
from assemblies.reports.hall import NAMES_IN_LINE, hall_screen
from assemblies.rules.states import CHAIR
from members.gate import NotYours, member_of, open_page
from members.models import Cooperative


@never_cache
@require_safe
def make(request: HttpRequest) -> HttpResponse:
    """The address of the screen of the assembly that is under way, or comes next; for whoever chairs."""
    if not member_of(request).has_perm(CHAIR):
        raise NotYours(CHAIR)
    now = timezone.now()
    found = Assembly.objects.under_way().order_by("starts_at").first() or Assembly.objects.coming(now).first()
    if found is None:
        return redirect("assemblies:now")
    return redirect(hall_address(found.pk, Cooperative.objects.here().language))


@open_page
@never_cache
@require_safe
def hall(request: HttpRequest, token: str) -> HttpResponse:
    """The whole screen, by its address alone: no session, no name, nothing to press."""
    return _shown(request, token, "assemblies/hall_page.html")


@open_page
@never_cache
@require_safe
def part(request: HttpRequest, token: str) -> HttpResponse:
    """What changes on it; 204 where nothing changed since `v`."""
    return _shown(request, token, "assemblies/_hall.html")


def _shown(request: HttpRequest, token: str, template: str) -> HttpResponse:
    named = shown_at(token)
    if named is None:
        raise Http404
    assembly_id, language = named
    with translation.override(language):
        screen = hall_screen(assembly_id, now=timezone.now())
        if screen is None:
            raise Http404
        if request.GET.get("v") == screen.version:
            return HttpResponse(status=204)
        context: dict[str, Any] = {
            "screen": screen,
            "token": token,
            "names": NAMES_IN_LINE,
            "join": request.build_absolute_uri("/assembly/"),
            "host": request.get_host(),
        }
        return render(request, template, context)
