"""What is wrong with pay and surplus, as `verify` says it: everything is worked out again."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.db.models import F, Q, Sum

from ledger import chart
from payroll.models import (
    Advance,
    Payment,
    PayRunState,
    Payslip,
    Surplus,
    SurplusState,
)
from payroll.reports import (
    contested_faults,
    money_faults,
    movement_faults,
    own_line_faults,
    refusals,
    run_faults,
    set_aside_faults,
    sharing_faults,
    undone_faults,
)
from payroll.reports.figures import digest_of_parts
from payroll.rules.law_packs import law_pack
from payroll.rules.returning import parts_of
from payroll.rules.share_accounts import interest_by_shares
from payroll.rules.surplus import waterfall
from payroll.rules.surplus_inputs import from_data
from payroll.rules.surplus_terms import how_from_data
from record.models import Act


def faults() -> list[str]:
    """Every payslip from its inputs, every run against its entry, every return against its surplus."""
    found: list[str] = []
    found += run_faults.faults()
    found += own_line_faults.faults()
    found += refusals.faults()
    found += _faults_of_payments()
    found += money_faults.faults()
    found += set_aside_faults.faults()
    found += sharing_faults.faults()
    found += contested_faults.faults()
    found += movement_faults.faults()
    found += undone_faults.faults()
    for surplus in Surplus.objects.filter(state__in=(SurplusState.PROPOSED, SurplusState.POSTED)):
        found += _faults_of_surplus(surplus)
    return found


def _faults_of_payments() -> Iterator[str]:
    """Every payment against its parts and its entry, every payslip against what was paid of it."""
    rows = Payment.objects.annotate(sum=Sum("parts__cents", default=0)).order_by("number")
    for number, total, parts in rows.values_list("number", "total_cents", "sum"):
        if total != parts:
            yield f"payment {number}: its parts add up to {parts}, it says {total}"
    live = Q(payments__bounced_at__isnull=True)
    over = Payslip.objects.annotate(paid=Sum("payments__cents", filter=live, default=0)).filter(
        paid__gt=F("net_cents")
    )
    for pk, paid, net in over.values_list("pk", "paid", "net_cents"):
        yield f"payslip {pk}: {paid} was paid of {net}"
    taken = Advance.objects.annotate(
        taken=Sum(
            "withholdings__cents",
            filter=~Q(withholdings__payslip__run__state=PayRunState.ABANDONED),
            default=0,
        )
    ).filter(taken__gt=F("cents"))
    for pk, back, cents in taken.values_list("pk", "taken", "cents"):
        yield f"advance {pk}: {back} was taken back of {cents}"


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
    yield from _faults_of_frozen(surplus, name, found.cents_of("interest_on_shares"))
    if surplus.entry is not None and surplus.result_cents >= 0:
        for account, cents in ((chart.RETURNS_OWED, money), (chart.SHARE_CAPITAL, shares)):
            owed = surplus.entry.postings.filter(account__code=account).aggregate(s=Sum("cents"))["s"] or 0
            if -owed != cents:
                yield f"{name}: its entry gives {-owed} on {account}, the members' parts are {cents}"


def _faults_of_frozen(surplus: Surplus, name: str, interest_cents: int) -> Iterator[str]:
    """Each one's interest by the shares they held, and everyone's part against its seal in the record."""
    rows = list(surplus.returns.values_list("member__number", "held_cents", "interest_cents"))
    held_by = {number: held for number, held, _interest in rows if held is not None}
    if len(held_by) == len(rows):
        should, _rest = interest_by_shares(interest_cents, held_by)
        for number, _held, interest in sorted(rows):
            if interest != should.get(number, 0):
                yield f"{name}: worked out again the interest of member {number} is another"
    frozen = Act.objects.filter(
        verb__in=("payroll.surplus.proposed", "payroll.surplus.amended"),
        subject=f"payroll.surplus:{surplus.pk}",
    ).first()
    if frozen is not None and frozen.facts.get("parts", "") not in ("", digest_of_parts(surplus)):
        yield f"{name}: the members' parts are not those that the record sealed"
