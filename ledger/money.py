"""What a cent is: the one place that splits, rounds, reads and writes money.

Money is whole minor units (`…_cents`) of the co-operative's one currency; shares are exact fractions.
Nothing here knows a float, and no rate is ever rounded before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal

SplitMethod = Literal["equal_carry", "largest_remainder"]
SPLIT_METHODS: tuple[SplitMethod, ...] = ("equal_carry", "largest_remainder")

MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"
LONGEST_NUMBER = 40  # characters; a longer weight or amount is a mistake or an attack, not a number of hours
WIDEST_DENOMINATOR = 4096  # bits; exact sums of unlike fractions grow without end, so a bound is needed
_WHOLE_OR_DECIMAL = re.compile(r"([0-9]+)(?:\.([0-9]+))?")
_FRACTION = re.compile(r"([0-9]+)/([0-9]+)")


class BadNumber(ValueError):  # noqa: N818  (it is said to members: no "error")
    """A number we cannot take, with the reason as a sentence in both languages; `str()` is English."""

    def __init__(self, en: str, es: str) -> None:
        super().__init__(en)
        self.en = en
        self.es = es

    def said(self, language: str) -> str:
        """The reason in the reader's language (anything that is not Spanish reads English)."""
        return self.es if language.startswith("es") else self.en


# Rounding -------------------------------------------------------------------------------------------


def share_down(cents: int, share: Fraction) -> int:
    """A share of an amount, down to the cent towards zero: voted shares and returns."""
    part = cents * share
    return part.numerator // part.denominator if part >= 0 else -(-part.numerator // part.denominator)


