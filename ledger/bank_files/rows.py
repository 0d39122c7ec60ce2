"""What every bank file is read into: movements with a day, a text and cents."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

LARGEST_FILE = 5 * 1024 * 1024
MOST_LINES = 20_000
LONGEST_TEXT = 200
LARGEST_CENTS = 9 * 10**15


@dataclass(frozen=True, kw_only=True)
class BankRow:
    """One movement: what came in is positive, what went out negative."""

    on: date
    text: str
    cents: int


@dataclass(frozen=True, kw_only=True)
class BankFile:
    """The movements of a file, in its order, and the lines of it that are no movements."""

    rows: tuple[BankRow, ...]
    left_out: tuple[int, ...]


def plain(text: str) -> str:
    """One line of readable text."""
    clean = "".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text)
    return " ".join(clean.split())[:LONGEST_TEXT].strip()
