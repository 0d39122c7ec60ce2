"""What is left of a word when its endings go: the published Snowball stemmers, on words without accents.

Spanish follows snowballstem.org's "spanish" with its endings folded as the words are. It differs where that
would part what one word is: "-ación" goes in R1 already ("votación" as "votar"), a last i goes ("cambiar" as
"cambia"), and "-ara", "-era", "-ira" without accent are no future nor past ("repara" as "reparar"). English
is "english" (Porter2) with few of its exceptions.
"""

from __future__ import annotations

import re


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# --- Spanish --------------------------------------------------------------------------------------------------

_ES_VOWELS = "aeiou"
_PRONOUNS = ("selas", "selos", "sela", "selo", "las", "les", "los", "nos", "me", "se", "la", "le", "lo")
_BEFORE_PRONOUN = ("iendo", "ando", "ar", "er", "ir")
_ES_PLAIN = _listed("""anza anzas ico ica icos icas ismo ismos able ables ible ibles ista istas oso osa osos osas amiento
    amientos imiento imientos""")
_ES_ACTS = _listed("adora ador acion adoras adores aciones ante antes ancia ancias")
_ES_NOUNS = ("logia", "logias", "ucion", "uciones", "encia", "encias", "idad", "idades")
_ES_IVE = ("iva", "ivo", "ivas", "ivos")
_ES_FIRST = tuple(
    sorted((*_ES_PLAIN, *_ES_ACTS, *_ES_NOUNS, *_ES_IVE, "amente", "mente"), key=len, reverse=True)
)
_ES_Y = ("yeron", "yendo", "yamos", "yais", "yan", "yen", "yas", "yes", "ya", "ye", "yo")
_ES_VERBS = tuple(
    sorted(
        set(
            _listed("""arian arias ariais aria areis ariamos aremos are erian erias eriais eria ereis eriamos
            eremos irian irias iriais iria ireis iriamos iremos aba ada ida ia iera ad
            ed id ase iese aste iste an aban ian ieran asen iesen aron ieron ado ido
            ando iendo io ar er ir as abas adas idas ias ieras ases ieses is ais abais
            iais arais ierais aseis ieseis asteis isteis ados idos amos abamos iamos
            imos ieramos iesemos""")
        ),
        key=len,
        reverse=True,
    )
)


def spanish_stem(word: str) -> str:
    """The stem of a folded Spanish word."""
    r1 = _region(word, _ES_VOWELS, 0)
    r2 = _region(word, _ES_VOWELS, r1)
    rv = _spanish_rv(word)
    word = _without_pronoun(word, rv)
    shorter = _spanish_first(word, r1, r2)
    word = shorter if shorter is not None else _spanish_verb(word, rv)
    ending = next((one for one in ("os", "a", "o") if _ends(word, one, rv)), "")
    word = word[: len(word) - len(ending)]
    if _ends(word, "i", rv):
        return word[:-1]
    if not ending and _ends(word, "e", rv):
        word = word[:-1]
        if word.endswith("gu") and len(word) - 1 >= rv:
            word = word[:-1]
    return word


def _spanish_rv(word: str) -> int:
    """Where the verb's ending may begin."""
    if len(word) < 3:
        return len(word)
    if word[1] not in _ES_VOWELS:
        return next((n + 1 for n in range(2, len(word)) if word[n] in _ES_VOWELS), len(word))
    if word[0] in _ES_VOWELS:
        return next((n + 1 for n in range(2, len(word)) if word[n] not in _ES_VOWELS), len(word))
    return 3


def _without_pronoun(word: str, rv: int) -> str:
    for pronoun in _PRONOUNS:
        if word.endswith(pronoun):
            rest = word[: -len(pronoun)]
            if len(rest) >= rv and (
                any(rest.endswith(verb) and len(rest) - len(verb) >= rv for verb in _BEFORE_PRONOUN)
                or (rest.endswith("uyendo") and len(rest) - 5 >= rv)
            ):
                return rest
            return word
    return word


def _spanish_first(word: str, r1: int, r2: int) -> str | None:
    """Without the ending that makes it a noun, an adjective or an adverb; None where it has none."""
    ending = next((one for one in _ES_FIRST if word.endswith(one)), "")
    rest = word[: len(word) - len(ending)]
    if not ending or len(rest) < (r1 if ending in ("acion", "aciones", "amente") else r2) or len(rest) < 3:
        return None
    if ending in ("logia", "logias"):
        return rest + "log"
    if ending in ("ucion", "uciones"):
        return rest + "u"
    if ending in ("encia", "encias"):
        return rest + "ente"
    if ending in _ES_ACTS:
        return _cut(rest, r2, "ic")
    if ending == "amente":
        return (
            _cut(_cut(rest, r2, "iv"), r2, "at") if rest.endswith("iv") else _cut(rest, r2, "os", "ic", "ad")
        )
    if ending == "mente":
        return _cut(rest, r2, "ante", "able", "ible")
    if ending in ("idad", "idades"):
        return _cut(rest, r2, "abil", "ic", "iv")
    if ending in _ES_IVE:
        return _cut(rest, r2, "at")
    return rest


