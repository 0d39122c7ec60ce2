"""What `verify` says of pay and surplus when somebody rewrote the tables."""

from __future__ import annotations

from datetime import date

import pytest

from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.models import PayRun, Payslip, Return, Surplus
from payroll.reports import faults
from payroll.reports.inputs import digest_of
from tests.makers import write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine, nine_of
from tests.payroll.paying import a_difference, an_adopted_motion
from tests.promises import lift

pytestmark = pytest.mark.django_db


def test_nothing_is_wrong_at_any_step(nine: Nine):
    for nth, step in enumerate(("computed", "signed", "posted", "paid"), start=1):
        getattr(nine, step)(f"2026-0{nth}", now=LATER)
    assert faults() == []


def test_a_slip_that_got_more_is_named_with_its_member(nine: Nine):
    run = nine.paid()
    lift("a_payslip_is_never_changed", on="payroll_payslip")
    Payslip.objects.filter(run=run, member=nine.people[2]).update(
        equal_cents=100_000_001, net_cents=100_000_001
    )
    said = faults()
    assert f"pay run {run.pk} (2026-03): its payslips are not those that were signed" in said
    assert any("member 3 has 100000001, worked out again it is 100000000" in fault for fault in said)


def test_a_total_that_was_changed_is_named(nine: Nine):
    run = nine.posted()
    lift("a_pay_run_only_goes_forward", on="payroll_payrun")
    PayRun.objects.filter(pk=run.pk).update(total_cents=1)
    assert any("the run says 1 for 9" in fault for fault in faults())


def test_a_surplus_that_was_changed_is_named(nine: Nine):
    nine.earn(90_000_003)
    surplus = draft_surplus(
        name="2026-03", from_on=MARCH[0], until_on=MARCH[1], typed={}, actor=nine.teresa, now=LATER
    )
    propose_surplus(surplus_id=surplus.pk, title="x", text="x", actor=nine.teresa, now=LATER)
    assert faults() == []
    lift("a_return_is_only_ever_paid", on="payroll_return")
    Return.objects.filter(member=nine.people[0]).update(cents=1)
    assert any("do not add up to what returns" in fault for fault in faults())
    lift("a_proposed_surplus_is_frozen", on="payroll_surplus")
    Surplus.objects.update(for_return_cents=1)
    assert any("worked out again" in fault for fault in faults())


def test_a_part_that_the_record_did_not_seal_is_named(nine: Nine):
    nine.earn(90_000_000)
    surplus = draft_surplus(
        name="2026-03", from_on=MARCH[0], until_on=MARCH[1], typed={}, actor=nine.teresa, now=LATER
    )
    propose_surplus(surplus_id=surplus.pk, title="x", text="x", actor=nine.teresa, now=LATER)
    lift("a_return_is_only_ever_paid", on="payroll_return")
    Return.objects.filter(member=nine.people[2]).update(held_cents=7, interest_cents=1)
    said = faults()
    assert any("not those that the record sealed" in fault for fault in said)
    assert any("the interest of member 3 is another" in fault for fault in said)


# --- a run that was rewritten with its own seal ---------------------------------------------------------------


def rewritten(run: PayRun, slips: dict[int, dict[str, object]], **changes: object) -> list[str]:
    """What verify says when slips (by member number) and the run are changed, and the run is sealed anew."""
    lift("a_payslip_is_never_changed", on="payroll_payslip")
    lift("a_pay_run_only_goes_forward", on="payroll_payrun")
    for number, change in slips.items():
        run.payslips.filter(member__number=number).update(**change)
    PayRun.objects.filter(pk=run.pk).update(**changes)
    PayRun.objects.filter(pk=run.pk).update(digest=digest_of(run))
    return faults()


def test_two_differences_that_cancel_out_are_named_even_with_a_new_seal(nine: Nine):
    run, motion = nine.paid(), an_adopted_motion().pk
    said = rewritten(
        run,
        {
            3: {"difference_cents": -5_000, "net_cents": 99_995_000, "difference_by": motion},
            4: {"difference_cents": 5_000, "net_cents": 100_005_000, "difference_by": motion},
        },
    )
    name = f"pay run {run.pk} (2026-03)"
    assert f"{name}: the difference of member 3 is -5000, what was voted comes to 0" in said
    assert f"{name}: the difference of member 4 is 5000, what was voted comes to 0" in said
    assert any(fault.startswith(f"{name}: its digest is") for fault in said), said


def test_a_difference_of_somebody_else_is_named(nine: Nine):
    theirs = a_difference(nine.people[0], 310_000, from_on=date(2026, 3, 22), until_on=date(2026, 4, 1))
    run = nine.paid()
    assert faults() == []
    line = {"code": "differences", "cents": 100_000, "motion": theirs.motion_id, "difference": theirs.pk}
    change = {"difference_cents": 100_000, "difference_by": theirs.motion_id, "net_cents": 100_100_000}
    said = rewritten(run, {3: {**change, "lines": [line]}, 1: {"difference_cents": 0, "net_cents": 10**8}})
    assert any("member 3 is not one that was voted for them" in fault for fault in said)
    assert any("member 1 is 0, what was voted comes to 100000" in fault for fault in said)


@pytest.mark.thorough
def test_cents_that_wait_are_followed_from_run_to_run(db: None):
    nine = nine_of()
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 100_001})
    january, february = nine.paid("2026-01"), nine.paid("2026-02")
    assert faults() == []
    said = rewritten(january, {}, carry_out_cents=12_345)
    assert any("leaves 12345 over, worked out again 2" in fault for fault in said)
    assert any("its carry_out_cents is 12345, the record says 2" in fault for fault in said)
    assert f"pay run {february.pk} (2026-02): it takes 2 that waited, what waited is 12345" in said
