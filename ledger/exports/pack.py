"""All of it together, for the accountant: each format, every ticket, and the sums that show nothing was lost."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from ledger.exports import beancount, hledger, tables, xlsx
from ledger.exports.source import Source
from ledger.exports.zipped import zipped
from ledger.models import PaperOfEntry

PIECE = 64 * 1024


def make(source: Source) -> Iterator[bytes]:
    """A zip: the books four times, income and cost by month, every ticket by its entry, and SHA-256 of each file."""
    yield from zipped(_files(source))


def _files(source: Source) -> Iterator[tuple[str, Iterable[bytes]]]:
    sums: list[str] = []
    for name, pieces in (
        ("books.beancount", beancount.make(source)),
        ("books.journal", hledger.make(source)),
        ("entries.csv", tables.entries_csv(source)),
        ("accounts.csv", tables.accounts_csv(source)),
        ("months.csv", tables.months_csv(source)),
        ("books.xlsx", xlsx.make(source)),
        *_tickets(source),
    ):
        yield name, _summed(name, pieces, sums)
    yield "SHA256SUMS", (line.encode() for line in sums)


def _summed(name: str, pieces: Iterable[bytes], sums: list[str]) -> Iterator[bytes]:
    """The pieces as they are, and their sum at the end."""
    whole = hashlib.sha256()
    for piece in pieces:
        whole.update(piece)
        yield piece
    sums.append(f"{whole.hexdigest()}  {name}\n")


def _tickets(source: Source) -> Iterator[tuple[str, Iterator[bytes]]]:
    said = PaperOfEntry.objects.filter(entry__number__lte=source.last_number)
    if source.period is not None:
        said = said.filter(entry__period=source.period)
    for each in said.select_related("paper", "entry").order_by("entry__number", "pk").iterator():
        paper = each.paper
        yield f"tickets/{each.entry.number:06d}-{paper.pk}-{paper.name}", _pieces_of(each)


def _pieces_of(said: PaperOfEntry) -> Iterator[bytes]:
    try:
        with said.paper.file.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError:
        return  # `verify` names the file that is gone; the rest of the pack is still good
