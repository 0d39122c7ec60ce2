"""The file that tells a bank whom to pay: ISO 20022 (pain.001.001.09), or lines as our bank wants them.

Everything in it comes from the payment itself, numbers and time too, so that the same payment makes the same
file, byte for byte: a bank that gets it twice knows that it is one order.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
COLUMNS = ("number", "name", "account", "bank", "amount", "cents", "currency", "date", "reference", "text")
"""What a column of a bank's own lines can hold; "text" is the same in every line."""
SEPARATORS = {";": ";", ",": ",", "tab": "\t", "|": "|"}
DATES = {"iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "ymd": "%Y%m%d"}
_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whose account, and its number; `bank` is the bank's own code, where it is known."""

    holder: str
    number: str
    is_iban: bool
    bank: str = ""


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One person's part. `reference` is the same whenever the file is made again."""

    member_number: int
    to: Account
    cents: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class Order:
    """Everything about a payment through a bank but whom it pays."""

    number: int
    coop: str
    made_at: datetime
    pay_on: date
    currency: str
    decimals: int
    total_cents: int
    people: int
    payer: Account
    text: str

    @property
    def message_id(self) -> str:
        return f"PAY-{self.number:08d}"


def plain_text(text: str, longest: int = 70) -> str:
    """Text in the letters that every bank takes: without accents, other signs as a space."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    clean = "".join(sign if sign in _ALLOWED else " " for sign in bare)
    return " ".join(clean.split())[:longest].strip() or "-"


def amount(cents: int, decimals: int, point: str = ".") -> str:
    """Cents as banks write amounts: 123450 → "1234.50"; no thousands, no sign of the coin."""
    if not decimals:
        return str(cents)
    whole, rest = divmod(cents, 10**decimals)
    return f"{whole}{point}{rest:0{decimals}d}"


def credit_transfer(order: Order, transfers: Iterable[Transfer]) -> Iterator[bytes]:
    """A pain.001.001.09 document, piece by piece: however many we are, it needs no memory."""
    count, total = order.people, amount(order.total_cents, order.decimals)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="{NAMESPACE}"><CstmrCdtTrfInitn><GrpHdr>'
        f"<MsgId>{order.message_id}</MsgId><CreDtTm>{order.made_at:%Y-%m-%dT%H:%M:%S}Z</CreDtTm>"
        f"<NbOfTxs>{count}</NbOfTxs><CtrlSum>{total}</CtrlSum>"
        f"<InitgPty><Nm>{_xml(order.coop)}</Nm></InitgPty></GrpHdr>\n"
        f"<PmtInf><PmtInfId>{order.message_id}-1</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>"
        f"<NbOfTxs>{count}</NbOfTxs><CtrlSum>{total}</CtrlSum>"
    ).encode()
    if order.currency == "EUR":
        yield b"<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>"
    yield (
        f"<ReqdExctnDt><Dt>{order.pay_on.isoformat()}</Dt></ReqdExctnDt>"
        f"<Dbtr><Nm>{_xml(order.payer.holder)}</Nm></Dbtr><DbtrAcct>{_id_of(order.payer)}</DbtrAcct>"
        f"<DbtrAgt>{_bank_of(order.payer, is_needed=True)}</DbtrAgt>"
    ).encode()
    if order.currency == "EUR":
        yield b"<ChrgBr>SLEV</ChrgBr>"
    for each in transfers:
        bank = _bank_of(each.to, is_needed=False)
        yield (
            f"\n<CdtTrfTxInf><PmtId><EndToEndId>{each.reference}</EndToEndId></PmtId>"
            f'<Amt><InstdAmt Ccy="{order.currency}">{amount(each.cents, order.decimals)}</InstdAmt></Amt>'
            + (f"<CdtrAgt>{bank}</CdtrAgt>" if bank else "")
            + f"<Cdtr><Nm>{_xml(each.to.holder)}</Nm></Cdtr><CdtrAcct>{_id_of(each.to)}</CdtrAcct>"
            f"<RmtInf><Ustrd>{_xml(order.text, 140)}</Ustrd></RmtInf></CdtTrfTxInf>"
        ).encode()
    yield b"\n</PmtInf></CstmrCdtTrfInitn></Document>\n"


def _xml(text: str, longest: int = 70) -> str:
    return escape(plain_text(text, longest))


def _id_of(account: Account) -> str:
    if account.is_iban:
        return f"<Id><IBAN>{escape(account.number)}</IBAN></Id>"
    return f"<Id><Othr><Id>{escape(account.number)}</Id></Othr></Id>"


def _bank_of(account: Account, *, is_needed: bool) -> str:
    if account.bank:
        return f"<FinInstnId><BICFI>{escape(account.bank)}</BICFI></FinInstnId>"
    return "<FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId>" if is_needed else ""


# Lines as our own bank wants them ---------------------------------------------------------------------


def why_not_layout(layout: Mapping[str, Any]) -> str | None:
    """What is wrong with how a bank's lines would be written: a code (`columns`, `separator`…), or None."""
    columns = layout.get("columns")
    if not isinstance(columns, list) or not 1 <= len(columns) <= 40:
        return "columns"
    for column in columns:
        if not isinstance(column, Mapping) or column.get("what") not in COLUMNS:
            return "columns"
        if any(not isinstance(column.get(name, ""), str) for name in ("title", "text")):
            return "columns"
    if layout.get("separator", ";") not in SEPARATORS:
        return "separator"
    if layout.get("point", ",") not in (",", "."):
        return "point"
    if layout.get("point", ",") == layout.get("separator", ";"):
        return "point"
    if layout.get("date", "iso") not in DATES:
        return "date"
    return None


def own_lines(layout: Mapping[str, Any], order: Order, transfers: Iterable[Transfer]) -> Iterator[bytes]:
    """The file as our bank wants it: columns, separator, point and dates by its layout, a line for each person."""
    columns = layout["columns"]
    if layout.get("header", True):
        yield _line(layout, [column.get("title") or column["what"] for column in columns])
    for each in transfers:
        held = {
            "number": str(each.member_number),
            "name": plain_text(each.to.holder),
            "account": each.to.number,
            "bank": each.to.bank,
            "amount": amount(each.cents, order.decimals, layout.get("point", ",")),
            "cents": str(each.cents),
            "currency": order.currency,
            "date": f"{order.pay_on:{DATES[layout.get('date', 'iso')]}}",
            "reference": each.reference,
        }
        yield _line(layout, [held.get(column["what"], column.get("text", "")) for column in columns])


def first_lines(layout: Mapping[str, Any], *, currency: str, decimals: int, on: date) -> list[str]:
    """The first two lines of such a file, of people and accounts that we made up: to see how it would look."""
    made_up = [
        Transfer(
            member_number=7 + nth,
            to=Account(holder=name, number=f"{nth}" * 22, is_iban=False, bank="AAAABB22"),
            cents=12_345 * 10**decimals + 67 * (decimals > 1),
            reference=f"PAY-1-{nth}",
        )
        for nth, name in enumerate(("Ana Paz Gil", "Bruno Sol"), start=1)
    ]
    order = Order(
        number=1,
        coop="",
        made_at=datetime.combine(on, time(), UTC),
        pay_on=on,
        currency=currency,
        decimals=decimals,
        total_cents=sum(each.cents for each in made_up),
        people=len(made_up),
        payer=made_up[0].to,
        text="",
    )
    return [line.decode().rstrip("\r\n") for line in islice(own_lines(layout, order, made_up), 2)]


def _line(layout: Mapping[str, Any], cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=SEPARATORS[layout.get("separator", ";")], lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8")
