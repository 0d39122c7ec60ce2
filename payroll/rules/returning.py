"""What each member's part of the return is: by equal heads, days, hours or a mix, in cash and in shares.

Each part rounds down, so that the same weight is always the same cents; what is left over is named and kept.
Of each part the cash comes from one sum in cash, and the shares are the rest of it: never rounded apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ledger.money import BadNumber, share_down, share_up, split
from payroll.rules.law_packs import LawPack

KEYS = ("equal", "days", "hours", "mixed")
"""By heads, by days, by hours, or a part by heads and the rest by work (hours where we keep them, else days)."""


@dataclass(frozen=True, kw_only=True)
class Worked:
    """What somebody worked in the time that is shared: days they belonged, and minutes where we keep them."""

    days: int
    minutes: int = 0


@dataclass(frozen=True, kw_only=True)
class How:
    """How the return is shared: the key, how much of it is in cash, and for a mix how much goes by heads."""

    key: str
    cash: Fraction = Fraction(1)
    heads: Fraction = Fraction(1, 2)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One member's part; `cash_cents` and `shares_cents` are all of `cents`."""

    weight: Fraction
    cents: int
    cash_cents: int

    @property
    def shares_cents(self) -> int:
        return self.cents - self.cash_cents


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Everyone's part, and the cents that an exact division left."""

    by_member: Mapping[int, Part]
    left_over_cents: int

    @property
    def cash_cents(self) -> int:
        return sum(part.cash_cents for part in self.by_member.values())

    @property
    def shares_cents(self) -> int:
        return sum(part.shares_cents for part in self.by_member.values())


def check_how(pack: LawPack, how: How) -> None:
    """Refuse what the law of the place does not allow; raises `BadNumber` with the article."""
    if how.key not in pack.keys:
        raise BadNumber(
            f"{pack.return_article} does not share it like that: it says {pack.return_key.en}.",
            f"{pack.return_article} no lo reparte así: dice {pack.return_key.es}.",
        )
    if not 0 <= how.cash <= 1 or not 0 <= how.heads <= 1:
        raise BadNumber(
            "A share cannot be more than the whole (1).", "Una parte no puede ser más que el todo (1)."
        )
    if how.cash < 1 and not pack.in_shares:
        raise BadNumber(
            "The law we have here does not say that a part may be given in shares.",
            "El marco legal que tenemos no dice que una parte se pueda dar en cuotas.",
        )
    if how.cash < pack.cash_floor_rate:
        raise BadNumber(
            f"At least {pack.cash_floor_rate} of it in cash ({pack.return_article}).",
            f"Al menos {pack.cash_floor_rate} en efectivo ({pack.return_article}).",
        )


def weights(how: How, worked: Mapping[int, Worked]) -> dict[int, Fraction]:
    """How much each one counts. Who worked nothing of what is counted has no part; heads are who worked at all.

    Raises `BadNumber` where nobody's hours were written down.
    """
    here = {member: each for member, each in worked.items() if each.days > 0 or each.minutes > 0}
    if how.key == "equal":
        return {member: Fraction(1) for member in here}
    if how.key == "days":
        return {member: Fraction(each.days) for member, each in here.items() if each.days}
    by_hours = {member: Fraction(each.minutes, 60) for member, each in here.items() if each.minutes}
    if how.key == "hours":
        if not by_hours:
            raise BadNumber(
                "Nobody's hours are written down for those months.",
                "No hay horas anotadas de esos meses.",
            )
        return by_hours
    work = by_hours or {member: Fraction(each.days) for member, each in here.items() if each.days}
    total = sum(work.values(), Fraction(0))
    if not total:
        return {member: Fraction(1) for member in here}
    return {
        member: how.heads / len(here) + (1 - how.heads) * work.get(member, Fraction(0)) / total
        for member in here
    }


def parts_of(
    for_return_cents: int,
    weights_of: Mapping[int, Fraction],
    *,
    cash: Fraction,
    cash_floor: Fraction = Fraction(0),
) -> Parts:
    """Each member's part of the return, and how much of it is in cash.

    1. The return by weight, each down to the cent; what is left over stays ours together.
    2. The cash is a share of the whole return, also by weight and down: the same weight, the same cash.
    3. Where the law wants a share of each part in cash, that one is up to the cent.
    """
    if not weights_of or for_return_cents <= 0:
        return Parts(by_member={}, left_over_cents=max(0, for_return_cents))
    whole = split(for_return_cents, weights_of, "equal_carry")
    in_cash = split(share_down(for_return_cents, cash), weights_of, "equal_carry")
    return Parts(
        by_member={
            member: Part(
                weight=weights_of[member],
                cents=cents,
                cash_cents=max(in_cash.shares[member], share_up(cents, cash_floor)),
            )
            for member, cents in whole.shares.items()
        },
        left_over_cents=whole.carry_out_cents,
    )
