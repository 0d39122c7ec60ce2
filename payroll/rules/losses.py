"""How a year of loss is covered: out of a reserve, by members out of their shares, and the rest by the years to come.

What may cover it is the law's (`loss_by` of its pack). Where a law lets a reserve cover a loss only in part, its
words say so and the assembly keeps to it: no part is worked out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ledger.money import BadNumber, split
from payroll.rules.law_packs import LawPack


@dataclass(frozen=True, kw_only=True)
class Cover:
    """All of a loss, in cents: what a reserve takes of it, what members do, and what the next years carry."""

    reserve_cents: int
    members_cents: int
    carried_cents: int

    def __post_init__(self) -> None:
        if min(self.reserve_cents, self.members_cents, self.carried_cents) < 0:
            raise BadNumber(
                "What covers it is more than the loss, or below zero.",
                "Lo que la cubre es más que la pérdida, o menos que cero.",
            )


def reserve_of(pack: LawPack) -> str:
    """The code of the reserve that covers losses there; empty where the pack names none."""
    return next((each for each in pack.loss_by if each not in ("members", "carried")), "")


def cover_of(
    pack: LawPack, loss_cents: int, *, reserve_cents: int, members_cents: int, held_cents: int
) -> Cover:
    """The cover of a loss as asked; what is not covered is carried. Raises `BadNumber` with what the law says.

    `held_cents` is what is in the reserve: it never covers more.
    """
    cover = Cover(
        reserve_cents=reserve_cents,
        members_cents=members_cents,
        carried_cents=loss_cents - reserve_cents - members_cents,
    )
    asked = {
        reserve_of(pack): cover.reserve_cents,
        "members": cover.members_cents,
        "carried": cover.carried_cents,
    }
    if any(cents and name not in pack.loss_by for name, cents in asked.items()):
        raise BadNumber(
            f"The law here does not cover it like that. {pack.loss.en}",
            f"La ley de acá no la cubre así. {pack.loss.es}",
        )
    if reserve_cents > held_cents:
        raise BadNumber("There is not as much in the reserve.", "En la reserva no hay tanto.")
    return cover


def charged(members_cents: int, weights: Mapping[int, Fraction]) -> dict[int, int]:
    """What each member covers of it, by the weights of a return: to the cent, spare ones to the largest fractions."""
    if not members_cents:
        return {}
    parts = split(-members_cents, weights, "largest_remainder").shares
    return {member: -cents for member, cents in parts.items() if cents}
