"""What every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from members.gate import belongs, member_of
from members.models import Cooperative

PLACES = (
    ("assembly", ("/assembly/", "/assemblies/", "/motions/", "/minutes/", "/rules/")),
    ("duties", ("/duties/", "/posts/", "/mandates/")),
    (
        "books",
        ("/books/", "/pay/", "/surplus/", "/shares/", "/products/", "/projects/", "/energy/", "/funds/"),
    ),
    ("me", ("/me/", "/members/", "/cards/", "/record/", "/calculators/")),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The co-operative, the place in the house, and the other language. No question to the database but
    who is one of us, where a page asks it.

    `shared_seconds` is for the parts of a page that are the same for everybody (see record.shared):
    {% cache shared_seconds "name" LANGUAGE_CODE … %}.
    """
    path = request.path
    here = next((place for place, starts in PLACES if path.startswith(starts)), "")
    language = get_language() or "es-ar"
    spanish = language.startswith("es")
    return {
        "coop": Cooperative.objects.current(),
        "place": here,
        "is_one_of_us": lambda: belongs(member_of(request), now=timezone.now()),
        "shared_seconds": settings.SHARED_SECONDS,
        "html_lang": "es-AR" if spanish else "en",
        "other_language": ("en", "English") if spanish else ("es-ar", "Español"),
        "theme": request.COOKIES.get("theme", "")
        if request.COOKIES.get("theme") in ("light", "dark")
        else "",
    }
