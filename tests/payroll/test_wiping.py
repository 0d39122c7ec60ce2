"""Where somebody was paid is wiped when they have left and nobody needs it: not before, and what was paid stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from ledger.reports import faults as faults_in_books
from members.models import Member, Membership, Standing
from payroll.actions.accounts import say_where_paid, wipe_where_paid
from payroll.actions.bounces import bounce_part
from payroll.actions.payments import confirm_payment, export_payment
from payroll.models import Payment, PaymentPart, PayTo
from payroll.reports import faults
from payroll.reports.wiping import accounts_to_wipe
from payroll.tasks import wipe_accounts
from record.models import Act
from record.rules import Refused
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.payroll.paying import OTHER_IBAN, an_advance, by_bank, our_bank
from tests.promises import lift, refused

pytestmark = pytest.mark.django_db
LEFT_ON = date(2026, 4, 1)
JUNE = LATER + timedelta(days=60)
"""Sixty days after the payment of the first of April."""


def leaves(member: Member, on: date = LEFT_ON) -> None:
    Membership.objects.filter(member=member, until_on=None).update(until_on=on)
    Membership.objects.create(member=member, standing=Standing.LEFT, from_on=on, because="test")


def why_not(member: Member, now: datetime, actor: Member | None = None) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        wipe_where_paid(member_id=member.pk, actor=actor, now=now)
    return refusal.value.sentence


@pytest.fixture
def walter(nine: Nine) -> Member:
    """Paid by bank for March, found in the bank's list; then he leaves."""
    walter = nine.people[1]
    our_bank(nine)
    by_bank(walter)
    nine.paid()
    for payment in Payment.objects.all():
        export_payment(payment_id=payment.pk, actor=nine.delia, now=LATER)
        confirm_payment(payment_id=payment.pk, what="line 7", actor=nine.delia, now=LATER)
    leaves(walter)
    return walter


@pytest.fixture(autouse=True)
def _everybody_by_bank(nine: Nine) -> None:
    """So that the file of March can be made."""
    for person in nine.people:
        by_bank(person)


def test_sixty_days_after_the_last_payment_the_clock_wipes_it_and_nothing_else(nine: Nine, walter: Member):
    wipe_accounts(JUNE - timedelta(days=1))
    assert PayTo.objects.filter(wiped_at=None).count() == PayTo.objects.count()
    wipe_accounts(JUNE)
    his = PayTo.objects.filter(member=walter)
    assert set(his.values_list("holder", "account", "bank", "wiped_at")) == {("", "", "", JUNE)}
    assert not PayTo.objects.exclude(member=walter).exclude(wiped_at=None).exists()
    act = Act.objects.order_by("-seq")[0]
    assert (act.verb, act.facts) == ("payroll.pay_to.wiped", {"member": walter.number, "accounts": 2})
    assert PaymentPart.objects.get(payslip__member=walter).cents == 100_000_000
    acts = Act.objects.count()
    wipe_accounts(JUNE)
    assert wipe_where_paid(member_id=walter.pk, actor=walter, now=JUNE) == 0
    assert Act.objects.count() == acts
    assert faults() == faults_in_books() == []


def test_it_stays_while_something_is_owed_or_was_not_found(nine: Nine, walter: Member):
    assert accounts_to_wipe(JUNE.date()) == [walter.pk]
    part = PaymentPart.objects.get(payslip__member=walter)
    bounce_part(part_id=part.pk, because="closed", actor=nine.delia, now=LATER)
    assert accounts_to_wipe(JUNE.date()) == []
    assert "something is owed" in why_not(walter, JUNE, walter)


def test_it_stays_while_an_advance_is_not_back(nine: Nine, walter: Member):
    an_advance(nine, walter, 500)
    assert accounts_to_wipe(JUNE.date()) == []


def test_whoever_belongs_keeps_theirs_and_nobody_wipes_anothers(nine: Nine, walter: Member):
    assert "while you belong" in why_not(nine.delia, JUNE)
    assert "Only whoever it is about" in why_not(walter, JUNE, nine.delia)
    assert wipe_where_paid(member_id=walter.pk, actor=walter, now=JUNE) == 2


def test_a_file_with_a_wiped_account_is_not_made_again_and_says_why(
    nine: Nine, walter: Member, monkeypatch: pytest.MonkeyPatch
):
    wipe_accounts(JUNE)
    payment = Payment.objects.get()
    with pytest.raises(Refused, match="was wiped"), transaction.atomic():
        export_payment(payment_id=payment.pk, actor=nine.delia, now=JUNE)
    at(LATER, monkeypatch)
    page = signed_in(nine.delia).get(f"/pay/payments/{payment.pk}/file/", follow=True)
    assert "was wiped" in page.content.decode()


def test_who_comes_back_says_it_anew(nine: Nine, walter: Member):
    wipe_accounts(JUNE)
    say_where_paid(way="bank", holder="Walter", account=OTHER_IBAN, bank="", actor=walter, now=JUNE)
    assert PayTo.objects.filter(member=walter, wiped_at=None).get().account == OTHER_IBAN


def test_a_wiped_account_is_whole_or_gone(nine: Nine, walter: Member):
    his = PayTo.objects.filter(member=walter)
    with refused("whoever_is_paid_by_bank_says_into_which_account"):
        his.update(wiped_at=JUNE)
    with refused("whoever_is_paid_by_bank_says_into_which_account"):
        his.update(wiped_at=JUNE, account="")
    with refused("where_one_is_paid_is_only_ever_wiped"):
        his.update(holder="", account="", bank="")
    wipe_accounts(JUNE)
    with refused("where_one_is_paid_is_only_ever_wiped"):
        his.update(account=OTHER_IBAN, holder="x", wiped_at=None)
    lift("where_one_is_paid_is_only_ever_wiped", on="payroll_payto")
    with refused("whoever_is_paid_by_bank_says_into_which_account"):
        his.update(wiped_at=None)
