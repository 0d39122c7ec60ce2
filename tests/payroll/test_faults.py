"""What `verify` says of pay and surplus when somebody rewrote the tables."""

from __future__ import annotations

import pytest

from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.models import PayRun, Payslip, Return, Surplus
from payroll.reports import faults
from tests.payroll.conftest import LATER, MARCH, Nine
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
