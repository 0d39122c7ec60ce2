"""The hours written down of each month: everybody's in all, and one's own."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.models import Period
from members.models import Member
from payroll.models import HoursWorked

MONTHS = 24


@dataclass(frozen=True, kw_only=True)
class HoursOfMonth:
    """A month's hours: of how many members, in all, and the reader's own; minutes."""

    period: Period
    members: int
    minutes: int
    mine: int | None


def hours_page(reader: Member) -> list[HoursOfMonth]:
    """The last two years' months with hours, the latest first. Two questions."""
    periods = list(Period.objects.filter(hours_worked__isnull=False).distinct().order_by("-from_on")[:MONTHS])
    last: dict[int, dict[int, int]] = {period.pk: {} for period in periods}
    rows = HoursWorked.objects.filter(period__in=periods).order_by("id")
    for period_id, member_id, minutes in rows.values_list("period_id", "member_id", "minutes"):
        last[period_id][member_id] = minutes
    return [
        HoursOfMonth(
            period=period,
            members=len(last[period.pk]),
            minutes=sum(last[period.pk].values()),
            mine=last[period.pk].get(reader.pk),
        )
        for period in periods
    ]
