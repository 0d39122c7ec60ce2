"""The sealed record as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from record.models import Act
from record.paging import Page
from record.reports import head

router = Router(tags=["record"])


class ActOut(Schema):
    """One line of the record, with the hash of the line before."""

    seq: int
    at: datetime
    verb: str
    subject: str
    actor: int | None
    because: str
    facts: dict[str, Any]
    previous_hash: str
    hash: str

    @staticmethod
    def resolve_actor(act: Act) -> int | None:
        return act.actor_number


class ActsOut(Schema):
    items: list[ActOut]
    count: int


class HeadOut(Schema):
    seq: int
    hash: str


@router.get("/record", response=ActsOut, summary="The acts of the sealed record")
def acts(request: HttpRequest, page: Query[Page], after: int = 0) -> dict[str, Any]:
    """The acts after a number, in order."""
    after = max(-1, min(after, 2**62))
    rows = Act.objects.filter(seq__gt=after).order_by("seq")
    return {"count": rows.count(), "items": list(rows[page.part])}


@router.get("/record/head", response=HeadOut, summary="Where the record stands")
def the_head(request: HttpRequest) -> dict[str, Any]:
    """Where the record stands."""
    seq, last = head()
    return {"seq": seq, "hash": last}
