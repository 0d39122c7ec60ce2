"""A bank's file read into days, texts and cents, whichever of its formats the bank gave."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ledger.bank_files import comma
from ledger.bank_files.rows import LARGEST_FILE, BankFile, BankRow
from record.rules import Refused

__all__ = ["LARGEST_FILE", "BankFile", "BankRow", "read"]


def read(data: bytes, *, decimals: int = 2) -> BankFile:
    """The movements of a file. Raises `Refused` naming the line that cannot be read."""
    if len(data) > LARGEST_FILE:
        raise Refused(_("The file is too large: up to 5 MB."))
    return comma.read(data, decimals=decimals)
