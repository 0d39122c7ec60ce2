"""What the canteen's box pays: tickets with their picture, and a count by two of us that found a difference.

The 12,400 pesos that were missing were a ticket that nobody had entered: the difference is undone, the ticket
entered, so that the month is what it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from coop.demo.amounts import of_size
from coop.demo.pictures import ticket
from coop.demo.places import CANTEEN_BOX
from coop.demo.stage import Scene, Stage
from ledger import chart
from ledger.actions import confirm_cash, count_cash, enter_ticket, reverse_entry
from ledger.actions.cash import why_not_me
from ledger.models import CashCount
from ledger.reports import balance
from ledger.rules.cash import denominations

TICKETS: tuple[tuple[int, int, str, int, str], ...] = (
    (0, 9, "5.4.1", 18_600, "Tornillos y correa, Ferretería de la Ruta"),
    (2, 14, "5.3.4", 41_000, "Guantes y protectores de oído"),
    (4, 11, "5.6.2", 23_750, "Verdura de la semana, Doña Ester"),
    (6, 8, "5.6.2", 52_300, "Garrafas para la cocina, por el corte de gas"),
    (8, 6, "5.6.2", 31_900, "Pan de la quincena, Panadería Grisín"),
    (10, 12, "5.4.1", 27_450, "Lámparas del galpón 4"),
    (11, 4, "5.6.2", 36_200, "Verdura y carne de la semana"),
)
"""Month, day, what for, pesos at the story's size, and what was bought."""
MISSING_PESOS = 12_400
MISSING = "Pan del viernes: el comprobante que faltaba"
COUNTED, FOUND, COUNTED_AGAIN = 10, 12, 20
"""Days of the last month: the canteen's box is counted, the ticket turns up, the large box is counted."""


def scenes(stage: Stage) -> Iterator[Scene]:
    """The tickets, the count, what it was, and the other box, where nothing was missing."""
    for month, day, account, pesos, memo in TICKETS:
        bought_on = stage.calendar.month(month) + timedelta(days=day - 1)
        yield (
            stage.local(bought_on, time(17, 0)),
            partial(_enter, stage, account, of_size(stage, pesos), memo),
        )
    last = stage.calendar.month(11)
    for day, scene in (
        (COUNTED, partial(_count, stage, CANTEEN_BOX, MISSING_PESOS * 100)),
        (FOUND, partial(_explain, stage)),
        (COUNTED_AGAIN, partial(_count, stage, chart.CASH, 0)),
    ):
        yield stage.local(last + timedelta(days=day - 1), time(18, 0)), scene


def _enter(stage: Stage, account: str, cents: int, memo: str, now: datetime) -> None:
    enter_ticket(
        on=stage.coop.day_of(now),
        cents=cents,
        account=account,
        paid_from=CANTEEN_BOX,
        memo=memo,
        key=f"demo-ticket-{now:%Y-%m-%d}",
        content=ticket(cents // 100, lines=5 + len(memo) % 4),
        name="comprobante.png",
        actor=stage.holder("treasurer", now),
        now=now,
    )


def _count(stage: Stage, box: str, missing_cents: int, now: datetime) -> None:
    treasurer = stage.holder("treasurer", now)
    notes = _notes(stage, balance(box) - missing_cents)
    counted = count_cash(account=box, notes=notes, actor=treasurer, now=now)
    others = stage.anyone(on=stage.coop.day_of(now), count=20, salt=box)
    other = next(member for member in others if why_not_me(count=counted, actor=member, now=now) is None)
    confirm_cash(count_id=counted.pk, notes=notes, actor=other, now=now + timedelta(minutes=12))


def _explain(stage: Stage, now: datetime) -> None:
    counted = CashCount.objects.select_related("entry").get(account__code=CANTEEN_BOX)
    if counted.entry is None:
        raise AssertionError("the count of the canteen's box found no difference")
    reverse_entry(
        entry_id=counted.entry.pk,
        on=stage.coop.day_of(now),
        memo="Apareció el comprobante que faltaba",
        actor=stage.holder("treasurer", now),
        now=now,
    )
    _enter(stage, "5.6.2", MISSING_PESOS * 100, MISSING, now + timedelta(minutes=3))


def _notes(stage: Stage, cents: int) -> dict[int, int]:
    """So many of each note, the largest first."""
    notes: dict[int, int] = {}
    for worth in denominations(stage.coop.currency, stage.coop.decimals):
        notes[worth], cents = divmod(cents, worth)
    return notes
