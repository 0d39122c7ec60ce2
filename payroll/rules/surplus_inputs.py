"""The inputs of a surplus: what people type beside the books, and how it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ledger.money import BadNumber, parse_share, parse_weight
from payroll.rules.surplus import SurplusInput

SHARES = ("non_member_share", "reinvestment", "community")
AMOUNTS = (
    "extraordinary_cents",
    "reserves_to_rebuild_cents",
    "interest_on_shares_cents",
    "prior_losses_cents",
)


def with_typed(year: SurplusInput, typed: Mapping[str, Any]) -> SurplusInput:
    """The same year with some figures typed in; shares as text, amounts in cents. Raises BadNumber."""
    found: dict[str, Any] = {}
    for name in SHARES:
        if typed.get(name) not in (None, ""):
            text = str(typed[name])
            found[name] = parse_weight(text) if "/" in text else parse_share(text)
    for name in AMOUNTS:
        value = typed.get(name)
        if value in (None, ""):
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadNumber(
                "Write amounts as whole numbers of cents.", "Escribí los montos en centavos enteros."
            )
        found[name] = value
    return replace(year, **found)


def to_data(year: SurplusInput) -> dict[str, Any]:
    """The inputs as they are kept: cents as numbers, shares as text."""
    return {
        name: str(value) if isinstance(value, Fraction) else value
        for name, value in ((field, getattr(year, field)) for field in year.__dataclass_fields__)
    }


def from_data(data: Mapping[str, Any]) -> SurplusInput:
    """The inputs as they are worked with."""
    values: dict[str, Any] = {n: Fraction(v) if isinstance(v, str) else v for n, v in data.items()}
    return SurplusInput(**values)
