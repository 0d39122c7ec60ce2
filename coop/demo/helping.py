"""What is asked of the funds: help for the neighbourhood that was given, and one of us in need whom few may read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from coop.demo.amounts import of_size
from coop.demo.stage import Scene, Stage
from payroll.actions.help import answer_help, ask_help, pay_help
from payroll.models import HelpRequest
from payroll.reports.help import HEAR

COMMUNITY = ("Útiles y guardapolvos para cuarenta chicos de la escuela 144.", 480_000)
HARDSHIP = (
    "Me internaron a mi mamá y estoy viajando todos los días a la capital. Pido para los pasajes de este mes.",
    260_000,
)
"""What for, and pesos."""


def scenes(stage: Stage) -> Iterator[Scene]:
    """The school's in the last month but two: asked, granted by one of us, paid by another."""
    day = stage.calendar.month(9) + timedelta(days=11)
    yield stage.local(day, time(16, 0)), partial(_for_the_school, stage)
    yield stage.local(day + timedelta(days=2), time(16, 0)), partial(_grant, stage)


def ask_in_need(stage: Stage, now: datetime) -> None:
    """It waits for an answer: only who asked, and whoever hears requests, read why."""
    text, pesos = HARDSHIP
    who = stage.free(on=stage.coop.day_of(now), count=3, salt="in need")
    who = who or stage.anyone(on=stage.coop.day_of(now), count=1, salt="in need")
    ask_help(fund="hardship", text=text, cents=pesos * 100, actor=who[-1], now=now)


def _for_the_school(stage: Stage, now: datetime) -> None:
    text, pesos = COMMUNITY
    who = stage.anyone(on=stage.coop.day_of(now), count=1, salt="for the school")[0]
    ask_help(fund="community", text=text, cents=of_size(stage, pesos), actor=who, now=now)


def _grant(stage: Stage, now: datetime) -> None:
    """It goes on waiting where one and the same person asked, hears or pays."""
    asked = HelpRequest.objects.get(fund="community")
    hears, pays = stage.holder("second-signature", now), stage.holder("treasurer", now)
    if not hears.has_perm(HEAR, now) or asked.member in (hears, pays):
        return
    answer_help(
        request_id=asked.pk,
        is_granted=True,
        answer="De acuerdo. Lo lleva Comunidad el viernes, con la factura.",
        actor=hears,
        now=now,
    )
    pay_help(request_id=asked.pk, out_of="bank", actor=pays, now=now + timedelta(hours=1))
