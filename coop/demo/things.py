"""What the factory makes and what each square metre costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial

from coop.demo.stage import Scene, Stage
from payroll.actions.costs import CostLine, write_cost_sheet

LINES = (
    "Arcilla y minerales",
    "Fritas, esmaltes y tintas",
    "Caja, film y pallet",
    "Gas",
    "Electricidad",
    "Agua",
    "Matrices",
    "Trabajo directo, al minuto igual de {minute}",
    "Parte de los gastos comunes",
)
PRODUCTS: tuple[tuple[str, str, tuple[int, ...], int], ...] = (
    ("rojo-33", "Piso rojo 33×33", (1023, 780, 350, 1333, 689, 40, 68, 1270, 3409), 9216),
    ("blanco-30-60", "Revestimiento blanco 30×60", (1220, 1367, 407, 1650, 814, 51, 102, 1693, 4158), 12728),
    ("porcelanato-60", "Porcelanato 60×60", (2023, 1333, 531, 2656, 1785, 79, 170, 2302, 6029), 19969),
)
"""Code, name, pesos per m² line by line, list price: October of the story."""

SHEETS: tuple[tuple[int, int], ...] = ((7, 118_000_000), (9, 127_000_000))
"""The first sheets, with the withdrawal they count with, and those of October, as the story gives them."""

MINUTES = {"rojo-33": 96, "blanco-30-60": 128, "porcelanato-60": 174}
"""Tenths of a minute of direct work in a square metre."""
WORK = 7
"""Which line is direct work."""


def scenes(stage: Stage) -> Iterator[Scene]:
    """The cost sheets, written by whoever keeps the books on the day from which they count."""
    for month, pay_cents in SHEETS:
        yield (
            stage.local(stage.calendar.month(month), time(11, 0)),
            partial(_write, stage, month, pay_cents),
        )


def _write(stage: Stage, month: int, pay_cents: int, now: datetime) -> None:
    for code, name, pesos, price in PRODUCTS:
        amounts = pesos if month == SHEETS[-1][0] else before_september(code, pesos, pay_cents)
        write_cost_sheet(
            code=code,
            name=name,
            unit="m²",
            in_force_from=stage.calendar.month(month),
            lines=[
                CostLine(text.format(minute=_minute(pay_cents)), amount * 100)
                for text, amount in zip(LINES, amounts, strict=True)
            ],
            price_cents=(price if amounts is pesos else price * 100 // 104) * 100,
            actor=stage.holder("treasurer", now),
            now=now,
        )


def before_september(code: str, pesos: tuple[int, ...], pay_cents: int) -> tuple[int, ...]:
    """The same lines before prices rose by 4 %, with the minute of the withdrawal before; whole pesos."""
    work = MINUTES[code] * pay_cents // (10 * 160 * 60 * 100)
    return tuple(work if nth == WORK else amount * 100 // 104 for nth, amount in enumerate(pesos))


def _minute(pay_cents: int) -> str:
    """What a minute of work is worth, as members write it: 132,29."""
    pesos, cents = divmod((pay_cents + 160 * 30) // (160 * 60), 100)
    return f"{pesos},{cents:02d}"
