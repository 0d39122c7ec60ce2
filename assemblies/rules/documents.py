"""What may be attached: how large, and of which types, told by what is inside and never by its name."""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib

from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import Sentence

MOST_BYTES = 5_000_000
MOST_DOCUMENTS = 20
LONGEST_NAME = 120

EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
"""What may be attached, with how its name ends. The name never says what it is: what is inside does."""
_BEGINS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_OOXML = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MACROS = ("vbaproject", "basic/", "scripts/")
"""Parts of an office file that a program would run."""


def why_not_attach(*, size: int, content_type: str, attached: int) -> Sentence | None:
    """A document says something, is not larger than a phone can fetch, and is of a type that runs nothing."""
    if size == 0:
        return _("The file is empty.")
    if size > MOST_BYTES:
        return _("The file is too large: five megabytes at most.")
    if not content_type:
        return _("Attach a PDF, a picture (PNG or JPEG), plain text, CSV, or an ODT, ODS, DOCX or XLSX file.")
    if attached >= MOST_DOCUMENTS:
        return _("There are %(n)s documents already: that is all there can be.") % {"n": MOST_DOCUMENTS}
    return None


def type_of(content: bytes, *, name: str = "") -> str:
    """What a file is, by its content; empty where it may not be attached. A name only tells text from CSV."""
    for begins, content_type in _BEGINS.items():
        if content.startswith(begins):
            return content_type
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    if any(unicodedata.category(letter) == "Cc" and letter not in "\t\n\r\f" for letter in text):
        return ""
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def safe_name(name: str, content_type: str) -> str:
    """A name to keep: without folders, without letters that hide others, ending as its type does."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFC", last)
        if unicodedata.category(letter)[0] not in "CZ" or letter == " "
    )
    plain = "".join("_" if letter in '<>:"|?*;%' else letter for letter in plain).strip(" .")
    ending = EXTENSIONS[content_type]
    stem, dot, said = plain.rpartition(".")
    if not dot or not stem or said.lower() not in (ending, "jpeg"):
        stem = plain
    return f"{stem.strip(' .')[: LONGEST_NAME - len(ending) - 1] or 'document'}.{ending}"


def _office_type(content: bytes) -> str:
    """ODT and ODS name themselves in their first entry; DOCX and XLSX by the parts they have. No macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            names = bundle.namelist()
            if any(name.lower().startswith(_MACROS) or "vbaproject" in name.lower() for name in names):
                return ""
            if names[:1] == ["mimetype"]:
                with bundle.open("mimetype") as entry:
                    said = entry.read(100).decode("ascii", "replace").strip()
                return said if said in EXTENSIONS and "opendocument" in said else ""
            if "[Content_Types].xml" in names:
                return next((found for part, found in _OOXML.items() if part in names), "")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return ""
    return ""
