"""What the story's banks write: a list with columns of their own, and a statement that programs read (CAMT.053)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from ledger.bank_files import Columns
from payroll.rules.bank_orders import amount

COLUMNS = Columns(on=0, text=(2,), out=3, in_=4, skip=4)
"""Where the list below has what, as the treasury says it once."""
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One movement as a bank lists it; what came in is positive."""

    on: date
    text: str
    cents: int


def columns_of(account: str, until: date, before_cents: int, moved: Sequence[Moved]) -> bytes:
    """The list of the large bank: three lines about the account, the headings, a line each; as older programs write."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(["Banco de la Meseta", "Cuenta corriente en pesos"])
    rows.writerow(["CBU", account])
    rows.writerow(["Movimientos hasta el", f"{until:%d/%m/%Y}"])
    rows.writerow(["Fecha", "Sucursal", "Concepto", "Egresa", "Ingresa", "Saldo"])
    left = before_cents
    for each in moved:
        left += each.cents
        goes, comes = (_said(-each.cents), "") if each.cents < 0 else ("", _said(each.cents))
        rows.writerow([f"{each.on:%d/%m/%Y}", "014", each.text, goes, comes, _said(left)])
    return out.getvalue().encode("cp1252")


def statement(account: str, number: int, before_cents: int, moved: Sequence[Moved]) -> bytes:
    """The statement of the small bank: what there was, each movement with the bank's own reference, what there is."""
    after = before_cents + sum(each.cents for each in moved)
    entries = "".join(_entry(number, nth, each) for nth, each in enumerate(moved, start=1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="{NAMESPACE}"><BkToCstmrStmt><GrpHdr><MsgId>EXT-{number:04d}</MsgId></GrpHdr>\n'
        f"<Stmt><Id>{number:04d}</Id><Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>ARS</Ccy></Acct>\n"
        f"{_balance('OPBD', before_cents)}{_balance('CLBD', after)}{entries}</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _entry(number: int, nth: int, each: Moved) -> str:
    return (
        f'<Ntry><Amt Ccy="ARS">{amount(abs(each.cents), 2)}</Amt><CdtDbtInd>{_way(each.cents)}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{each.on.isoformat()}</Dt></BookgDt>"
        f"<AcctSvcrRef>{number:04d}-{nth:03d}</AcctSvcrRef><AddtlNtryInf>{escape(each.text)}</AddtlNtryInf></Ntry>\n"
    )


def _balance(code: str, cents: int) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="ARS">{amount(abs(cents), 2)}</Amt><CdtDbtInd>{_way(cents)}</CdtDbtInd></Bal>\n'
    )


def _way(cents: int) -> str:
    return "DBIT" if cents < 0 else "CRDT"


def _said(cents: int) -> str:
    """As people write it here: 1.234.567,80."""
    sign, whole, rest = "-" if cents < 0 else "", *divmod(abs(cents), 100)
    return f"{sign}{whole:,}".replace(",", ".") + f",{rest:02d}"
