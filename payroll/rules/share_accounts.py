"""Members' shares: what each one put in or owes still, and in what order shares are given back.

Shares are the member's own: when somebody leaves they are asked back. The house may give back only so much in a
year, and where it does not reach, the oldest request goes first (AR law 20.337, art. 31: at least 5 % a year).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ledger.money import BadNumber, share_up, split

MOST_INSTALMENTS = 120


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """What is due of a subscription on a day."""

    due_on: date
    cents: int


def instalments(cents: int, how_many: int, *, first_due_on: date) -> list[Instalment]:
    """A subscription in equal monthly parts; the last one takes the cents that do not divide (G28)."""
    if cents <= 0 or not 1 <= how_many <= MOST_INSTALMENTS or cents < how_many:
        raise BadNumber(
            f"Say an amount, and from 1 to {MOST_INSTALMENTS} instalments.",
            f"Decí un monto, y de 1 a {MOST_INSTALMENTS} cuotas.",
        )
    each = cents // how_many
    amounts = [each] * (how_many - 1) + [cents - each * (how_many - 1)]
    return [
        Instalment(due_on=_months_after(first_due_on, nth), cents=amount)
        for nth, amount in enumerate(amounts)
    ]


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last one that month has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError  # pragma: no cover - every month has a 28th


def due(parts: Sequence[Instalment], *, paid_cents: int, on: date) -> int:
    """What should have been paid of a subscription by a day and was not, in cents."""
    fallen = sum(part.cents for part in parts if part.due_on <= on)
    return max(0, fallen - paid_cents)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request to have shares back: how much of it is still to be paid."""

    id: int
    asked_on: date
    cents: int


@dataclass(frozen=True, kw_only=True)
class Payable:
    """How much of a request can be paid now, and its place in the queue (from 1)."""

    id: int
    place: int
    cents: int


def ceiling(capital_cents: int, share: Fraction, *, paid_this_year_cents: int) -> int:
    """How much may still be given back this year: the voted share of the capital, less what was given.

    The law lets a statute put it no lower than so much, so it rounds up to the cent.
    """
    return max(0, share_up(max(0, capital_cents), share) - paid_this_year_cents)


def queue(asked: Sequence[Asked], *, ceiling_cents: int) -> list[Payable]:
    """Who is paid how much, the oldest first; nobody is paid before an older request is paid whole."""
    left, found = ceiling_cents, []
    for place, request in enumerate(sorted(asked, key=lambda each: (each.asked_on, each.id)), start=1):
        cents = min(left, request.cents)
        left -= cents
        found.append(Payable(id=request.id, place=place, cents=cents))
    return found


def interest_by_shares(interest_cents: int, held: dict[int, int]) -> tuple[dict[int, int], int]:
    """Interest voted on shares, to each by the shares they hold, down to the cent; and what is left over."""
    weights = {member: Fraction(cents) for member, cents in held.items() if cents > 0}
    if interest_cents <= 0 or not weights:
        return {}, max(0, interest_cents)
    parts = split(interest_cents, weights, "equal_carry")
    return dict(parts.shares), parts.carry_out_cents
