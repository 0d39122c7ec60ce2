"""A bank's file read into days, texts and cents, whichever of its formats the bank gave.

What a file is, its content says, never its name: OFX 1 and 2, CAMT.053 of any version, and what is neither is
read as CSV.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from ledger.bank_files import camt, comma, ofx
from ledger.bank_files.comma import Columns, first_rows
from ledger.bank_files.rows import LARGEST_FILE, BankFile, BankRow
from record.rules import Refused

__all__ = ["LARGEST_FILE", "BankFile", "BankRow", "Columns", "first_rows", "kind_of", "read"]


def read(data: bytes, *, decimals: int = 2, currency: str = "", columns: Columns | None = None) -> BankFile:
    """The movements of a file. Raises `Refused` naming the line that cannot be read.

    `columns` is where a CSV of this bank has what, as somebody said; without it the headings say. `currency` is
    that of the books, where it is to be checked.
    """
    if len(data) > LARGEST_FILE:
        raise Refused(_("The file is too large: up to 5 MB."))
    kind = kind_of(data)
    if kind == "ofx":
        return ofx.read(data, decimals=decimals, currency=currency)
    if kind == "camt":
        return camt.read(data, decimals=decimals, currency=currency)
    return comma.read(data, decimals=decimals, columns=columns)


def kind_of(data: bytes) -> str:
    """ "ofx", "camt" (any XML that is no OFX) or "csv", by what is inside."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = data[:4000].decode("utf-16" if wide else "latin-1", errors="replace")
    head = head.removeprefix("\ufeff").removeprefix("ï»¿").lstrip()
    if head[:9].upper() == "OFXHEADER" or "<OFX>" in head.upper():
        return "ofx"
    return "camt" if head.startswith("<") else "csv"
