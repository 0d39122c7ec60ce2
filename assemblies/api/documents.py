"""Documents as JSON: what is attached to a motion or an assembly, and the files themselves as downloads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Schema, Status, UploadedFile

from assemblies.actions.documents import attach_to_assembly, attach_to_motion
from assemblies.api.motions import visible
from assemblies.api.shapes import REFUSALS, Id, Person, Problem, person, router
from assemblies.models import Assembly, Document
from assemblies.rules.documents import MOST_BYTES
from members.gate import member_of
from record.downloads import as_download


class DocumentOut(Schema):
    """`size` in bytes; `sha256` is what was sealed."""

    id: int
    name: str
    content_type: str
    size: int
    sha256: str
    attached_at: datetime
    attached_by: Person


class DocumentList(Schema):
    count: int
    items: list[DocumentOut]


@router.get(
    "/motions/{motion_id}/documents",
    response={200: DocumentList, 404: Problem},
    summary="What is attached to a motion",
)
def of_motion(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    return _list(visible(request, motion_id).documents.all())


@router.get(
    "/assemblies/{assembly_id}/documents",
    response={200: DocumentList, 404: Problem},
    summary="What is attached to an assembly",
)
def of_assembly(request: HttpRequest, assembly_id: Id) -> dict[str, Any]:
    return _list(get_object_or_404(Assembly, pk=assembly_id).documents.all())


@router.post(
    "/motions/{motion_id}/documents",
    response={201: DocumentOut, **REFUSALS},
    summary="Attach a file to a motion of mine",
)
def attach_to_a_motion(
    request: HttpRequest, motion_id: Id, file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    """As `multipart/form-data`. The same file twice is one document."""
    document = attach_to_motion(
        motion_id=visible(request, motion_id).pk,
        name=file.name or "",
        content=file.read(MOST_BYTES + 1),
        actor=member_of(request),
        now=timezone.now(),
    )
    return Status(201, _document(document))


@router.post(
    "/assemblies/{assembly_id}/documents",
    response={201: DocumentOut, **REFUSALS},
    summary="Attach a file to an assembly that was called",
)
def attach_to_an_assembly(
    request: HttpRequest, assembly_id: Id, file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    """As `multipart/form-data`. The same file twice is one document."""
    document = attach_to_assembly(
        assembly_id=assembly_id,
        name=file.name or "",
        content=file.read(MOST_BYTES + 1),
        actor=member_of(request),
        now=timezone.now(),
    )
    return Status(201, _document(document))


@router.get("/documents/{document_id}", summary="The file itself, to keep and open elsewhere")
def download(request: HttpRequest, document_id: Id) -> FileResponse:
    """Whoever may see what it belongs to may have it. It is never shown, only saved."""
    found = get_object_or_404(Document, pk=document_id)
    if found.motion_id is not None:
        visible(request, found.motion_id)
    return as_download(found.file, name=found.name, content_type=found.content_type)


def _list(documents: QuerySet[Document]) -> dict[str, Any]:
    items = [_document(each) for each in documents.select_related("attached_by")]
    return {"count": len(items), "items": items}


def _document(document: Document) -> dict[str, Any]:
    names = ("name", "content_type", "size", "sha256", "attached_at")
    return {
        "id": document.pk,
        **{name: getattr(document, name) for name in names},
        "attached_by": person(document.attached_by),
    }