def share_up(cents: int, share: Fraction) -> int:
    """A share of an amount, up to the cent away from zero: what a law asks for as a minimum."""
    part = cents * share
    return -(-part.numerator // part.denominator) if part >= 0 else part.numerator // part.denominator


def share_nearest(cents: int, share: Fraction, *, unit_cents: int = 1) -> int:
    """A share of an amount to the nearest cent (or `unit_cents`), a half going away from zero."""
    if unit_cents < 1:
        raise BadNumber(
            "The unit to round to is at least one cent.", "La unidad de redondeo es al menos un centavo."
        )
    units = abs(cents * share) / unit_cents
    nearest = (2 * units.numerator + units.denominator) // (2 * units.denominator) * unit_cents
    return nearest if cents * share >= 0 else -nearest


# Splitting ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Split:
    """How an amount was divided: cents by id, in the order given, and what waits for the next time."""

    shares: Mapping[int, int]
    carry_out_cents: int


def split(
    total_cents: int,
    weights: Mapping[int, Fraction] | Sequence[Fraction],
    method: SplitMethod = "equal_carry",
    carry_in_cents: int = 0,
) -> Split:
    """Divide an amount by weights, losing and making no cent.

    `equal_carry`: each gets (total + carry in) × weight ÷ all weights, down to the cent, and the rest waits
    for the next time: the same weight gets the same cents, always.
    `largest_remainder`: the parts sum to the total; spare cents go to the largest fractions, ties to the
    lowest id; nothing is carried, in or out.
    A negative amount is the mirror of the positive one. A plain sequence of weights has the ids 0, 1, 2…
    Raises `BadNumber` when nobody is named, a weight is negative, or all are zero.
    """
    by_id = dict(weights) if isinstance(weights, Mapping) else dict(enumerate(weights))
    parts = _whole_weights(by_id)
    if method == "equal_carry":
        return _equal_carry(total_cents + carry_in_cents, parts)
    if method != "largest_remainder":
        raise BadNumber(
            "The method is equal_carry or largest_remainder.", "El método es equal_carry o largest_remainder."
        )
    if carry_in_cents:
        raise BadNumber(
            "With largest_remainder nothing is carried: carry_in_cents must be 0.",
            "Con largest_remainder no queda nada para después: carry_in_cents tiene que ser 0.",
        )
    return _largest_remainder(total_cents, parts)


def _whole_weights(weights: Mapping[int, Fraction]) -> dict[int, int]:
    """The same weights as whole numbers, over their common denominator."""
    if not weights:
        raise BadNumber("There is nobody to split among.", "No hay entre quiénes repartir.")
    common = 1
    for weight in weights.values():
        if weight < 0:
            raise BadNumber("A weight cannot be negative.", "Un peso no puede ser negativo.")
        common = lcm(common, Fraction(weight).denominator)
        if common.bit_length() > WIDEST_DENOMINATOR:
            raise BadNumber(
                "These fractions are too unlike each other to add exactly.",
                "Estas fracciones son demasiado distintas para sumarlas exactas.",
            )
    whole = {id_: int(weight * common) for id_, weight in weights.items()}
    if not any(whole.values()):
        raise BadNumber("The weights cannot all be zero.", "Los pesos no pueden ser todos cero.")
    return whole


def _equal_carry(available_cents: int, weights: Mapping[int, int]) -> Split:
    sign = -1 if available_cents < 0 else 1
    total_weight = sum(weights.values())
    shares = {id_: sign * (abs(available_cents) * weight // total_weight) for id_, weight in weights.items()}
    return Split(shares=shares, carry_out_cents=available_cents - sum(shares.values()))


def _largest_remainder(total_cents: int, weights: Mapping[int, int]) -> Split:
    sign = -1 if total_cents < 0 else 1
    total_weight = sum(weights.values())
    floors, fractions = {}, {}
    for id_, weight in weights.items():
        floors[id_], fractions[id_] = divmod(abs(total_cents) * weight, total_weight)
    spare = abs(total_cents) - sum(floors.values())
    for id_ in sorted(weights, key=lambda id_: (-fractions[id_], id_))[:spare]:
        floors[id_] += 1
    return Split(shares={id_: sign * cents for id_, cents in floors.items()}, carry_out_cents=0)


# Reading exact numbers ------------------------------------------------------------------------------


def parse_weight(text: str) -> Fraction:
    """A whole number, a decimal with a point, or a fraction: "3", "152.5", "78/3714". Never negative.

    Raises `BadNumber` for anything else: signs, exponents, spaces, other alphabets' digits, zero below
    the line, more than forty characters.
    """
    if not isinstance(text, str):
        raise BadNumber("Write the number between quotes.", "Escribí el número entre comillas.")
    if len(text) > LONGEST_NUMBER:
        raise BadNumber("This number is too long.", "Este número es demasiado largo.")
    if fraction := _FRACTION.fullmatch(text):
        if int(fraction[2]) == 0:
            raise BadNumber(
                "A fraction cannot have zero below the line.", "Una fracción no puede tener cero abajo."
            )
        return Fraction(int(fraction[1]), int(fraction[2]))
    if decimal := _WHOLE_OR_DECIMAL.fullmatch(text):
        digits = decimal[2] or ""
        return Fraction(int(decimal[1] + digits), 10 ** len(digits))
    if text.startswith(("-", MINUS)):
        raise BadNumber("The number cannot be negative.", "El número no puede ser negativo.")
    raise BadNumber(
        "Write a whole number, a decimal with a point or a fraction: 3, 152.5 or 2/3.",
        "Escribí un número entero, un decimal con punto o una fracción: 3, 152.5 o 2/3.",
    )


def parse_share(text: str) -> Fraction:
    """A part of a whole, from 0 to 1: "1/2", "0.45", "1". Raises `BadNumber` above one."""
    share = parse_weight(text)
    if share > 1:
        raise BadNumber(
            "A share cannot be more than the whole (1).", "Una parte no puede ser más que el todo (1)."
        )
    return share


# Writing and reading money --------------------------------------------------------------------------


def format_money(
    cents: int, *, currency_symbol: str = "$", decimals: int = 2, language: str = "es-ar", trim: bool = False
) -> str:
    """An amount as people write it: "$ 1.270.000,50" in Spanish (no-break space), "$1,270,000.50" in English.

    The minus is U+2212 and stands before the symbol. `decimals` is 0, 2 or 3; `trim` leaves out cents that
    are all zero. An empty symbol gives the bare number.
    """
    spanish = language.startswith("es")
    thousands, point = (".", ",") if spanish else (",", ".")
    whole, rest = divmod(abs(cents), 10**decimals)
    number = f"{whole:,}".replace(",", thousands)
    if decimals and not (trim and rest == 0):
        number += f"{point}{rest:0{decimals}d}"
    space = NBSP if spanish and currency_symbol else ""
    return f"{MINUS if cents < 0 else ''}{currency_symbol}{space}{number}"


def parse_money(text: str, *, decimals: int = 2, language: str = "es-ar", currency_symbol: str = "$") -> int:
    """The cents of an amount as a person typed it; the opposite of `format_money`.

    Only plain digits or full groups of three are read ("1270000", "1.270.000"), then a comma in Spanish or a
    point in English and up to `decimals` digits. "1.27" in Spanish is refused: it could mean two things.
    Raises `BadNumber` (a `ValueError`) whose `str()` is already in the reader's language.
    """
    spanish = language.startswith("es")
    thousands, point = (r"\.", ",") if spanish else (",", r"\.")
    typed = text.replace(NBSP, " ").strip()
    negative = typed.startswith(("-", MINUS))
    typed = typed.removeprefix("-").removeprefix(MINUS).strip().removeprefix(currency_symbol).strip()
    pattern = rf"([0-9]+|[0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+)"
    if decimals:
        pattern += rf"(?:{point}([0-9]{{1,{decimals}}}))?"
    match = re.fullmatch(pattern, typed) if len(typed) <= LONGEST_NUMBER else None
    if match is None:
        raise _unreadable(decimals, spanish)
    whole = re.sub(r"[^0-9]", "", match[1])
    rest = (match[2] or "").ljust(decimals, "0") if decimals else ""
    cents = int(whole + rest)
    return -cents if negative else cents


def _unreadable(decimals: int, spanish: bool) -> BadNumber:
    en, es = "1270000 or 1,270,000", "1270000 o 1.270.000"
    if decimals:
        sample = "50".ljust(decimals, "0")
        en, es = f"{en}, with cents 1,270,000.{sample}", f"{es}, con centavos 1.270.000,{sample}"
    sentence_en = f"Write the amount like this: {en}."
    sentence_es = f"Escribí el importe así: {es}."
    if spanish:
        error = BadNumber(sentence_es, sentence_es)
        error.en = sentence_en
        return error
    return BadNumber(sentence_en, sentence_es)
