"""Which pages stand open to strangers, and where a stranger comes back to after signing in."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from members.models import Cooperative, Member
from record.shared import shared

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
    """The sign-in page, with the page to come back to; for what was being sent it says that it was not."""
    about = {"next": way_back(request)}
    if request.method not in ("GET", "HEAD") and request.path != "/sign-out/":
        about["unsent"] = "1"
    return f"{settings.LOGIN_URL}?{urlencode(about, safe='/')}"


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


OWN_PAPERS = (
    *("/me/", "/notices/", "/pay/slips/", "/shares/mine/", "/sign-out/", "/language/"),
    *("/api/v1/me", "/api/v1/payslips"),
)
"""What somebody who left still reaches beside their home page and their pay: their own papers."""


def may_reach(member: Member, address: str, *, today: date) -> bool:
    """Whether a member may ask for an address: all of them, or once they left only their own papers."""
    return is_own_paper(address) or Member.objects.here(on=today).filter(pk=member.pk).exists()


def is_own_paper(address: str) -> bool:
    """Whether somebody who left may still ask for this address."""
    return address in ("/", "/pay/") or any(
        address == own.rstrip("/") or address.startswith(own.rstrip("/") + "/") for own in OWN_PAPERS
    )


def person_may_reach(member: Member, address: str, *, now: datetime) -> bool:
    """The same for a page: who belongs is shared by all who ask in the same second."""
    return is_own_paper(address) or Cooperative.objects.current() is None or belongs(member, now=now)


def belongs(member: Member, *, now: datetime) -> bool:
    """Whether a member is one of us today, with a vote or not. Kept on the member, who lives for one request."""
    today = Cooperative.objects.here().day_of(now)
    kept: tuple[date, bool] | None = getattr(member, _BELONGS, None)
    if kept is None or kept[0] != today:
        kept = (today, _belongs(member, today))
        setattr(member, _BELONGS, kept)
    return kept[1]


_BELONGS = "_belongs_in_this_request"


def _belongs(member: Member, today: date) -> bool:
    here = shared(
        ("here", today),
        lambda: frozenset(Member.objects.here(on=today).order_by().values_list("pk", flat=True)),
    )
    return member.pk in here or Member.objects.here(on=today).filter(pk=member.pk).exists()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. Behind a proxy the server has put the phone's own address there."""
    return str(request.META.get("REMOTE_ADDR", ""))


class NotYours(PermissionDenied):
    """What was asked for is done by whoever has one of these powers; whoever asks has none of them now."""

    def __init__(self, *powers: str) -> None:
        super().__init__()
        self.powers = powers


def member_of(request: HttpRequest) -> Member:
    """The member who is asking: signed in here, or named by the API's token.

    Only for addresses that need a person; raises PermissionDenied where there is none.
    """
    for person in (getattr(request, "auth", None), request.user):
        if isinstance(person, Member):
            return person
    raise PermissionDenied
