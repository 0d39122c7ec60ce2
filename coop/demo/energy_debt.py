"""The light that was not paid in time: voted into 48 instalments, and one of them paid each month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from coop.demo.amounts import of_size
from coop.demo.motions import PLAN_OF_THE_LIGHT, told
from coop.demo.places import TILL_BANK
from coop.demo.stage import Scene, Stage
from ledger import chart
from ledger.actions import pay_instalment, take_debt
from ledger.models import Instalment, Party
from ledger.reports import balance
from payroll.actions.energy import say_debt_is_of_energy

LENDER = "Distribuidora Eléctrica del Alto"
INSTALMENTS, MONTHS = 48, 12


def interest_of_each(stage: Stage) -> list[int]:
    """What each instalment costs in cents: the year's as the story tells, then falling with what is left."""
    year = [of_size(stage, pesos) for pesos in told()["accounts"][chart.INTEREST]["values"]]
    later = INSTALMENTS - MONTHS
    return year + [year[-1] * (later - nth) // (later + 1) for nth in range(later)]


def scenes(stage: Stage) -> Iterator[Scene]:
    """Written down once it was voted, then paid at the end of every month."""
    for index in range(MONTHS):
        last = stage.calendar.month(index + 1) - timedelta(days=1)
        if index == 0:
            yield stage.local(last, time(21, 0)), partial(_take, stage)
        yield stage.local(last, time(22, 0)), partial(_pay, stage, index + 1)


def _take(stage: Stage, now: datetime) -> None:
    """It was in the books from the first day: the plan says how it is paid."""
    interest = interest_of_each(stage)
    day = stage.coop.day_of(now)
    treasurer = stage.holder("treasurer", now)
    debt = take_debt(
        lender_id=Party.objects.get(name=LENDER).pk,
        purpose="La luz de los dos años anteriores, en 48 cuotas",
        motion_number=stage.motions[PLAN_OF_THE_LIGHT].number,
        on=day,
        principal_cents=-balance(chart.LONG_DEBT),
        interest_cents=sum(interest),
        interest_of_each=interest,
        instalments=INSTALMENTS,
        first_on=day,
        key="demo-energy-plan",
        actor=treasurer,
        now=now,
    )
    say_debt_is_of_energy(debt_id=debt.pk, is_energy=True, actor=treasurer, now=now)


def _pay(stage: Stage, number: int, now: datetime) -> None:
    instalment = Instalment.objects.get(debt__lender__name=LENDER, number=number)
    pay_instalment(
        instalment_id=instalment.pk,
        through=TILL_BANK,
        on=stage.coop.day_of(now),
        actor=stage.holder("treasurer", now),
        now=now,
    )
