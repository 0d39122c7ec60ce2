"""Going round the actions of pay on purpose: what the database itself refuses, on both engines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ledger import chart
from ledger.models import Account, Entry
from payroll.actions.advances import ask_deduction, vote_deduction
from payroll.actions.bounces import bounce_part
from payroll.models import (
    Advance,
    Deduction,
    Difference,
    PayFrom,
    Payment,
    PaymentPart,
    PayRun,
    Payslip,
    PayTo,
    RunKind,
    Withholding,
)
from tests.makers import NOW, write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine, month
from tests.payroll.paying import IBAN, a_difference, an_adopted_motion, an_advance, by_bank, every, our_bank
from tests.promises import delete_all, lift, refused, replace_all

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


def a_run(**about: Any) -> PayRun:
    whole: dict[str, Any] = {"period": month("2026-03"), "from_on": MARCH[0], "until_on": MARCH[1]}
    return PayRun.objects.create(**(whole | about))


def a_slip(run: PayRun, member: Any, **about: Any) -> Payslip:
    whole: dict[str, Any] = {
        "days": 31,
        "period_days": 31,
        "span": "2026-03-01/2026-04-01",
        "equal_cents": 100,
        "net_cents": 100,
    }
    return Payslip.objects.create(run=run, member=member, **(whole | about))


# --- runs -----------------------------------------------------------------------------------------------------


def test_cents_that_wait_are_taken_once(nine: Nine):
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 100_001})
    nine.paid("2026-01")
    march, may = a_run(), a_run(from_on=date(2026, 5, 1), until_on=date(2026, 6, 1), period=month("2026-05"))
    for wrong in every({"carry_in_cents": 0}, {"carry_in_cents": 3}):
        with refused("cents_that_wait_are_taken_once"):
            PayRun.objects.filter(pk=march.pk).update(state="computed", **wrong)
    PayRun.objects.filter(pk=march.pk).update(state="computed", carry_in_cents=2, carry_out_cents=1)
    with refused("cents_that_wait_are_taken_once"):
        PayRun.objects.filter(pk=may.pk).update(state="computed", carry_in_cents=2)


def test_no_moment_and_no_carry_of_a_run_is_another_later(nine: Nine):
    run = nine.paid()
    for change in every(
        {"carry_in_cents": 77},
        {"carry_out_cents": 77},
        {"computed_at": None},
        {"countersigned_at": NOW},
        {"posted_at": NOW},
        {"paid_at": NOW},
    ):
        with refused("a_pay_run_only_goes_forward"):
            PayRun.objects.filter(pk=run.pk).update(**change)


def test_pay_runs_never_cover_the_same_day(nine: Nine):
    a_run()
    for days in every(
        {"from_on": date(2026, 3, 31), "until_on": date(2026, 4, 7)},
        {"from_on": date(2026, 2, 23)},
    ):
        with refused("pay_runs_never_cover_the_same_day"):
            a_run(**days)
    a_run(from_on=APRIL, until_on=date(2026, 4, 8))


def test_a_pay_run_has_a_day(nine: Nine):
    with refused("a_pay_run_has_a_day"):
        a_run(until_on=MARCH[0])


def test_a_correction_names_its_run_and_its_member(nine: Nine):
    run = a_run()
    for about in every({"corrects": run}, {"member": nine.delia}):
        with refused("a_correction_names_its_run_and_its_member"):
            a_run(kind=RunKind.CORRECTION, **about)
    with refused("a_correction_names_its_run_and_its_member"):
        a_run(from_on=APRIL, until_on=date(2026, 5, 1), corrects=run, member=nine.delia)


def test_one_correction_at_a_time(nine: Nine):
    about = {"kind": RunKind.CORRECTION, "corrects": a_run(), "member": nine.delia}
    a_run(**about)
    with refused("one_correction_at_a_time", columns="payroll_payrun.corrects_id"):
        a_run(**about)


def test_nobody_signs_a_correction_of_their_own(nine: Nine):
    run = a_run()
    for who in ("prepared_by", "countersigned_by"):
        with refused("nobody_signs_a_correction_of_their_own"):
            a_run(kind=RunKind.CORRECTION, corrects=run, member=nine.delia, **{who: nine.delia})


def test_the_days_and_the_kind_of_a_run_stay(nine: Nine):
    run = a_run()
    for change in every(
        {"from_on": date(2026, 3, 2)},
        {"until_on": date(2026, 3, 30)},
        {"rhythm": "week"},
        {"kind": "correction", "corrects": run.pk, "member": nine.delia.pk},
    ):
        with refused("a_pay_run_only_goes_forward"):
            PayRun.objects.filter(pk=run.pk).update(**change)


def test_nobody_goes_home_owing_for_their_work(nine: Nine):
    with refused("nobody_goes_home_owing_for_their_work"):
        a_slip(a_run(), nine.delia, withheld_cents=101, net_cents=-1)


def test_only_a_correction_has_parts_below_zero(nine: Nine):
    slip = a_slip(a_run(), nine.delia)
    fix = a_run(kind=RunKind.CORRECTION, corrects=slip.run, member=nine.delia)
    with refused("pay_is_never_negative"):
        a_slip(fix, nine.delia, equal_cents=-5, withheld_cents=-5, net_cents=0)
    a_slip(fix, nine.delia, equal_cents=-5, withheld_cents=-5, net_cents=0, corrects=slip)


# --- differences, advances, what is kept back -----------------------------------------------------------------


def test_a_difference_between_us_ends(nine: Nine):
    with refused("a_difference_between_us_ends"):
        a_difference(nine.oscar, 5, from_on=APRIL, until_on=APRIL)


def test_a_difference_is_not_nothing(nine: Nine):
    with refused("a_difference_is_not_nothing"):
        a_difference(nine.oscar, 0, from_on=MARCH[0], until_on=APRIL)


def test_a_motion_makes_one_difference_each(nine: Nine):
    made = a_difference(nine.oscar, 5, from_on=MARCH[0], until_on=APRIL)
    made.pk = None
    with refused("a_motion_makes_one_difference_each", columns="payroll_difference.motion_id"):
        made.save(force_insert=True)


def test_a_difference_is_only_ever_added(nine: Nine):
    a_difference(nine.oscar, 5, from_on=MARCH[0], until_on=APRIL)
    with refused("a_difference_is_never_changed"):
        Difference.objects.update(until_on=date(2027, 1, 1))
    with refused("a_difference_is_never_deleted"):
        delete_all("payroll_difference")
    with refused("a_difference_is_never_replaced"):
        replace_all("payroll_difference")


def test_an_advance_is_only_ever_added(nine: Nine):
    an_advance(nine, nine.oscar, 500)
    with refused("an_advance_is_never_changed"):
        Advance.objects.update(cents=5)
    with refused("an_advance_is_never_deleted"):
        delete_all("payroll_advance")
    with refused("an_advance_is_never_replaced"):
        replace_all("payroll_advance")


def test_an_advance_is_given_by_another_some_money_in_the_books(nine: Nine):
    entry = an_advance(nine, nine.oscar, 500).entry
    whole: dict[str, Any] = {
        "member": nine.people[0],
        "cents": 5,
        "from_on": APRIL,
        "given_by": nine.delia,
        "given_at": LATER,
        "key": "x",
    }
    with refused("an_advance_is_in_the_books"):
        Advance.objects.create(**whole)
    slip = a_slip(a_run(), nine.people[0])
    with refused("nobody_gives_themselves_an_advance"):
        Advance.objects.create(**(whole | {"overpaid": slip, "given_by": nine.people[0]}))
    for about in every({"cents": 0}, {"instalments": 0}):
        with refused("an_advance_is_some_money_in_some_instalments"):
            Advance.objects.create(**(whole | {"overpaid": slip} | about))
    assert entry is not None


def test_an_advance_is_never_taken_back_twice(nine: Nine):
    advance = an_advance(nine, nine.oscar, 50)
    slip = a_slip(a_run(), nine.oscar, withheld_cents=60, net_cents=40)
    with refused("an_advance_is_never_taken_back_twice"):
        Withholding.objects.create(payslip=slip, advance=advance, cents=51)
    Withholding.objects.create(payslip=slip, advance=advance, cents=50)
    other = a_slip(
        a_run(from_on=APRIL, until_on=date(2026, 5, 1)), nine.oscar, withheld_cents=1, net_cents=99
    )
    with refused("an_advance_is_never_taken_back_twice"):
        Withholding.objects.create(payslip=other, advance=advance, cents=1)


def a_fee(nine: Nine) -> Deduction:
    return ask_deduction(name="Fee", cents=5, share="", from_on=MARCH[0], actor=nine.oscar, now=LATER)


def test_what_is_kept_back_has_its_reason_and_is_said_once(nine: Nine):
    advance, fee = an_advance(nine, nine.oscar, 50), a_fee(nine)
    slip = a_slip(a_run(), nine.oscar, withheld_cents=15, net_cents=85)
    for about in every({}, {"advance": advance, "deduction": fee}):
        with refused("what_is_kept_back_has_its_reason"):
            Withholding.objects.create(payslip=slip, cents=5, **about)
    with refused("what_is_kept_back_is_above_zero"):
        Withholding.objects.create(payslip=slip, cents=0, deduction=fee)
    Withholding.objects.create(payslip=slip, cents=5, deduction=fee)
    Withholding.objects.create(payslip=slip, cents=5, advance=advance)
    with refused("a_deduction_once_a_payslip", columns="payroll_withholding.payslip_id"):
        Withholding.objects.create(payslip=slip, cents=5, deduction=fee)
    with refused("an_advance_once_a_payslip", columns="payroll_withholding.payslip_id"):
        Withholding.objects.create(payslip=slip, cents=5, advance=advance)
    with refused("what_is_kept_back_is_said_thing_by_thing"):
        PayRun.objects.update(state="computed")
    with refused("what_is_kept_back_is_never_changed"):
        Withholding.objects.update(cents=6)
    with refused("what_is_kept_back_is_never_deleted"):
        delete_all("payroll_withholding")
    lift("an_advance_is_never_taken_back_twice", on="payroll_withholding")
    with refused("what_is_kept_back_is_never_replaced"):
        replace_all("payroll_withholding")


def test_the_same_is_kept_back_once(nine: Nine):
    about: dict[str, Any] = {"name": "Library", "cents": 5, "share": "", "from_on": MARCH[0]}
    ask_deduction(**about, actor=nine.oscar, now=LATER)
    with refused("the_same_is_kept_back_once", columns="payroll_deduction.member_id"):
        Deduction.objects.create(kind="voluntary", member=nine.oscar, asked_at=LATER, **about)


def test_only_a_correction_gives_back_what_was_kept(nine: Nine):
    deduction = vote_deduction(
        kind="statutory",
        name="Pension",
        cents=5,
        share="",
        from_on=MARCH[0],
        until_on=None,
        motion=an_adopted_motion(),
        now=LATER,
    )
    run = a_run()
    with refused("only_a_correction_gives_back_what_was_kept"):
        Withholding.objects.create(payslip=a_slip(run, nine.oscar), deduction=deduction, cents=-1)
    fix = a_run(kind=RunKind.CORRECTION, corrects=run, member=nine.oscar)
    slip = a_slip(fix, nine.oscar)
    with refused("what_is_kept_back_is_above_zero"):
        Withholding.objects.create(payslip=slip, deduction=deduction, cents=0)
    Withholding.objects.create(payslip=slip, deduction=deduction, cents=-1)
    with refused("what_is_kept_back_is_said_thing_by_thing"):
        PayRun.objects.filter(pk=fix.pk).update(state="computed")


def test_what_is_kept_back_is_written_while_its_run_is_a_draft(nine: Nine):
    slip = a_slip(a_run(), nine.oscar)
    PayRun.objects.update(state="computed")
    with refused("what_is_kept_back_is_written_while_its_run_is_a_draft"):
        Withholding.objects.create(payslip=slip, cents=5, deduction=a_fee(nine))


def test_a_deduction_only_ever_ends(nine: Nine):
    a_fee(nine)
    for change in every({"cents": 6}, {"member": nine.delia}, {"name": "x"}, {"from_on": APRIL}):
        with refused("a_deduction_only_ever_ends"):
            Deduction.objects.update(**change, until_on=APRIL)
    with refused("a_deduction_ends_after_it_begins"):
        Deduction.objects.update(until_on=date(2026, 2, 1))
    Deduction.objects.update(until_on=APRIL)
    with refused("a_deduction_only_ever_ends"):
        Deduction.objects.update(until_on=None)
    with refused("a_deduction_is_never_deleted"):
        delete_all("payroll_deduction")
    with refused("a_deduction_is_never_replaced"):
        replace_all("payroll_deduction")


def test_a_deduction_is_voted_for_all_or_asked_for_by_oneself(nine: Nine):
    whole: dict[str, Any] = {"name": "x", "cents": 5, "from_on": APRIL, "asked_at": LATER}
    for about in every(
        {"kind": "voluntary"},
        {"kind": "statutory", "member": nine.oscar, "motion": an_adopted_motion()},
        {"kind": "in_kind"},
    ):
        with refused("a_deduction_is_voted_for_all_or_asked_for_by_oneself"):
            Deduction.objects.create(**(whole | about))
    for about in every({"share": "1/2"}, {"cents": 0}):
        with refused("a_deduction_is_an_amount_or_a_share"):
            Deduction.objects.create(**(whole | {"kind": "voluntary", "member": nine.oscar} | about))


# --- payments -------------------------------------------------------------------------------------------------


def test_nobody_is_paid_more_than_their_payslip(nine: Nine):
    nine.paid()
    part = PaymentPart.objects.order_by("pk")[0]
    other = a_payment(nine)
    with refused("nobody_is_paid_more_than_their_payslip"):
        PaymentPart.objects.create(payment=other, payslip=part.payslip, cents=1)
    bounce_part(part_id=part.pk, because="closed", actor=nine.delia, now=LATER)
    with refused("nobody_is_paid_more_than_their_payslip"):
        PaymentPart.objects.create(payment=other, payslip=part.payslip, cents=part.cents + 1)
    PaymentPart.objects.create(payment=other, payslip=part.payslip, cents=part.cents, instead_of=part)


def a_payment(nine: Nine, **about: Any) -> Payment:
    """A payment of nothing yet, in the books as the sale of a tile."""
    nine.earn(5, key="tile")
    whole: dict[str, Any] = {
        "number": 99,
        "way": "bank",
        "total_cents": 1,
        "pay_on": APRIL,
        "entry": Entry.objects.order_by("-number")[0],
        "made_at": LATER,
    }
    return Payment.objects.create(**(whole | about))


def test_only_what_is_in_the_books_is_paid(nine: Nine):
    slip = nine.signed().payslips.all()[0]
    with refused("only_what_is_in_the_books_is_paid"):
        PaymentPart.objects.create(payment=a_payment(nine), payslip=slip, cents=1)


def test_only_what_came_back_is_paid_again(nine: Nine):
    slip = nine.posted().payslips.all()[0]
    payment = a_payment(nine)
    part = PaymentPart.objects.create(payment=payment, payslip=slip, cents=5)
    with refused("a_payslip_once_in_a_payment", columns="payroll_paymentpart.payment_id"):
        PaymentPart.objects.create(payment=payment, payslip=slip, cents=5)
    nine.earn(5, key="another")
    other = Payment.objects.create(
        number=100,
        way="cash",
        total_cents=5,
        pay_on=APRIL,
        entry=Entry.objects.order_by("-number")[0],
        made_at=LATER,
    )
    with refused("only_what_came_back_is_paid_again"):
        PaymentPart.objects.create(payment=other, payslip=slip, cents=5, instead_of=part)
    with refused("what_is_paid_is_above_zero"):
        PaymentPart.objects.create(payment=other, payslip=slip, cents=0)
    lift("only_what_came_back_is_paid_again", on="payroll_paymentpart")
    mine = PaymentPart(pk=part.pk + 1, payment=other, payslip=slip, cents=5)
    mine.instead_of_id = mine.pk
    with refused("nothing_is_paid_instead_of_itself"):
        mine.save(force_insert=True)


def test_a_payment_part_only_ever_comes_back(nine: Nine):
    nine.paid()
    for change in every({"cents": 5}, {"bounced_because": "x"}, {"payment": a_payment(nine)}):
        with refused("a_payment_part_only_ever_comes_back"):
            PaymentPart.objects.update(**change)
    with refused("what_came_back_is_in_the_books"):
        PaymentPart.objects.update(bounced_at=LATER)
    with refused("a_payment_part_is_never_deleted"):
        delete_all("payroll_paymentpart")
    lift("nobody_is_paid_more_than_their_payslip", on="payroll_paymentpart")
    with refused("a_payment_part_is_never_replaced"):
        replace_all("payroll_paymentpart")


def test_a_payment_is_never_another(nine: Nine):
    nine.paid()
    for change in every(
        {"number": 7},
        {"total_cents": 7},
        {"way": "cash"},
        {"pay_on": date(2026, 4, 7)},
        {"frozen": {"holder": "x"}},
        {"made_at": NOW},
    ):
        with refused("a_payment_is_never_another"):
            Payment.objects.update(**change)
    Payment.objects.update(exported_at=LATER, exported_by=nine.delia, file_digest="a" * 64)
    for change in every({"file_digest": "b" * 64}, {"exported_by": nine.oscar}):
        with refused("a_payment_is_never_another"):
            Payment.objects.update(**change)
    with refused("a_payment_is_never_deleted"):
        delete_all("payroll_payment")
    with refused("a_payment_is_never_replaced"):
        replace_all("payroll_payment")


def test_a_payment_is_some_money_and_a_file_that_was_made_has_its_seal(nine: Nine):
    with refused("a_payment_is_some_money"):
        a_payment(nine, total_cents=0)
    a_payment(nine)
    with refused("a_file_that_was_made_has_its_seal"):
        Payment.objects.update(exported_at=LATER)


def test_where_one_is_paid_is_only_ever_added(nine: Nine):
    by_bank(nine.oscar)
    with refused("where_one_is_paid_is_only_ever_wiped"):
        PayTo.objects.update(account=IBAN)
    with refused("where_one_is_paid_is_only_ever_wiped"):
        PayTo.objects.update(holder="", account="", bank="", wiped_at=LATER)
    with refused("where_one_is_paid_is_never_deleted"):
        delete_all("payroll_payto")
    with refused("where_one_is_paid_is_never_replaced"):
        replace_all("payroll_payto")
    with refused("whoever_is_paid_by_bank_says_into_which_account"):
        PayTo.objects.create(member=nine.oscar, way="bank", holder="Oscar", set_at=LATER)


def test_a_bank_we_pay_from_has_its_account(nine: Nine):
    our_bank(nine)
    bank, box = (Account.objects.get(code=code) for code in (chart.BANK, chart.CASH))
    with refused("a_bank_we_pay_from_keeps_an_account"):
        PayFrom.objects.update(account="", holder="")
    with refused("a_bank_we_pay_from_keeps_an_account"):
        PayFrom.objects.update(books=box)
    with refused("an_account_number_is_somebodys"):
        PayFrom.objects.update(holder="")
    about = {"account": IBAN, "holder": "Barda Clara", "changed_at": LATER}
    with refused("a_bank_we_pay_from_has_its_account"):
        PayFrom.objects.create(books=box, **about)
    with refused("a_bank_we_pay_from_has_its_account"):
        PayFrom.objects.create(books=Account.objects.get(code=chart.PAY_OWED), **about)
    with pytest.raises(IntegrityError), transaction.atomic():
        PayFrom.objects.create(books=bank, **about)
    PayFrom.objects.all().delete()
    with refused("a_bank_we_pay_from_has_its_account"):
        PayFrom.objects.create(books=bank, changed_at=LATER)
