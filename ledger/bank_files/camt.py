"""A bank's CAMT.053 statement (ISO 20022), of any version.

Only what we need of it: the account, the currency, each booked entry, and the balances, which must add up. A
file that declares a document type or an entity is not read at all: nothing in it can be expanded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from ledger.bank_files.rows import (
    CAMT,
    LONGEST_REFERENCE,
    MOST_LINES,
    BankFile,
    BankRow,
    day_of,
    exact_cents,
    in_our_currency,
    of_one_account,
    plain,
)
from record.rules import Refused

DEEPEST = 40
MOST_PARTS = 500_000
BEFORE, AFTER = ("OPBD", "PRCD"), ("CLBD",)


@dataclass(slots=True)
class Part:
    """One element, by its name without its namespace."""

    name: str
    text: str = ""
    currency: str = ""
    parts: list[Part] = field(default_factory=list)

    def all(self, *path: str) -> Iterator[Part]:
        """The elements at this path below this one, in order."""
        if not path:
            yield self
            return
        for part in self.parts:
            if part.name == path[0]:
                yield from part.all(*path[1:])

    def said(self, *path: str) -> str:
        """The text of the first element at this path; empty where there is none."""
        return next((part.text.strip() for part in self.all(*path)), "")


def read(data: bytes, *, decimals: int, currency: str = "") -> BankFile:
    """The movements of a CAMT.053 file. Raises `Refused` with the movement or the sum that is wrong."""
    whole = _tree(data)
    statements = list(whole.all("BkToCstmrStmt", "Stmt"))
    if not statements:
        raise Refused(_("This XML file is no bank statement that we know: we read CAMT.053 and OFX."))
    of_one_account(
        {
            part.said("Acct", "Id", "IBAN") or part.said("Acct", "Id", "Othr", "Id")
            for part in statements
            if part.said("Acct", "Id", "IBAN") or part.said("Acct", "Id", "Othr", "Id")
        }
    )
    found: list[BankRow] = []
    left_out: list[int] = []
    count = 0
    for statement in statements:
        in_our_currency(statement.said("Acct", "Ccy"), currency)
        moved = 0
        for entry in statement.all("Ntry"):
            count += 1
            if count > MOST_LINES:
                raise Refused(_("The file has too many lines: up to %(most)s.") % {"most": MOST_LINES})
            if (entry.said("Sts", "Cd") or entry.said("Sts") or "BOOK") != "BOOK":
                left_out.append(count)  # announced, not booked: it comes again when it is
                continue
            row = _movement(entry, count, decimals, currency)
            moved += row.cents
            if row.cents:
                found.append(row)
            else:
                left_out.append(count)
        _adds_up(statement, moved, decimals)
    if not found:
        raise Refused(_("There is no movement in this file."))
    return BankFile(rows=tuple(found), left_out=tuple(left_out), format=CAMT)


def _movement(entry: Part, count: int, decimals: int, currency: str) -> BankRow:
    amount = next(entry.all("Amt"), Part("Amt"))
    in_our_currency(amount.currency, currency)
    cents = exact_cents(amount.text, decimals)
    on = day_of(
        entry.said("BookgDt", "Dt")
        or entry.said("BookgDt", "DtTm")
        or entry.said("ValDt", "Dt")
        or entry.said("ValDt", "DtTm")
    )
    direction = entry.said("CdtDbtInd")
    if on is None:
        raise Refused(_("Movement %(n)s has no day.") % {"n": count})
    if cents is None or cents < 0 or direction not in ("CRDT", "DBIT"):
        raise Refused(
            _("Movement %(n)s: “%(text)s” is no amount.") % {"n": count, "text": plain(amount.text)[:40]}
        )
    return BankRow(
        on=on,
        text=_text(entry) or "—",
        cents=cents if direction == "CRDT" else -cents,
        reference=_reference(entry),
    )


def _text(entry: Part) -> str:
    """Who it was with and what for, as far as the bank says; of what we ordered, our own name for it too."""
    other = "Dbtr" if entry.said("CdtDbtInd") == "CRDT" else "Cdtr"
    words: list[str] = []
    for details in entry.all("NtryDtls", "TxDtls"):
        parties = next(details.all("RltdPties"), Part("RltdPties"))
        words.append(parties.said(other, "Nm") or parties.said(other, "Pty", "Nm"))
        words.append(_own_name(entry))
        words += [part.text for part in details.all("RmtInf", "Ustrd")]
        break
    words.append(entry.said("AddtlNtryInf"))
    return plain(" ".join(dict.fromkeys(word.strip() for word in words if word.strip())))


def _own_name(entry: Part) -> str:
    """The end-to-end id of one transfer that we ordered; empty where it is of several, or the bank has none.

    Only beside the bank's own reference: without one the words mark the movement, and must stay as they were.
    """
    ids = {part.text.strip() for part in entry.all("NtryDtls", "TxDtls", "Refs", "EndToEndId")}
    is_ours = entry.said("CdtDbtInd") == "DBIT" and bool(_reference(entry))
    return ids.pop() if is_ours and len(ids) == 1 and "NOTPROVIDED" not in ids else ""


def _reference(entry: Part) -> str:
    """The bank's own."""
    return plain(entry.said("AcctSvcrRef") or entry.said("NtryRef"))[:LONGEST_REFERENCE]


def _adds_up(statement: Part, moved: int, decimals: int) -> None:
    """Refuse a statement whose balance before and entries are not its balance after."""
    balances: dict[str, int] = {}
    for part in statement.all("Bal"):
        cents = exact_cents(part.said("Amt"), decimals)
        if cents is not None:
            sign = -1 if part.said("CdtDbtInd") == "DBIT" else 1
            balances.setdefault(part.said("Tp", "CdOrPrtry", "Cd"), sign * cents)
    before = next((balances[code] for code in BEFORE if code in balances), None)
    after = next((balances[code] for code in AFTER if code in balances), None)
    if before is not None and after is not None and before + moved != after:
        raise Refused(
            _(
                "The file does not add up: what there was and its movements are not what it says there is at the "
                "end. Ask the bank for it again."
            )
        )


def _tree(data: bytes) -> Part:
    whole = Part("")
    open_parts = [whole]
    count = 0

    def begins(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_PARTS or len(open_parts) > DEEPEST:
            raise Refused(_("The file is not a bank's: it has too many parts, one inside another."))
        part = Part(name.rpartition("|")[2], currency=attributes.get("Ccy", ""))
        open_parts[-1].parts.append(part)
        open_parts.append(part)

    def ends(name: str) -> None:
        open_parts.pop()

    def says(text: str) -> None:
        if len(open_parts[-1].text) < 1000:
            open_parts[-1].text += text

    def declares(*_about: object) -> int:
        raise Refused(_("The file carries declarations that a bank's file does not need. We do not read it."))

    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begins, ends
    parser.CharacterDataHandler = says
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declares
    parser.ExternalEntityRefHandler = declares
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise Refused(
            _("Line %(line)s of the file cannot be read: it is cut short or damaged.")
            % {"line": problem.lineno}
        ) from None
    except (ValueError, LookupError):
        raise Refused(_("We do not know the letters that this file is written in.")) from None
    return next((part for part in whole.parts if part.name == "Document"), whole)
