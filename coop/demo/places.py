"""Where the story's money is: three accounts in banks and two boxes, and what passes between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Literal

from coop.demo.amounts import of_size
from coop.demo.stage import Scene, Stage
from ledger import chart
from ledger.actions import enter_by_hand, open_account
from ledger.reports import balance
from ledger.rules import Line

SAVINGS, TILL_BANK, CANTEEN_BOX = "1.1.3", "1.1.4", "1.1.5"

OTHERS: tuple[tuple[str, str, str, Literal["bank", "cash"]], ...] = (
    (SAVINGS, "Savings of the winter cushion", "Caja de ahorro del colchón", "bank"),
    (TILL_BANK, "Bank account of the shop", "Cuenta del salón de ventas", "bank"),
    (CANTEEN_BOX, "Cash box of the canteen", "Caja del comedor", "cash"),
)
"""Beside the bank and the cash box that every co-operative begins with: code, name, name in Spanish, kind."""

COMES_INTO = {"4.1.4": TILL_BANK, "4.2.1": TILL_BANK}
"""By account: what we sell over the counter is paid into an account of its own; all the rest into the bank."""

TO_CANTEEN_PESOS = 1_500_000
"""From one box into the other, in the first month."""

CUSHION_MOVES = (3, 6, 7, 9, 11)
"""Months at whose end the savings are made as large as the cushion is."""


def scenes(stage: Stage) -> Iterator[Scene]:
    """The other accounts on the first day, the box of the canteen filled, the cushion's money put aside."""
    first = stage.calendar.month(0)

    def open_places(now: datetime) -> None:
        for code, name, name_es, place in OTHERS:
            open_account(
                code=code, name=name, name_es=name_es, kind="asset", place=place, actor=None, now=now
            )

    def fill_the_box(now: datetime) -> None:
        _move(
            stage, chart.CASH, CANTEEN_BOX, of_size(stage, TO_CANTEEN_PESOS), "Para la caja del comedor", now
        )

    yield stage.local(first, time(4, 0)), open_places
    yield stage.local(first + timedelta(days=1), time(9, 0)), fill_the_box
    for index in CUSHION_MOVES:
        last = stage.calendar.month(index + 1) - timedelta(days=1)
        yield stage.local(last, time(22, 30)), partial(_put_the_cushion_aside, stage)


def _put_the_cushion_aside(stage: Stage, now: datetime) -> None:
    """As much in the savings as the cushion has; back into the bank where it was used."""
    wanted = max(0, -balance(chart.WINTER_CUSHION)) - balance(SAVINGS)
    if wanted > 0:
        _move(stage, chart.BANK, SAVINGS, wanted, "El colchón, a su cuenta", now)
    elif wanted < 0:
        _move(stage, SAVINGS, chart.BANK, -wanted, "Del colchón, para pagar gas y retiros", now)


def _move(stage: Stage, out_of: str, into: str, cents: int, memo: str, now: datetime) -> None:
    enter_by_hand(
        on=stage.coop.day_of(now),
        memo=memo,
        key=f"demo:{into}:{now:%Y-%m-%d}",
        lines=[Line(account=into, cents=cents), Line(account=out_of, cents=-cents)],
        actor=stage.holder("treasurer", now),
        now=now,
    )
