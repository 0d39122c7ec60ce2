"""The books as tables: every line of every entry, and every account with what is on it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from ledger.exports.source import Source, plain_amount

Cell = str | int
ENTRY_COLUMNS: tuple[str, ...] = (
    "entry",
    "day",
    "month",
    "memo",
    "account",
    "name",
    "amount",
    "cents",
    "note",
    "undoes",
    "seal",
)
ACCOUNT_COLUMNS: tuple[str, ...] = ("account", "name", "kind", "amount", "cents")
MONTH_COLUMNS: tuple[str, ...] = ("month", *ACCOUNT_COLUMNS)


def entry_rows(source: Source) -> Iterator[tuple[Cell, ...]]:
    """A row for each line of each entry. Cents are whole numbers; amounts are the same, as people read them."""
    for entry in source.entries():
        for line in entry.lines:
            account = source.accounts[line.account]
            yield (
                entry.number,
                entry.on.isoformat(),
                entry.period,
                entry.memo,
                line.account,
                account.name_es or account.name,
                plain_amount(line.cents, source.coop.decimals),
                line.cents,
                line.note,
                entry.reverses or "",
                entry.seal,
            )


def account_rows(source: Source) -> Iterator[tuple[Cell, ...]]:
    """A row for each account, with what is on it at the end."""
    balances = source.closing_balances()
    for code, account in source.accounts.items():
        cents = balances.get(code, 0)
        name = account.name_es or account.name
        yield (code, name, account.kind, plain_amount(cents, source.coop.decimals), cents)


def month_rows(source: Source) -> Iterator[tuple[Cell, ...]]:
    """What came in and went out: a row for each month and account of income or cost, then what the month left.

    Income is above zero here and cost below, as people say it: a month's rows add up to its result.
    """
    left = 0
    for month, code, cents in source.moved_by_month():
        if code:
            account = source.accounts[code]
            name, kind, said = account.name_es or account.name, account.kind, -cents
            left += said
        else:
            name, kind, said, left = "", "result", left, 0
        yield (month, code, name, kind, plain_amount(said, source.coop.decimals), said)


def entries_csv(source: Source) -> Iterator[bytes]:
    """Every line of every entry, as CSV in UTF-8 with commas."""
    yield from csv_of(ENTRY_COLUMNS, entry_rows(source), words=frozenset({3, 5, 8}))


def accounts_csv(source: Source) -> Iterator[bytes]:
    """Every account, as CSV."""
    yield from csv_of(ACCOUNT_COLUMNS, account_rows(source), words=frozenset({1}))


def months_csv(source: Source) -> Iterator[bytes]:
    """Income and cost by month, as CSV."""
    yield from csv_of(MONTH_COLUMNS, month_rows(source), words=frozenset({2}))


def csv_of(
    columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], *, words: frozenset[int]
) -> Iterator[bytes]:
    """`words` are the columns that people wrote: a spreadsheet must not run them as formulas."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([inert(cell) if place in words else cell for place, cell in enumerate(row)])
        if buffer.tell() > 60_000:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def inert(cell: Cell) -> Cell:
    """Words that a spreadsheet would take for a formula, with the mark that says they are words."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
