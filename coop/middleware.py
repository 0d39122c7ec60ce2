"""Before anything else: what every answer carries, and the question whether we are well."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from coop.errors import not_this_way
from members.models import Cooperative

#: Nothing inline, nothing from elsewhere. Pages are written so that this never needs an exception.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

BEFORE_THE_FOUNDING = (
    "/founding/",
    "/static/",
    "/language/",
    "/offline/",
    "/manifest.webmanifest",
    "/sw.js",
    "/calculators/",
    "/api/v1/calculators/",
    "/api/v1/openapi.json",
    "/api/v1/docs",
)
"""What is there before there is a co-operative."""

Answer = Callable[[HttpRequest], HttpResponse]


def security_headers(get_response: Answer) -> Answer:
    """Put the policy on every answer, static files and errors included."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    return answer


def refusals_in_words(get_response: Answer) -> Answer:
    """Give the empty refusal of a wrong method its sentence."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405:
            return response
        return not_this_way(request, response.headers.get("Allow", "GET"))

    return answer


_UNREADABLE = "%EF%BF%BD"


def no_null_characters(get_response: Answer) -> Answer:
    """Put the sign for "unreadable" where an address has a null character: PostgreSQL keeps none in any text."""

    def answer(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", _UNREADABLE).replace("\x00", _UNREADABLE)
        return get_response(request)

    return answer


def founding_first(get_response: Answer) -> Answer:
    """Until there is a co-operative every address leads to its founding; programs are told so in a sentence."""

    def answer(request: HttpRequest) -> HttpResponse:
        if Cooperative.objects.current() is not None or request.path.startswith(BEFORE_THE_FOUNDING):
            return get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": _("The co-operative is not founded yet.")}, status=503)
        return HttpResponseRedirect("/founding/")

    return answer


def health(get_response: Answer) -> Answer:
    """Answer /healthz: 200 when the database answers, 503 otherwise. For proxies and containers.

    Stands before everything that asks the database by itself, and before the check of the host's name.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path != "/healthz":
            return get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return JsonResponse({"status": "the database does not answer"}, status=503)
        return JsonResponse({"status": "ok"})

    return answer
