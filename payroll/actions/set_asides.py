"""What a month's result is set aside for, by house rule."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from assemblies.models import HouseRule
from ledger import chart
from ledger.actions.entries import post_entry
from ledger.models import Period
from ledger.reports import result_of
from ledger.rules import Line
from members.models import Member
from payroll.house_rules import REST, SET_ASIDES
from payroll.models import SetAside
from payroll.rules.set_asides import set_asides
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def set_aside_month(*, period_id: int, actor: Member | None, now: datetime) -> list[SetAside]:
    """Set a month's result aside by the rule in force on its last day, once. The rows add up to the result."""
    period = Period.objects.select_for_update(no_key=True).get(pk=period_id)
    if actor is not None and not actor.has_perm("ledger.close_period", now):
        raise Refused(_("Only whoever closes the month sets its result aside."))
    there = list(period.set_asides.all())
    if there:
        return there
    row = HouseRule.objects.in_force(SET_ASIDES.key, on=period.until_on - timedelta(days=1))
    rule = SET_ASIDES.load(row.value) if row is not None else None
    if row is None or rule is None:
        raise Refused(_("The assembly has not said what a month is set aside for."))
    result = result_of(period.pk)
    parts = set_asides(result, rule)

    entry = None
    lines = [Line(account=chart.SET_ASIDE_ACCOUNTS[p.purpose], cents=-p.cents) for p in parts if p.cents]
    if lines:
        entry = post_entry(
            on=period.until_on - timedelta(days=1),
            memo=_("Set aside from the result of %(month)s") % {"month": period.name},
            key=f"payroll.setaside:{period.name}",
            lines=[Line(account=chart.RESULT, cents=result), *lines],
            because=f"assemblies.houserule:{row.pk}",
            actor=actor,
            now=now,
        )
    said = {r["purpose"]: str(r["share"]) for r in row.value["shares"]}
    made = SetAside.objects.bulk_create(
        [
            SetAside(
                period=period,
                purpose=part.purpose,
                share=said.get(part.purpose, REST),
                cents=part.cents,
                rule=row,
                entry=entry,
            )
            for part in parts
        ]
    )

    record(
        verb="payroll.month.set_aside",
        subject=period,
        actor=actor,
        now=now,
        facts={"result_cents": result, "parts": {part.purpose: part.cents for part in parts}},
        because=f"assemblies.motion:{row.motion_id}" if row.motion_id else "",
    )
    return made
