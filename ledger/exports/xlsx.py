"""The books as a spreadsheet (Office Open XML), made by us row by row.

Only what two sheets need: cells of words and cells of numbers. Amounts are written digit by digit; the column of
cents beside them is whole, as a spreadsheet keeps only fifteen digits of an amount with a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from ledger.exports.source import Source
from ledger.exports.tables import ACCOUNT_COLUMNS, ENTRY_COLUMNS, Cell, account_rows, entry_rows
from ledger.exports.zipped import zipped

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_SHEET}.worksheet+xml"/></Types>'
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
    '<sheet name="entries" sheetId="1" r:id="rId1"/><sheet name="accounts" sheetId="2" r:id="rId2"/>'
    "</sheets></workbook>"
)
_BOOK_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>'
)
MOST_ROWS = 1_048_576
"""A sheet has no more. What does not fit is in the CSV; the last row says so."""


def make(source: Source) -> Iterator[bytes]:
    """A workbook with the sheets `entries` and `accounts`."""
    yield from zipped(
        [
            ("[Content_Types].xml", [_TYPES.encode()]),
            ("_rels/.rels", [_RELS.encode()]),
            ("xl/workbook.xml", [_BOOK.encode()]),
            ("xl/_rels/workbook.xml.rels", [_BOOK_RELS.encode()]),
            ("xl/worksheets/sheet1.xml", _sheet(ENTRY_COLUMNS, entry_rows(source))),
            ("xl/worksheets/sheet2.xml", _sheet(ACCOUNT_COLUMNS, account_rows(source))),
        ]
    )


def _sheet(columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Iterator[bytes]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode()
    amount = columns.index("amount")
    yield _row(columns, amount=-1)
    for number, row in enumerate(rows, start=2):
        if number == MOST_ROWS:
            yield _row(("The rest is in the CSV.",), amount=-1)
            break
        yield _row(row, amount=amount)
    yield b"</sheetData></worksheet>"


def _row(cells: Iterable[Cell], *, amount: int) -> bytes:
    parts = []
    for place, cell in enumerate(cells):
        if isinstance(cell, int) or place == amount:
            parts.append(f"<c><v>{cell}</v></c>")
        elif cell:
            parts.append(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>')
        else:
            parts.append("<c/>")
    return f"<row>{''.join(parts)}</row>".encode()
