"""A law pack: a country's surplus rules as readable, dated data, and how its file is read.

`payroll/packs/*.toml` are ordered lists of steps that an accountant can read; `rules.surplus` walks them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from assemblies.rules.law_packs import Said
from ledger.money import BadNumber, parse_share, parse_weight

PACKS = ("AR", "ES", "UY", "IT", "FR", "BR", "US", "MONDRAGON", "NONE")
PACKS_FOLDER = Path(__file__).parent.parent / "packs"


@dataclass(frozen=True, kw_only=True)
class Band:
    """A rate that holds until the legal reserve is so many times the capital."""

    rate: Fraction
    until_times: Fraction


@dataclass(frozen=True, kw_only=True)
class PackStep:
    """One step of a pack, as its file says it."""

    code: str
    label: Said
    takes: str
    article: str
    destination: Said
    shareable: bool
    base: str = ""
    of: str = ""
    rate: Fraction | None = None
    bands: tuple[Band, ...] = ()
    rounding: str = "up"


@dataclass(frozen=True, kw_only=True)
class LawPack:
    """A country's dated surplus rules.

    `last_checked` is the day somebody last compared the file with what `checked_against` names: not more.
    """

    code: str
    name: Said
    law: str
    last_checked: date
    checked_against: Said
    outside: tuple[str, ...]
    needs: Said
    loss: Said
    loss_by: tuple[str, ...]
    """Out of what a loss may be covered: a reserve by the code of its step, "members", "carried"."""
    return_key: Said
    return_article: str
    floor_rate: Fraction
    floor_base: str
    cash_floor_rate: Fraction
    keys: tuple[str, ...]
    """By what the return may be shared, the usual first: "equal", "days", "hours", "mixed"."""
    in_shares: str
    """The article that lets a part of it be given in shares; empty where none was found."""
    cash_rate: Fraction
    """How much of it is usually in cash."""
    notices: Mapping[str, Said]
    steps: tuple[PackStep, ...]

    def asks(self, figure: str) -> bool:
        """Whether a figure that people type in changes anything here: it is kept apart, or a step takes it."""
        return figure in self.outside or any(step.of == figure for step in self.steps)


@cache
def law_pack(code: str) -> LawPack:
    """The pack of that code, read from its file. Raises `BadNumber` for a code we do not have."""
    if code not in PACKS:
        known = ", ".join(PACKS)
        raise BadNumber(
            f"There is no such pack; we have {known}.", f"Ese marco legal no existe; hay {known}."
        )
    data = tomllib.loads((PACKS_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    back = data["return"]
    return LawPack(
        code=data["code"],
        name=Said(**data["name"]),
        law=data["law"],
        last_checked=data["last_checked"],
        checked_against=Said(**data["checked_against"]),
        outside=tuple(data["outside"]),
        needs=Said(**data["needs"]),
        loss=Said(**data["loss"]),
        loss_by=tuple(data["loss_by"]),
        return_key=Said(**back["key"]),
        return_article=back["article"],
        floor_rate=parse_share(back.get("floor_rate", "0")),
        floor_base=back.get("floor_base", "rest"),
        cash_floor_rate=parse_share(back.get("cash_floor_rate", "0")),
        keys=tuple(back["keys"]),
        in_shares=back.get("in_shares", ""),
        cash_rate=parse_share(back.get("cash_rate", "1")),
        notices={name: Said(**words) for name, words in data.get("notices", {}).items()},
        steps=tuple(_pack_step(step) for step in data["steps"]),
    )


def _pack_step(data: Mapping[str, Any]) -> PackStep:
    return PackStep(
        code=data["code"],
        label=Said(**data["label"]),
        takes=data["takes"],
        article=data["article"],
        destination=Said(**data["destination"]),
        shareable=data["shareable"],
        base=data.get("base", ""),
        of=data.get("of", ""),
        rate=parse_share(data["rate"]) if "rate" in data else None,
        bands=tuple(
            Band(rate=parse_share(band["rate"]), until_times=parse_weight(band["until_times"]))
            for band in data.get("bands", ())
        ),
        rounding=data.get("rounding", "up"),
    )
