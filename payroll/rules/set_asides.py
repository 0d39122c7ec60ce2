"""Set-asides: the voted shares of a good month, and the cushion that a bad month draws on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ledger.money import BadNumber, share_nearest


@dataclass(frozen=True, kw_only=True)
class SetAsideShare:
    """A purpose and its share of a positive month."""

    purpose: str
    share: Fraction


@dataclass(frozen=True, kw_only=True)
class SetAsideRule:
    """The house rule: purposes in order with their shares, the last takes the remainder, one is the cushion.

    Shares are of the month's result, rounded to `unit_cents` (100 = whole pesos). They sum to one at most;
    the last purpose takes what is left, whatever its own share says.
    """

    shares: tuple[SetAsideShare, ...]
    cushion: str
    unit_cents: int = 100

    def __post_init__(self) -> None:
        purposes = [share.purpose for share in self.shares]
        if not purposes or len(set(purposes)) != len(purposes):
            raise BadNumber("Name each purpose once.", "Nombrá cada destino una sola vez.")
        if self.cushion not in purposes:
            raise BadNumber("The cushion is one of the purposes.", "El colchón es uno de los destinos.")
        if any(share.share < 0 for share in self.shares) or sum(share.share for share in self.shares) > 1:
            raise BadNumber("The shares go from 0 to 1 in all.", "Las partes suman entre 0 y 1.")
        if self.unit_cents < 1:
            raise BadNumber("The unit is at least one cent.", "La unidad es al menos un centavo.")


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """What one purpose receives of a month, or gives, in cents."""

    purpose: str
    cents: int


def set_asides(result_cents: int, rule: SetAsideRule) -> tuple[SetAside, ...]:
    """Divide a month's result by the house rule; every row adds up to the result exactly.

    1. A positive month: each share to the nearest unit (a half goes up), never more than is left; the last
       purpose takes the remainder.
    2. A negative month draws on the cushion, whole, and on nothing else.
    """
    if result_cents < 0:
        return _rows(rule, {rule.cushion: result_cents})
    taken: dict[str, int] = {}
    left = result_cents
    for share in rule.shares[:-1]:
        cents = min(share_nearest(result_cents, share.share, unit_cents=rule.unit_cents), left)
        taken[share.purpose] = cents
        left -= cents
    return _rows(rule, taken | {rule.shares[-1].purpose: left})


def still_to_set_aside(should: Mapping[str, int], had: Mapping[str, int]) -> dict[str, int]:
    """What each purpose is still to receive, below zero where it gives back: what it should have less what it had."""
    return {
        purpose: should.get(purpose, 0) - had.get(purpose, 0)
        for purpose in (*should, *(p for p in had if p not in should))
    }


def _rows(rule: SetAsideRule, cents: dict[str, int]) -> tuple[SetAside, ...]:
    return tuple(SetAside(purpose=share.purpose, cents=cents.get(share.purpose, 0)) for share in rule.shares)
