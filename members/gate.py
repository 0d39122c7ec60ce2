"""Which pages stand open to strangers, and where a stranger comes back to after signing in."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from members.models import Member

View = TypeVar("View", bound=Callable[..., Any])


def open_page(view: View) -> View:
    """Mark a view that strangers may see. Every other page needs a person.

    Stands outermost of its decorators.
    """
    view.is_open_page = True  # type: ignore[attr-defined]
    return view


def is_open(view: Callable[..., Any]) -> bool:
    """Whether the view was marked with `open_page`."""
    return getattr(view, "is_open_page", False) is True


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, with the page to come back to."""
    return f"{settings.LOGIN_URL}?{urlencode({'next': way_back(request)}, safe='/')}"


def way_back(request: HttpRequest) -> str:
    """The page the person was looking at: always one that can be asked for with GET.

    1. A page asked for by name is itself the way back.
    2. A fragment's way back is the page it is part of, as htmx names it.
    3. For a form or a script it is the page it was sent from, else the home page.
    """
    if request.method in ("GET", "HEAD") and not is_fragment(request):
        return request.get_full_path()
    for header in ("HX-Current-URL", "Referer"):
        page = _own_path(request, request.headers.get(header, ""))
        if page:
            return page
    return "/"


def is_fragment(request: HttpRequest) -> bool:
    """Whether a script asked, so that a redirect would put a whole page inside another."""
    return (
        request.headers.get("HX-Request") == "true"
        or request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or request.headers.get("Sec-Fetch-Dest") == "empty"
    )


def _own_path(request: HttpRequest, address: str) -> str:
    """Path and query of an address of ours; empty for anybody else's."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or parts.netloc != request.get_host():
        return ""
    if not parts.path.startswith("/") or parts.path.startswith(("//", "/\\")):
        return ""
    if parts.path.startswith(settings.LOGIN_URL):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def member_of(request: HttpRequest) -> Member:
    """The member who is asking: signed in here, or named by the API's token.

    Only for addresses that need a person; raises PermissionDenied where there is none.
    """
    for person in (getattr(request, "auth", None), request.user):
        if isinstance(person, Member):
            return person
    raise PermissionDenied
