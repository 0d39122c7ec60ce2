"""Between the request and the page: who may come in, in which language, at which local time."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from members.gate import is_fragment, is_open, person_may_reach, sign_in_address
from members.models import Cooperative

Answer = Callable[[HttpRequest], HttpResponse]


class SignedInGate:
    """Every page needs a person, unless its view is marked with `members.gate.open_page`.

    The API answers strangers itself, with 401. A fragment asked for with an expired session is answered with
    a redirect of the whole page, so that the sign-in form never lands inside another page. Somebody who left
    finds nothing but their own papers.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if is_open(view) or (request.resolver_match and request.resolver_match.app_name == "ninja"):
            return None
        if request.user.is_authenticated:
            if not person_may_reach(request.user, request.path, now=timezone.now()):
                raise Http404
            _keep_signed_in(request)
            return None
        if is_fragment(request):
            return HttpResponse(status=204, headers={"HX-Redirect": sign_in_address(request)})
        return HttpResponseRedirect(sign_in_address(request))


def _keep_signed_in(request: HttpRequest) -> None:
    """Start the sixty days anew, once a day: a session written at every request would be a write per page."""
    today = date.today().isoformat()  # noqa: DTZ011 - only compared with itself
    if request.session.get("seen_on") != today:
        request.session["seen_on"] = today


class OurTongueAndTime:
    """Speak the member's language, else what the browser asks for; tell the co-operative's local time."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_request(request)
        if request.user.is_authenticated and translation.check_for_language(request.user.language):
            language = request.user.language
        cooperative = Cooperative.objects.current()
        zone = ZoneInfo(cooperative.time_zone) if cooperative else timezone.get_default_timezone()
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
