"""`verify` works out again what months set aside and what pays keep back from all alike, and names what differs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F

from ledger.actions import close_period, reopen_period
from payroll.actions.advances import vote_deduction
from payroll.actions.corrections import correct_pay
from payroll.actions.set_asides import set_aside_month
from payroll.models import Deduction, PayRun, Payslip, SetAside, Withholding
from payroll.reports import faults, set_aside_faults
from payroll.reports.inputs import digest_of
from payroll.rules.keeping_back import wanted_cents
from tests.makers import make_member, write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine, month
from tests.payroll.paying import an_adopted_motion
from tests.payroll.test_set_aside_again import RULE, closed_once
from tests.promises import lift

pytestmark = pytest.mark.django_db
SIXTY = 60_000_000


def voted(name: str, *, share: str = "", cents: int = 0, until_on: date | None = None) -> Deduction:
    return vote_deduction(
        kind="statutory",
        name=name,
        cents=cents,
        share=share,
        from_on=MARCH[0],
        until_on=until_on,
        motion=an_adopted_motion(),
        now=LATER,
    )


def kept(member: int, run: PayRun, cents: int) -> None:
    """Somebody rewrites what a slip keeps back, the slip, the run and its seal, all of them alike."""
    for promise, table in (
        ("what_is_kept_back_is_never_changed", "payroll_withholding"),
        ("a_payslip_is_never_changed", "payroll_payslip"),
        ("a_pay_run_only_goes_forward", "payroll_payrun"),
    ):
        lift(promise, on=table)
    row = Withholding.objects.get(payslip__run=run, payslip__member__number=member)
    less = row.cents - cents
    Withholding.objects.filter(pk=row.pk).update(cents=cents)
    Payslip.objects.filter(pk=row.payslip_id).update(
        withheld_cents=F("withheld_cents") - less, net_cents=F("net_cents") + less
    )
    PayRun.objects.filter(pk=run.pk).update(total_cents=F("total_cents") + less)
    PayRun.objects.filter(pk=run.pk).update(digest=digest_of(run))


# --- what is kept back by law ---------------------------------------------------------------------------------


def test_a_share_is_of_the_pay_for_the_days_it_covers_and_an_amount_of_the_cycle() -> None:
    of: dict[str, Any] = {"earned_cents": 1_000_05, "of_days_paid": 20, "of_days": 30}
    assert wanted_cents(0, "3/100", days=20, **of) == 30_00
    assert wanted_cents(0, "3/100", days=10, **of) == 15_00
    assert wanted_cents(0, "3/100", days=0, **of) == wanted_cents(900, "", days=0, **of) == 0
    assert wanted_cents(9_00, "", days=10, **of) == 3_00
    assert wanted_cents(0, "1/2", days=20, earned_cents=-5, of_days_paid=20, of_days=30) == 0


@pytest.mark.thorough
def test_what_one_slip_keeps_back_by_law_is_named_even_with_a_new_seal(nine: Nine) -> None:
    pension = voted("Pension", share="3/100")
    run = nine.computed()
    assert faults() == []
    kept(3, run, 1)
    said = f"deduction {pension.pk} keeps back 1 from member 3, worked out again it is 3000000"
    assert f"pay run {run.pk} (2026-03): {said}" in faults()


def test_a_percentage_that_was_rewritten_is_named_with_every_slip(nine: Nine) -> None:
    pension = voted("Pension", share="3/100")
    nine.computed()
    lift("a_deduction_only_ever_ends", on="payroll_deduction")
    Deduction.objects.update(share="4/100")
    found = faults()
    assert f"deduction {pension.pk} (Pension): its share is 4/100, the record says 3/100" in found
    assert sum("keeps back 3000000 from member" in each for each in found) == 9


def test_a_deduction_that_nobody_voted_is_named(nine: Nine) -> None:
    pension = voted("Pension", share="3/100")
    row = Deduction.objects.create(
        kind="statutory",
        name="Club",
        share="1/100",
        from_on=MARCH[0],
        motion=pension.motion,
        asked_at=LATER,
    )
    run = nine.computed()
    found = faults()
    assert f"deduction {row.pk} (Club): the record does not say that it was voted" in found
    said = f"deduction {row.pk} keeps back 1000000 from member 1, worked out again it is 0"
    assert f"pay run {run.pk} (2026-03): {said}" in found


@pytest.mark.thorough
def test_what_was_voted_or_ended_after_a_pay_counts_for_its_corrections_alone(nine: Nine) -> None:
    voted("Pension", share="3/100")
    voted("Fund", cents=31_00, until_on=date(2026, 3, 11))
    late = make_member(20, "Late", from_on=date(2026, 3, 17))
    run = nine.posted()
    voted("Pension", share="5/100")
    voted("Health", share="1/100")
    fix = correct_pay(run_id=run.pk, member_id=late.pk, actor=nine.delia, now=LATER)
    assert fix.payslips.get().withheld_cents == 0, "what was too much an advance takes back"
    assert faults() == []
    lift("what_is_kept_back_is_never_changed", on="payroll_withholding")
    health = Deduction.objects.get(name="Health")
    Withholding.objects.filter(payslip__run=fix, deduction=health).update(cents=7)
    name = f"pay run {fix.pk} (2026-03)"
    assert any(f"{name}: deduction {health.pk} keeps back 7 from member 20" in each for each in faults())


# --- what a month sets aside ----------------------------------------------------------------------------------


def march_set_aside(nine: Nine) -> None:
    write_house_rule("pay.set_asides", RULE)
    nine.earn(SIXTY)
    set_aside_month(period_id=month("2026-03").pk, actor=nine.teresa, now=LATER)
    assert faults() == []
    lift("a_set_aside_is_never_changed", on="payroll_setaside")


def rewritten(purpose: str, **change: Any) -> list[str]:
    SetAside.objects.filter(purpose=purpose).update(**change)
    return list(set_aside_faults.faults())


def test_cents_that_went_from_one_purpose_to_another_are_named_by_purpose(nine: Nine) -> None:
    march_set_aside(nine)
    rewritten("reinvestment", cents=F("cents") - 1)
    assert rewritten("winter_cushion", cents=F("cents") + 1) == [
        "what 2026-03 set aside, round 1: reinvestment has 19999999, worked out again it is 20000000",
        "what 2026-03 set aside, round 1: winter_cushion has 15000001, worked out again it is 15000000",
    ]


def test_a_share_and_a_rule_that_were_rewritten_are_named(nine: Nine) -> None:
    march_set_aside(nine)
    assert rewritten("reinvestment", share="1/4") == [
        "what 2026-03 set aside, round 1: the share of reinvestment is 1/4, the rule says 1/3"
    ]
    other = write_house_rule("assembly.seconders", 1)
    assert rewritten("reinvestment", share="1/3", rule=other)[0] == (
        "what 2026-03 set aside, round 1: its rows are not of one rule of what a month is set aside for"
    )
    SetAside.objects.update(rule=other)
    assert len(list(set_aside_faults.faults())) == 2


def test_a_month_by_another_rule_than_that_of_its_last_day_is_named(nine: Nine) -> None:
    march_set_aside(nine)
    mine = SetAside.objects.first()
    assert mine is not None
    later = write_house_rule("pay.set_asides", RULE, from_on=MARCH[1])
    assert list(set_aside_faults.faults()) == [], "a rule of a later day is not of this month"
    SetAside.objects.update(rule=later)
    assert list(set_aside_faults.faults()) == [
        f"what 2026-03 set aside: it is by rule {later.pk}, in force on its last day was rule {mine.rule_id}"
    ]


def test_rounds_of_a_month_opened_again_are_worked_out_one_by_one(nine: Nine) -> None:
    closed_once(nine, 10_000_01, 3_000_07)
    assert faults() == []
    lift("a_set_aside_is_never_changed", on="payroll_setaside")
    SetAside.objects.filter(round=2, purpose="winter_cushion").update(cents=1)
    [fault] = set_aside_faults.faults()
    assert fault.startswith("what 2026-03 set aside, round 2: winter_cushion has 1, worked out again it is ")
    lift("a_set_aside_is_never_deleted", on="payroll_setaside")
    SetAside.objects.filter(round=2).delete()
    assert list(set_aside_faults.faults()) == [
        "what 2026-03 set aside: of round 2, which the record tells, there is no row"
    ]


def test_a_closed_month_is_of_the_result_that_its_books_say(nine: Nine) -> None:
    write_house_rule("pay.set_asides", RULE)
    nine.earn(SIXTY)
    march = month("2026-03")
    set_aside_month(period_id=march.pk, actor=nine.teresa, now=LATER)
    close_period(period_id=march.pk, actor=nine.teresa, now=LATER)
    reopen_period(
        period_id=march.pk, because="assemblies.motion:1", actor=None, now=LATER + timedelta(days=2)
    )
    nine.earn(5_00, on=date(2026, 3, 11))
    assert list(set_aside_faults.faults()) == [], "an open month may earn more"
    lift("a_closed_period_stays_closed", on="ledger_period")
    type(march).objects.filter(pk=march.pk).update(closed_at=LATER)
    assert list(set_aside_faults.faults()) == [
        f"what 2026-03 set aside: it is of a result of {SIXTY}, the books of the month say {SIXTY + 500}"
    ]
