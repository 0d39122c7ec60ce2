"""What `verify` says of money that left, where a row was rewritten: it names the row. Else it says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F, Model
from pytest_django import DjangoDbBlocker

from ledger import chart
from members.models import Membership
from payroll.actions.bounces import bounce_part
from payroll.actions.costs import list_project
from payroll.actions.fund_spending import spend_fund
from payroll.actions.help import answer_help, ask_help, pay_help
from payroll.actions.projects import pay_for_project
from payroll.actions.set_asides import set_aside_month
from payroll.actions.shares import ask_refund, pay_in_shares, pay_refunds, subscribe_shares
from payroll.models import (
    Advance,
    FundPayment,
    HelpRequest,
    Payment,
    PaymentPart,
    ProjectPayment,
    RefundPayment,
    SetAside,
)
from payroll.reports import faults
from tests.makers import give_power, write_house_rule
from tests.payroll.conftest import LATER, Nine, month, nine_of
from tests.payroll.paying import an_advance
from tests.payroll.test_funds import adopted, put_in
from tests.promises import lift
from tests.worlds import made_once

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 1)


def money_that_left() -> Nine:
    """Everyone was paid, one came back; an advance, a refund, a machine, help; and March was set aside."""
    nine = nine_of(pay_cents=1_000_00)
    by: dict[str, Any] = {"actor": nine.delia, "now": LATER}
    nine.earn(50_000_00)
    nine.paid()
    back = PaymentPart.objects.get(payslip__member=nine.people[2])
    bounce_part(part_id=back.pk, because="Account closed", **by)
    an_advance(nine, nine.people[1], 100_00)

    write_house_rule("shares.capital", {"cents": 300_000, "instalments": 3, "refunds": "1/2"})
    for person in nine.people:
        subscribe_shares(member_id=person.pk, first_due_on=date(2026, 3, 5), **by)
        pay_in_shares(member_id=person.pk, cents=300_000, into="bank", on=TODAY, key=f"{person.number}", **by)
    for person in nine.people[:2]:
        Membership.objects.filter(member=person).update(until_on=TODAY)
        ask_refund(member_id=person.pk, actor=person, now=LATER)
    pay_refunds(most_cents=500_000, out_of="bank", actor=nine.delia, now=LATER)

    put_in(chart.REINVESTMENT, 200_000)
    put_in(chart.LABOUR_FUND, 8_000)
    about: dict[str, Any] = {"name": "Prensa", "cents": 300_000, "effect": "Less gas", "in_use_since": None}
    list_project(code="press", motion=adopted("purchase", at_most_cents=300_000), **about, **by)
    pay_for_project(code="press", cents=250_000, out_of="bank", on=TODAY, key="a", **by)
    put_in(chart.EDUCATION_FUND, 1_000)
    spent: dict[str, Any] = {
        "fund": chart.EDUCATION_FUND,
        "towards": "5.3.4",
        "out_of": "cash",
        "what": "A course",
    }
    spend_fund(motion=adopted("purchase", at_most_cents=1_000), cents=900, on=TODAY, key="a", **spent, **by)
    give_power(nine.people[3], "payroll.hear_requests")
    asked = ask_help(fund="hardship", text="Glasses.", cents=5_000, actor=nine.people[7], now=LATER)
    answer_help(request_id=asked.pk, is_granted=True, answer="Yes.", actor=nine.people[3], now=LATER)
    pay_help(request_id=asked.pk, out_of="cash", **by)

    rows = [{"purpose": "legal_funds", "share": "45/100"}, {"purpose": "reinvestment", "share": "rest"}]
    write_house_rule("pay.set_asides", {"shares": rows, "cushion": "reinvestment", "unit_cents": 1})
    set_aside_month(period_id=month("2026-03").pk, actor=nine.teresa, now=LATER + timedelta(hours=1))
    return nine


@pytest.fixture(scope="module")
def _once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Nine]:
    with made_once(money_that_left, django_db_blocker) as made:
        yield made


@pytest.fixture(autouse=True)
def nine(_once: Nine, db: None) -> Nine:
    return deepcopy(_once)


def test_honest_money_has_no_fault() -> None:
    assert faults() == []


REWRITTEN: dict[str, tuple[type[Model], dict[str, Any], dict[str, Any], str, str]] = {
    # what: the table, which row, what it says now, the guard that stands in the way, what verify says
    "a payment": (
        Payment,
        {},
        {"total_cents": F("total_cents") - 5},
        "a_payment_is_never_another",
        r"payment {number} says 899995 on 2.1.1, its entry 900000",
    ),
    "a part of a payment": (
        PaymentPart,
        {"payslip__member__number": 1},
        {"cents": 1},
        "a_payment_part_only_ever_comes_back",
        r"payment \d+ says 1 for member 1, its entry 100000$",
    ),
    "a part that came back": (
        PaymentPart,
        {"bounced_at__isnull": False},
        {"cents": 99_99},
        "a_payment_part_only_ever_comes_back",
        r"payment part {pk} that came back says -9999 on 2.1.1, its entry -100000$",
    ),
    "an advance": (
        Advance,
        {},
        {"cents": 99_00},
        "an_advance_is_never_changed",
        r"advance {pk} says 9900 on 1.2.5, its entry 10000",
    ),
    "a refund": (
        RefundPayment,
        {"refund__member__number": 1},
        {"cents": 1},
        "a_refund_payment_is_never_changed",
        r"share refunds [\d, ]*{pk}[\d, ]* says 1 for member 1, its entry 300000",
    ),
    "what a machine cost": (
        ProjectPayment,
        {},
        {"cents": 1},
        "a_project_payment_is_never_changed",
        r"payment {pk} for project press says 1 on 1.4.1, its entry 250000",
    ),
    "more for a machine than was voted": (
        ProjectPayment,
        {},
        {"cents": 300_001},
        "a_project_payment_is_never_changed",
        r"project press: 300001 was paid of 300000 voted",
    ),
    "what a fund paid": (
        FundPayment,
        {},
        {"cents": 1},
        "a_fund_payment_is_never_changed",
        r"payment {pk} out of fund 3.3.2 says 1 on 3.3.2, its entry 900",
    ),
    "more of a fund than was voted": (
        FundPayment,
        {},
        {"cents": 1_001},
        "a_fund_payment_is_never_changed",
        r"motion \d+: 1 more than was voted is listed or spent",
    ),
    "help": (
        HelpRequest,
        {},
        {"cents": 50_000},
        "a_request_for_help_only_goes_forward",
        r"request for help {pk} says 50000 on 3.3.1, its entry 5000",
    ),
    "what was set aside": (
        SetAside,
        {"purpose": "reinvestment"},
        {"cents": 1},
        "a_set_aside_is_never_changed",
        r"what 2026-03 set aside says -1 on 3.4.2, its entry -\d+",
    ),
    "what was set aside, without an entry": (
        SetAside,
        {"purpose": "reinvestment"},
        {"entry": None},
        "a_set_aside_is_never_changed",
        r"what 2026-03 set aside for reinvestment is \d+, and in no entry",
    ),
}


@pytest.mark.parametrize("what", REWRITTEN)
def test_a_row_that_was_rewritten_is_named(what: str) -> None:
    model, which, change, guard, said = REWRITTEN[what]
    row = model._default_manager.get(**which)
    lift(guard, on=model._meta.db_table)
    model._default_manager.filter(pk=row.pk).update(**change)
    pattern = said.replace("{pk}", str(row.pk)).replace("{number}", str(getattr(row, "number", "")))
    found = faults()
    assert any(re.search(pattern, each) for each in found), found


def test_the_money_of_another_member_is_named() -> None:
    mine, theirs = (PaymentPart.objects.get(payslip__member__number=n) for n in (4, 5))
    lift("a_payment_part_only_ever_comes_back", on="payroll_paymentpart")
    advance = Advance.objects.get()
    lift("an_advance_is_never_changed", on="payroll_advance")
    Advance.objects.update(member=mine.payslip.member)
    assert mine.cents == theirs.cents
    found = faults()
    assert f"advance {advance.pk} says 10000 for member 4, its entry 0" in found
    assert f"advance {advance.pk} says 0 for member 2, its entry 10000" in found
