"""What a thing costs from what the books say: the equal minute, and costs shared by the minutes each thing takes.

One minute of work costs the same whoever works it: the equal pay of a month over its hours. Paid by the week or the
fortnight it is as many of them as the month has (`rules.rhythm.cycles_in`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ledger.money import BadNumber, share_nearest

HOURS_A_MONTH = 160


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was made of a product in the time looked at: how many, and the minutes of work that one takes."""

    quantity: int
    minutes: Fraction


@dataclass(frozen=True, kw_only=True)
class UnitCost:
    """What one unit costs: its minutes at the equal rate, and its share of everything else that month cost."""

    work_cents: int
    others: Mapping[str, int]
    """Cents by account code, of one unit."""

    @property
    def total_cents(self) -> int:
        return self.work_cents + sum(self.others.values())


def equal_minute(pay_cents: int, hours: int = HOURS_A_MONTH) -> Fraction:
    """What a minute of work costs, in cents and exact: the month's pay of one, over its hours, over sixty."""
    if hours <= 0:
        raise BadNumber("A month has at least one hour.", "Un mes tiene al menos una hora.")
    return Fraction(pay_cents, hours * 60)


def work_of(minutes: Fraction, pay_cents: int, hours: int = HOURS_A_MONTH) -> int:
    """What the work of one unit costs, in cents, to the nearest."""
    return share_nearest(1, minutes * equal_minute(pay_cents, hours))


def unit_costs(
    costs: Mapping[str, int], made: Mapping[str, Made], *, pay_cents: int, hours: int = HOURS_A_MONTH
) -> dict[str, UnitCost]:
    """What one unit of each product costs, from what the month cost by account (all but equal pay).

    1. Work: its minutes at the equal rate.
    2. Everything else: by the minutes that all that was made of it took, then over how many were made, to the
       nearest cent of a unit. Of what the books say, all is given to some product.
    Where the month's pay was more than its minutes, the rest of it is a cost like the others: pass it as one.
    """
    minutes = {code: each.quantity * each.minutes for code, each in made.items()}
    if any(each.quantity <= 0 or each.minutes <= 0 for each in made.values()) or not minutes:
        raise BadNumber(
            "Say how many were made, and the minutes that one takes.",
            "Decí cuántos se hicieron, y los minutos que lleva cada uno.",
        )
    whole = sum(minutes.values(), Fraction(0))
    return {
        code: UnitCost(
            work_cents=work_of(each.minutes, pay_cents, hours),
            others={
                account: share_nearest(cents, minutes[code] / whole / each.quantity)
                for account, cents in costs.items()
            },
        )
        for code, each in made.items()
    }


def margin(price_cents: int, total_cents: int) -> Fraction:
    """The difference as a part of the price; nothing of nothing is nothing."""
    return Fraction(price_cents - total_cents, price_cents) if price_cents else Fraction(0)


def per_mille(share: Fraction) -> int:
    """A share in thousandths, to the nearest, a half away from zero: 28 is 2.8 %."""
    return share_nearest(1000, share)
