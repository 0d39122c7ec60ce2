"""A correction makes equal those who have the same days: in pay, and in what is kept back from all alike."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ledger import chart
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from members.models import Member, Membership
from payroll.accounts import ADVANCES, OWN_GOODS
from payroll.actions.advances import vote_deduction
from payroll.actions.corrections import correct_pay
from payroll.actions.runs import countersign_run, post_run
from payroll.models import Advance, Deduction, PayRun, Payslip, Withholding
from payroll.reports import faults
from record.rules import Refused
from tests.makers import make_member, write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine
from tests.payroll.paying import an_adopted_motion, away

pytestmark = pytest.mark.django_db


def voted(
    name: str, *, cents: int = 0, share: str = "", kind: str = "statutory", from_on: date = MARCH[0]
) -> Deduction:
    return vote_deduction(
        kind=kind,
        name=name,
        cents=cents,
        share=share,
        from_on=from_on,
        until_on=None,
        motion=an_adopted_motion(),
        now=LATER,
    )


def corrected(nine: Nine, run: PayRun, member: Member) -> PayRun:
    fix = correct_pay(run_id=run.pk, member_id=member.pk, actor=nine.delia, now=LATER)
    countersign_run(run_id=fix.pk, actor=nine.oscar, now=LATER)
    return post_run(run_id=fix.pk, actor=nine.delia, now=LATER)


def began(member: Member, right: date, *, not_on: date) -> None:
    """Say that somebody's first day was another: earlier they were here too, later they were away and not paid."""
    if right < not_on:
        about = {"standing": "probation", "because": "founding"}
        Membership.objects.create(member=member, from_on=right, until_on=not_on, **about)
    elif right > not_on:
        away(member, not_on, right)


def had(member: Member) -> tuple[int, int, dict[str, int]]:
    """What somebody's slips come to: equal pay, what is theirs of it in the end, and what was kept back of all."""
    sums = Payslip.objects.filter(member=member).aggregate(e=Sum("equal_cents"), n=Sum("net_cents"))
    owes = Advance.objects.filter(member=member).aggregate(s=Sum("cents", default=0))["s"]
    kept = Withholding.objects.filter(payslip__member=member).values("deduction__name")
    by_name = dict(kept.annotate(s=Sum("cents")).values_list("deduction__name", "s"))
    return sums["e"], sums["n"] - owes, {name: cents for name, cents in by_name.items() if cents}


def test_what_a_correction_pays_keeps_back_as_everyones_pay_does(nine: Nine):
    voted("Pension", share="3/100")
    late = make_member(20, "Late", from_on=date(2026, 3, 17))
    run = nine.posted()
    began(late, MARCH[0], not_on=date(2026, 3, 17))
    fix = corrected(nine, run, late)
    assert had(late) == had(nine.people[0]) == (100_000_000, 97_000_000, {"Pension": 3_000_000})
    assert fix.payslips.get().lines[-2]["code"] == "statutory"
    assert faults() == faults_in_books() == []


@pytest.mark.thorough
def test_what_was_voted_late_is_kept_back_by_a_correction_and_what_was_wrong_is_given_back(nine: Nine):
    run, someone = nine.posted(), nine.people[0]
    voted("Pension", share="3/10")
    fix = corrected(nine, run, someone)
    assert (fix.total_cents, balance(ADVANCES), balance(chart.WITHHELD)) == (0, 30_000_000, -30_000_000)
    voted("Pension", share="3/100")
    fix = corrected(nine, run, someone)
    assert (fix.total_cents, balance(chart.WITHHELD)) == (27_000_000, -3_000_000)
    assert had(someone) == (100_000_000, 97_000_000, {"Pension": 3_000_000})
    with pytest.raises(Refused, match="nothing to correct"), transaction.atomic():
        corrected(nine, run, someone)
    assert faults() == faults_in_books() == []


@pytest.mark.thorough
def test_what_was_paid_to_somebody_who_had_no_slip_can_be_corrected_again(nine: Nine):
    """One who was in no slip of the run is corrected up, and then down: the second is less than the first."""
    voted("Pension", share="3/100")
    write_house_rule("pay.unpaid_absences", ["personal"])
    run, late = nine.posted(), make_member(20, "Late", from_on=date(2026, 3, 11))
    corrected(nine, run, late)
    began(late, date(2026, 3, 21), not_on=date(2026, 3, 11))
    fix = corrected(nine, run, late)
    assert (fix.total_cents, balance(ADVANCES)) == (0, Advance.objects.get().cents)
    twenty, eleven = round(100_000_000 * 21 / 31), round(100_000_000 * 11 / 31)
    assert had(late)[0] == eleven < twenty
    assert faults() == faults_in_books() == []


DAY = st.integers(0, 30)


@settings(
    max_examples=settings().max_examples * 2 // 20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(
    told=DAY,
    really=DAY,
    of_a_thousand=st.integers(0, 600),
    in_kind_cents=st.integers(0, 150_000_000),
    is_later=st.booleans(),
)
def test_after_a_correction_the_same_days_have_the_same_whatever_they_were_told(
    nine: Nine, told: int, really: int, of_a_thousand: int, in_kind_cents: int, is_later: bool
):
    """Somebody's first day was written down wrong, and what is kept back is voted before, or after."""
    with transaction.atomic():
        write_house_rule("pay.unpaid_absences", ["personal"])
        theirs, right = (MARCH[0] + timedelta(days=day) for day in (told, really))
        twin, late = make_member(20, "Twin", from_on=right), make_member(21, "Late", from_on=theirs)
        if not is_later and of_a_thousand:
            voted("Pension", share=f"{of_a_thousand}/1000")
        if in_kind_cents:
            voted("Meals", cents=in_kind_cents, kind="in_kind")
        run = nine.posted()
        if is_later and of_a_thousand:
            voted("Pension", share=f"{of_a_thousand}/1000")
        began(late, right, not_on=theirs)
        for member in (twin, late):
            with suppress(Refused):  # there is nothing to correct
                corrected(nine, run, member)
        assert had(late) == had(twin)
        assert balance(ADVANCES) == sum(Advance.objects.values_list("cents", flat=True))
        goods = Withholding.objects.filter(deduction__kind="in_kind").aggregate(s=Sum("cents", default=0))[
            "s"
        ]
        assert balance(OWN_GOODS) == -goods
        assert faults() == faults_in_books() == []
        transaction.set_rollback(True)
