"""The books, taken away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ledger.downloads import export_of
from ledger.exports import FORMATS
from ledger.models import Period
from ledger.rules import KEEP_BOOKS, may
from members.gate import NotYours, member_of


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """Every way to take the books away, whole or one month."""
    return render(
        request,
        "ledger/exports_page.html",
        {
            "periods": Period.objects.order_by("-from_on"),
            "may_keep": may(member_of(request), KEEP_BOOKS, timezone.now()),
        },
    )


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """One of them, line by line. The accountant's pack is for whoever keeps the books to give."""
    if kind not in FORMATS:
        raise Http404
    if kind == "pack" and not may(member_of(request), KEEP_BOOKS, timezone.now()):
        raise NotYours(KEEP_BOOKS)
    asked = request.GET.get("period", "")
    period = Period.objects.filter(name=asked).first() if asked.isprintable() and asked else None
    if asked and period is None:
        raise Http404
    return export_of(kind, period) if request.method != "HEAD" else StreamingHttpResponse([])
