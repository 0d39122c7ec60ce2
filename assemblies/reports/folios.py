"""On which folios of the book minutes are, and which one comes next."""

from __future__ import annotations

from assemblies.models import Folio, Minutes


def folio_of(minutes: Minutes) -> Folio | None:
    """Where minutes are in the book; None before that was written."""
    return Folio.objects.select_related("written_by").filter(minutes=minutes).first()


def next_folio() -> int:
    """The page after the last one that is written on, 1 in a new book."""
    return (Folio.objects.order_by("-last").values_list("last", flat=True).first() or 0) + 1
