"""How words are looked for: without accents, in any of their forms, in Spanish and in English.

The same words come out on both engines, because what they index is worked out here. A word is kept as it is
written (folded) and by its Spanish and its English stem; what one looks for matches by a stem, or by its
beginning. Accents go first, since people leave them out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, takewhile

from assemblies.rules.stemming import english_stem, spanish_stem

SHORTEST_BEGINNING = 3
"""Letters of a word from which its beginning alone finds it."""
MOST_WORDS = 12
"""Of what one looks for; more say nothing more."""
LONGEST_WORD = 60

WORD = re.compile(r"[^\W_]+")
FUTURE = re.compile(r"([aei]r)(?:á|ás|án|é)\b")
_SILENT = """a al algo ante asi aun cada como con contra cual cuando de del desde donde dos e el ella ellas ellos en
    entre era es esa ese eso esta estas este esto estos fue ha han hasta hay la las le les lo los mas me mi mis
    muy nada ni no nos nosotros o os otra otro para pero por porque que quien se sea segun ser si sin sobre son
    su sus tambien te tiene todo tu u un una uno unos y ya
    about after all an and any are as at be been but by can did do does each for from had has have he her his
    how i if in into is it its nor not of on or our out she so than that the their them then there these
    they this those to was we were what when where which who will with would you your"""
SILENT = frozenset(_SILENT.split())
"""Words that say nothing by themselves."""


def folded(text: str) -> str:
    """Small letters without accents: "Decisión" is "decision"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_in(text: str) -> list[str]:
    """The words that say something, folded, in their order."""
    return [word[:LONGEST_WORD] for word in WORD.findall(_plain(text)) if word not in SILENT]


def _plain(text: str) -> str:
    """Folded, with "repartirá" as "repartir": without its accent no ending tells that future from "retira"."""
    return folded(FUTURE.sub(r"\1", unicodedata.normalize("NFC", text.casefold())))


def indexed(texts: Iterable[str]) -> str:
    """What is kept of texts so that they are found: every form of every word, once, with blanks between."""
    forms = dict.fromkeys(form for text in texts for word in words_in(text) for form in forms_of(word))
    return " ".join(forms)


def asked(words: str) -> list[list[str]]:
    """What one looks for: for each word its forms, of which one must be there. Empty where nothing is said."""
    return [list(forms_of(word)) for word in dict.fromkeys(words_in(words))][:MOST_WORDS]


@lru_cache(maxsize=8192)
def forms_of(word: str) -> tuple[str, ...]:
    """A folded word, and its stems where they differ."""
    return tuple(dict.fromkeys((word, spanish_stem(word), english_stem(word))))


def in_fts5(query: list[list[str]], *, column: str = "") -> str:
    """The same as SQLite's FTS5 asks it; `column` narrows it to one."""
    every = [
        "(" + " OR ".join([_quoted(form) for form in forms] + _beginning(forms[0], '"{}"*')) + ")"
        for forms in query
    ]
    whole = " AND ".join(every)
    return f"{column} : ({whole})" if column else whole


def in_tsquery(query: list[list[str]]) -> str:
    """The same as PostgreSQL's `tsquery` asks it."""
    return " & ".join(
        "(" + " | ".join([f"'{form}'" for form in forms] + _beginning(forms[0], "'{}':*")) + ")"
        for forms in query
    )


def passage(text: str, query: list[list[str]], *, around: int = 90) -> list[tuple[str, bool]]:
    """Where a text says it first, in pieces: each with whether it is a word one looked for."""
    wanted = frozenset(form for forms in query for form in forms)
    beginnings = tuple(forms[0] for forms in query if len(forms[0]) >= SHORTEST_BEGINNING)
    hits = (found for found in WORD.finditer(text) if _hits(found.group(), wanted, beginnings))
    first = next(hits, None)
    begin = max(0, first.start() - around) if first else 0
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    end = min(len(text), (first.end() if first else 0) + 2 * around)
    end = end if end == len(text) else max(text.rfind(" ", begin, end), begin + around)
    pieces: list[tuple[str, bool]] = [("… ", False)] if begin else []
    at = begin
    for hit in chain([first] if first else [], takewhile(lambda hit: hit.end() <= end, hits)):
        pieces += [(text[at : hit.start()], False), (hit.group(), True)]
        at = hit.end()
    pieces.append((text[at : max(at, end)], False))
    if end < len(text):
        pieces.append((" …", False))
    return [piece for piece in pieces if piece[0]]


def _hits(written: str, wanted: frozenset[str], beginnings: tuple[str, ...]) -> bool:
    word, forms = _read(written)
    return not wanted.isdisjoint(forms) or bool(beginnings and forms and word.startswith(beginnings))


@lru_cache(maxsize=32768)
def _read(written: str) -> tuple[str, tuple[str, ...]]:
    """A word as it stands in a text: folded, and its forms; none where it says nothing."""
    word = _plain(written)
    return word, () if word in SILENT else forms_of(word[:LONGEST_WORD])


def _quoted(form: str) -> str:
    return f'"{form}"'


def _beginning(word: str, shape: str) -> list[str]:
    return [shape.format(word)] if len(word) >= SHORTEST_BEGINNING else []
