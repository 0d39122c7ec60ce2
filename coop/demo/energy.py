"""What the kilns and the dryer use: gas, electricity and water of every month, and what was made with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from fractions import Fraction
from functools import partial

from coop.demo.amounts import of_size
from coop.demo.motions import told
from coop.demo.stage import WHOLE, Scene, Stage
from ledger.actions import month_of
from payroll.actions.energy import write_energy, write_made

USED: tuple[tuple[str, str, Fraction], ...] = (
    ("gas", "5.2.1", Fraction(36, 10)),
    ("electricity", "5.2.2", Fraction(52, 10)),
    ("water", "5.2.3", Fraction(3, 100)),
)
"""Kind, account, and how much a square metre takes: m³, kWh, m³."""

EXCHANGER_SINCE, SAVED = 8, Fraction(9, 100)
"""From this month on the heat exchanger saves so much of the gas (motion 18)."""


def scenes(stage: Stage) -> Iterator[Scene]:
    """The three bills of each month and what was made in it, on its last evening."""
    for index in range(12):
        last = stage.calendar.month(index + 1) - timedelta(days=1)
        yield stage.local(last, time(20, 0)), partial(_write, stage, index)


def used(kind: str, index: int, *, size: int) -> int:
    """Whole units of a month of the story, at the size of a demo."""
    metres = made(index, size=size)
    each = next(amount for code, _account, amount in USED if code == kind)
    if kind == "gas" and index >= EXCHANGER_SINCE:
        each *= 1 - SAVED
    whole = metres * each
    return whole.numerator // whole.denominator


def made(index: int, *, size: int) -> int:
    """Whole square metres of a month of the story, at the size of a demo."""
    metres: int = told()["vol_thousand_m2"][index] * 1000 * size // WHOLE
    return metres


def _write(stage: Stage, index: int, now: datetime) -> None:
    treasurer = stage.holder("treasurer", now)
    period = month_of(day=stage.calendar.month(index), actor=treasurer, now=now)
    accounts = told()["accounts"]
    for kind, account, _each in USED:
        write_energy(
            kind=kind,
            period_id=period.pk,
            quantity=used(kind, index, size=stage.size),
            cents=of_size(stage, accounts[account]["values"][index]),
            actor=treasurer,
            now=now,
        )
    write_made(
        period_id=period.pk, quantity=made(index, size=stage.size), unit="m²", actor=treasurer, now=now
    )
