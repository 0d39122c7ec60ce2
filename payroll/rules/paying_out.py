"""How money that is there reaches those it is owed to: the oldest first, and of each pay the same part to all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ledger.money import BadNumber, share_down


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a pay run can pay of what it owes: all of it, or less, or nothing."""

    owed_cents: int
    cents: int

    def part_of(self, owed_cents: int) -> int:
        """Of what is owed to one: all of it, or the same part as of everybody's, down to the cent.

        The same owed leaves the same arrears; what is rounded off stays in the box.
        """
        if self.cents >= self.owed_cents:
            return owed_cents
        return share_down(owed_cents, Fraction(self.cents, self.owed_cents))


def give_oldest_first(owed_cents: Sequence[int], available_cents: int | None = None) -> tuple[Given, ...]:
    """Money for what several runs owe, the oldest first. None gives to everything.

    Nothing later is given to before all earlier is paid whole. Raises `BadNumber` where money is below zero.
    """
    left = sum(owed_cents) if available_cents is None else available_cents
    if left < 0:
        raise BadNumber("Money that is not there pays nobody.", "La plata que no hay no le paga a nadie.")
    given = []
    for owed in owed_cents:
        given.append(Given(owed_cents=owed, cents=min(owed, left)))
        left -= given[-1].cents
    return tuple(given)


def notes_for(cents: int, notes_cents: Sequence[int]) -> tuple[dict[int, int], int]:
    """The fewest large notes that make an amount, and what no note makes: `({200000: 3}, 50)`."""
    wanted: dict[int, int] = {}
    for note in sorted({note for note in notes_cents if note > 0}, reverse=True):
        count, cents = divmod(cents, note)
        if count:
            wanted[note] = count
    return wanted, cents


def lacking(owed: Mapping[str, int], there: Mapping[str, int]) -> dict[str, int]:
    """By which ways more is owed than there is, and how much more, in cents. What is below zero is as good as nothing:
    the whole is lacking then. It refuses nothing: the books may not know yet what came in."""
    short = {way: cents - max(0, there.get(way, 0)) for way, cents in owed.items()}
    return {way: cents for way, cents in short.items() if cents > 0}
