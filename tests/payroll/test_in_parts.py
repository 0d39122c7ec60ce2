"""A run that is worked in parts of two of us is the same run as in one part: slips, cents, lines, file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from ledger.models import Posting
from members.models import Membership
from payroll.actions.advances import vote_deduction
from payroll.actions.paying_out import pay_run
from payroll.actions.payments import export_payment
from payroll.models import Payment, PaymentPart, PayRun
from payroll.reports import faults
from payroll.reports.payments import file_of, owed_by_run
from record import on_disk, parts
from tests.makers import write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine
from tests.payroll.paying import an_adopted_motion, by_bank, our_bank, our_box

pytestmark = pytest.mark.django_db
HOW_MANY = {"all at once": 2_000, "two at a time": 2}


def a_month_of(nine: Nine) -> dict[str, Any]:
    """February and March of a pool, with short cash: everything that does not hang on chance or on ids."""
    nine.posted("2026-02")
    run = nine.posted("2026-03")
    pay_run(run_id=run.pk, actor=nine.delia, now=LATER, available_cents=130_000)
    paid = Payment.objects.order_by("number")
    for payment in paid:
        export_payment(payment_id=payment.pk, actor=nine.delia, now=LATER)
    runs = PayRun.objects.order_by("from_on")
    lines = Posting.objects.filter(entry__key__startswith="payroll.").order_by("entry__number", "pk")
    assert faults() == []
    return {
        "runs": list(runs.values_list("state", "people", "total_cents", "carry_out_cents", "inputs")),
        "slips": [
            list(each.payslips.order_by("pk").values_list("member", "span", "equal_cents", "net_cents"))
            for each in runs
        ],
        "lines": list(lines.values_list("entry__number", "account__code", "member", "cents")),
        "parts": list(
            PaymentPart.objects.order_by("pk").values_list(
                "payment__number", "payslip__member__number", "payslip__run__from_on", "cents", "pay_to"
            )
        ),
        "files": [file_of(each).count(b"\n") for each in paid],
        "owed": [(cents, people) for _run, cents, people in owed_by_run()],
    }


@pytest.mark.thorough
def test_a_run_in_parts_is_the_same_run(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 100_007}, from_on=date(2026, 2, 1))
    Membership.objects.filter(member=nine.people[3]).update(until_on=date(2026, 2, 20))
    vote_deduction(
        kind="statutory",
        name="Social security",
        cents=0,
        share="1/7",
        from_on=MARCH[0],
        until_on=None,
        motion=an_adopted_motion(),
        now=LATER,
    )
    our_bank(nine)
    our_box(nine)
    for person in nine.people[::2]:
        by_bank(person)
    found = []
    for many in HOW_MANY.values():
        monkeypatch.setattr(parts, "AT_A_TIME", many)
        monkeypatch.setattr(on_disk, "SORTED_AT_ONCE", many)
        with transaction.atomic():
            found.append(a_month_of(nine))
            transaction.set_rollback(True)
    at_once, two_at_a_time = found
    assert two_at_a_time == at_once
    assert [len(slips) for slips in at_once["slips"]] == [9, 8]
    assert len(at_once["parts"]) > 9, "some are paid of both runs"
