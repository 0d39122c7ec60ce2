"""Amounts of money as this co-operative writes them: in its currency, and in the reader's language."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import get_language

from ledger.money import format_money, parse_money
from members.models import Cooperative

BEFORE_FOUNDING = ("$", 2)
"""The sign and the decimals where there is no co-operative yet."""


def say_amount(cents: int, *, symbol: bool = True, trim: bool = True) -> str:
    """An amount with its sign, or bare; whole amounts without cents where they are trimmed."""
    coop = Cooperative.objects.current()
    sign, decimals = (coop.currency_symbol, coop.decimals) if coop else BEFORE_FOUNDING
    return format_money(
        cents,
        currency_symbol=sign if symbol else "",
        decimals=decimals,
        language=get_language() or "es-ar",
        trim=trim,
    )


def read_amount(text: str, *, decimals: int | None = None) -> int:
    """What somebody wrote, in cents; `decimals` where it is in another money. Raises `BadNumber`."""
    coop = Cooperative.objects.here()
    return parse_money(
        text,
        decimals=coop.decimals if decimals is None else decimals,
        language=get_language() or coop.language,
        currency_symbol=coop.currency_symbol,
    )


def say_exact(number: Fraction, *, most_decimals: int = 6) -> str:
    """A number as the reader writes it, with its decimals where they end; a fraction where they do not."""
    for decimals in range(most_decimals + 1):
        scaled = number * 10**decimals
        if scaled.denominator == 1:
            language = get_language() or "es-ar"
            return format_money(scaled.numerator, currency_symbol="", decimals=decimals, language=language)
    return str(number)