def _spanish_verb(word: str, rv: int) -> str:
    """Without the ending of a verb."""
    for ending in _ES_Y:
        if word.endswith("u" + ending) and len(word) - len(ending) >= rv:
            return word[: -len(ending)]
    ending = next((one for one in (*_ES_VERBS, "emos", "eis", "en", "es") if _ends(word, one, rv)), "")
    longer = next((one for one in ("emos", "eis") if _ends(word, one, rv)), "")
    ending = max(ending, longer, key=len)
    word = word[: len(word) - len(ending)]
    if ending in ("en", "es", "eis", "emos") and word.endswith("gu"):
        return word[:-1]
    return word


def _ends(word: str, ending: str, region: int) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= region


def _cut(word: str, region: int, *endings: str) -> str:
    for ending in endings:
        if _ends(word, ending, region):
            return word[: -len(ending)]
    return word


def _region(word: str, vowels: str, begin: int) -> int:
    """After the first consonant that follows a vowel, from `begin` on."""
    for n in range(begin + 1, len(word)):
        if word[n] not in vowels and word[n - 1] in vowels:
            return n + 1
    return len(word)


# --- English --------------------------------------------------------------------------------------------------

_EN_VOWELS = "aeiouy"
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_EN_SECOND = (
    ("ization", "ize"),
    ("ational", "ate"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("iveness", "ive"),
    ("tional", "tion"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("entli", "ent"),
    ("ation", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("ousli", "ous"),
    ("iviti", "ive"),
    ("fulli", "ful"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("abli", "able"),
    ("izer", "ize"),
    ("ator", "ate"),
    ("alli", "al"),
    ("bli", "ble"),
)
_EN_THIRD = (
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
)
_EN_FOURTH = _listed("ement ance ence able ible ment ant ent ism ate iti ous ive ize al er ic")
_EN_WHOLE = {
    "skis": "ski",
    "skies": "sky",
    "dying": "die",
    "lying": "lie",
    "tying": "tie",
    "news": "news",
} | {word: word for word in ("early", "exceed", "proceed", "succeed")}


def english_stem(word: str) -> str:
    """The stem of a folded English word (Porter2, without its list of rare exceptions)."""
    if len(word) < 3 or not word.isascii():
        return word
    if word in _EN_WHOLE:
        return _EN_WHOLE[word]
    word = re.sub(r"^y|(?<=[aeiou])y", "Y", word)
    r1 = next(
        (len(begin) for begin in ("gener", "commun", "arsen") if word.startswith(begin)),
        _region(word, _EN_VOWELS, 0),
    )
    r2 = _region(word, _EN_VOWELS, r1)
    word = _english_verb(_english_plural(word), r1)
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in _EN_VOWELS:
        word = word[:-1] + "i"
    word = _english_fourth(_english_third(_english_second(word, r1), r1, r2), r2)
    in_r2 = len(word) - 1 >= r2
    silent = word.endswith("e") and (in_r2 or (len(word) - 1 >= r1 and not _ends_short(word[:-1])))
    if silent or (in_r2 and word.endswith("ll")):
        word = word[:-1]
    return word.lower()


def _english_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")) and re.search("[aeiouy]", word[:-2]):
        return word[:-1]
    return word


def _english_verb(word: str, r1: int) -> str:
    for ending in ("eedly", "eed"):
        if word.endswith(ending):
            return word[: -len(ending)] + "ee" if len(word) - len(ending) >= r1 else word
    for ending in ("ingly", "edly", "ing", "ed"):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if not re.search("[aeiouy]", rest):
                return word
            if rest.endswith(("at", "bl", "iz")):
                return rest + "e"
            if rest.endswith(_DOUBLES):
                return rest[:-1]
            return rest + "e" if len(rest) <= r1 and _ends_short(rest) else rest
    return word


def _english_second(word: str, r1: int) -> str:
    for ending, instead in _EN_SECOND:
        if word.endswith(ending):
            return word[: -len(ending)] + instead if len(word) - len(ending) >= r1 else word
    if word.endswith("logi") and len(word) - 3 >= r1:
        return word[:-1]
    if word.endswith("li") and len(word) - 2 >= r1 and len(word) > 2 and word[-3] in "cdeghkmnrt":
        return word[:-2]
    return word


def _english_third(word: str, r1: int, r2: int) -> str:
    for ending, instead in _EN_THIRD:
        if word.endswith(ending):
            return word[: -len(ending)] + instead if len(word) - len(ending) >= r1 else word
    if word.endswith("ative") and len(word) - 5 >= r2:
        return word[:-5]
    return word


def _english_fourth(word: str, r2: int) -> str:
    for ending in _EN_FOURTH:
        if word.endswith(ending):
            return word[: -len(ending)] if len(word) - len(ending) >= r2 else word
    if word.endswith(("sion", "tion")) and len(word) - 3 >= r2:
        return word[:-3]
    return word


def _ends_short(word: str) -> bool:
    """A short syllable at the end: "hop", "on", not "hoop" nor "how"."""
    if len(word) == 2:
        return word[0] in _EN_VOWELS and word[1] not in _EN_VOWELS
    return (
        len(word) > 2
        and word[-1] not in _EN_VOWELS + "wxY"
        and word[-2] in _EN_VOWELS
        and word[-3] not in _EN_VOWELS
    )
