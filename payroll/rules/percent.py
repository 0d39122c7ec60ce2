"""A part of a whole as people write and read it: 40 %, 0.4, 2/5."""

from __future__ import annotations

from fractions import Fraction

from ledger.money import parse_share, parse_weight


def as_percent(share: Fraction) -> str:
    """A share as people read it: "40 %", or the fraction where it is no whole hundredth."""
    hundredths = share * 100
    return f"{hundredths} %" if hundredths.denominator == 1 else str(share)


def share_of(text: str) -> Fraction:
    """A share as people write it: 40 %, 0.4, 0,4 or 2/5. Raises `BadNumber`."""
    plain = text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", ".")
    if plain.endswith("%"):
        return parse_share(str(parse_weight(plain[:-1]) / 100))
    return parse_share(plain)
