"""The books as an hledger journal: accounts declared, every entry, and balances asserted at the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ledger.exports.source import OutEntry, Source, plain_amount
from ledger.models import Account

ROOTS = {
    "asset": "assets",
    "liability": "liabilities",
    "equity": "equity",
    "income": "revenues",
    "cost": "expenses",
}
TYPES = {"asset": "A", "liability": "L", "equity": "E", "income": "R", "cost": "X"}


def make(source: Source) -> Iterator[bytes]:
    """A whole journal: `hledger check` finds every transaction balanced and every assertion true."""
    coop = source.coop
    one = plain_amount(1000 * 10**coop.decimals, coop.decimals) + ("" if coop.decimals else ".")
    yield f"; {_plain(coop.name)}\ndecimal-mark .\ncommodity {one} {coop.currency}\n\n".encode()
    for account in source.accounts.values():
        yield f"account {account_name(account)}  ; type: {TYPES[account.kind]}\n".encode()
    for entry in source.entries():
        yield _transaction(source, entry).encode()
    balances = sorted(source.closing_balances().items())
    if balances:
        yield f"\n{source.last_on() + timedelta(days=1)} * Balances\n".encode()
    for code, cents in balances:
        zero, amount = (plain_amount(each, coop.decimals) for each in (0, cents))
        name = account_name(source.accounts[code])
        yield f"    {name}  {zero} {coop.currency} = {amount} {coop.currency}\n".encode()


def account_name(account: Account) -> str:
    """ "assets:1.1.1 Banco": its kind, its code and its name, with single spaces."""
    return f"{ROOTS[account.kind]}:{account.code} {_plain(account.name_es or account.name)}"


def _transaction(source: Source, entry: OutEntry) -> str:
    comment = f"  ; seal:{entry.seal}" if entry.seal else ""
    if entry.reverses is not None:
        comment += f", reverses:{entry.reverses}"
    rows = [f"\n{entry.on} * ({entry.number}) {_plain(entry.memo)}{comment}"]
    for line in entry.lines:
        name = account_name(source.accounts[line.account])
        amount = plain_amount(line.cents, source.coop.decimals)
        note = f"  ; {_plain(line.note)}" if line.note else ""
        rows.append(f"    {name}  {amount} {source.coop.currency}{note}")
    return "\n".join(rows) + "\n"


def _plain(text: str) -> str:
    """One line that means nothing to the journal: no comment, no second field, no double space."""
    for mark in ";|:()[]":
        text = text.replace(mark, " ")
    return " ".join(text.split())
