"""Members' shares: what each one of the first day holds, what the new ones pay in, and five who wait for theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from coop.demo.amounts import of_size
from coop.demo.stage import Scene, Stage
from ledger import chart
from ledger.rules import Line
from members.actions import change_standing, enrol
from members.models import Member, Standing
from payroll.actions.shares import ask_refund, pay_in_shares, subscribe_shares

CAPITAL_PESOS = 20_000_000
RULE = {"cents": 60_000_00, "instalments": 10, "refunds": "1/20"}
"""Each puts in 60,000 pesos, in ten parts; no more than the law's 5 % of all shares is given back in a year."""

WHO_LEFT: tuple[tuple[str, str, int, int, int], ...] = (
    ("Amelia Rañileo", "esmaltado", 480_000, 3, 1),
    ("Segundo Catrileo", "hornos", 420_000, 3, 3),
    ("Hortensia Vidal", "clasificacion", 400_000, 2, 4),
    ("Faustino Quiroga", "prensas", 380_000, 2, 7),
    ("Mercedes Antileo", "comedor", 320_000, 1, 10),
)
"""Name, sector, pesos in shares, how many years before the first day they left, and in which month they ask."""

JOINED, PAID_AT_ONCE = 9, 4
"""In which month the new ones become members, and how many of them pay a first part the same week."""


def seat_who_left(stage: Stage, now: datetime) -> None:
    """Five who worked here and left before the story begins: they hold shares, and sign in to see them."""
    today = stage.coop.day_of(now)
    for number, (name, sector, _pesos, years, month) in enumerate(WHO_LEFT, start=len(stage.people) + 1):
        left_on = date(today.year - years, month, 15)
        member = enrol(
            number=number,
            name=name,
            sector_id=stage.sectors[sector].pk,
            language="",
            phone="",
            standing=Standing.MEMBER,
            from_on=left_on.replace(year=left_on.year - 14),
            because="founding",
            actor=None,
            now=now,
        )
        change_standing(
            member_id=member.pk,
            standing=Standing.LEFT,
            from_on=left_on,
            because="left",
            actor=None,
            now=now,
        )
        stage.members[number] = member


def lines_of_capital(stage: Stage) -> list[Line]:
    """Whose the shares of the first day are: of those who left as much as they had, the rest of all the others alike.

    The cents that do not divide are of the first of us.
    """
    whole = of_size(stage, CAPITAL_PESOS)
    left = {member.pk: of_size(stage, pesos) for member, pesos in _those_who_left(stage)}
    here = [member.pk for _number, member in sorted(stage.members.items()) if member.pk not in left]
    each, over = divmod(whole - sum(left.values()), len(here))
    held = {pk: each + (over if nth == 0 else 0) for nth, pk in enumerate(here)} | left
    return [Line(account=chart.SHARE_CAPITAL, cents=-cents, member_id=pk) for pk, cents in held.items()]


def scenes(stage: Stage) -> Iterator[Scene]:
    """The five ask, each in their month, so that the queue has an order; who becomes a member subscribes."""
    for name, _sector, _pesos, _years, month in WHO_LEFT:
        day = stage.calendar.month(month) + timedelta(days=10)
        yield stage.local(day, time(11, 0)), partial(_ask, stage, name)
    joined = stage.calendar.month(JOINED) + timedelta(days=20)
    yield stage.local(joined, time(12, 0)), partial(_join, stage)


def _ask(stage: Stage, name: str, now: datetime) -> None:
    member = stage.who(name)
    if member is not None:
        ask_refund(member_id=member.pk, actor=stage.holder("treasurer", now), now=now)


def _join(stage: Stage, now: datetime) -> None:
    treasurer, day = stage.holder("treasurer", now), stage.coop.day_of(now)
    newcomers = {person.number for person in stage.people if person.is_newcomer}
    here = Member.objects.standing(Standing.MEMBER, on=day).filter(number__in=newcomers).order_by("number")
    for nth, member in enumerate(here):
        due = stage.calendar.month(JOINED + 1)
        made = subscribe_shares(member_id=member.pk, first_due_on=due, actor=treasurer, now=now)
        if nth < PAID_AT_ONCE:
            pay_in_shares(
                member_id=member.pk,
                cents=made.cents // made.instalments,
                into="cash",
                on=day,
                key=f"demo:first-part:{member.number}",
                actor=treasurer,
                now=now + timedelta(minutes=5 + nth),
            )


def _those_who_left(stage: Stage) -> Iterator[tuple[Member, int]]:
    for name, _sector, pesos, _years, _month in WHO_LEFT:
        member = stage.who(name)
        if member is not None:
            yield member, pesos
