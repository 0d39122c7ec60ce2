"""What months set aside: what each purpose had, and what is still to come where a month was opened again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assemblies.models import HouseRule
from ledger.closings import Step
from ledger.models import Period
from ledger.reports import result_of
from payroll.house_rules import SET_ASIDES
from payroll.models import SetAside
from payroll.rules.set_asides import set_asides, still_to_set_aside


@dataclass(frozen=True, kw_only=True)
class ToCome:
    """A month that was set aside, is open, and whose result is another by now."""

    period: Period
    parts: dict[str, int]
    """What each purpose is still to receive, in cents; below zero where it gives back."""


def had_of(rows: Iterable[SetAside]) -> dict[str, int]:
    """What each purpose had of a month, over all its rounds."""
    had: dict[str, int] = {}
    for row in rows:
        had[row.purpose] = had.get(row.purpose, 0) + row.cents
    return had


def differs_now(period: Period) -> dict[str, int]:
    """What each purpose would still receive of a month, by its result and the rule of its last day."""
    row = HouseRule.objects.in_force(SET_ASIDES.key, on=period.until_on - timedelta(days=1))
    rule = SET_ASIDES.load(row.value) if row is not None else None
    if rule is None:
        return {}
    should = {part.purpose: part.cents for part in set_asides(result_of(period.pk), rule)}
    return still_to_set_aside(should, had_of(period.set_asides.all()))


def set_aside_step(period: Period) -> Iterator[Step]:
    """The line of a month's closing list: nothing where no rule is in force, or there is no result. Three questions.

    Once it was set aside, what differs by then is set aside when it is closed.
    """
    row = HouseRule.objects.in_force(SET_ASIDES.key, on=period.until_on - timedelta(days=1))
    if row is None or SET_ASIDES.load(row.value) is None:
        return
    is_done = period.set_asides.exists()
    if is_done or result_of(period.pk):
        yield Step(
            code="set_aside",
            what=_("Set aside by our rule"),
            about="",
            is_done=is_done,
            where=reverse("payroll:set-asides"),
        )


def months_to_come(*, most: int = 3) -> list[ToCome]:
    """Months opened again whose result is another by now, the earliest first. Three questions a month."""
    again = Period.objects.filter(closed_at=None, reopenings__isnull=False, set_asides__isnull=False)
    found = []
    for period in again.distinct().order_by("from_on")[:most]:
        parts = differs_now(period)
        if any(parts.values()):
            found.append(ToCome(period=period, parts=parts))
    return found
