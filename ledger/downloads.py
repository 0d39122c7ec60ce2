"""Papers leave as they came: to be saved, never shown, never run."""

from __future__ import annotations

from django.http import FileResponse, Http404, StreamingHttpResponse

from ledger.exports import FORMATS, Source
from ledger.models import Paper, Period


def download_of(found: Paper) -> FileResponse:
    """The file as it was given: saved, never shown, never run."""
    try:
        content = found.file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def export_of(kind: str, period: Period | None) -> StreamingHttpResponse:
    """The books in one of the formats, sent as they are made."""
    way, source = FORMATS[kind], Source(period=period)
    response = StreamingHttpResponse(way.make(source), content_type=way.content_type)
    response["Content-Disposition"] = f'attachment; filename="{source.name}.{way.ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
