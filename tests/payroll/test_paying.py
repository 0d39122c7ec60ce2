"""Rhythms, days away, differences, advances, short cash, payments that come back, corrections."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from django.db import transaction

from ledger import chart
from ledger.actions.accounts import open_account
from ledger.models import Account
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from ledger.rules import LARGEST_CENTS
from members.models import Membership
from payroll.accounts import ADVANCES, OWN_GOODS
from payroll.actions.accounts import keep_pay_from, say_where_paid
from payroll.actions.advances import ask_deduction, end_deduction, vote_deduction, vote_difference
from payroll.actions.bounces import bounce_part, pay_again
from payroll.actions.corrections import correct_pay
from payroll.actions.paying_out import pay_run
from payroll.actions.payments import confirm_payment, export_payment
from payroll.actions.runs import close_run, compute_run, countersign_run, post_run, prepare_pay
from payroll.models import Advance, Payment, PaymentPart, PayRun, Payslip
from payroll.reports import faults
from payroll.reports.explained.advances import left_explained
from payroll.reports.payments import advances_given, arrears_of, file_of, owed_of
from record.rules import Refused
from tests.makers import NOW, make_member, write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine, nine_of
from tests.payroll.paying import (
    CBU,
    a_difference,
    an_adopted_motion,
    an_advance,
    away,
    by_bank,
    our_bank,
    our_box,
)

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)
MAY = LATER + timedelta(days=31)


def refused(act: Any, **about: Any) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(**about)
    return refusal.value.sentence


def signed_for(nine: Nine, run: PayRun, *, now: Any = LATER) -> PayRun:
    """A computed run, signed and in the books."""
    countersign_run(run_id=run.pk, actor=nine.oscar, now=now)
    return post_run(run_id=run.pk, actor=nine.delia, now=now)


def for_day(nine: Nine, day: date, *, now: Any = LATER) -> PayRun:
    """The pay of the cycle that a day is in, in the books."""
    run = prepare_pay(on=day, actor=nine.delia, now=now)
    return signed_for(nine, compute_run(run_id=run.pk, actor=nine.delia, now=now), now=now)


def slip_of(run: PayRun, member: Any) -> Any:
    return run.payslips.get(member=member)


def codes(slip: Any) -> dict[str, int]:
    return {line["code"]: line["cents"] for line in slip.lines}


# --- rhythms --------------------------------------------------------------------------------------------------


def test_paid_by_the_week_no_day_is_paid_twice_when_we_change_to_months(db: None):
    nine = nine_of()
    write_house_rule(
        "pay.equal", {"method": "fixed", "amount_cents": 700_07, "rhythm": "week"}, from_on=MARCH[0]
    )
    write_house_rule("pay.equal", {"method": "fixed", "amount_cents": 3100_31}, from_on=date(2026, 3, 12))
    runs = [for_day(nine, day) for day in (date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 10))]
    rest = for_day(nine, date(2026, 3, 20))
    assert [(run.from_on.day, run.until_on.day) for run in (*runs, rest)] == [
        (1, 2),
        (2, 9),
        (9, 12),
        (12, 1),
    ]
    assert [slip_of(run, nine.delia).equal_cents for run in runs] == [100_01, 700_07, 300_03]
    assert slip_of(rest, nine.delia).equal_cents == round(Fraction(3100_31 * 20, 31))
    assert prepare_pay(on=date(2026, 3, 31), actor=nine.delia, now=LATER) == rest
    assert faults() == []


def test_a_fortnight_is_half_a_month_with_its_own_days(nine: Nine):
    write_house_rule(
        "pay.equal", {"method": "fixed", "amount_cents": 160_00, "rhythm": "fortnight"}, from_on=MARCH[0]
    )
    Membership.objects.filter(member=nine.people[0]).update(until_on=date(2026, 3, 24))
    run = for_day(nine, date(2026, 3, 31))
    assert (run.from_on, run.until_on) == (date(2026, 3, 16), APRIL)
    assert slip_of(run, nine.people[0]).equal_cents == 80_00
    assert slip_of(run, nine.people[1]).equal_cents == 160_00


def test_a_week_that_has_not_begun_is_not_prepared(nine: Nine):
    write_house_rule("pay.equal", {"method": "fixed", "amount_cents": 1, "rhythm": "week"}, from_on=MARCH[0])
    assert "has not begun" in refused(prepare_pay, on=date(2026, 4, 6), actor=nine.delia, now=LATER)


# --- days away ------------------------------------------------------------------------------------------------


def test_days_away_that_are_not_paid_are_the_complement(nine: Nine):
    write_house_rule("pay.unpaid_absences", ["personal"])
    someone, ill = nine.people[0], nine.people[1]
    away(someone, date(2026, 3, 10), date(2026, 3, 12))
    away(ill, date(2026, 3, 10), date(2026, 3, 12), kind="illness")
    run = nine.posted()
    full, slip = 100_000_000, slip_of(run, someone)
    assert slip.days == 29
    assert slip.equal_cents == round(Fraction(full * 29, 31))
    assert codes(slip) == {
        "equal_pay": full,
        "days_unpaid": slip.equal_cents - full,
        "to_pay": slip.net_cents,
    }
    assert slip_of(run, ill).equal_cents == full
    assert faults() == []


# --- differences ----------------------------------------------------------------------------------------------


def test_a_difference_that_was_voted_counts_by_its_days_and_ends(nine: Nine):
    someone = nine.people[0]
    a_difference(someone, 310_000, from_on=date(2026, 3, 22), until_on=date(2026, 4, 11))
    march = slip_of(nine.posted(), someone)
    assert (march.difference_cents, march.net_cents) == (100_000, 100_100_000)
    april = slip_of(for_day(nine, APRIL, now=MAY), someone)
    assert april.difference_cents == round(Fraction(310_000 * 10, 30))
    may = slip_of(for_day(nine, date(2026, 5, 1), now=MAY), someone)
    assert may.difference_cents == 0
    assert faults() == []


def test_only_an_adopted_motion_makes_a_difference_or_a_deduction(nine: Nine):
    motion = an_adopted_motion()
    motion.state = "rejected"
    about = {"from_on": MARCH[0], "until_on": APRIL, "motion": motion, "now": LATER}
    assert "adopted" in refused(vote_difference, member_id=nine.delia.pk, cents=1, reason="x", **about)
    assert "adopted" in refused(vote_deduction, kind="statutory", name="x", cents=1, share="", **about)


# --- what is kept back ----------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_an_advance_comes_back_in_instalments_above_the_floor_and_the_rest_waits(nine: Nine):
    someone = nine.people[0]
    an_advance(nine, someone, 3_000_000, instalments=2)
    write_house_rule("pay.floor", "99/100")  # voted after it was given
    assert balance(ADVANCES) == 3_000_000
    march = slip_of(nine.posted(), someone)
    assert (march.withheld_cents, march.net_cents) == (1_000_000, 99_000_000)
    april = slip_of(for_day(nine, APRIL, now=MAY), someone)
    assert april.withheld_cents == 1_000_000
    assert codes(april)["advance"] == -1_000_000
    ((_advance, left),) = left_explained(advances_given())
    assert (left.cents, left.adds_up, len(left.given)) == (1_000_000, True, 3)
    later = LATER + timedelta(days=62)
    may = slip_of(for_day(nine, date(2026, 5, 1), now=later), someone)
    june = slip_of(for_day(nine, date(2026, 6, 1), now=later), someone)
    assert (may.withheld_cents, june.withheld_cents) == (1_000_000, 0)
    assert balance(ADVANCES) == 0
    assert faults() == faults_in_books() == []


def test_no_more_is_advanced_than_its_instalments_take_back_above_the_floor(nine: Nine):
    someone = nine.people[0]
    with pytest.raises(Refused, match=r"At most \$200,000 can be given in 1 instalment: .* up to \$200,000"):
        an_advance(nine, someone, 20_000_001)
    with pytest.raises(Refused, match="too large"):
        an_advance(nine, someone, LARGEST_CENTS + 1, 3)
    an_advance(nine, someone, 50_000_000, 3)
    with pytest.raises(Refused, match=r"At most \$100,000 can be given in 3 instalments"):
        an_advance(nine, someone, 10_000_001, 3)
    with pytest.raises(Refused, match="Nothing can be given so"):
        an_advance(nine, someone, 1, 2)
    an_advance(nine, someone, 10_000_000, 3)


def test_an_advance_is_given_once_and_never_to_oneself(nine: Nine):
    assert an_advance(nine, nine.people[0], 100) == an_advance(nine, nine.people[0], 100)
    assert Advance.objects.count() == 1
    assert "themselves" in refused(an_advance, nine=nine, member=nine.delia, cents=100)
    assert "more than nothing" in refused(an_advance, nine=nine, member=nine.oscar, cents=0)
    assert "sixty" in refused(an_advance, nine=nine, member=nine.oscar, cents=5, instalments=61)
    assert "number" in refused(an_advance, nine=nine, member=nine.oscar, cents=5, key="")


@pytest.mark.thorough
def test_what_the_law_and_all_of_us_keep_back_is_the_same_for_all_and_said_line_by_line(nine: Nine):
    motion = an_adopted_motion()
    for kind, name, cents, share in (("statutory", "Pension", 0, "3/100"), ("in_kind", "Bread", 31_000, "")):
        vote_deduction(
            kind=kind,
            name=name,
            cents=cents,
            share=share,
            from_on=MARCH[0],
            until_on=None,
            motion=motion,
            now=LATER,
        )
    fee = ask_deduction(
        name="Library", cents=500, share="", from_on=MARCH[0], actor=nine.people[0], now=LATER
    )
    run = nine.posted()
    assert set(run.payslips.values_list("withheld_cents", flat=True)) == {3_031_000, 3_031_500}
    assert codes(slip_of(run, nine.people[0])) == {
        "equal_pay": 100_000_000,
        "statutory": -3_000_000,
        "in_kind": -31_000,
        "voluntary": -500,
        "to_pay": 96_968_500,
    }
    assert balance(OWN_GOODS) == -9 * 31_000
    assert balance(chart.WITHHELD) == -(9 * 3_000_000 + 500)
    assert faults() == faults_in_books() == []

    assert "Only whoever asked" in refused(
        end_deduction, deduction_id=fee.pk, until_on=APRIL, actor=nine.delia, now=LATER
    )
    assert "today or a later" in refused(
        end_deduction, deduction_id=fee.pk, until_on=MARCH[0], actor=nine.people[0], now=LATER
    )
    end_deduction(deduction_id=fee.pk, until_on=APRIL, actor=nine.people[0], now=LATER)
    assert "voluntary" not in codes(slip_of(for_day(nine, APRIL, now=MAY), nine.people[0]))


@pytest.mark.parametrize(
    "about",
    [{"cents": 0, "share": ""}, {"cents": 5, "share": "1/2"}, {"cents": 0, "share": "x"}, {"name": " "}],
)
def test_a_deduction_is_an_amount_or_a_part_and_has_a_name(nine: Nine, about: dict[str, Any]):
    whole: dict[str, Any] = {"name": "Fee", "cents": 5, "share": "", "from_on": MARCH[0]}
    assert refused(ask_deduction, actor=nine.delia, now=LATER, **(whole | about))


# --- payments -------------------------------------------------------------------------------------------------


def test_short_cash_pays_the_same_part_and_the_oldest_arrears_first(nine: Nine):
    march, april = nine.posted(), for_day(nine, APRIL, now=MAY)
    pay_run(run_id=march.pk, actor=nine.delia, now=MAY, available_cents=450_000_004, key="one")
    again = pay_run(run_id=march.pk, actor=nine.delia, now=MAY, available_cents=450_000_004, key="one")
    assert again.found_done
    assert [a.owed_cents for a in arrears_of(nine.people[3])] == [50_000_000, 100_000_000]
    assert owed_of(march).cents == 450_000_000
    pay_run(run_id=april.pk, actor=nine.delia, now=MAY, available_cents=540_000_000, key="two")
    for person in nine.people:
        assert [a.owed_cents for a in arrears_of(person)] == [90_000_000]
    assert balance(chart.PAY_OWED) == -810_000_000
    pay_run(run_id=april.pk, actor=nine.delia, now=MAY)
    assert balance(chart.PAY_OWED) == 0
    assert pay_run(run_id=april.pk, actor=nine.delia, now=MAY).found_done
    assert faults() == faults_in_books() == []


def test_too_little_for_a_cent_each_pays_nobody(nine: Nine):
    run = nine.posted()
    for cents in (0, 8):
        assert "not a cent" in refused(
            pay_run, run_id=run.pk, actor=nine.delia, now=LATER, available_cents=cents, key="x"
        )
    assert "pays nobody" in refused(
        pay_run, run_id=run.pk, actor=nine.delia, now=LATER, available_cents=-1, key="x"
    )


def test_each_is_paid_where_they_said_and_the_file_is_always_the_same(nine: Nine):
    our_bank(nine)
    our_box(nine)
    for person in nine.people[:3]:
        by_bank(person)
    run = nine.paid()
    bank, cash = Payment.objects.order_by("number")
    assert (bank.way, bank.total_cents, cash.way, cash.total_cents) == (
        "bank",
        300_000_000,
        "cash",
        600_000_000,
    )
    assert balance(chart.CASH) == -600_000_000

    first = export_payment(payment_id=bank.pk, actor=nine.delia, now=LATER)
    content = file_of(Payment.objects.get(pk=bank.pk))
    assert first.file_digest == sha256(content).hexdigest()
    assert content.count(b"<CdtTrfTxInf>") == 3
    by_bank(nine.people[0], CBU)
    our_bank(nine, layout={"columns": [{"what": "amount"}]})
    again = export_payment(payment_id=bank.pk, actor=nine.delia, now=MAY)
    assert again.found_done
    assert (again.exported_at, file_of(again)) == (LATER, content)

    for payment in (bank, cash):
        assert "not everything" in refused(close_run, run_id=run.pk, actor=nine.delia, now=LATER).lower()
        confirm_payment(payment_id=payment.pk, what="1 April, line 7", actor=nine.delia, now=LATER)
    assert PayRun.objects.get(pk=run.pk).state == "reconciled"
    assert close_run(run_id=run.pk, actor=nine.delia, now=LATER).state == "closed"
    assert close_run(run_id=run.pk, actor=nine.delia, now=LATER).found_done


def test_a_payment_without_our_account_has_no_file(nine: Nine):
    nine.paid()
    assert "which of our accounts" in refused(
        export_payment, payment_id=Payment.objects.get().pk, actor=nine.delia, now=LATER
    )


def test_what_came_back_is_paid_again_once_and_by_itself(nine: Nine):
    run = nine.paid()
    part = PaymentPart.objects.get(payslip__member=nine.people[2])
    assert "did not come back" in refused(pay_again, part_id=part.pk, actor=nine.delia, now=LATER)
    assert "few words" in refused(bounce_part, part_id=part.pk, because=" ", actor=nine.delia, now=LATER)
    bounce_part(part_id=part.pk, because="Account closed", actor=nine.delia, now=LATER)
    bounce_part(part_id=part.pk, because="Account closed", actor=nine.delia, now=LATER)
    assert balance(chart.PAY_OWED) == -100_000_000
    assert [a.owed_cents for a in arrears_of(nine.people[2])] == [100_000_000]
    assert pay_run(run_id=run.pk, actor=nine.delia, now=LATER).found_done
    again = pay_again(part_id=part.pk, actor=nine.delia, now=LATER)
    assert pay_again(part_id=part.pk, actor=nine.delia, now=LATER) == again
    assert again.parts.get().cents == 100_000_000
    assert balance(chart.PAY_OWED) == 0
    assert faults() == faults_in_books() == []


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"account": "GB82WEST12345698765433"}, "check digits"),
        ({"holder": ""}, "whose account"),
        ({"bank": "X"}, "eight or eleven"),
        ({"way": "pigeon"}, "by bank or in cash"),
    ],
)
def test_an_account_that_cannot_be_is_refused_before_the_bank_does(
    nine: Nine, about: dict[str, str], why: str
):
    whole = {"way": "bank", "holder": "Delia", "account": CBU, "bank": ""}
    assert why in refused(say_where_paid, actor=nine.delia, now=LATER, **(whole | about))


def test_an_account_of_ours_is_kept_by_whoever_pays(nine: Nine):
    about: dict[str, Any] = {
        "books_id": Account.objects.get(code=chart.CASH).pk,
        "holder": "",
        "account": "",
        "bank": "",
        "layout": {},
    }
    assert "do not hold" in refused(keep_pay_from, actor=nine.oscar, now=LATER, **about)
    about["books_id"] = Account.objects.get(code=chart.PAY_OWED).pk
    assert "bank account or a cash box" in refused(keep_pay_from, actor=nine.delia, now=LATER, **about)


def test_pay_leaves_from_the_account_that_was_written_down_last(nine: Nine):
    second = open_account(code="1.1.7", name="Second bank", kind="asset", place="bank", actor=None, now=NOW)
    for place, now in ((chart.BANK, LATER), (second.code, MAY)):
        keep_pay_from(
            books_id=Account.objects.get(code=place).pk,
            holder="Barda Clara",
            account=CBU,
            bank="",
            layout={},
            actor=nine.delia,
            now=now,
        )
    for person in nine.people:
        by_bank(person)
    run = for_day(nine, MARCH[0], now=MAY)
    pay_run(run_id=run.pk, actor=nine.delia, now=MAY)
    part = PaymentPart.objects.get(payslip__member=nine.people[0])
    assert (part.payment.pay_from.books, part.payment.pay_from.name) == (second, "Second bank")
    assert balance("1.1.7") == -900_000_000
    our_bank(nine, now=MAY + timedelta(days=1))
    bounce_part(part_id=part.pk, because="closed", actor=nine.delia, now=MAY)
    assert balance("1.1.7") == -800_000_000, "it comes back to where it left from"


def test_a_pay_below_nothing_says_whose_and_what_to_do(nine: Nine):
    """One such slip would stop everybody's pay: the sentence names it, and a second vote lets the run go on."""
    someone = nine.people[0]
    a_difference(someone, -150_000_000, from_on=MARCH[0], until_on=APRIL)
    said = refused(nine.computed)
    assert someone.name in said
    assert "larger than the pay, by $" in said
    assert "500,000" in said
    a_difference(someone, 60_000_000, from_on=MARCH[0], until_on=APRIL)
    assert slip_of(nine.computed(), someone).net_cents == 10_000_000


