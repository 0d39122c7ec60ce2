"""How money that is there reaches those it is owed to: the oldest first, and of each pay the same part to all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.money import BadNumber
from payroll.rules.equal_pay import pay_part


@dataclass(frozen=True, kw_only=True)
class PaidOut:
    """What each pay run pays of what it owes, in the order given; what is left stays in the box."""

    parts: tuple[Mapping[int, int], ...]
    left_cents: int


def pay_oldest_first(owed: Sequence[Mapping[int, int]], available_cents: int | None = None) -> PaidOut:
    """Pay what several runs owe, the oldest first. Each of `owed` is cents by payslip; None pays everything.

    A run that cannot be paid whole pays the same part of what is owed to each, down to the cent, so that the
    same owed leaves the same arrears; and nothing later is paid before it.
    """
    left = sum(sum(run.values()) for run in owed) if available_cents is None else available_cents
    if left < 0:
        raise BadNumber("Money that is not there pays nobody.", "La plata que no hay no le paga a nadie.")
    parts: list[Mapping[int, int]] = []
    is_short = False
    for run in owed:
        if is_short or not any(run.values()):
            parts.append({})
            continue
        paid = pay_part(run, left)
        parts.append({slip: cents for slip, cents in paid.shares.items() if cents})
        left -= sum(paid.shares.values())
        is_short = sum(paid.shares.values()) < sum(run.values())
    return PaidOut(parts=tuple(parts), left_cents=left)


def notes_for(cents: int, notes_cents: Sequence[int]) -> tuple[dict[int, int], int]:
    """The fewest large notes that make an amount, and what no note makes: `({200000: 3}, 50)`."""
    wanted: dict[int, int] = {}
    for note in sorted({note for note in notes_cents if note > 0}, reverse=True):
        count, cents = divmod(cents, note)
        if count:
            wanted[note] = count
    return wanted, cents
