"""Amendments: what differs, word by word, and how two that were written side by side come together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import Sentence

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text: kept, taken out ("out"), or put in ("in")."""

    how: str
    text: str


@dataclass(frozen=True, kw_only=True)
class _Edit:
    """The words from `start` up to `end` of the base become `words`."""

    start: int
    end: int
    words: tuple[str, ...]


def difference(before: str, after: str) -> list[Piece]:
    """What changes from one text to another, in reading order.

    The pieces kept and taken out, put together, are the text before; those kept and put in, the text after.
    """
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(Piece(how="kept", text="".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece(how="out", text="".join(old[a:b])))
        if c < d:
            pieces.append(Piece(how="in", text="".join(new[c:d])))
    return pieces


def merged(base: str, mine: str, theirs: str) -> str | None:
    """A text with both changes in it; None where both change the same words differently.

    Changes that touch (one ends where the other begins) are of the same words: nobody can say their order.
    """
    words = _words(base)
    edits = {*_edits(words, _words(mine)), *_edits(words, _words(theirs))}
    result: list[str] = []
    at = 0
    last: _Edit | None = None
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if last is not None and edit.start <= last.end:
            return None
        result += words[at : edit.start]
        result += edit.words
        at, last = edit.end, edit
    return "".join([*result, *words[at:]])


def merged_terms(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Terms with both changes in them, term by term; None where both change one term differently."""
    result: dict[str, Any] = {}
    for name in [*mine, *(name for name in theirs if name not in mine)]:
        before, ours, other = base.get(name), mine.get(name), theirs.get(name)
        if ours == other or other == before:
            result[name] = ours
        elif ours == before:
            result[name] = other
        else:
            return None
    return result


SAME_WORDS = _("Another amendment changed the same words. Write this one anew on the text as it is now.")


def why_not_amend(
    *,
    base_text: str,
    base_terms: Mapping[str, Any],
    text: str,
    terms: Mapping[str, Any],
    text_now: str,
    terms_now: Mapping[str, Any],
) -> Sentence | None:
    """An amendment is voted while what it changes is still there to be changed."""
    if merged(base_text, text_now, text) is None or merged_terms(base_terms, terms_now, terms) is None:
        return SAME_WORDS
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _edits(base: list[str], text: list[str]) -> list[_Edit]:
    return [
        _Edit(start=a, end=b, words=tuple(text[c:d]))
        for how, a, b, c, d in SequenceMatcher(None, base, text, autojunk=False).get_opcodes()
        if how != "equal"
    ]
