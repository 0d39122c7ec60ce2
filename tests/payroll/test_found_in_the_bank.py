"""A payment is found as the movement of the bank that it is, and so is what came back. Nothing is entered twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ledger import chart
from ledger.actions.bank_lines import classify_bank_line, match_bank_line
from ledger.models import Account, BankLine, Entry
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from ledger.rules.memory import words_of
from payroll.actions.bounces import bounce_part, pay_again
from payroll.actions.payments import confirm_payment
from payroll.models import Payment, PaymentPart, PayRun
from payroll.reports import faults
from payroll.reports.payments import brought_back, found_as
from record.rules import Refused, canonical, fingerprint
from tests.makers import give_power
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.payroll.paying import our_box
from tests.promises import lift, refused

pytestmark = pytest.mark.django_db
EVERYONE, EACH = 900_000_000, 100_000_000


@pytest.fixture
def payment(nine: Nine) -> Payment:
    """March, paid by bank to everyone, by a treasurer who keeps the books too."""
    give_power(nine.delia, "ledger.keep_books")
    nine.paid()
    return Payment.objects.get()


def a_movement(cents: int, *, days: int = 1, account: str = chart.BANK, text: str = "SUELDOS") -> BankLine:
    on = LATER.date() + timedelta(days=days)
    return BankLine.objects.create(
        account=Account.objects.get(code=account),
        fingerprint=fingerprint(canonical([account, on.isoformat(), text, cents])),
        on=on,
        text=text,
        words=words_of(text),
        cents=cents,
        imported_at=LATER,
    )


def found(payment: Payment, actor: Any, line: BankLine) -> Payment:
    return confirm_payment(payment_id=payment.pk, what="", line_id=line.pk, actor=actor, now=LATER)


def why_not_found(payment: Payment, actor: Any, line_id: int) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        confirm_payment(payment_id=payment.pk, what="", line_id=line_id, actor=actor, now=LATER)
    return refusal.value.sentence


def test_the_movement_of_the_same_amount_near_its_day_is_offered_and_no_other(payment: Payment):
    right = a_movement(-EVERYONE)
    a_movement(EVERYONE)
    a_movement(-EVERYONE + 1)
    a_movement(-EVERYONE, days=11)
    a_movement(-EVERYONE, account=chart.CASH)
    assert found_as(payment) == [right]


def test_found_as_a_movement_the_run_is_reconciled_and_nothing_is_entered_twice(nine: Nine, payment: Payment):
    line, entries = a_movement(-EVERYONE), Entry.objects.count()
    payment = found(payment, nine.delia, line)
    line.refresh_from_db()
    assert (payment.confirmed_line, line.entry, payment.confirmed_by_what) == (line, payment.entry, "")
    assert PayRun.objects.get().state == "reconciled"
    assert Entry.objects.count() == entries
    assert balance(chart.BANK) == -EVERYONE
    assert found(payment, nine.delia, line) == payment, "again changes nothing"
    with pytest.raises(Refused, match="has its account already"):
        classify_bank_line(line_id=line.pk, account=chart.PAY_OWED, actor=nine.delia, now=LATER)
    assert found_as(payment) == []
    assert faults() == faults_in_books() == []


def test_matched_on_the_page_of_the_bank_first_it_is_still_this_payment(nine: Nine, payment: Payment):
    line = a_movement(-EVERYONE)
    match_bank_line(line_id=line.pk, entry_id=payment.entry_id, actor=nine.delia, now=LATER)
    assert found_as(payment) == [line]
    assert found(payment, nine.delia, line).confirmed_line == line


def test_another_movement_is_not_this_payment(nine: Nine, payment: Payment):
    assert "another amount" in why_not_found(payment, nine.delia, a_movement(-5).pk)
    assert "another amount" in why_not_found(
        payment, nine.delia, a_movement(-EVERYONE, account=chart.CASH).pk
    )
    assert "no such movement" in why_not_found(payment, nine.delia, 2**62)
    taken = a_movement(-EVERYONE, text="ALQUILER")
    classify_bank_line(line_id=taken.pk, account="5.2.1", actor=nine.delia, now=LATER)
    assert "has its account already" in why_not_found(payment, nine.delia, taken.pk)
    payment.refresh_from_db()
    assert payment.confirmed_at is None


def test_who_does_not_keep_the_books_says_it_in_words(nine: Nine, payment: Payment):
    give_power(nine.people[1], "payroll.prepare_pay")
    line = a_movement(-EVERYONE)
    assert "keeps the books" in why_not_found(payment, nine.people[1], line.pk)
    said = confirm_payment(payment_id=payment.pk, what="Line 7", actor=nine.people[1], now=LATER)
    assert (said.confirmed_by_what, said.confirmed_line) == ("Line 7", None)


def test_what_came_back_is_the_movement_that_brought_it(nine: Nine, payment: Payment):
    found(payment, nine.delia, a_movement(-EVERYONE))
    part = payment.parts.get(payslip__member=nine.people[2])
    line = a_movement(EACH, days=3, text="DEVOLUCION CTA CERRADA")
    a_movement(EACH, days=-3)
    assert brought_back(payment, payment.parts.all()) == {EACH: [line]}
    part = bounce_part(part_id=part.pk, because="", line_id=line.pk, actor=nine.delia, now=LATER)
    line.refresh_from_db()
    assert (part.bounce_line, part.bounced_because, line.entry) == (line, line.text, part.bounce_entry)
    assert balance(chart.BANK) == EACH - EVERYONE
    assert PayRun.objects.get().state == "paid"
    other = payment.parts.get(payslip__member=nine.people[3])
    with pytest.raises(Refused, match="in the books already"), transaction.atomic():
        bounce_part(part_id=other.pk, because="", line_id=line.pk, actor=nine.delia, now=LATER)

    again = pay_again(part_id=part.pk, actor=nine.delia, now=LATER)
    found(again, nine.delia, a_movement(-EACH, days=4))
    assert PayRun.objects.get().state == "reconciled"
    assert faults() == faults_in_books() == []


def test_a_sheet_for_the_box_is_found_in_no_bank(nine: Nine):
    our_box(nine)
    nine.paid()
    a_movement(-EVERYONE, account=chart.CASH)
    assert found_as(Payment.objects.get()) == []


def test_one_tap_on_the_page_finds_it_and_brings_it_back(
    nine: Nine, payment: Payment, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    delia, address = signed_in(nine.delia), f"/pay/payments/{payment.pk}/"
    line, back = a_movement(-EVERYONE), a_movement(EACH, text="DEVOLUCION")
    page = delia.get(address).content.decode()
    assert "It is this payment" in page
    assert page.count("This brought it back") == 9
    assert "It is this payment" not in signed_in(nine.people[5]).get(address).content.decode()
    delia.post(f"{address}confirm/", {"line": "x"})
    assert Payment.objects.get().confirmed_at is None
    delia.post(f"{address}confirm/", {"line": str(line.pk)})
    part = PaymentPart.objects.order_by("pk")[0]
    delia.post(f"/pay/parts/{part.pk}/bounced/", {"line": str(back.pk)})
    page = delia.get(address).content.decode()
    assert "found it in the bank" in page
    assert "SUELDOS" in page
    assert "came back: DEVOLUCION" in page


# --- round the actions ----------------------------------------------------------------------------------------


def test_a_payment_is_only_ever_found_as_its_own_movement(nine: Nine, payment: Payment):
    line, other = a_movement(-EVERYONE), a_movement(-EVERYONE, text="ALQUILER")
    about = {"confirmed_by": nine.delia, "confirmed_at": LATER}
    with refused("a_payment_is_found_as_its_own_movement"):
        Payment.objects.update(confirmed_line=line, **about)
    classify_bank_line(line_id=other.pk, account="5.2.1", actor=nine.delia, now=LATER)
    with refused("a_payment_is_found_as_its_own_movement"):
        Payment.objects.update(confirmed_line=other, **about)
    match_bank_line(line_id=line.pk, entry_id=payment.entry_id, actor=nine.delia, now=LATER)
    with refused("a_payment_that_is_a_movement_was_found"):
        Payment.objects.update(confirmed_line=line)
    found(payment, nine.delia, line)
    with refused("a_payment_is_never_another"):
        Payment.objects.update(confirmed_line=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            number=2,
            way="bank",
            total_cents=1,
            pay_on=LATER.date(),
            entry=other.entry or payment.entry,
            made_at=LATER,
            confirmed_line=line,
            **about,
        )


def test_what_came_back_is_only_ever_its_own_movement(nine: Nine, payment: Payment):
    part = payment.parts.order_by("pk")[0]
    line = a_movement(EACH)
    lift("nobody_is_paid_more_than_their_payslip", on="payroll_paymentpart")
    with refused("only_what_came_back_has_a_movement_back"):
        PaymentPart.objects.create(
            payment=payment, payslip=part.payslip, cents=1, bounce_line=line, instead_of=None
        )
    entry = classify_bank_line(line_id=a_movement(5).pk, account="5.2.1", actor=nine.delia, now=LATER)
    with refused("what_came_back_is_its_own_movement"):
        PaymentPart.objects.filter(pk=part.pk).update(bounced_at=LATER, bounce_entry=entry, bounce_line=line)


def test_with_the_guards_lifted_verify_names_what_is_found_as_anothers_movement(nine: Nine, payment: Payment):
    line, other = a_movement(-EVERYONE), a_movement(-EVERYONE, text="ALQUILER")
    found(payment, nine.delia, line)
    classify_bank_line(line_id=other.pk, account="5.2.1", actor=nine.delia, now=LATER)
    part, back, wrong = payment.parts.order_by("pk")[0], a_movement(EACH), a_movement(EACH, text="VENTA")
    bounce_part(part_id=part.pk, because="", line_id=back.pk, actor=nine.delia, now=LATER)
    classify_bank_line(line_id=wrong.pk, account="5.2.1", actor=nine.delia, now=LATER)
    assert faults() == []
    for promise in ("a_payment_is_never_another", "a_payment_is_found_as_its_own_movement"):
        lift(promise, on="payroll_payment")
    for promise in ("a_payment_part_only_ever_comes_back", "what_came_back_is_its_own_movement"):
        lift(promise, on="payroll_paymentpart")
    Payment.objects.update(confirmed_line=other)
    PaymentPart.objects.filter(pk=part.pk).update(bounce_line=wrong)
    assert faults() == [
        f"payment 1: bank line {other.pk}, as which it was found, is another entry's",
        f"payment part {part.pk} that came back: bank line {wrong.pk}, which brought it, is another entry's",
    ]
