"""A surplus as its page shows it: the waterfall with its articles, and one's own part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language

from members.models import Cooperative, Member
from payroll.models import Return, Surplus
from payroll.rules.surplus import LawPack, Waterfall, law_pack, waterfall
from payroll.rules.surplus_inputs import from_data, with_typed


@dataclass(frozen=True, kw_only=True)
class SurplusPage:
    """The sum as it stands, a "what if", the law it follows, and the reader's part."""

    surplus: Surplus
    pack: LawPack
    shown: Waterfall
    is_what_if: bool
    needs: str
    warnings: list[str]
    mine: Return | None
    people: int
    each_cents: int | None
    spanish: bool


def surplus_page(
    surplus: Surplus, *, reader: Member, what_if: Mapping[str, Any] | None = None
) -> SurplusPage:
    """Work the waterfall out again from the kept inputs, with other voted shares where asked. Raises BadNumber."""
    year = from_data(surplus.inputs)
    if what_if:
        year = with_typed(year, what_if)
    pack = law_pack(surplus.pack)
    found = waterfall(pack, year, decimals=Cooperative.objects.here().decimals)
    language = get_language() or "es-ar"
    mine = surplus.returns.filter(member=reader).first()
    people = surplus.returns.count()
    return SurplusPage(
        surplus=surplus,
        pack=pack,
        shown=found,
        is_what_if=bool(what_if),
        needs=found.needs.said(language),
        warnings=[warning.said(language) for warning in found.warnings],
        mine=mine,
        people=people,
        each_cents=int(Fraction(found.for_return_cents, people)) if people else None,
        spanish=language.startswith("es"),
    )
