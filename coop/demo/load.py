"""Telling the whole story into an empty database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from coop.demo import (
    bank,
    books,
    energy,
    energy_debt,
    firms,
    founding,
    helping,
    hours,
    invoices,
    machines,
    own_pay,
    paid_where,
    places,
    shares,
    things,
    tickets,
    today,
    year,
)
from coop.demo.calendar import Calendar
from coop.demo.people import people, pin_of
from coop.demo.stage import Stage
from members.models import Cooperative, Member
from record.rules import Refused
from rotation.models import Mandate

TOLD_BY = (
    year,
    places,
    firms,
    energy_debt,
    machines,
    invoices,
    tickets,
    energy,
    hours,
    own_pay,
    paid_where,
    helping,
    shares,
    books,
    things,
    bank,
)
"""What the story is made of; at one and the same moment, in this order."""

LEAST, MOST = 9, 100_000
OWN_PINS = 500
"""Above this many members the rest share one PIN's hash: a load test needs accounts, not an hour of Argon2."""


@dataclass(frozen=True, kw_only=True)
class DemoCard:
    """A sign-in card of the demo."""

    number: int
    name: str
    pin: str
    posts: list[str]


def load(*, members: int, now: datetime, say: Callable[[str], None]) -> list[DemoCard]:
    """Tell the story with that many members at the end, ending at `now`. Refuses where there is anything.

    Raises `Refused` where a co-operative is here already or the number is out of bounds.
    """
    if not LEAST <= members <= MOST:
        raise Refused(f"The demo has from {LEAST} to {MOST} members.")
    if Cooperative.objects.exists() or Member.objects.exists():
        raise Refused("There is a co-operative here already. The demo needs an empty database.")
    calendar = Calendar(now=now, zone=ZoneInfo("America/Argentina/Buenos_Aires"))
    first = datetime.combine(calendar.month(0), time(8, 0), tzinfo=calendar.zone) - timedelta(days=21)
    with transaction.atomic():
        coop = founding.found(calendar=calendar, now=first)
        stage = Stage(calendar=calendar, size=members, people=people(members), coop=coop, say=say)
        founding.settle(stage, now=first)
        say("founded")
        for moment, scene in sorted(
            chain.from_iterable(part.scenes(stage) for part in TOLD_BY), key=lambda s: s[0]
        ):
            stage.seats_changed()
            scene(moment)
        stage.seats_changed()
        today.happens(stage)
        say("today")
        return _hand_out_cards(stage)


def _hand_out_cards(stage: Stage) -> list[DemoCard]:
    """PINs for everyone, worked out from the number."""
    everyone = list(stage.members.values())
    total = len(everyone)
    pins = sorted({_pin(member.number, total) for member in everyone})
    with ThreadPoolExecutor() as hands:  # Argon2 works outside Python's lock
        hashed = dict(zip(pins, hands.map(make_password, pins), strict=True))
    for member in everyone:
        member.password = hashed[_pin(member.number, total)]
    Member.objects.bulk_update(everyone, ["password"], batch_size=500)
    return cards(now=stage.calendar.now)


def cards(*, now: datetime) -> list[DemoCard]:
    """The sign-in card of everyone in the demo, with the posts each holds now."""
    coop = Cooperative.objects.founded()
    held: dict[int, list[str]] = {}
    for number, code in Mandate.objects.at(now, day=coop.day_of(now)).values_list(
        "member__number", "post__code"
    ):
        held.setdefault(number, []).append(code)
    rows = list(Member.objects.here(on=coop.day_of(now)).order_by("number").values_list("number", "name"))
    total = Member.objects.count()
    return [
        DemoCard(number=number, name=name, pin=_pin(number, total), posts=sorted(held.get(number, [])))
        for number, name in rows
    ]


def _pin(number: int, total: int) -> str:
    return pin_of(number) if total <= OWN_PINS else pin_of(1)
