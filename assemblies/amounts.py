"""Amounts in motions: read as people write them, said as the co-operative writes its money."""

from __future__ import annotations

from django.utils.translation import get_language

from ledger.money import format_money, parse_money
from members.models import Cooperative


def in_money(cents: int, *, symbol: bool = True) -> str:
    """An amount in the reader's language, without cents where there are none."""
    coop = Cooperative.objects.founded()
    return format_money(
        cents,
        currency_symbol=coop.currency_symbol if symbol else "",
        decimals=coop.decimals,
        language=get_language() or "es-ar",
        trim=True,
    )


def cents_of(text: str) -> int:
    """What somebody wrote, in cents. Raises `BadNumber`."""
    coop = Cooperative.objects.founded()
    return parse_money(
        text,
        decimals=coop.decimals,
        language=get_language() or "es-ar",
        currency_symbol=coop.currency_symbol,
    )
