"""What our bylaws say about papers: what may be kept, told by what is inside and never by its name."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import Sentence

MOST_BYTES = 10 * 1024 * 1024
"""What a phone's camera makes, and some more."""
MOST_PAPERS = 20
LONGEST_NAME = 120

TICKET_TYPES = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
BANK_TYPES = {"text/csv": "csv", "application/x-ofx": "ofx", "application/xml": "xml"}
TYPE_OF_FORMAT = {"csv": "text/csv", "ofx": "application/x-ofx", "camt": "application/xml"}
_BEGINS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}


def ticket_type(content: bytes) -> str:
    """What a ticket's file is, by how it begins; empty where it is nothing we keep."""
    return next((kind for begins, kind in _BEGINS.items() if content.startswith(begins)), "")


def why_not_keep_ticket(*, size: int, content_type: str) -> Sentence | None:
    """A ticket is a picture or a PDF, not larger than what a phone's camera makes."""
    if size == 0:
        return _("The picture is empty.")
    if size > MOST_BYTES:
        return _("The picture is too large: ten megabytes at most.")
    if content_type not in TICKET_TYPES:
        return _("A ticket is a picture (JPEG or PNG) or a PDF.")
    return None


def safe_name(name: str, ending: str) -> str:
    """A name to keep: without folders, without letters that hide others, ending as what it is."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFC", last)
        if unicodedata.category(letter)[0] not in "CZ" or letter == " "
    )
    plain = "".join("_" if letter in '<>:"|?*;%' else letter for letter in plain)
    stem = plain.rpartition(".")[0] or plain
    return f"{stem.strip(' .')[: LONGEST_NAME - len(ending) - 1].strip() or 'paper'}.{ending}"


def why_not_of_entry(*, is_undone: bool, entered_as: int | None, papers: int) -> Sentence | None:
    """An entry rests on its papers; a ticket is the paper of one entry that stands."""
    if is_undone:
        return _("That entry was undone.")
    if entered_as is not None:
        return gettext("This ticket is in the books already, as entry %(n)s.") % {"n": entered_as}
    if papers >= MOST_PAPERS:
        return gettext("There are %(n)s papers already: that is all there can be.") % {"n": MOST_PAPERS}
    return None
