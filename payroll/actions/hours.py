"""The hours that were worked, written down where the surplus is shared by them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from ledger.models import Period
from members.models import Cooperative, Member
from payroll.models import HoursWorked, SurplusState
from payroll.reports.figures import minutes_in
from payroll.reports.inputs import worked_in
from payroll.reports.proposals import of_the_same_months
from record.actions import one_act_at_a_time, record
from record.rules import Refused

WRITE_HOURS = "payroll.prepare_pay"


@one_act_at_a_time
def write_hours(
    *, period_id: int, minutes: Mapping[int, int], actor: Member, now: datetime
) -> list[HoursWorked]:
    """Write down what members worked in a period, in minutes by member number. Only what is new is kept.

    A correction is written over it and the earlier word stays to be seen. What was shared
    already is not touched, nor what is before the assembly.
    Returns what was written now.
    """
    if not actor.has_perm(WRITE_HOURS, now):
        raise Refused(_("Only whoever prepares the pay writes the hours down."))
    period = Period.objects.select_for_update(no_key=True).get(pk=period_id)
    if Cooperative.objects.here().day_of(now) < period.from_on:
        raise Refused(_("%(month)s has not begun yet.") % {"month": period.said})
    surplus = of_the_same_months(period.from_on, period.until_on).order_by("state").first()
    if surplus is not None and surplus.state == SurplusState.POSTED:
        raise Refused(
            _("The surplus of %(month)s was shared already: its hours stay.") % {"month": period.said}
        )
    if surplus is not None:
        raise Refused(
            _(
                "The surplus of %(month)s is before the assembly, worked out with the hours as they are. To "
                "correct them its motion is withdrawn, and proposed anew."
            )
            % {"month": period.said}
        )
    worked = {each.number: each for each in worked_in(period)}
    before = minutes_in([period])
    rows = []
    for number, spent in minutes.items():
        there = worked.get(number)
        if there is None:
            raise Refused(_("Nobody with number %(number)s belonged that month.") % {"number": number})
        if not 0 <= spent <= there.days * 24 * 60:
            raise Refused(
                _("Number %(number)s: that is more than all the hours of %(days)s days.")
                % {"number": number, "days": there.days}
            )
        if before.get(there.member_id, 0) != spent:
            rows.append(HoursWorked(member_id=there.member_id, period=period, minutes=spent, written_at=now))
    if not rows:
        return []

    made = HoursWorked.objects.bulk_create(rows, batch_size=2000)

    record(
        verb="payroll.hours.written",
        subject=period,
        actor=actor,
        now=now,
        facts={"members": len(made), "minutes": sum(row.minutes for row in made)},
    )
    return made
