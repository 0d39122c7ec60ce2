"""Small files of every type that may be attached, and of some that may not."""

from __future__ import annotations

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
TEXT = "Balance del año: todo en orden.\n".encode()
CSV = b"mes,pesos\n2026-01,100\n"


def zipped(*parts: tuple[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as bundle:
        for name, content in parts:
            bundle.writestr(name, content)
    return raw.getvalue()


ODT = zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>"))
ODS = zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>"))
DOCX = zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
XLSX = zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))
WITH_MACROS = zipped(
    ("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"), ("word/vbaProject.bin", b"x")
)
PROGRAM = b"\x7fELF\x02\x01\x01\x00"
