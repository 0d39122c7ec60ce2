"""What is wrong with pay and surplus, as `verify` says it: everything is worked out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Sum

from ledger import chart
from payroll.models import PayRun, PayRunState, Surplus, SurplusState
from payroll.reports.inputs import digest_of
from payroll.rules import equal_pay as rules
from payroll.rules.returning import parts_of
from payroll.rules.surplus import law_pack, waterfall
from payroll.rules.surplus_inputs import from_data
from payroll.rules.surplus_terms import how_from_data


def faults() -> list[str]:
    """Every payslip from its inputs, every run against its entry, every return against its surplus."""
    found: list[str] = []
    runs = PayRun.objects.exclude(state__in=(PayRunState.DRAFT, PayRunState.ABANDONED)).select_related(
        "period"
    )
    for run in runs:
        found += _faults_of_run(run)
    for surplus in Surplus.objects.filter(state__in=(SurplusState.PROPOSED, SurplusState.POSTED)):
        found += _faults_of_surplus(surplus)
    return found


def _faults_of_run(run: PayRun) -> Iterator[str]:
    name = f"pay run {run.pk} ({run.period.name})"
    if digest_of(run) != run.digest:
        yield f"{name}: its payslips are not those that were signed"
    inputs: dict[str, Any] = run.inputs
    period = rules.Period(from_on=run.period.from_on, until_on=run.period.until_on)
    amounts = [
        rules.DatedAmount(from_on=date.fromisoformat(a["from"]), cents=a["cents"]) for a in inputs["amounts"]
    ]
    rows = list(
        run.payslips.values_list(
            "member_id",
            "member__number",
            "span",
            "days",
            "equal_cents",
            "difference_cents",
            "return_cents",
            "withheld_cents",
            "net_cents",
        )
    )
    pool = (
        rules.pool_by_days(
            inputs["amount_cents"], {row[0]: row[3] for row in rows}, carry_in_cents=run.carry_in_cents
        ).shares
        if inputs["method"] == "pool"
        else {}
    )
    due: dict[str, int] = {}
    for member_id, number, span, days, equal, difference, returned, withheld, net in rows:
        spans = _spans(span)
        if span not in due and not pool:
            due[span] = rules.fixed_pay(period, spans, amounts)
        should = pool.get(member_id, 0) if pool else due[span]
        if equal != should:
            yield f"{name}: member {number} has {equal}, worked out again it is {should}"
        if rules.worked_days(period, spans) != days:
            yield f"{name}: member {number} has {days} days, not those of the slip's span"
        if net != equal + difference + returned - withheld:
            yield f"{name}: the slip of member {number} does not add up"
    total = sum(row[8] for row in rows)
    if total != run.total_cents or len(rows) != run.people:
        yield f"{name}: the slips add up to {total} for {len(rows)}, the run says {run.total_cents} for {run.people}"
    if run.entry is not None:
        owed = run.entry.postings.filter(account__code=chart.PAY_OWED).aggregate(s=Sum("cents"))["s"] or 0
        if -owed != total:
            yield f"{name}: its entry owes {-owed}, the slips say {total}"


def _spans(text: str) -> list[rules.Span]:
    return [
        rules.Span(from_on=date.fromisoformat(a), until_on=date.fromisoformat(b))
        for a, b in (part.split("/") for part in text.split())
    ]


def _faults_of_surplus(surplus: Surplus) -> Iterator[str]:
    name = f"surplus {surplus.name}"
    found = waterfall(law_pack(surplus.pack), from_data(surplus.inputs))
    if {s["code"]: s["cents"] for s in surplus.steps} != {s.code: s.cents for s in found.steps}:
        yield f"{name}: worked out again its steps are others"
    if surplus.for_return_cents != found.for_return_cents:
        yield f"{name}: worked out again {found.for_return_cents} returns, not {surplus.for_return_cents}"
    sums = surplus.returns.aggregate(money=Sum("cents"), shares=Sum("shares_cents"))
    money, shares = sums["money"] or 0, sums["shares"] or 0
    whole = surplus.for_return_cents + found.cents_of("interest_on_shares")
    if money + shares + surplus.left_over_cents != whole:
        yield f"{name}: the members' parts and what is left over do not add up to what returns"
    weights = {
        member_id: Fraction(weight)
        for member_id, weight in surplus.returns.values_list("member_id", "weight")
        if weight != "0"
    }
    parts = parts_of(
        surplus.for_return_cents,
        weights,
        cash=how_from_data(surplus.how).cash,
        cash_floor=law_pack(surplus.pack).cash_floor_rate,
    ).by_member
    for row in surplus.returns.select_related("member").order_by("member__number"):
        part = parts.get(row.member_id)
        should = (part.cash_cents, part.shares_cents) if part else (0, 0)
        if (row.cents - row.interest_cents, row.shares_cents) != should:
            yield f"{name}: worked out again the part of member {row.member.number} is another"
    if surplus.entry is not None:
        for account, cents in ((chart.RETURNS_OWED, money), (chart.SHARE_CAPITAL, shares)):
            owed = surplus.entry.postings.filter(account__code=account).aggregate(s=Sum("cents"))["s"] or 0
            if -owed != cents:
                yield f"{name}: its entry gives {-owed} on {account}, the members' parts are {cents}"
