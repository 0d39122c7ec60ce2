"""A bank's OFX file: version 1 (SGML, whose values are not closed) and version 2 (XML), read alike.

Only what we need of it: the currency, the account, and each movement. Its marks are read one by one and nothing
in it is ever expanded, so a file cannot make us read another, nor grow in memory.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ledger.bank_files.rows import (
    LONGEST_REFERENCE,
    MOST_LINES,
    OFX,
    BankFile,
    BankRow,
    day_of,
    exact_cents,
    in_our_currency,
    of_one_account,
    plain,
)
from record.rules import Refused

_MARK = re.compile(r"<(/?)([A-Za-z0-9_.]{1,40})[^<>]*>([^<]*)")


def read(data: bytes, *, decimals: int, currency: str = "") -> BankFile:
    """The movements of an OFX file. Raises `Refused` with the movement that cannot be read."""
    text = _decoded(data)
    if "<!" in text:
        raise Refused(_("The file carries declarations that a bank's file does not need. We do not read it."))
    accounts: set[str] = set()
    found: list[BankRow] = []
    left_out: list[int] = []
    movement: dict[str, str] | None = None
    count = 0
    for closes, name, value in _marks(text):
        if name == "STMTTRN":
            if movement is not None:
                count += 1
                if count > MOST_LINES:
                    raise Refused(_("The file has too many lines: up to %(most)s.") % {"most": MOST_LINES})
                row = _movement(movement, count, decimals)
                if row is None:
                    left_out.append(count)
                else:
                    found.append(row)
            movement = None if closes else {}
        elif movement is not None:
            if not closes:
                movement.setdefault(name, value)
        elif name == "CURDEF":
            in_our_currency(value, currency)
        elif name == "ACCTID" and value:
            accounts.add(value)
    if movement is not None:
        raise Refused(_("The file is cut short: its last movement does not end."))
    of_one_account(accounts)
    if not found:
        raise Refused(_("There is no movement in this file."))
    return BankFile(rows=tuple(found), left_out=tuple(left_out), format=OFX)


def _decoded(data: bytes) -> str:
    """The text of the file, in the letters its head names."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        head = data[:400].upper()
        name = "latin-1" if b"8859-1" in head else "cp1252"
        return data.decode(name, errors="replace")


def _marks(text: str) -> Iterator[tuple[bool, str, str]]:
    """Each mark of the file: whether it closes, its name, and the value beside it."""
    for match in _MARK.finditer(text):
        yield bool(match[1]), match[2].upper(), html.unescape(match[3]).strip()


def _movement(said: dict[str, str], count: int, decimals: int) -> BankRow | None:
    """One movement; None where it moves nothing."""
    on = day_of(said.get("DTPOSTED", "") or said.get("DTUSER", ""))
    cents = exact_cents(said.get("TRNAMT", ""), decimals)
    if on is None:
        raise Refused(
            _("Movement %(n)s: “%(text)s” is no day.")
            % {"n": count, "text": plain(said.get("DTPOSTED", ""))[:40]}
        )
    if cents is None:
        raise Refused(
            _("Movement %(n)s: “%(text)s” is no amount.")
            % {"n": count, "text": plain(said.get("TRNAMT", ""))[:40]}
        )
    if cents == 0:
        return None
    words = [plain(said.get(key, "")) for key in ("NAME", "MEMO")]
    if words[0] and words[1].startswith(words[0]):
        words = words[1:]  # banks often repeat the name at the start of the memo
    own_name = plain(said.get("REFNUM", ""))
    if cents < 0 and said.get("FITID") and own_name and own_name not in " ".join(words):
        words.append(own_name)  # our own name for what we ordered
    text = plain(" ".join(word for word in words if word) or said.get("TRNTYPE", ""))
    reference = plain(said.get("FITID", ""))[:LONGEST_REFERENCE]
    return BankRow(on=on, text=text or "—", cents=cents, reference=reference)
