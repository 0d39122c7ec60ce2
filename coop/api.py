"""The JSON API: what pages can do, through the same actions; and whose request it is."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router, Schema
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError
from ninja.openapi.docs import Swagger
from ninja.security import HttpBearer, SessionAuth
from ninja.throttling import BaseThrottle

from coop.calculators.api import router as calculators
from ledger.money import BadNumber
from members.actions.signing_in import member_with_token
from members.gate import may_reach, member_of
from members.models import Cooperative, Member
from record.rules import Refused
from rotation.api import MandateOut, mandate_out
from rotation.reports import mandates_of, powers_of


class BySession(SessionAuth):
    """The member signed in on this phone; posts carry the CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Member | None:
        return _who_may(request, request.user if isinstance(request.user, Member) else None)


class ByToken(HttpBearer):
    """`Authorization: Bearer …`, made by `manage.py api_token`."""

    def authenticate(self, request: HttpRequest, token: str) -> Member | None:
        return _who_may(request, member_with_token(token) if len(token) < 200 else None)


def _who_may(request: HttpRequest, member: Member | None) -> Member | None:
    """The member, unless they left and ask for more than their own papers: there is nothing for them there."""
    coop = Cooperative.objects.current()
    if member is None or coop is None:
        return member
    if not may_reach(member, request.path, today=coop.day_of(timezone.now())):
        raise Http404
    return member


api = NinjaAPI(
    title="Co-operative",
    version="1",
    description="What pages can do, through the same actions. Money is whole minor units; moments carry an offset.",
    openapi_url="/openapi.json",
    docs=Swagger(),
    docs_url="/docs",
    auth=[ByToken(), BySession(csrf=True)],
    throttle=list[BaseThrottle](),
    urls_namespace="api",
)


def said(request: HttpRequest, status: int, detail: object, **more: Any) -> HttpResponse:
    """An answer that is one sentence."""
    return api.create_response(request, {"detail": str(detail), **more}, status=status)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return said(request, 409, refusal.sentence)


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    return said(request, 401, _("Sign in, or send a token."))


@api.exception_handler(AuthorizationError)
@api.exception_handler(PermissionDenied)
def not_yours(request: HttpRequest, problem: Exception) -> HttpResponse:
    return said(request, 403, _("This is not yours to do."))


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def nothing(request: HttpRequest, problem: Exception) -> HttpResponse:
    return said(request, 404, _("There is nothing here."))


@api.exception_handler(BadNumber)
def bad_number(request: HttpRequest, problem: BadNumber) -> HttpResponse:
    return said(request, 422, problem)


@api.exception_handler(HttpError)
def by_status(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return said(request, problem.status_code, problem)


@api.exception_handler(ValidationError)
def bad_shape(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    first: dict[str, Any] = problem.errors[0] if problem.errors else {"loc": (), "msg": ""}
    field = ".".join(str(part) for part in first["loc"][1:]) or "body"
    return said(request, 422, f"{field}: {first['msg']}", field=field)


class MeOut(Schema):
    """Whoever asks: standing, posts with their mandates, and what they may do now."""

    number: int
    name: str
    language: str
    standing: str | None
    posts: list[MandateOut]
    permissions: list[str]


@api.get("/me", response=MeOut, tags=["members"], summary="Who I am, and what I may do")
def me(request: HttpRequest) -> dict[str, Any]:
    """Number, name, standing, posts with their mandates, permissions."""
    member, now = member_of(request), timezone.now()
    today = Cooperative.objects.here().day_of(now)
    membership = member.memberships.filter(from_on__lte=today).order_by("-from_on").first()
    return {
        "number": member.number,
        "name": member.name,
        "language": member.language,
        "standing": membership.standing if membership else None,
        "posts": [mandate_out(mandate) for mandate in mandates_of(member.pk, now)],
        "permissions": sorted(powers_of(member.pk, now)),
    }


api.add_router("/calculators", calculators)
for _room in settings.ROOMS:
    if find_spec(f"{_room}.api"):
        _router: Router = import_module(f"{_room}.api").router
        api.add_router("", _router)
