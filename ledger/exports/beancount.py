"""The books for beancount: accounts opened, every entry, and at the end a balance for each account to check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ledger.exports.source import OutEntry, Source, ascii_word, plain_amount
from ledger.models import Account

ROOTS = {
    "asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
    "income": "Income",
    "cost": "Expenses",
}


def make(source: Source) -> Iterator[bytes]:
    """A whole file that `bean-check` accepts: each transaction balances, each account ends as our books do."""
    coop = source.coop
    yield f'option "title" {_text(coop.name)}\noption "operating_currency" "{coop.currency}"\n\n'.encode()
    opened_on = source.first_on - timedelta(days=2)
    for account in source.accounts.values():
        yield (
            f"{opened_on} open {account_name(account)} {coop.currency}\n"
            f'  code: "{account.code}"\n  name: {_text(account.name_es or account.name)}\n'
        ).encode()
    for entry in source.entries():
        yield _transaction(source, entry).encode()
    on = source.last_on() + timedelta(days=1)
    yield b"\n"
    for code, cents in sorted(source.closing_balances().items()):
        name = account_name(source.accounts[code])
        amount = plain_amount(cents, coop.decimals)
        yield f"{on} balance {name} {amount} ~ 0 {coop.currency}\n".encode()


def account_name(account: Account) -> str:
    """ "Assets:1-1-1-Banco": its kind, its code and its name in plain letters."""
    word = ascii_word(account.name_es or account.name)
    return f"{ROOTS[account.kind]}:{account.code.replace('.', '-').upper()}{f'-{word}' if word else ''}"


def _transaction(source: Source, entry: OutEntry) -> str:
    rows = [f"\n{entry.on} * {_text(entry.memo)}", f"  number: {entry.number}"]
    if entry.reverses is not None:
        rows.append(f"  reverses: {entry.reverses}")
    if entry.seal:
        rows.append(f'  seal: "{entry.seal}"')
    for line in entry.lines:
        name = account_name(source.accounts[line.account])
        rows.append(f"  {name}  {plain_amount(line.cents, source.coop.decimals)} {source.coop.currency}")
        if line.note:
            rows.append(f"    note: {_text(line.note)}")
    return "\n".join(rows) + "\n"


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
