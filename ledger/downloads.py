"""What leaves the books as a file: papers as they came, and the books themselves."""

from __future__ import annotations

from django.http import FileResponse, StreamingHttpResponse

from ledger.exports import FORMATS, Source
from ledger.models import Paper, Period
from record.downloads import as_download


def download_of(found: Paper) -> FileResponse:
    """The file as it was given: saved, never shown, never run."""
    return as_download(found.file, name=found.name, content_type=found.content_type)


def export_of(kind: str, period: Period | None) -> StreamingHttpResponse:
    """The books in one of the formats, sent as they are made."""
    way, source = FORMATS[kind], Source(period=period)
    response = StreamingHttpResponse(way.make(source), content_type=way.content_type)
    response["Content-Disposition"] = f'attachment; filename="{source.name}.{way.ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
