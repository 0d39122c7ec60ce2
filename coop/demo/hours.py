"""The hours that members worked: 561,384.50 in the year of 312, a part of them in a smaller demo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from functools import partial

from coop.demo.people import Person
from coop.demo.stage import WHOLE, Scene, Stage, mixed
from ledger.actions import month_of
from payroll.actions.hours import write_hours

HALF_HOURS = 1_122_769
"""Of the whole year, of all members of the story."""

KNOWN: dict[str, int] = {
    "Ceferino Arrieta": 3_680,
    "Rosa Valdebenito": 3_593,
    "Zulema Ortiz": 3_224,
    "Ivana Soto": 1_840,
}
"""Half hours of the year of those whose part the story gives: 1,840.00, 1,796.50, 1,612.00 and 920.00 hours."""

MONTHS, MEMBERS_SINCE = 12, 9
"""The new ones' hours count from the month in which they become members."""


def half_hours(people: Sequence[Person], *, size: int) -> list[dict[int, int]]:
    """By month, the half hours of each member by number; together exactly the year's."""
    known = {p.number: KNOWN[p.name] for p in people if size == WHOLE and p.name in KNOWN}
    months: list[dict[int, int]] = [{} for _ in range(MONTHS)]
    for number, whole in known.items():
        for index in range(MONTHS):
            months[index][number] = whole * (index + 1) // MONTHS - whole * index // MONTHS
    slots = [
        (index, person.number, 94 + int(mixed(f"hours {index}", person.number)[:2], 16) % 13)
        for index in range(MONTHS)
        for person in people
        if person.number not in known
        and (not person.is_newcomer or (index >= MEMBERS_SINCE and not person.leaves))
    ]
    left = HALF_HOURS * size // WHOLE - sum(known.values())
    weight, so_far, given = sum(slot[2] for slot in slots), 0, 0
    for index, number, part in slots:
        so_far += part
        months[index][number] = left * so_far // weight - given
        given += months[index][number]
    return months


def scenes(stage: Stage) -> Iterator[Scene]:
    """Each month's, written on its last evening by whoever prepares the pay."""
    months = half_hours(stage.people, size=stage.size)
    for index, month in enumerate(months):
        last = stage.calendar.month(index + 1) - timedelta(days=1)
        yield stage.local(last, time(21, 0)), partial(_write, stage, index, month)


def _write(stage: Stage, index: int, month: dict[int, int], now: datetime) -> None:
    treasurer = stage.holder("treasurer", now)
    period = month_of(day=stage.calendar.month(index), actor=treasurer, now=now)
    minutes = {number: half * 30 for number, half in month.items()}
    write_hours(period_id=period.pk, minutes=minutes, actor=treasurer, now=now)
