"""Amounts in words, as receipts and minutes need them, right to the last cent."""

from __future__ import annotations

from dataclasses import dataclass

# ruff: noqa: SIM905  (a wall of quotes and commas would hide the words)

LARGEST_WHOLE = 10**15

_ES_UP_TO_29 = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco "
    "veintiséis veintisiete veintiocho veintinueve"
).split()
_ES_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_ES_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
).split()
_EN_UP_TO_19 = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_EN_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")


@dataclass(frozen=True, kw_only=True)
class CurrencyWords:
    """What a currency and its smallest part are called, one and many, in one language."""

    one: str
    many: str
    cent: str
    cents: str
    feminine: bool = False  # Spanish agreement of the whole: "doscientas libras"
    cent_feminine: bool = False


PESO: dict[str, CurrencyWords] = {
    "es": CurrencyWords(one="peso", many="pesos", cent="centavo", cents="centavos"),
    "en": CurrencyWords(one="peso", many="pesos", cent="cent", cents="cents"),
}


def amount_in_words(
    cents: int, *, decimals: int = 2, language: str = "es-ar", currency: CurrencyWords | None = None
) -> str:
    """ "un millón doscientos setenta mil pesos con cincuenta centavos", for whole parts up to 10^15.

    `currency` names the coin in that language; without it, pesos. Parts of a cent do not exist, so the words
    and the figures always say the same. Cents of zero are left out. Raises `ValueError` above 10^15.
    """
    spanish = language.startswith("es")
    names = currency or PESO["es" if spanish else "en"]
    whole, rest = divmod(abs(cents), 10**decimals)
    if whole > LARGEST_WHOLE:
        raise ValueError(
            "No escribimos en letras importes tan grandes."
            if spanish
            else "We do not write amounts this large in words."
        )
    if spanish:
        words = number_in_spanish(whole, feminine=names.feminine, before_noun=True)
        # "un millón de pesos", but "un millón un pesos"
        of = "de " if whole and whole % 10**6 == 0 else ""
        text = f"{words} {of}{names.one if whole == 1 else names.many}"
        if rest:
            parts = number_in_spanish(rest, feminine=names.cent_feminine, before_noun=True)
            text += f" con {parts} {names.cent if rest == 1 else names.cents}"
        return f"menos {text}" if cents < 0 else text
    text = f"{number_in_english(whole)} {names.one if whole == 1 else names.many}"
    if rest:
        text += f" and {number_in_english(rest)} {names.cent if rest == 1 else names.cents}"
    return f"minus {text}" if cents < 0 else text


def number_in_spanish(number: int, *, feminine: bool = False, before_noun: bool = False) -> str:
    """A whole number from 0 to 10^15 in Spanish: 10^9 is "mil millones", 10^12 "un billón".

    Before a masculine noun "uno" loses its o: "veintiún pesos", "ciento un pesos".
    """
    _refuse_outside(number)
    if number == 0:
        return _ES_UP_TO_29[0]
    parts: list[str] = []
    for scale, one, many in ((10**12, "billón", "billones"), (10**6, "millón", "millones")):
        count, number = divmod(number, scale)
        if count:
            parts.append(
                f"{_es_below_million(count, feminine=False, short=True)} {one if count == 1 else many}"
            )
    if number:
        parts.append(_es_below_million(number, feminine=feminine, short=before_noun))
    return " ".join(parts)


def number_in_english(number: int) -> str:
    """A whole number from 0 to 10^15 in English, short scale, with "and" inside the hundreds."""
    _refuse_outside(number)
    if number == 0:
        return _EN_UP_TO_19[0]
    parts: list[str] = []
    groups: list[int] = []
    while number:
        number, group = divmod(number, 1000)
        groups.append(group)
    for scale in range(len(groups) - 1, -1, -1):
        group = groups[scale]
        if not group:
            continue
        joined = "and " if scale == 0 and parts and group < 100 else ""
        parts.append(f"{joined}{_en_below_thousand(group)} {_EN_SCALES[scale]}".strip())
    return " ".join(parts)


def _es_below_million(number: int, *, feminine: bool, short: bool) -> str:
    thousands, rest = divmod(number, 1000)
    parts: list[str] = []
    if thousands == 1:
        parts.append("mil")
    elif thousands:
        parts.append(f"{_es_below_thousand(thousands, feminine=feminine, short=True)} mil")
    if rest:
        parts.append(_es_below_thousand(rest, feminine=feminine, short=short))
    return " ".join(parts)


def _es_below_thousand(number: int, *, feminine: bool, short: bool) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    parts: list[str] = []
    if hundreds:
        word = _ES_HUNDREDS[hundreds - 1]
        parts.append(f"{word[:-2]}as" if feminine and hundreds > 1 else word)
    if rest >= 30:
        tens, ones = divmod(rest, 10)
        parts.append(_ES_TENS[tens - 3])
        if ones:
            parts.append(f"y {_es_last(ones, feminine=feminine, short=short)}")
    elif rest:
        parts.append(_es_last(rest, feminine=feminine, short=short))
    return " ".join(parts)


def _es_last(number: int, *, feminine: bool, short: bool) -> str:
    if number % 10 == 1 and number != 11:
        if feminine:
            return "una" if number == 1 else "veintiuna"
        if short:
            return "un" if number == 1 else "veintiún"
    return _ES_UP_TO_29[number]


def _en_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_EN_UP_TO_19[hundreds]} hundred"] if hundreds else []
    if rest:
        if rest < 20:
            words = _EN_UP_TO_19[rest]
        else:
            tens, ones = divmod(rest, 10)
            words = _EN_TENS[tens - 2] + (f"-{_EN_UP_TO_19[ones]}" if ones else "")
        parts.append(f"and {words}" if hundreds else words)
    return " ".join(parts)


def _refuse_outside(number: int) -> None:
    if not 0 <= number <= LARGEST_WHOLE:
        raise ValueError("Only numbers from 0 to 10^15 are written in words.")
