"""A handful of invoices: some paid in the year, some open today, one late each way, one in dollars.

What they come to is a part of their month's total.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from coop.demo.amounts import of_size
from coop.demo.stage import Scene, Stage
from ledger import chart
from ledger.actions import OtherMoney, enter_invoice, pay_invoice
from ledger.models import Invoice, Party

DOLLAR = OtherMoney(currency="USD", rate="1200", source="Banco, dólar divisa vendedor, cierre de ese día")


@dataclass(frozen=True, kw_only=True)
class Told:
    """An invoice of a month of the story, `amount` in whole units of its money.

    `due`: days from today where it is open, else from its own day. `paid`: how much of it, 15 days later.
    """

    party: str
    number: str
    account: str
    amount: int
    month: int
    day: int
    due: int
    paid: int = 0
    is_sale: bool = False
    other: OtherMoney | None = None

    @property
    def is_open(self) -> bool:
        return self.paid < self.amount


TOLD: tuple[Told, ...] = (
    Told(
        party="Refractarios del Plata",
        number="A 0002-00004410",
        account="5.4.1",
        amount=21_600_000,
        month=6,
        day=4,
        due=30,
        paid=21_600_000,
    ),
    Told(
        party="Corralón El Puente",
        number="C 0001-00011902",
        account="4.1.1",
        amount=26_900_000,
        month=8,
        day=9,
        due=30,
        paid=26_900_000,
        is_sale=True,
    ),
    Told(
        party="Gas del Valle Medio",
        number="B 0011-00803115",
        account="5.2.1",
        amount=61_400_000,
        month=11,
        day=24,
        due=6,
    ),
    Told(
        party="Esmaltes del Litoral",
        number="A 0004-00018322",
        account="5.1.2",
        amount=18_400,
        month=11,
        day=19,
        due=11,
        other=DOLLAR,
    ),
    Told(
        party="Transportes Huincul",
        number="A 0001-00007754",
        account="5.5.1",
        amount=8_260_000,
        month=11,
        day=11,
        due=-2,
    ),
    Told(
        party="Cartonera Aluminé",
        number="A 0003-00021007",
        account="5.1.3",
        amount=12_480_000,
        month=11,
        day=10,
        due=18,
        paid=6_240_000,
    ),
    Told(
        party="Imprenta Tinta Común",
        number="C 0001-00000412",
        account="5.5.2",
        amount=1_150_000,
        month=11,
        day=21,
        due=24,
    ),
    Told(
        party="Cerámicos Buenos Aires",
        number="A 0001-00012288",
        account="4.1.3",
        amount=44_700_000,
        month=11,
        day=17,
        due=14,
        is_sale=True,
    ),
    Told(
        party="Corralón San Cayetano",
        number="A 0001-00012301",
        account="4.1.1",
        amount=31_200_000,
        month=11,
        day=20,
        due=20,
        is_sale=True,
    ),
    Told(
        party="Cooperativa de vivienda Nuevo Barrio",
        number="B 0001-00012274",
        account="4.1.2",
        amount=18_900_000,
        month=11,
        day=12,
        due=9,
        paid=9_450_000,
        is_sale=True,
    ),
    Told(
        party="Municipalidad de Villa Arcilla",
        number="B 0001-00012260",
        account="4.1.1",
        amount=22_350_000,
        month=11,
        day=6,
        due=-1,
        is_sale=True,
    ),
)


def scenes(stage: Stage) -> Iterator[Scene]:
    """Each entered on its day; what is paid of it, fifteen days later."""
    for nth, told in enumerate(TOLD):
        day = stage.calendar.month(told.month) + timedelta(days=told.day - 1)
        yield stage.local(day, time(10, nth)), partial(_enter, stage, told)
        if told.paid:
            then = day + timedelta(days=15)
            yield stage.local(then, time(10, nth)), partial(_pay, stage, told)


def _enter(stage: Stage, told: Told, now: datetime) -> None:
    day = stage.coop.day_of(now)
    enter_invoice(
        party_id=Party.objects.get(name=told.party).pk,
        direction="sale" if told.is_sale else "bill",
        number=told.number,
        on=day,
        due_on=(stage.calendar.today if told.is_open else day) + timedelta(days=told.due),
        amount=of_size(stage, told.amount),
        account=told.account,
        other=told.other,
        key=f"demo-{told.number}",
        actor=stage.holder("treasurer", now),
        now=now,
    )


def _pay(stage: Stage, told: Told, now: datetime) -> None:
    pay_invoice(
        invoice_id=Invoice.objects.get(number=told.number, party__name=told.party).pk,
        amount=of_size(stage, told.paid),
        through=chart.BANK,
        on=stage.coop.day_of(now),
        key=f"demo-{told.number}",
        actor=stage.holder("treasurer", now),
        now=now,
    )
