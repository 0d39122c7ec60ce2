"""Draws: all of them, and one with everybody's ticket, to look at, print and do again."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from rotation.models import Draw
from rotation.reports.draws import draw_page


@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """Every draw, the latest first."""
    rows = Draw.objects.select_related("motion").order_by("-drawn_at", "-pk")
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "rotation/draws_page.html", {"page": page})


@require_safe
def draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    """One draw: the seed, the pool, each ticket, and the line that does it again on any computer."""
    found = get_object_or_404(Draw.objects.select_related("motion"), pk=draw_id)
    numbers = " ".join(str(number) for number in found.pool)
    line = f"python3 check_draw.py {found.seed} {len(found.picked)} {numbers}"
    return render(request, "rotation/draw_page.html", {"page": draw_page(found), "line": line})