def test_slips_are_written_some_at_a_time_and_all_or_none(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    """The last of us cannot be paid: what was written of the others before is not there either."""
    monkeypatch.setattr("record.parts.AT_A_TIME", 2)
    last = nine.people[-1]
    a_difference(last, -150_000_000, from_on=MARCH[0], until_on=APRIL)
    assert last.name in refused(nine.computed)
    assert not Payslip.objects.exists()
    a_difference(last, 60_000_000, from_on=MARCH[0], until_on=APRIL)
    run = nine.computed()
    assert (run.people, run.total_cents) == (9, 8 * 100_000_000 + 10_000_000)
    assert sum(run.payslips.values_list("net_cents", flat=True)) == run.total_cents


def test_whoever_has_no_account_is_paid_in_cash_or_named_before_anything_is_booked(nine: Nine):
    """One without an account never blocks the file of all: there is a box, or nothing is booked and they are named."""
    our_bank(nine)
    for person in nine.people[:8]:
        by_bank(person)
    run = nine.posted()
    said = refused(pay_run, run_id=run.pk, actor=nine.delia, now=LATER)
    assert said.startswith(f"{nine.people[8].name}: they have not said into which account")
    assert not Payment.objects.exists()
    our_box(nine)
    pay_run(run_id=run.pk, actor=nine.delia, now=LATER)
    bank, box = Payment.objects.get(way="bank"), Payment.objects.get(way="cash")
    assert (bank.parts.count(), box.parts.count()) == (8, 1)
    export_payment(payment_id=bank.pk, actor=nine.delia, now=LATER)


# --- corrections ----------------------------------------------------------------------------------------------


def test_a_correction_pays_one_member_what_was_missing_and_touches_nobody(nine: Nine):
    late = make_member(20, "Nélida Coñuel", from_on=date(2026, 3, 17))
    run = nine.paid()
    before = list(run.payslips.order_by("pk").values_list("pk", "net_cents"))
    Membership.objects.create(
        member=late, standing="probation", from_on=MARCH[0], until_on=date(2026, 3, 17), because="founding"
    )
    fix = correct_pay(run_id=run.pk, member_id=late.pk, actor=nine.delia, now=LATER)
    assert fix == correct_pay(run_id=run.pk, member_id=late.pk, actor=nine.delia, now=LATER)
    assert slip_of(fix, late).net_cents == 100_000_000 - slip_of(run, late).equal_cents
    signed_for(nine, fix)
    pay_run(run_id=fix.pk, actor=nine.delia, now=LATER)
    assert list(run.payslips.order_by("pk").values_list("pk", "net_cents")) == before
    assert balance(chart.PAY_OWED) == 0
    assert "nothing to correct" in refused(
        correct_pay, run_id=run.pk, member_id=late.pk, actor=nine.delia, now=LATER
    )
    assert faults() == faults_in_books() == []


def test_what_was_paid_too_much_becomes_an_advance_taken_back_later(nine: Nine):
    write_house_rule("pay.unpaid_absences", ["personal"])
    run, someone = nine.paid(), nine.people[0]
    away(someone, date(2026, 3, 2), date(2026, 3, 3))
    fix = signed_for(nine, correct_pay(run_id=run.pk, member_id=someone.pk, actor=nine.delia, now=LATER))
    missing = 100_000_000 - round(Fraction(100_000_000 * 30, 31))
    assert (fix.total_cents, Advance.objects.get().cents, balance(ADVANCES)) == (0, missing, missing)
    april = slip_of(for_day(nine, APRIL, now=MAY), someone)
    assert april.withheld_cents == missing
    assert balance(ADVANCES) == 0
    assert close_run(run_id=fix.pk, actor=nine.delia, now=MAY).state == "closed"
    assert faults() == faults_in_books() == []


def test_nobody_corrects_or_signs_their_own_pay(nine: Nine):
    write_house_rule("pay.unpaid_absences", ["personal"])
    run = nine.paid()
    for person in (nine.delia, nine.oscar):
        away(person, date(2026, 3, 2), date(2026, 3, 3))
    assert "your own pay" in refused(
        correct_pay, run_id=run.pk, member_id=nine.delia.pk, actor=nine.delia, now=LATER
    )
    fix = correct_pay(run_id=run.pk, member_id=nine.oscar.pk, actor=nine.delia, now=LATER)
    assert "your own pay" in refused(countersign_run, run_id=fix.pk, actor=nine.oscar, now=LATER)


def test_a_correction_of_a_pool_is_taken_from_what_the_next_one_divides(nine: Nine):
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 900_000})
    late = make_member(20, from_on=date(2026, 3, 17))
    run = nine.paid()
    Membership.objects.create(
        member=late, standing="probation", from_on=MARCH[0], until_on=date(2026, 3, 17), because="founding"
    )
    fix = signed_for(nine, correct_pay(run_id=run.pk, member_id=late.pk, actor=nine.delia, now=LATER))
    whole = slip_of(run, nine.people[0]).equal_cents
    assert slip_of(run, late).equal_cents + slip_of(fix, late).equal_cents in (whole, whole - 1)
    april = for_day(nine, APRIL, now=MAY)
    assert april.carry_in_cents == run.carry_out_cents - slip_of(fix, late).equal_cents
    shared = sum(april.payslips.values_list("equal_cents", flat=True))
    assert shared + april.carry_out_cents == 900_000 + april.carry_in_cents
    assert faults() == faults_in_books() == []
