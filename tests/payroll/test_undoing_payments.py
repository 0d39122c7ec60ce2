"""A payment written down wrongly is undone by another person, with a reason, and counts no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from ledger import chart
from ledger.actions import reverse_entry
from ledger.models import Entry
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from members.models import Membership
from payroll.accounts import ADVANCES
from payroll.actions.help import pay_help
from payroll.actions.shares import ask_refund, pay_in_shares, pay_refunds, subscribe_shares, unpaid
from payroll.actions.undoing_payments import undo_payment
from payroll.models import (
    Advance,
    HelpRequest,
    PayRun,
    ProjectPayment,
    RefundPayment,
    ShareRefund,
    Withholding,
)
from payroll.reports import faults
from payroll.reports.funds import paid_by_project, project_page
from payroll.reports.payments import advances_given
from payroll.reports.public import reinvested
from payroll.reports.refunds import refund_queue
from payroll.reports.voted import left_of
from record import guards
from record.models import Act
from record.rules import Refused
from tests.makers import give_power, write_house_rule
from tests.payroll.conftest import LATER, Nine
from tests.payroll.paying import an_advance
from tests.payroll.test_constraints import a_draft, slip
from tests.payroll.test_fund_spending import spend
from tests.payroll.test_funds import TODAY, a_press, answer, ask, lets, pay, put_in
from tests.promises import lift, refused

pytestmark = pytest.mark.django_db


def undo(nine: Nine, entry: Entry | None, **other: Any) -> Entry:
    assert entry is not None
    asked: dict[str, Any] = {"because": "Typed twice", "actor": nine.oscar, "now": LATER} | other
    return undo_payment(entry_id=entry.pk, **asked)


def test_a_payment_for_a_machine_is_undone_once_and_may_be_paid_again(nine: Nine):
    put_in(chart.REINVESTMENT, 200_000)
    project = a_press(nine, motion=lets(300_000))
    wrong = pay(nine, 300_000)
    with pytest.raises(Refused, match="by whoever pays or signs"):
        reverse_entry(entry_id=wrong.entry_id, on=TODAY, memo="x", actor=nine.delia, now=LATER)

    undone = undo(nine, wrong.entry)
    assert undo(nine, wrong.entry, because="Again") == undone, "a second tap undoes nothing more"
    assert (balance(chart.MACHINES), balance(chart.REINVESTMENT)) == (0, -200_000)
    assert (project_page(project).left_cents, paid_by_project(), reinvested(since=TODAY)) == (300_000, {}, 0)
    act = Act.objects.get(verb="payroll.payment.undone")
    assert act.facts == {"what": "project", "entry": wrong.entry.number, "undone_by": undone.number}
    assert pay(nine, 300_000) == wrong, "its own form, sent again, pays nothing more"
    pay(nine, 300_000, "b")
    with pytest.raises(Refused, match="more than was voted"):
        pay(nine, 1, "c")
    assert faults() == faults_in_books() == []


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"actor": "nobody"}, "a post that you do not hold"),
        ({"actor": "delia"}, "You wrote it down"),
        ({"because": " "}, "in a few words"),
        ({"because": "x" * 161}, "in a few words"),
        ({"because": "a\nb"}, "in one line"),
    ],
)
def test_who_wrote_it_down_never_undoes_it_nor_anybody_without_a_reason(
    nine: Nine, other: dict[str, Any], sentence: str
):
    a_press(nine, motion=lets(300), cents=300)
    paid = pay(nine, 300)
    asked = other | {}
    if "actor" in other:
        asked["actor"] = nine.delia if other["actor"] == "delia" else nine.people[0]
    with pytest.raises(Refused, match=sentence):
        undo(nine, paid.entry, **asked)
    assert not Entry.objects.filter(reverses=paid.entry).exists()


def test_what_a_pay_run_posted_is_not_undone_so_nor_what_undid_a_payment(nine: Nine):
    run = PayRun.objects.get(pk=nine.posted().pk)
    put_in(chart.EDUCATION_FUND, 500)
    undone = undo(nine, spend(nine, lets(500), 500).entry)
    for entry in (run.entry, undone):
        with pytest.raises(Refused, match="no payment that this undoes"):
            undo(nine, entry)


def test_what_a_fund_paid_comes_back_to_it_and_to_what_was_voted(nine: Nine):
    put_in(chart.EDUCATION_FUND, 500)
    motion = lets(500)
    undo(nine, spend(nine, motion, 500).entry)
    assert (balance(chart.EDUCATION_FUND), left_of(motion)) == (-500, 500)
    spend(nine, motion, 400, "b")
    assert left_of(motion) == 100
    assert faults() == []


def test_an_advance_that_is_undone_is_taken_back_of_no_pay_and_one_taken_back_stays(nine: Nine):
    wrong = an_advance(nine, nine.people[1], 100_00)
    undo(nine, wrong.entry)
    right = an_advance(nine, nine.people[1], 50_00)
    assert balance(ADVANCES) == 50_00
    assert {each.pk: each.left for each in advances_given()} == {wrong.pk: 0, right.pk: 50_00}
    nine.computed()
    assert set(Withholding.objects.values_list("advance_id", flat=True)) == {right.pk}
    with pytest.raises(Refused, match="takes some of this advance back"):
        undo(nine, right.entry)
    assert faults() == []


def test_nobody_undoes_an_advance_or_help_of_their_own(nine: Nine):
    put_in(chart.LABOUR_FUND, 9_000)
    give_power(nine.people[2], "payroll.hear_requests")
    request = answer(ask(nine, nine.oscar), nine.people[2])
    paid = pay_help(request_id=request.pk, out_of="cash", actor=nine.delia, now=LATER)
    for entry in (an_advance(nine, nine.oscar, 100_00).entry, paid.entry):
        with pytest.raises(Refused, match="your own money"):
            undo(nine, entry)


def test_help_whose_payment_was_undone_waits_to_be_paid_again(nine: Nine):
    put_in(chart.LABOUR_FUND, 9_000)
    give_power(nine.people[2], "payroll.hear_requests")
    request = answer(ask(nine), nine.people[2])
    first = pay_help(request_id=request.pk, out_of="cash", actor=nine.delia, now=LATER).entry
    undo(nine, first)
    request.refresh_from_db()
    assert (request.state, request.entry, balance(chart.LABOUR_FUND)) == ("granted", None, -9_000)
    again = pay_help(request_id=request.pk, out_of="bank", actor=nine.delia, now=LATER)
    assert again.entry is not None
    assert again.entry != first
    assert balance(chart.LABOUR_FUND) == -4_000
    assert faults() == faults_in_books() == []


def test_shares_paid_in_by_mistake_are_undone_but_not_those_asked_back(nine: Nine):
    write_house_rule("shares.capital", {"cents": 300, "instalments": 3, "refunds": "1"})
    person = nine.people[0]
    by: dict[str, Any] = {"member_id": person.pk, "actor": nine.delia, "now": LATER}
    subscribe_shares(first_due_on=date(2026, 3, 5), **by)
    for key in ("a", "b"):
        pay_in_shares(cents=100, into="bank", on=TODAY, key=key, **by)
    undo(nine, Entry.objects.get(key="payroll.shares:b"))
    assert (balance(chart.SHARE_CAPITAL), unpaid(person)) == (-100, 200)
    Membership.objects.filter(member=person).update(until_on=TODAY)
    ask_refund(member_id=person.pk, actor=person, now=LATER)
    with pytest.raises(Refused, match="asked back already"):
        undo(nine, Entry.objects.get(key="payroll.shares:a"))
    assert faults() == []


def given_back(nine: Nine) -> Entry:
    """Three hundred of two who left, in the order they asked: of the first all, of the second half."""
    write_house_rule("shares.capital", {"cents": 200, "instalments": 1, "refunds": "1"})
    for person in nine.people[:2]:
        by: dict[str, Any] = {"member_id": person.pk, "actor": nine.delia, "now": LATER}
        subscribe_shares(first_due_on=date(2026, 3, 5), **by)
        pay_in_shares(cents=200, into="bank", on=TODAY, key=f"{person.number}", **by)
        Membership.objects.filter(member=person).update(until_on=TODAY)
        ask_refund(member_id=person.pk, actor=person, now=LATER)
    return pay_refunds(most_cents=300, out_of="bank", actor=nine.delia, now=LATER, key="a")[0].entry


def waiting() -> list[tuple[int, int, int]]:
    places = refund_queue(today=TODAY).places
    return [(each.place, each.refund.member.number, each.left_cents) for each in places]


def test_shares_given_back_by_mistake_wait_again_at_their_place(nine: Nine):
    wrong = given_back(nine)
    assert waiting() == [(1, 2, 100)]
    undo(nine, wrong)
    assert waiting() == [(1, 1, 200), (2, 2, 200)]
    assert refund_queue(today=TODAY).paid_this_year_cents == 0
    assert balance(chart.SHARE_CAPITAL) == -400
    person = nine.people[0]
    assert ask_refund(member_id=person.pk, actor=person, now=LATER).cents == 200, "asked once"
    by: dict[str, Any] = {"out_of": "bank", "actor": nine.delia, "now": LATER}
    assert pay_refunds(most_cents=300, key="a", **by)[0].entry == wrong, "its own form pays nothing more"
    assert balance(chart.SHARE_CAPITAL) == -400
    assert [each.cents for each in pay_refunds(most_cents=250, key="b", **by)] == [200, 50]
    assert (waiting(), RefundPayment.objects.count()) == ([(1, 2, 150)], 4)
    assert faults() == faults_in_books() == []


def test_nobody_undoes_shares_that_they_were_given_back_nor_that_they_wrote_down(nine: Nine):
    paid = given_back(nine)
    zulema = nine.people[0]
    give_power(zulema, "payroll.countersign_pay")
    for actor, sentence in ((nine.delia, "You wrote it down"), (zulema, "your own money")):
        with pytest.raises(Refused, match=sentence):
            undo(nine, paid, actor=actor)


# --- round the action ----------------------------------------------------------------------------------------


def test_nothing_is_kept_back_of_an_advance_that_was_undone(nine: Nine):
    advance = an_advance(nine, nine.people[1], 100_00)
    undo(nine, advance.entry)
    about: dict[str, Any] = {"payslip": slip(a_draft(), nine.people[1]), "advance": advance, "cents": 1}
    with refused("nothing_is_kept_back_of_an_advance_that_was_undone"):
        Withholding.objects.create(**about)
    lift("nothing_is_kept_back_of_an_advance_that_was_undone", on="payroll_withholding")
    Withholding.objects.create(**about)
    assert f"advance {advance.pk} was undone, and a pay takes some of it back" in faults()


def test_a_request_for_help_only_goes_forward_but_where_its_payment_was_undone(nine: Nine):
    put_in(chart.LABOUR_FUND, 9_000)
    give_power(nine.people[2], "payroll.hear_requests")
    request = answer(ask(nine), nine.people[2])
    pay_help(request_id=request.pk, out_of="cash", actor=nine.delia, now=LATER)
    with refused("a_request_for_help_only_goes_forward"):
        HelpRequest.objects.update(state="granted", entry=None)


def test_no_more_is_paid_for_a_project_than_was_voted_whatever_was_undone(nine: Nine):
    project = a_press(nine, motion=lets(300), cents=300)
    undo(nine, pay(nine, 300).entry)
    about: dict[str, Any] = {"project": project, "paid_on": TODAY}
    entries = iter(Entry.objects.order_by("number"))
    other = next(each for each in entries if not ProjectPayment.objects.filter(entry=each).exists())
    with refused("no_more_is_paid_for_a_project_than_was_voted"):
        ProjectPayment.objects.create(cents=301, entry=other, **about)
    ProjectPayment.objects.create(cents=300, entry=other, **about)


def test_no_more_is_refunded_than_was_asked_whatever_was_undone(nine: Nine):
    wrong = given_back(nine)
    undo(nine, wrong)
    asked = ShareRefund.objects.order_by("pk")[0]
    about: dict[str, Any] = {"refund": asked, "paid_on": TODAY}
    other = Entry.objects.get(key="payroll.shares:1")
    with refused("no_more_is_refunded_than_was_asked"):
        RefundPayment.objects.create(cents=201, entry=other, **about)
    RefundPayment.objects.create(cents=200, entry=other, **about)
    lift("no_more_is_refunded_than_was_asked", on="payroll_refundpayment")
    RefundPayment.objects.create(cents=1, entry=other, **about)
    assert f"refund {asked.pk}: 201 was given back of 200 asked" in faults()


@pytest.mark.thorough
def test_verify_accepts_what_its_own_act_undid_and_nothing_else(nine: Nine):
    advance = an_advance(nine, nine.people[1], 100_00)
    undone = undo(nine, advance.entry)
    assert faults() == []
    for key in ("undo:1", "payroll.undone:77"):
        guards.remove(connection)
        try:
            Entry.objects.filter(pk=undone.pk).update(key=key)
            found = faults()
        finally:
            guards.install(connection)
        assert any(f"payroll.advance:{advance.pk} stands, and its entry" in each for each in found), key
    assert Advance.objects.count() == 1
