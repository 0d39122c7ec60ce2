"""Tickets as JSON: entered with their picture, put to an entry, downloaded."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from ledger import actions
from ledger.api.shapes import Cents, Code, EntryOut, Id, Problem, entries_out, me, router
from ledger.downloads import download_of
from ledger.models import Entry, Paper, PaperKind
from ledger.rules import KEEP_BOOKS, may
from ledger.rules.papers import MOST_BYTES


class TicketIn(Schema):
    """`cents` above zero. `key` is yours: sending it again answers the same entry."""

    key: uuid.UUID
    on: date
    cents: Cents = Field(gt=0)
    account: Code
    paid_from: Code
    memo: str = Field("", max_length=200)


class PaperOut(Schema):
    """`size` in bytes; `sha256` is what was sealed."""

    id: int
    kind: str
    name: str
    content_type: str
    size: int
    sha256: str
    kept_at: datetime


class PaperList(Schema):
    count: int
    items: list[PaperOut]


@router.post(
    "/ledger/tickets", response={201: EntryOut, 409: Problem}, summary="Enter a ticket with its picture"
)
def enter_ticket(
    request: HttpRequest, ticket: Form[TicketIn], file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    """As `multipart/form-data`."""
    said = ticket.dict() | {"key": str(ticket.key)}
    made = actions.enter_ticket(
        **said,
        content=file.read(MOST_BYTES + 1),
        name=file.name or "",
        actor=me(request),
        now=timezone.now(),
    )
    return Status(201, entries_out([made], me(request))[0])


@router.get(
    "/ledger/entries/{entry_id}/papers",
    response={200: PaperList, 404: Problem},
    summary="The papers that an entry rests on",
)
def papers_of(request: HttpRequest, entry_id: uuid.UUID) -> dict[str, Any]:
    entry = get_object_or_404(Entry, pk=entry_id)
    found = list(Paper.objects.filter(entries__entry=entry).order_by("entries__pk"))
    return {"count": len(found), "items": found}


@router.post(
    "/ledger/entries/{entry_id}/papers",
    response={201: PaperOut, 404: Problem, 409: Problem},
    summary="Put the picture of its ticket to an entry",
)
def put_ticket(request: HttpRequest, entry_id: uuid.UUID, file: File[UploadedFile]) -> Status[Paper]:
    """As `multipart/form-data`. The same picture twice is one ticket."""
    entry = get_object_or_404(Entry, pk=entry_id)
    made = actions.put_ticket(
        entry_id=entry.pk,
        content=file.read(MOST_BYTES + 1),
        name=file.name or "",
        actor=me(request),
        now=timezone.now(),
    )
    return Status(201, made)


@router.get("/ledger/papers/{paper_id}", summary="A paper, to keep and open elsewhere")
def download(request: HttpRequest, paper_id: Id) -> FileResponse:
    """A ticket is everybody's to see; a bank's file is for whoever keeps the books. Saved, never shown."""
    kinds = [PaperKind.TICKET]
    if may(me(request), KEEP_BOOKS, timezone.now()):
        kinds.append(PaperKind.BANK)
    return download_of(get_object_or_404(Paper, pk=paper_id, kind__in=kinds))
