"""What every bank file is read into: movements with a day, a text and cents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from record.rules import Refused

LARGEST_FILE = 5 * 1024 * 1024
MOST_LINES = 20_000
LONGEST_TEXT = 200
LARGEST_CENTS = 9 * 10**15
LONGEST_REFERENCE = 80
CSV, OFX, CAMT = "csv", "ofx", "camt"


@dataclass(frozen=True, kw_only=True)
class BankRow:
    """One movement: what came in is positive, what went out negative."""

    on: date
    text: str
    cents: int
    reference: str = ""
    """The bank's own name for it, where its format has one."""


@dataclass(frozen=True, kw_only=True)
class BankFile:
    """The movements of a file, in its order, and the lines of it that are no movements."""

    rows: tuple[BankRow, ...]
    left_out: tuple[int, ...]
    format: str = CSV


def plain(text: str) -> str:
    """One line of readable text."""
    clean = "".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text)
    return " ".join(clean.split())[:LONGEST_TEXT].strip()


def exact_cents(text: str, decimals: int) -> int | None:
    """An amount as programs write it ("-1250.50", "1250,5"), in cents; None where it is none. Never rounded."""
    match = re.fullmatch(r"([+-]?)([0-9]{1,20})(?:[.,]([0-9]{0,20}))?", text.strip(), re.ASCII)
    rest = (match[3] or "").rstrip("0") if match else ""
    if match is None or len(rest) > decimals:
        return None
    cents = int(match[2] + rest.ljust(decimals, "0"))
    return None if cents > LARGEST_CENTS else -cents if match[1] == "-" else cents


def day_of(text: str) -> date | None:
    """A day as programs write it ("20260305…", "2026-03-05…"); None where it is none."""
    match = re.match(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", text.strip(), re.ASCII)
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
    return day if day and 1900 <= day.year <= 2200 else None


def in_our_currency(said: str, ours: str) -> None:
    """Refuse a file whose amounts are in another currency than the books."""
    if said and ours and said.upper() != ours.upper():
        raise Refused(
            _("The file is in %(theirs)s and the books are in %(ours)s.")
            % {"theirs": plain(said)[:10], "ours": ours}
        )


def of_one_account(accounts: set[str]) -> None:
    """Refuse a file with the movements of several accounts: each is taken in by itself."""
    if len(accounts) > 1:
        raise Refused(_("The file has several accounts. Ask the bank for one file of each."))
