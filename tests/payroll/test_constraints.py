"""What the database itself refuses about pay and surplus, when somebody goes round the actions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assemblies.actions import draft_motion
from assemblies.models import HouseRule, Motion
from members.models import Member
from payroll.actions.runs import abandon_run
from payroll.models import CostSheet, PayRun, Payslip, Product, Project, Return, SetAside, Surplus
from tests.makers import NOW
from tests.payroll.conftest import LATER, MARCH, Nine, month
from tests.promises import delete_all, lift, refused, replace_all

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


def slip(run: PayRun, member: Any, **about: Any) -> Payslip:
    whole: dict[str, Any] = {
        "days": 31,
        "period_days": 31,
        "span": "2026-03-01/2026-04-01",
        "equal_cents": 100,
        "net_cents": 100,
    }
    return Payslip.objects.create(run=run, member=member, **(whole | about))


def a_draft() -> PayRun:
    return PayRun.objects.create(period=month("2026-03"), from_on=MARCH[0], until_on=MARCH[1])


def a_surplus(**about: Any) -> Surplus:
    whole: dict[str, Any] = {
        "name": "2026-03",
        "from_on": date(2026, 3, 1),
        "until_on": APRIL,
        "pack": "NONE",
        "inputs": {"result_cents": 900},
        "steps": [],
        "result_cents": 900,
        "for_return_cents": 900,
        "made_at": NOW,
    }
    return Surplus.objects.create(**(whole | about))


def a_motion() -> Motion:
    return draft_motion(
        kind="decision",
        title="Two forklifts",
        text="Buy two.",
        terms={},
        proposer=Member.objects.order_by("pk")[0],
        now=NOW,
    )


# --- payslips -------------------------------------------------------------------------------------------------


def test_the_same_days_get_the_same_pay(nine: Nine):
    run = a_draft()
    slip(run, nine.people[0])
    for cents in (99, 101):
        with refused("the_same_days_get_the_same_pay"):
            slip(run, nine.people[1], equal_cents=cents, net_cents=cents)
    slip(run, nine.people[1])
    slip(run, nine.people[2], span="2026-03-02/2026-04-01", days=30, equal_cents=97, net_cents=97)


def test_a_payslip_is_written_while_its_run_is_a_draft(nine: Nine):
    run = nine.computed()
    late = {"equal_cents": 100_000_000, "net_cents": 100_000_000}
    extra = Member.objects.create(number=77, name="Irma Peralta")
    with refused("a_payslip_is_written_while_its_run_is_a_draft"):
        slip(run, extra, **late)


def test_a_payslip_is_never_changed_or_deleted_or_replaced(nine: Nine):
    run = a_draft()
    slip(run, nine.people[0])
    with refused("a_payslip_is_never_changed"):
        Payslip.objects.update(net_cents=101, equal_cents=101)
    with refused("a_payslip_is_never_deleted"):
        delete_all("payroll_payslip")
    with refused("a_payslip_is_never_replaced"):
        replace_all("payroll_payslip")


def test_one_payslip_each_a_run(nine: Nine):
    run = a_draft()
    slip(run, nine.people[0])
    with refused("one_payslip_each_a_run", columns="payroll_payslip.run_id"):
        slip(run, nine.people[0])


@pytest.mark.parametrize(
    "wrong",
    [{"net_cents": 99}, {"return_cents": 1}, {"withheld_cents": 1}, {"withheld_cents": 2, "return_cents": 1}],
)
def test_payslip_adds_up(nine: Nine, wrong: dict[str, int]):
    with refused("payslip_adds_up"):
        slip(a_draft(), nine.people[0], **wrong)


def test_a_difference_cites_its_motion(nine: Nine):
    run = a_draft()
    with refused("a_difference_cites_its_motion"):
        slip(run, nine.people[0], difference_cents=10, net_cents=110)
    slip(run, nine.people[0], difference_cents=10, net_cents=110, difference_by=a_motion())


@pytest.mark.parametrize("days", [0, 32])
def test_days_are_within_the_period(nine: Nine, days: int):
    with refused("days_are_within_the_period"):
        slip(a_draft(), nine.people[0], days=days)


@pytest.mark.parametrize(
    "wrong",
    [
        {"equal_cents": -1, "return_cents": 1, "net_cents": 0},
        {"withheld_cents": -1, "net_cents": 101},
        {"return_cents": -1, "net_cents": 99},
    ],
)
def test_pay_is_never_negative(nine: Nine, wrong: dict[str, int]):
    with refused("pay_is_never_negative"):
        slip(a_draft(), nine.people[0], **wrong)


# --- runs -----------------------------------------------------------------------------------------------------


def test_a_pay_run_only_goes_forward(nine: Nine):
    run = nine.computed()
    back: list[dict[str, Any]] = [
        {"state": "draft"},
        {"state": "posted"},
        {"state": "paid"},
        {"total_cents": 1},
        {"carry_out_cents": 1},
        {"people": 1},
        {"digest": "x"},
        {"inputs": {}},
        {"period": month("2026-04")},
        {"prepared_by": nine.people[0]},
        {"prepared_by": None},
        {"prepared_under": nine.mandates["chair"]},
    ]
    for change in back:
        with refused(
            "a_pay_run_only_goes_forward|what_is_posted_was_countersigned|what_is_paid_has_its_entry"
        ):
            PayRun.objects.filter(pk=run.pk).update(**change)


def test_signatures_and_entries_are_written_once(nine: Nine):
    run = nine.paid()
    for change in (
        {"countersigned_by": nine.people[0]},
        {"countersigned_under": nine.mandates["chair"]},
        {"entry": None},
        {"payment_entry": None},
        {"state": "abandoned"},
        {"state": "posted"},
    ):
        with refused("a_pay_run_only_goes_forward"):
            PayRun.objects.filter(pk=run.pk).update(**change)


def test_what_was_abandoned_stays_so(nine: Nine):
    run = abandon_run(run_id=nine.computed().pk, actor=nine.delia, now=LATER)
    with refused("a_pay_run_only_goes_forward"):
        PayRun.objects.filter(pk=run.pk).update(state="computed")


def test_a_pay_run_is_never_deleted_or_replaced(nine: Nine):
    a_draft()
    with refused("a_pay_run_is_never_deleted"):
        delete_all("payroll_payrun")
    with refused("a_pay_run_is_never_replaced"):
        replace_all("payroll_payrun")


def test_one_pay_run_a_period(nine: Nine):
    a_draft()
    with refused("pay_runs_never_cover_the_same_day"):
        a_draft()
    lift("pay_runs_never_cover_the_same_day", on="payroll_payrun")
    with refused("one_pay_run_a_period", columns="payroll_payrun.from_on"):
        a_draft()
    PayRun.objects.update(state="abandoned")
    a_draft()


def test_two_people_sign_a_pay_run(nine: Nine):
    run = nine.computed()
    with refused("two_people_sign_a_pay_run"):
        PayRun.objects.filter(pk=run.pk).update(countersigned_by=nine.delia)


def test_two_mandates_sign_a_pay_run(nine: Nine):
    run = nine.computed()
    with refused("two_mandates_sign_a_pay_run"):
        PayRun.objects.filter(pk=run.pk).update(
            countersigned_by=nine.oscar, countersigned_under=nine.mandates["treasury"]
        )


def test_what_is_posted_was_countersigned(nine: Nine):
    run = nine.signed()
    with refused("what_is_posted_was_countersigned"):
        PayRun.objects.filter(pk=run.pk).update(state="posted")


def test_what_is_paid_has_its_entry(nine: Nine):
    run = nine.posted()
    with refused("what_is_paid_has_its_entry"):
        PayRun.objects.filter(pk=run.pk).update(state="paid")


# --- set-asides -----------------------------------------------------------------------------------------------


def a_set_aside() -> SetAside:
    rule = HouseRule.objects.all()[0]
    return SetAside.objects.create(
        period=month("2026-03"), purpose="community", share="1/10", cents=5, rule=rule
    )


def test_a_set_aside_is_never_changed_or_deleted_or_replaced(nine: Nine):
    a_set_aside()
    with refused("a_set_aside_is_never_changed"):
        SetAside.objects.update(cents=6)
    with refused("a_set_aside_is_never_deleted"):
        delete_all("payroll_setaside")
    with refused("a_set_aside_is_never_replaced"):
        replace_all("payroll_setaside")


def test_set_aside_once_a_period(nine: Nine):
    a_set_aside()
    with refused("set_aside_once_a_period", columns="payroll_setaside.period_id"):
        a_set_aside()


# --- the surplus ----------------------------------------------------------------------------------------------


def test_a_proposed_surplus_is_frozen(nine: Nine):
    a_surplus(state="proposed")
    changes: list[dict[str, Any]] = [
        {"inputs": {}},
        {"steps": [1]},
        {"for_return_cents": 1},
        {"result_cents": 1},
        {"left_over_cents": 1},
        {"name": "2027"},
        {"pack": "AR"},
        {"from_on": date(2026, 2, 1)},
        {"until_on": date(2026, 5, 1)},
        {"motion": a_motion()},
        {"adopted_by": a_motion()},
        {"state": "draft"},
    ]
    for change in changes:
        with refused("a_proposed_surplus_is_frozen"):
            Surplus.objects.update(**change)
    Surplus.objects.update(state="fallen")
    with refused("a_proposed_surplus_is_frozen"):
        Surplus.objects.update(state="proposed")


def test_a_surplus_is_never_deleted_or_replaced(nine: Nine):
    a_surplus()
    with refused("a_surplus_is_never_deleted"):
        delete_all("payroll_surplus")
    with refused("a_surplus_is_never_replaced"):
        replace_all("payroll_surplus")


def test_only_a_motion_shares_surplus(nine: Nine):
    a_surplus(state="proposed")
    with refused("only_a_motion_shares_surplus"):
        Surplus.objects.update(state="posted")


def test_a_form_works_out_one_surplus(nine: Nine):
    a_surplus(key="one")
    a_surplus(name="without")
    a_surplus(name="without too")
    with refused("a_form_works_out_one_surplus", columns="payroll_surplus.key"):
        a_surplus(name="again", key="one")


def test_a_surplus_is_shared_once(nine: Nine):
    entries = [nine.posted(name).entry for name in ("2026-02", "2026-03")]
    first, second = a_motion(), a_motion()
    a_surplus(state="posted", entry=entries[0], motion=first, adopted_by=first)
    shared: dict[str, Any] = {"state": "posted", "entry": entries[1], "motion": second, "adopted_by": second}
    with refused("a_surplus_is_shared_once", columns="payroll_surplus.name"):
        a_surplus(from_on=APRIL, until_on=date(2026, 5, 1), **shared)
    with refused("no_month_comes_shared_twice"):
        a_surplus(name="March", until_on=date(2026, 5, 1), **shared)
    again = a_surplus(name="March", state="proposed", motion=second)
    with refused("no_month_is_shared_twice"):
        Surplus.objects.filter(pk=again.pk).update(state="posted", entry=entries[1], adopted_by=second)


def test_a_return_is_written_while_its_surplus_is_a_draft(nine: Nine):
    surplus = a_surplus(state="proposed")
    with refused("a_return_is_written_while_its_surplus_is_a_draft"):
        Return.objects.create(surplus=surplus, member=nine.delia, cents=5)


def test_a_return_is_only_ever_paid(nine: Nine):
    surplus, other = a_surplus(), a_surplus(name="x")
    Return.objects.create(surplus=surplus, member=nine.delia, cents=5)
    for change in ({"cents": 6}, {"member": nine.oscar}, {"surplus": other}):
        with refused("a_return_is_only_ever_paid"):
            Return.objects.update(**change)
    Return.objects.update(payslip=slip(a_draft(), nine.delia))
    with refused("a_return_is_only_ever_paid"):
        Return.objects.update(payslip=None)


def test_a_return_is_never_deleted_or_replaced(nine: Nine):
    Return.objects.create(surplus=a_surplus(), member=nine.delia, cents=5)
    with refused("a_return_is_never_deleted"):
        delete_all("payroll_return")
    lift("a_return_is_written_while_its_surplus_is_a_draft", on="payroll_return")
    with refused("a_return_is_never_replaced"):
        replace_all("payroll_return")


def test_one_return_each(nine: Nine):
    surplus = a_surplus()
    Return.objects.create(surplus=surplus, member=nine.delia, cents=5)
    with refused("one_return_each", columns="payroll_return.surplus_id"):
        Return.objects.create(surplus=surplus, member=nine.delia, cents=5)


def test_a_return_is_never_negative(nine: Nine):
    with refused("a_return_is_never_negative"):
        Return.objects.create(surplus=a_surplus(), member=nine.delia, cents=-1)


# --- what things cost -----------------------------------------------------------------------------------------


def a_sheet() -> CostSheet:
    product = Product.objects.get_or_create(code="tile", defaults={"name": "Tile", "unit": "m2"})[0]
    return CostSheet.objects.create(
        product=product, in_force_from=APRIL, lines=[], total_cents=1, price_cents=2
    )


def test_a_cost_sheet_is_only_ever_added():
    a_sheet()
    with refused("a_cost_sheet_is_never_changed"):
        CostSheet.objects.update(price_cents=3)
    with refused("a_cost_sheet_is_never_deleted"):
        delete_all("payroll_costsheet")
    with refused("a_cost_sheet_is_never_replaced"):
        replace_all("payroll_costsheet")


def test_one_cost_sheet_a_day():
    a_sheet()
    with refused("one_cost_sheet_a_day", columns="payroll_costsheet.product_id"):
        a_sheet()


def test_what_is_in_use_was_voted():
    with refused("what_is_in_use_was_voted"):
        Project.objects.create(code="kiln", name="Kiln", cents=5, effect="x", in_use_since=APRIL)
