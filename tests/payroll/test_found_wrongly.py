"""What was found in the bank as the wrong movement was another one: both wait again, and nothing is lost."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from ledger import chart
from ledger.actions.bank_lines import classify_bank_line, match_bank_line, unmatch_bank_line
from ledger.models import BankLine, BankMatchUndone, Entry
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from payroll.accounts import ON_ITS_WAY
from payroll.actions.bounces import bounce_part
from payroll.actions.payments import confirm_payment
from payroll.actions.runs import close_run
from payroll.actions.undoing_found import undo_confirmation, undo_found_transfer
from payroll.models import ConfirmationUndone, FoundTransfer, Payment, PayRun
from payroll.reports import faults
from payroll.reports.found_singly import transfers_of
from payroll.reports.payments import found_as
from record.models import Act
from record.rules import Refused
from tests.makers import give_power
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.payroll.paying import by_bank, our_bank
from tests.payroll.test_found_in_the_bank import EACH, EVERYONE, a_movement
from tests.payroll.test_found_singly import find, listed
from tests.promises import delete_all, lift, refused, replace_all

pytestmark = pytest.mark.django_db
NEXT = LATER + timedelta(hours=1)


@pytest.fixture
def payment(nine: Nine) -> Payment:
    """March, paid by bank to everyone, into the account of each."""
    give_power(nine.delia, "ledger.keep_books")
    our_bank(nine)
    for person in nine.people:
        by_bank(person)
    nine.paid()
    return Payment.objects.get()


def another(found: FoundTransfer, nine: Nine, **other: Any) -> Payment:
    asked: dict[str, Any] = {
        "part_id": found.part_id,
        "line_id": found.line_id,
        "actor": nine.delia,
        "now": NEXT,
    } | other
    return undo_found_transfer(**asked)


def why_not_another(found: FoundTransfer, nine: Nine, **other: Any) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        another(found, nine, **other)
    return refusal.value.sentence


def confirmed(payment: Payment, nine: Nine, line: BankLine | None = None) -> Payment:
    what = "" if line is not None else "Line 7"
    line_id = line.pk if line is not None else None
    return confirm_payment(payment_id=payment.pk, what=what, line_id=line_id, actor=nine.delia, now=LATER)


# --- a transfer -----------------------------------------------------------------------------------------------


def test_a_transfer_that_was_another_movement_waits_again_and_so_does_the_movement(
    nine: Nine, payment: Payment
) -> None:
    listed(payment, unlisted=1)
    wrong = a_movement(-EACH, text="ALQUILER")
    last = payment.parts.order_by("-payslip__member__number")[0]
    find(payment, nine, {last.pk: wrong.pk}, all_sure=True)
    assert PayRun.objects.get().state == "reconciled"
    found = FoundTransfer.objects.get(part=last)
    payment = another(found, nine)

    assert (payment.confirmed_at, PayRun.objects.get().state) == (None, "paid")
    assert (balance(chart.BANK), balance(ON_ITS_WAY)) == (-8 * EACH, -EACH)
    undone = Entry.objects.get(reverses=found.entry)
    assert (undone.on, undone.because) == (found.entry.on, f"payroll.payment:{payment.pk}")
    assert BankLine.objects.waiting().get() == wrong
    assert transfers_of(payment).rows[-1].others == [wrong], "to be chosen again, or another"
    act = Act.objects.get(verb="payroll.transfer.was_another")
    assert act.facts == {"number": 1, "movement": wrong.pk, "undone_by": undone.number}
    entries = Entry.objects.count()
    another(found, nine)
    assert Entry.objects.count() == entries, "a second tap changes nothing"
    assert faults() == faults_in_books() == []

    right = a_movement(-EACH, days=2, text="PAGO")
    classify_bank_line(line_id=wrong.pk, account="5.2.1", actor=nine.delia, now=NEXT)
    done = find(payment, nine, {last.pk: right.pk}, now=NEXT)
    assert (done.confirmed_at, PayRun.objects.get().state) == (NEXT, "reconciled")
    assert (balance(chart.BANK), balance(ON_ITS_WAY)) == (-10 * EACH, 0)
    assert "not any more" in why_not_another(found, nine, line_id=right.pk + 1)
    assert another(found, nine) == done, "the tap on the old page again is not about the new one"
    assert FoundTransfer.objects.standing().filter(part=last, line=right).exists()
    assert faults() == faults_in_books() == []


@pytest.mark.thorough
def test_it_may_be_found_as_the_same_movement_again(nine: Nine, payment: Payment) -> None:
    [line, *_] = listed(payment, unlisted=8)
    find(payment, nine, all_sure=True)
    another(FoundTransfer.objects.get(), nine)
    find(payment, nine, all_sure=True)
    assert FoundTransfer.objects.count() == 2
    assert FoundTransfer.objects.standing().get().line == line
    another(FoundTransfer.objects.standing().get(), nine)
    assert (balance(chart.BANK), FoundTransfer.objects.standing().count()) == (0, 0)
    assert faults() == faults_in_books() == []


def test_whoever_prepares_the_pay_and_keeps_the_books_says_it(nine: Nine, payment: Payment) -> None:
    listed(payment, unlisted=8)
    find(payment, nine, all_sure=True)
    found = FoundTransfer.objects.get()
    assert "hold now" in why_not_another(found, nine, actor=nine.oscar)
    give_power(nine.people[1], "payroll.prepare_pay")
    assert "keeps the books" in why_not_another(found, nine, actor=nine.people[1])
    assert "not found as that movement" in why_not_another(found, nine, line_id=a_movement(-EACH).pk)
    assert FoundTransfer.objects.standing().get() == found


@pytest.mark.thorough
def test_what_came_back_with_no_movement_stays_found_and_with_one_it_does_not(
    nine: Nine, payment: Payment
) -> None:
    listed(payment)
    find(payment, nine, all_sure=True)
    first, second = FoundTransfer.objects.order_by("pk")[:2]
    back = a_movement(EACH, days=2, text="DEVOLUCION")
    bounce_part(part_id=first.part_id, because="Closed", actor=nine.delia, now=LATER)
    bounce_part(part_id=second.part_id, because="", line_id=back.pk, actor=nine.delia, now=LATER)
    assert "what was found stays" in why_not_another(first, nine)
    payment = another(second, nine)
    assert (balance(chart.BANK), balance(ON_ITS_WAY)) == (-6 * EACH, -EACH)
    assert faults() == faults_in_books() == []
    find(payment, nine, {second.part_id: second.line_id}, now=NEXT)
    assert (balance(chart.BANK), balance(ON_ITS_WAY)) == (-7 * EACH, 0)
    assert faults() == faults_in_books() == []


# --- a whole payment ------------------------------------------------------------------------------------------


def test_a_payment_that_was_another_movement_waits_again_and_nothing_moves_in_the_books(
    nine: Nine, payment: Payment
) -> None:
    wrong, right = a_movement(-EVERYONE, text="ALQUILER"), a_movement(-EVERYONE)
    confirmed(payment, nine, wrong)
    entries = Entry.objects.count()
    for _tap in range(2):
        payment = undo_confirmation(payment_id=payment.pk, line_id=wrong.pk, actor=nine.delia, now=NEXT)
    assert (payment.confirmed_at, payment.confirmed_line, PayRun.objects.get().state) == (None, None, "paid")
    assert (Entry.objects.count(), balance(chart.BANK)) == (entries, -EVERYONE)
    assert found_as(payment) == [wrong, right]
    kept = ConfirmationUndone.objects.get()
    assert (kept.confirmed_by, kept.confirmed_at, kept.line, kept.undone_at) == (
        nine.delia,
        LATER,
        wrong,
        NEXT,
    )
    assert Act.objects.filter(verb="payroll.payment.was_another").count() == 1
    assert confirmed(payment, nine, right).confirmed_line == right
    assert PayRun.objects.get().state == "reconciled"
    again = undo_confirmation(payment_id=payment.pk, line_id=wrong.pk, actor=nine.delia, now=NEXT)
    assert again.confirmed_line == right, "the tap on the old page again is not about the new one"
    with pytest.raises(Refused, match="not found as that movement"), transaction.atomic():
        undo_confirmation(payment_id=payment.pk, line_id=right.pk + 1, actor=nine.delia, now=NEXT)
    undo_confirmation(payment_id=payment.pk, line_id=right.pk, actor=nine.delia, now=NEXT)
    listed(payment)
    find(payment, nine, all_sure=True)
    assert PayRun.objects.get().state == "reconciled", "transfer by transfer, after all"
    with pytest.raises(Refused, match="one by one"):
        undo_confirmation(payment_id=payment.pk, actor=nine.delia, now=NEXT)
    assert faults() == faults_in_books() == []


@pytest.mark.thorough
def test_what_was_found_in_words_is_not_found_after_all_and_a_closed_run_stays_closed(
    nine: Nine, payment: Payment
) -> None:
    with pytest.raises(Refused, match="not found yet"), transaction.atomic():
        undo_confirmation(payment_id=payment.pk, actor=nine.delia, now=NEXT)
    confirmed(payment, nine)
    close_run(run_id=PayRun.objects.get().pk, actor=nine.delia, now=LATER)
    with pytest.raises(Refused, match="hold now"), transaction.atomic():
        undo_confirmation(payment_id=payment.pk, actor=nine.oscar, now=NEXT)
    payment = undo_confirmation(payment_id=payment.pk, actor=nine.delia, now=NEXT)
    assert (payment.confirmed_by_what, PayRun.objects.get().state) == ("", "closed")
    assert ConfirmationUndone.objects.get().confirmed_by_what == "Line 7"
    assert faults() == []


def test_an_entry_made_from_a_movement_is_undone_and_not_unmatched(nine: Nine, payment: Payment) -> None:
    line = a_movement(-EACH)
    entry = classify_bank_line(line_id=line.pk, account="5.2.1", actor=nine.delia, now=LATER)
    with pytest.raises(Refused, match="made from this movement"), transaction.atomic():
        unmatch_bank_line(line_id=line.pk, entry_id=entry.pk, actor=nine.delia, now=NEXT)
    with pytest.raises(Refused, match="not this entry"), transaction.atomic():
        unmatch_bank_line(line_id=line.pk, entry_id=payment.entry_id, actor=nine.delia, now=NEXT)


# --- the pages and the program --------------------------------------------------------------------------------


def test_one_tap_says_that_it_was_another_one(
    nine: Nine, payment: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(LATER, monkeypatch)
    delia, page = signed_in(nine.delia), f"/pay/payments/{payment.pk}/"
    whole = a_movement(-EVERYONE)
    confirmed(payment, nine, whole)
    assert "This was another one" in delia.get(page).content.decode()
    delia.post(f"{page}another/", {"line": "x"})
    assert Payment.objects.get().confirmed_at is not None
    answer = delia.post(f"{page}another/", {"line": str(whole.pk)}, follow=True).content.decode()
    assert "waits to be found again" in answer
    assert "It is this payment" in answer

    listed(payment)
    find(payment, nine, all_sure=True)
    first, second = FoundTransfer.objects.order_by("pk")[:2]
    assert delia.get(f"{page}transfers/").content.decode().count("This was another one") == 9
    address = f"{page}transfers/another/"
    assert delia.post(address, {"found": "x-1"}).status_code == 404
    done = delia.post(f"{address}?page=1", {"found": f"{first.part_id}-{first.line_id}"})
    assert (done.status_code, done["Location"]) == (302, f"{page}transfers/?page=1")
    told = delia.get(done["Location"]).content.decode()
    assert "8 were found" in told
    assert "wait again" in told

    api = f"/api/v1/payments/{payment.pk}"
    body = json.dumps({"part": second.part_id, "line": second.line_id})
    assert (
        signed_in(nine.oscar)
        .post(f"{api}/transfers/another", body, content_type="application/json")
        .status_code
        == 409
    )
    answered = delia.post(f"{api}/transfers/another", body, content_type="application/json").json()
    assert answered["found"] == 7
    none = delia.post(f"{api}/another", "{}", content_type="application/json")
    assert none.status_code == 409, "it waits already"


# --- round the actions ----------------------------------------------------------------------------------------


def test_a_transfer_is_found_once_at_a_time(nine: Nine, payment: Payment) -> None:
    lines = listed(payment)
    find(payment, nine, all_sure=True)
    found = FoundTransfer.objects.order_by("pk")[0]
    other = classify_bank_line(line_id=a_movement(-EACH).pk, account="5.2.1", actor=nine.delia, now=LATER)
    lift("a_transfer_is_found_as_its_own_movement", on="payroll_foundtransfer")
    about: dict[str, Any] = {"entry": other, "found_by": nine.delia, "found_at": LATER}
    with refused("a_transfer_is_found_once_at_a_time"):
        FoundTransfer.objects.create(part=found.part, line=a_movement(-EACH, days=4), **about)
    with refused("a_transfer_is_found_once_at_a_time"):
        FoundTransfer.objects.create(part=payment.parts.order_by("pk")[1], line=lines[0], **about)


def test_only_how_a_payment_was_found_is_undone(nine: Nine, payment: Payment) -> None:
    line = a_movement(-EVERYONE)
    confirmed(payment, nine, line)
    about: dict[str, Any] = {
        "payment": payment,
        "confirmed_by": nine.delia,
        "confirmed_at": LATER,
        "line": line,
        "undone_by": nine.delia,
        "undone_at": NEXT,
    }
    changes: list[dict[str, Any]] = [{"confirmed_at": NEXT}, {"confirmed_by": nine.oscar}, {"line": None}]
    for change in [*changes, {"confirmed_by_what": "Line 7"}]:
        with refused("only_how_a_payment_was_found_is_undone"):
            ConfirmationUndone.objects.create(**{**about, **change})
    nothing: dict[str, Any] = {"confirmed_at": None, "confirmed_by": None, "confirmed_line": None}
    with refused("a_payment_is_never_another"):
        Payment.objects.update(**nothing)
    ConfirmationUndone.objects.create(**about)
    with refused("a_payment_is_never_another"):
        Payment.objects.update(confirmed_line=None)
    with refused("a_payment_is_never_another"):
        Payment.objects.update(confirmed_by_what="Line 7")
    Payment.objects.update(**nothing)
    with refused("an_undone_confirmation_is_never_changed"):
        ConfirmationUndone.objects.update(undone_at=LATER)
    with refused("an_undone_confirmation_is_never_deleted"):
        delete_all("payroll_confirmationundone")
    lift("only_how_a_payment_was_found_is_undone", on="payroll_confirmationundone")
    with refused("an_undone_confirmation_is_never_replaced"):
        replace_all("payroll_confirmationundone")


def test_only_what_was_matched_is_unmatched(nine: Nine, payment: Payment) -> None:
    line, other = a_movement(-EVERYONE), a_movement(-EACH)
    made = classify_bank_line(line_id=other.pk, account="5.2.1", actor=nine.delia, now=LATER)
    about: dict[str, Any] = {"nth": 1, "undone_by": nine.delia, "undone_at": NEXT}
    with refused("only_what_was_matched_is_unmatched"):
        BankMatchUndone.objects.create(line=line, entry_id=payment.entry_id, **about)
    with refused("only_what_was_matched_is_unmatched"):
        BankMatchUndone.objects.create(line=other, entry=made, **about)
    for _time in range(2):
        match_bank_line(line_id=line.pk, entry_id=payment.entry_id, actor=nine.delia, now=LATER)
        again = BankLine.objects.filter(pk=line.pk)
        for change in ({"entry": None}, {"entry": None, "unmatched": 1}, {"unmatched": 2}):
            with refused("a_bank_line_is_only_ever_classified"):
                again.update(**change)
        unmatch_bank_line(line_id=line.pk, entry_id=payment.entry_id, actor=nine.delia, now=NEXT)
    with refused("an_undone_match_is_never_changed"):
        BankMatchUndone.objects.update(undone_at=LATER)
    with refused("an_undone_match_is_never_deleted"):
        delete_all("ledger_bankmatchundone")
    lift("only_what_was_matched_is_unmatched", on="ledger_bankmatchundone")
    with refused("a_match_is_undone_once", columns="ledger_bankmatchundone.nth"):
        BankMatchUndone.objects.create(line=line, entry_id=payment.entry_id, **about)
    with refused("an_undone_match_is_never_replaced"):
        replace_all("ledger_bankmatchundone")
