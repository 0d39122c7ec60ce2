"""What our bylaws say about remembering: a movement goes where its like went last time, and we say when that was.

Nothing is guessed: the same words in the same direction, the latest choice that was not undone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LONGEST_WORDS = 120
MATCH_WITHIN_DAYS = 10
"""How far apart the books and the bank may date the same movement."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What was once said of a movement."""

    words: str
    came_in: bool
    account: str
    on: date
    number: int
    """Of the entry, which tells what was said last."""


def words_of(text: str) -> str:
    """What a movement's text says without what changes every time: numbers, accents, capitals, marks.

    "Déb. CAMUZZI GAS 0341-22" and "DEB CAMUZZI GAS 0455-23" have the same words. A text of numbers alone keeps
    them.
    """
    bare = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", text.lower()))
    words = [word for word in re.findall(r"[^\W_]+", bare) if not any(char.isdigit() for char in word)]
    return (" ".join(words) or " ".join(bare.split()))[:LONGEST_WORDS]


def remembered(choices: Iterable[Choice]) -> dict[tuple[str, bool], Choice]:
    """The latest choice for each words and direction."""
    latest: dict[tuple[str, bool], Choice] = {}
    for choice in sorted(choices, key=lambda each: each.number):
        latest[choice.words, choice.came_in] = choice
    return latest
