"""Faults in members' words, each with a way on. The last one asks nothing of the database."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is here, or it is not for this reader: the same page, on purpose."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("There is nothing here.")}, status=404)
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_this_way(request: HttpRequest, allowed: str) -> HttpResponse:
    """A page asked for where only a form goes, or the other way round."""
    headers = {"Allow": allowed}
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("This address does not do that.")}, status=405, headers=headers)
    response = render(request, "405.html", status=405)
    response["Allow"] = allowed
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_sent(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token was stale: nothing was done, and what to do."""
    return render(request, "403_csrf.html", status=403)


def fault(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("500.html"), status=500)
