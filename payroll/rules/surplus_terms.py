"""What a motion on a surplus says: the voted parts and how it returns, as text, exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ledger.money import parse_share
from payroll.rules.returning import How
from payroll.rules.surplus import SurplusInput

VOTED = ("reinvestment", "community", "key", "cash", "heads")
"""What an amendment can change: the two voted parts, the key, how much in cash, how much of a mix by heads."""


def to_terms(year: SurplusInput, how: How) -> dict[str, str]:
    """The terms of a proposal, as the motion keeps them."""
    return {
        "reinvestment": str(year.reinvestment),
        "community": str(year.community),
        "key": how.key,
        "cash": str(how.cash),
        "heads": str(how.heads),
    }


def from_terms(terms: Mapping[str, Any], year: SurplusInput, how: How) -> tuple[SurplusInput, How]:
    """The year and the way it returns with what some terms say; what they do not say stays. Raises `BadNumber`."""
    found = {name: terms[name] for name in VOTED if terms.get(name) not in (None, "")}
    shares = {name: parse_share(str(found[name])) for name in found if name != "key"}
    return (
        replace(
            year,
            reinvestment=shares.get("reinvestment", year.reinvestment),
            community=shares.get("community", year.community),
        ),
        How(
            key=str(found.get("key", how.key)),
            cash=shares.get("cash", how.cash),
            heads=shares.get("heads", how.heads),
        ),
    )


def how_to_data(how: How) -> dict[str, str]:
    """The way it returns, as it is kept."""
    return {"key": how.key, "cash": str(how.cash), "heads": str(how.heads)}


def how_from_data(data: Mapping[str, str]) -> How:
    """The way it returns, as it is worked with; what was shared before there was a choice was by days, in cash."""
    return How(
        key=data.get("key", "days"),
        cash=parse_share(data.get("cash", "1")),
        heads=parse_share(data.get("heads", "1/2")),
    )
