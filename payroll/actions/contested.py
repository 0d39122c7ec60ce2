"""What was not paid of a surplus whose contest was right goes where the assembly decided, once."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.actions.entries import post_entry
from ledger.models import Entry
from ledger.rules import Line
from members.models import Cooperative
from payroll.models import Surplus
from payroll.reports.contested import DECIDED, KIND, not_paid, unpaid_parts, why_not_as_proposed
from record.actions import one_act_at_a_time, record
from record.rules import Refused

KEY = "payroll.givenup:{motion}"


@one_act_at_a_time
def give_up_parts(*, motion: Motion, now: datetime) -> Entry:
    """Enter what the motion froze: each one's part is owed no more, and the fund it names has their sum.

    Once: the same motion again answers the same entry. Refused where a part was paid or decided otherwise meanwhile.
    """
    if motion.state != MotionState.ADOPTED or motion.kind != KIND:
        raise Refused(_("Only a motion that was adopted decides what becomes of it."))
    surplus = Surplus.objects.select_for_update(no_key=True).get(pk=motion.terms["surplus"])
    there = Entry.objects.filter(key=KEY.format(motion=motion.pk)).first()
    if there is not None:
        return there
    parts = list(
        unpaid_parts(surplus).select_for_update(no_key=True).select_related(None).order_by("member_id")
    )
    why = why_not_as_proposed(motion)
    if why is not None:
        raise Refused(why)

    left, goes_to = not_paid(surplus), motion.terms["goes_to"]
    entry = post_entry(
        on=Cooperative.objects.here().day_of(now),
        memo=_("What was not paid of the surplus of %(name)s, as the assembly decided")
        % {"name": surplus.name},
        key=KEY.format(motion=motion.pk),
        lines=[
            *(Line(account=chart.RETURNS_OWED, cents=part.cents, member_id=part.member_id) for part in parts),
            Line(account=chart.STEP_ACCOUNTS[goes_to], cents=-left.cents),
        ],
        because=f"assemblies.motion:{motion.pk}",
        actor=None,
        now=now,
    )
    surplus.returns.filter(pk__in=[part.pk for part in parts]).update(given_up_by=entry)

    record(
        verb=DECIDED,
        subject=surplus,
        actor=None,
        now=now,
        facts={"goes_to": goes_to, **left.data, "entry": entry.number},
        because=motion,
    )
    return entry
