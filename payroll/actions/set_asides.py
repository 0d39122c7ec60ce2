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
from payroll.reports.set_asides import had_of
from payroll.rules.set_asides import set_asides, still_to_set_aside
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def set_aside_month(*, period_id: int, actor: Member | None, now: datetime) -> list[SetAside]:
    """Set a month's result aside by the rule in force on its last day. The rows add up to the result.

    Again, only what differs is set aside, as a next round: nothing where the result is the same. So a month that
    was opened again and closed has set aside in all what it would have, closed once.
    """
    period = Period.objects.select_for_update(no_key=True).get(pk=period_id)
    if actor is not None and not actor.has_perm("ledger.close_period", now):
        raise Refused(_("Only whoever closes the month sets its result aside."))
    there = list(period.set_asides.all())
    if there and period.closed_at is not None:
        return there
    row = HouseRule.objects.in_force(SET_ASIDES.key, on=period.until_on - timedelta(days=1))
    rule = SET_ASIDES.load(row.value) if row is not None else None
    if row is None or rule is None:
        raise Refused(_("The assembly has not said what a month is set aside for."))
    result = result_of(period.pk)
    parts = still_to_set_aside({p.purpose: p.cents for p in set_asides(result, rule)}, had_of(there))
    if there and not any(parts.values()):
        return there

    nth = max((each.round for each in there), default=0) + 1
    made = _set_aside(period, parts, row=row, nth=nth, actor=actor, now=now)

    record(
        verb="payroll.month.set_aside",
        subject=period,
        actor=actor,
        now=now,
        facts={"result_cents": result, "parts": parts, "round": nth},
        because=f"assemblies.motion:{row.motion_id}" if row.motion_id else "",
    )
    return [*there, *made]


def set_aside_what_differs(*, period: Period, actor: Member | None, now: datetime) -> None:
    """Before a month is closed: what its result sets aside by now, where it was set aside already."""
    if period.set_asides.exists():
        set_aside_month(period_id=period.pk, actor=actor, now=now)


def _set_aside(
    period: Period, parts: dict[str, int], *, row: HouseRule, nth: int, actor: Member | None, now: datetime
) -> list[SetAside]:
    """Post one round and write its rows; the first has a row for every purpose, a later one for what differs."""
    entry = None
    lines = [Line(account=chart.SET_ASIDE_ACCOUNTS[p], cents=-cents) for p, cents in parts.items() if cents]
    if lines:
        whole = Line(account=chart.RESULT, cents=sum(parts.values()))
        memo = (
            _("Set aside from the result of %(month)s") if nth == 1 else _("Set aside from %(month)s, anew")
        )
        entry = post_entry(
            on=period.until_on - timedelta(days=1),
            memo=memo % {"month": period.name},
            key=f"payroll.setaside:{period.name}" + (f":{nth}" if nth > 1 else ""),
            lines=[*([whole] if whole.cents else []), *lines],
            because=f"assemblies.houserule:{row.pk}",
            actor=actor,
            now=now,
        )
    said = {r["purpose"]: str(r["share"]) for r in row.value["shares"]}
    return SetAside.objects.bulk_create(
        SetAside(
            period=period,
            purpose=purpose,
            share=said.get(purpose, REST),
            cents=cents,
            round=nth,
            rule=row,
            entry=entry,
        )
        for purpose, cents in parts.items()
        if nth == 1 or cents
    )
