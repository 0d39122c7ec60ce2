"""Faults in members' words, each with a way on. The last one asks nothing of the database."""

from __future__ import annotations

import re

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from members.gate import NotYours, is_fragment
from members.models import Member
from rotation.reports.not_yours import not_yours_now


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is here, or it is not for this reader: the same page, on purpose."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("There is nothing here.")}, status=404)
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Whose it is and since when it is not the reader's, with what they had typed, to copy.

    Where a part of an open page was asked for, the same as a part: it takes that part's place.
    """
    why = None
    if isinstance(exception, NotYours) and isinstance(request.user, Member):
        why = not_yours_now(request.user, exception.powers, now=timezone.now())
    said = str(exception) if exception is not None else ""
    context = {"said": said, "why": why, **_sent(request)}
    template = "_not_yours.html" if request.method == "GET" and is_fragment(request) else "403.html"
    return render(request, template, context, status=403)


NEVER_SHOWN = re.compile(r"csrf|pin\b|pin$|password|secret|token|^code$")
"""What nobody wants to read on a page again."""


def _sent(request: HttpRequest) -> dict[str, object]:
    """What was written in the form that was sent: words and figures, not what the page itself put there.

    Nothing where it is no form that can be read.
    """
    try:
        lists, had_files = list(request.POST.lists()), bool(request.FILES)
    except (BadRequest, SuspiciousOperation, MultiPartParserError, LookupError, OSError, ValueError):
        lists, had_files = [], False
    values = [str(value).strip() for name, each in lists if not NEVER_SHOWN.search(name) for value in each]
    return {"typed": "\n".join(value for value in values if value), "had_files": had_files}


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
