"""Members' shares: the same from each, paid by parts, and given back the oldest request first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ledger import chart
from ledger.models import Entry
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from members.models import Member, Membership
from payroll.actions.shares import ask_refund, pay_in_shares, pay_refunds, subscribe_shares
from payroll.models import RefundPayment, ShareRefund, ShareSubscription
from payroll.reports.explained.shares import ceiling_explained, places_explained
from payroll.reports.refunds import refund_queue
from payroll.reports.shares import share_account, statement
from record.models import Act
from record.rules import Refused
from tests.makers import LONG_AGO, NOW, write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.promises import delete_all, lift, refused, replace_all

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)


def the_rule(refunds: str = "1/20") -> None:
    write_house_rule("shares.capital", {"cents": 300_000, "instalments": 3, "refunds": refunds})


def subscribe(nine: Nine, member: Member, **other: Any) -> ShareSubscription:
    asked: dict[str, Any] = {"first_due_on": date(2026, 3, 5), "actor": nine.delia, "now": LATER} | other
    return subscribe_shares(member_id=member.pk, **asked)


def pay_in(nine: Nine, member: Member, cents: int = 100_000, key: str = "one", **other: Any) -> int:
    asked: dict[str, Any] = {"into": "bank", "on": TODAY, "actor": nine.delia, "now": LATER} | other
    return pay_in_shares(member_id=member.pk, cents=cents, key=f"{key}-{member.number}", **asked)


def everybody_paid(nine: Nine) -> None:
    for person in nine.people:
        subscribe(nine, person)
        pay_in(nine, person, 300_000)


def leaves(member: Member, on: date = TODAY) -> None:
    Membership.objects.filter(member=member).update(until_on=on)


def give_back(nine: Nine, most: int = 10**9, *, now: datetime = LATER, **other: Any) -> list[RefundPayment]:
    asked: dict[str, Any] = {"out_of": "bank", "actor": nine.delia, "now": now} | other
    return pay_refunds(most_cents=most, **asked)


def test_everyone_subscribes_the_same_and_pays_by_parts(nine: Nine):
    the_rule()
    zulema = nine.people[0]
    made = subscribe(nine, zulema)
    assert (made.cents, made.instalments) == (300_000, 3)
    assert subscribe(nine, zulema) == made, "once"
    assert share_account(zulema, today=TODAY).due_cents == 100_000

    assert pay_in(nine, zulema, 150_000) == 150_000
    account = share_account(zulema, today=TODAY)
    assert (account.held_cents, account.due_cents) == (150_000, 0)
    assert [part.cents for part in account.to_come] == [100_000, 100_000]
    assert pay_in(nine, zulema, 150_000) == 150_000, "the same form sent twice is entered once"
    assert balance(chart.SHARE_CAPITAL) == -150_000
    with pytest.raises(Refused, match="more than what is left"):
        pay_in(nine, zulema, 150_001, key="two")
    assert pay_in(nine, zulema, 150_000, key="three") == 0
    assert faults_in_books() == []


def test_a_higher_amount_voted_later_is_subscribed_on_top(nine: Nine):
    the_rule()
    first = subscribe(nine, nine.people[0])
    write_house_rule(
        "shares.capital", {"cents": 500_000, "instalments": 2, "refunds": "1"}, from_on=date(2026, 3, 20)
    )
    second = subscribe(nine, nine.people[0])
    assert (first.cents, second.cents, second.instalments) == (300_000, 200_000, 2)


def test_nobody_subscribes_before_the_assembly_said_how_much_nor_by_others_hands(nine: Nine):
    with pytest.raises(Refused, match="has not said how much"):
        subscribe(nine, nine.people[0])
    the_rule()
    with pytest.raises(Refused, match="Only whoever keeps the books"):
        subscribe(nine, nine.people[0], actor=nine.people[0])
    leaves(nine.people[1])
    with pytest.raises(Refused, match="Only those who belong"):
        subscribe(nine, nine.people[1])


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"cents": 0}, "more than nothing"),
        ({"into": "pocket"}, "the bank or the cash box"),
        ({"on": date(2027, 1, 1)}, "has not come yet"),
    ],
)
def test_money_that_makes_no_sense_is_not_paid_in(nine: Nine, other: dict[str, Any], sentence: str):
    the_rule()
    subscribe(nine, nine.people[0])
    with pytest.raises(Refused, match=sentence):
        pay_in(nine, nine.people[0], **other)
    assert not Entry.objects.exists()


def test_shares_are_given_back_the_oldest_first_and_five_in_a_hundred_a_year(nine: Nine):
    the_rule()
    everybody_paid(nine)
    zulema, walter = nine.people[:2]
    with pytest.raises(Refused, match="whoever left"):
        ask_refund(member_id=zulema.pk, actor=zulema, now=LATER)
    for person, days in ((walter, 0), (zulema, 1)):
        leaves(person)
        ask_refund(member_id=person.pk, actor=person, now=LATER + timedelta(days=days))
        ask_refund(member_id=person.pk, actor=person, now=LATER + timedelta(days=days))
    assert ShareRefund.objects.count() == 2

    paid = give_back(nine, now=LATER + timedelta(days=2))
    assert [(each.refund.member, each.cents) for each in paid] == [(walter, 135_000)], "5 % of 2,700,000"
    with pytest.raises(Refused, match="Nothing can be paid back now"):
        give_back(nine, now=LATER + timedelta(days=3))

    next_year = datetime(2027, 2, 1, 15, tzinfo=UTC)
    paid = give_back(nine, now=next_year)
    assert [each.cents for each in paid] == [128_250], "5 % of what was left"
    queue = refund_queue(today=date(2027, 2, 2))
    assert [(each.refund.member, each.left_cents) for each in queue.places] == [
        (walter, 36_750),
        (zulema, 300_000),
    ]
    assert ceiling_explained(queue).cents == queue.ceiling_cents
    opened = places_explained(queue)
    assert [each.payable.cents if each.payable else 0 for each in opened] == [
        place.payable_cents for place in queue.places
    ]
    assert [(each.left.cents, each.left.adds_up) for each in opened] == [
        (36_750, True),
        (300_000, True),
    ]
    assert balance(chart.SHARE_CAPITAL, member_id=walter.pk) == -36_750
    assert faults_in_books() == []


def test_as_much_as_there_is_money_for_now(nine: Nine):
    the_rule("1")
    everybody_paid(nine)
    leaves(nine.people[0])
    ask_refund(member_id=nine.people[0].pk, actor=nine.delia, now=LATER)
    assert [each.cents for each in give_back(nine, 70_000)] == [70_000]
    with pytest.raises(Refused, match="a post that you do not hold"):
        give_back(nine, actor=nine.people[3])


def test_a_form_sent_twice_gives_back_once_and_with_another_amount_or_place_it_is_refused(nine: Nine):
    the_rule("1")
    everybody_paid(nine)
    leaves(nine.people[0])
    ask_refund(member_id=nine.people[0].pk, actor=nine.delia, now=LATER)
    first = give_back(nine, 30_000, key="k")
    assert give_back(nine, 30_000, key="k", now=LATER + timedelta(minutes=1)) == first
    for other in ({"most": 50_000}, {"most": 30_000, "out_of": "cash"}):
        with pytest.raises(Refused, match="sent already, with other figures"):
            give_back(nine, key="k", **other)
    assert sum(each.cents for each in RefundPayment.objects.all()) == 30_000
    assert faults_in_books() == []


def test_a_statement_adds_up_from_its_beginning_to_its_end(nine: Nine):
    the_rule()
    subscribe(nine, nine.people[0])
    pay_in(nine, nine.people[0], 100_000, on=date(2026, 3, 20))
    pay_in(nine, nine.people[0], 50_000, key="two", now=LATER)
    found = statement(nine.people[0], 2026)
    assert found.opening_cents + sum(each.cents for each in found.movements) == found.closing_cents == 150_000
    assert (found.subscribed_cents, found.due_cents) == (300_000, 150_000)
    assert (statement(nine.people[0], 2027).opening_cents, statement(nine.people[0], 2025).closing_cents) == (
        150_000,
        0,
    )


def test_shares_from_the_treasurers_page_to_the_members_paper(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    at(LATER, monkeypatch)
    the_rule("1")
    delia, zulema = signed_in(nine.delia), signed_in(nine.people[0])
    number = nine.people[0].number
    form = {"step": "subscribe", "subscribe-number": number, "subscribe-first_due_on": "2026-03-05"}
    assert delia.post("/shares/", form).status_code == 302
    key = "7f8d3b1e-6a57-4a0c-9d4e-000000000001"
    paid = {"pay-in-number": number, "pay-in-cents": "1,500.50", "pay-in-into": "cash", "pay-in-key": key}
    form = {"step": "pay-in", "pay-in-on": "2026-04-01", **paid}
    assert delia.post("/shares/", form).status_code == 302
    again = delia.post("/shares/", form | {"pay-in-cents": "x", "pay-in-number": "99"})
    assert again.status_code == 200
    assert "Nobody has that number" in again.content.decode()
    mine = zulema.get("/shares/mine/").content.decode()
    assert "$1,500.50" in mine
    assert zulema.get("/api/v1/shares").json()["movements"][0]["cents"] == 150_050
    paper = zulema.get("/shares/mine/2026.pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper.content == zulema.get("/shares/mine/2026.pdf").content, "the same bytes each time"
    assert zulema.get("/shares/mine/9999.pdf").status_code == 404

    leaves(nine.people[0])
    assert zulema.post("/shares/mine/ask-back/").status_code == 302
    assert "Place 1" in zulema.get("/shares/mine/").content.decode()
    walter = signed_in(nine.people[1]).get("/shares/").content.decode()
    assert nine.people[0].name not in walter, "others see a place, not a name"
    assert nine.people[0].name in delia.get("/shares/").content.decode()
    form = {
        "step": "give-back",
        "give-back-most_cents": "1000",
        "give-back-out_of": "bank",
        "give-back-key": key,
    }
    for _twice in range(2):
        assert delia.post("/shares/", form).status_code == 302
    assert RefundPayment.objects.get().cents == 100_000
    assert Act.objects.filter(verb="payroll.shares.given_back").count() == 1
    assert signed_in(nine.people[1]).post("/shares/", {"step": "nothing"}).status_code == 404


# --- round the actions -----------------------------------------------------------------------------------------


def a_refund(nine: Nine, cents: int = 100) -> tuple[ShareRefund, Entry]:
    nine.earn(5)
    return (
        ShareRefund.objects.create(member=nine.delia, cents=cents, asked_on=TODAY, made_at=NOW),
        Entry.objects.get(),
    )


def test_no_more_is_refunded_than_was_asked(nine: Nine):
    refund, entry = a_refund(nine)
    RefundPayment.objects.create(refund=refund, cents=60, paid_on=TODAY, entry=entry)
    with refused("no_more_is_refunded_than_was_asked"):
        RefundPayment.objects.create(refund=refund, cents=41, paid_on=TODAY, entry=entry)
    RefundPayment.objects.create(refund=refund, cents=40, paid_on=TODAY, entry=entry)
    with refused("a_refund_payment_is_of_something"):
        RefundPayment.objects.create(refund=refund, cents=0, paid_on=TODAY, entry=entry)
    with refused("a_refund_is_of_something"):
        ShareRefund.objects.create(member=nine.oscar, cents=0, asked_on=TODAY, made_at=NOW)


def test_what_was_written_of_shares_is_never_changed_or_deleted_or_replaced(nine: Nine):
    refund, entry = a_refund(nine)
    RefundPayment.objects.create(refund=refund, cents=60, paid_on=TODAY, entry=entry)
    the_rule()
    made = subscribe(nine, nine.people[0])
    with refused("one_subscription_each_a_rule", columns="payroll_sharesubscription.member_id"):
        ShareSubscription.objects.create(
            member=made.member, cents=1, instalments=1, first_due_on=LONG_AGO, rule=made.rule, made_at=NOW
        )
    with refused("a_subscription_is_of_something"):
        ShareSubscription.objects.create(
            member=nine.oscar, cents=0, instalments=1, first_due_on=LONG_AGO, rule=made.rule, made_at=NOW
        )
    lift("no_more_is_refunded_than_was_asked", on="payroll_refundpayment")
    for model, thing in (
        (ShareSubscription, "a_share_subscription"),
        (ShareRefund, "a_share_refund"),
        (RefundPayment, "a_refund_payment"),
    ):
        with refused(f"{thing}_is_never_changed"):
            model.objects.update(cents=1)
        if model is not ShareRefund:
            with refused(f"{thing}_is_never_deleted"):
                delete_all(model._meta.db_table)
        with refused(f"{thing}_is_never_replaced"):
            replace_all(model._meta.db_table)
    lift("a_refund_payment_is_never_deleted", on="payroll_refundpayment")
    delete_all("payroll_refundpayment")
    with refused("a_share_refund_is_never_deleted"):
        delete_all("payroll_sharerefund")


NAMES_OF_PROMISES = """
a_share_subscription_is_never_changed a_share_subscription_is_never_deleted a_share_subscription_is_never_replaced
a_share_refund_is_never_changed a_share_refund_is_never_replaced
a_refund_payment_is_never_changed a_refund_payment_is_never_replaced
"""
"""Written out, so that whoever looks for a promise by its name finds its test."""
