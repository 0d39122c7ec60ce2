"""A file that somebody put in leaves as it came: to be saved, never shown, never run."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


def as_download(file: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """The file as it was given. Raises `Http404` where it is kept no more."""
    try:
        content = file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
