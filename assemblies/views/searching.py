"""Looking for what was proposed, decided and written down."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assemblies.models import SearchKind
from assemblies.reports.searching import LONGEST_QUESTION, find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Motions, minutes and house rules by their words, in any form, with or without accents."""
    words = request.GET.get("words", "").strip()[:LONGEST_QUESTION]
    kind = request.GET.get("kind", "")
    context = {
        "words": words,
        "kind": kind,
        "kinds": SearchKind.choices,
        "page": find(words, kind=kind, page=request.GET.get("page")),
    }
    return render(request, "assemblies/search_page.html", context)
