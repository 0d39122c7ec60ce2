"""The books in other programs' words: beancount, hledger, CSV, XLSX, and all of it together for the accountant.

Each is made line by line, so that ten years take no more memory than a month, and from the books alone: the same
books give the same bytes. Lines kept per member leave as one sum: whose they are is not everybody's to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ledger.exports import beancount, hledger, pack, tables, xlsx
from ledger.exports.source import Source

__all__ = ["FORMATS", "Format", "Source"]


@dataclass(frozen=True, kw_only=True)
class Format:
    """One way to take the books away."""

    ending: str
    content_type: str
    make: Callable[[Source], Iterator[bytes]]


FORMATS: Mapping[str, Format] = {
    "beancount": Format(ending="beancount", content_type="text/plain; charset=utf-8", make=beancount.make),
    "hledger": Format(ending="journal", content_type="text/plain; charset=utf-8", make=hledger.make),
    "csv": Format(ending="csv", content_type="text/csv; charset=utf-8", make=tables.entries_csv),
    "xlsx": Format(
        ending="xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        make=xlsx.make,
    ),
    "pack": Format(ending="zip", content_type="application/zip", make=pack.make),
}
