"""Suppliers, customers, debts and back pay: what is owed, in which money, voted by which motion."""

from __future__ import annotations

import uuid
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from ledger import chart, votes
from ledger.actions import (
    OtherMoney,
    enter_invoice,
    pay_instalment,
    pay_invoice,
    post_entry,
    reverse_entry,
    take_debt,
    write_party,
)
from ledger.models import Debt, Instalment, InstalmentPayment, Invoice, InvoicePayment, Party
from ledger.reports import balance, faults
from ledger.reports.explained.owed import back_pay_explained, invoices_explained, side_explained
from ledger.reports.parties import back_pay, debt_cards, invoices_of
from ledger.rules import Line
from ledger.rules.debts import months_after, plan
from ledger.rules.invoices import decimals_of, in_our_cents, part_settled, rate_of
from record.rules import Refused
from tests.ledger.conftest import BANK, CASH, GAS, SALES, Books
from tests.ledger.test_constraints import refused
from tests.ledger.test_pages import _as_served, delia, oscar, page, send  # noqa: F401 - fixtures
from tests.makers import NOW, TODAY

# Sums -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("1450", Fraction(1450)),
        ("1450,50", Fraction(2901, 2)),
        ("1.450,50", Fraction(2901, 2)),
        ("1,450.5", Fraction(2901, 2)),
        ("0.0007", Fraction(7, 10000)),
        ("2901/2", Fraction(2901, 2)),
        ("1.450", None),
        ("0", None),
        ("-3", None),
        ("1/0", None),
        ("x", None),
        ("9" * 40, None),
    ],
)
def test_a_rate_is_exact_or_refused(text: str, rate: Fraction | None) -> None:
    assert rate_of(text) == rate


def test_other_money_is_turned_into_ours_once() -> None:
    assert in_our_cents(100_00, Fraction("1450.505"), theirs=2, ours=2) == 145_050_50
    assert in_our_cents(1, Fraction(1, 3), theirs=0, ours=2) == 33
    assert in_our_cents(1_000, Fraction(2), theirs=3, ours=0) == 2


def test_parts_of_an_invoice_settle_all_of_it_to_the_cent() -> None:
    settled = paid = 0
    for part in (33, 33, 34):
        settled += part_settled(amount=100, cents=1001, paid=paid, settled=settled, part=part)
        paid += part
    assert settled == 1001


def test_instalments_add_up_to_the_cent() -> None:
    parts = plan(principal_cents=1000, interest_cents=100, instalments=3, first_on=date(2026, 1, 31))
    assert [(part.principal_cents, part.interest_cents) for part in parts] == [
        (334, 34),
        (333, 33),
        (333, 33),
    ]
    assert [part.due_on for part in parts] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert months_after(date(2023, 11, 30), 3) == date(2024, 2, 29)


def test_each_instalment_costs_what_the_lenders_sheet_says() -> None:
    parts = plan(
        principal_cents=1000,
        interest_cents=60,
        instalments=3,
        first_on=date(2026, 1, 31),
        interest_of_each=(30, 20, 10),
    )
    assert [part.interest_cents for part in parts] == [30, 20, 10]
    assert [part.principal_cents for part in parts] == [334, 333, 333]


# Invoices -------------------------------------------------------------------------------------------


@pytest.fixture
def camuzzi(books: Books) -> Party:
    return write_party(name="Camuzzi", is_supplier=True, is_lender=True, actor=books.delia, now=NOW)


def bill(books: Books, party: Party, **other: Any) -> Invoice:
    about: dict[str, Any] = {"number": "A-1", "amount": 100_00, "account": GAS, "key": "one"}
    about |= {"direction": "bill", "on": TODAY, "due_on": date(2026, 3, 20), "actor": books.delia, "now": NOW}
    return enter_invoice(party_id=party.pk, **(about | other))


def pay(books: Books, invoice: Invoice, amount: int, *, key: str = "paid", **other: Any) -> InvoicePayment:
    about: dict[str, Any] = {"through": BANK, "on": TODAY, "actor": books.delia, "now": NOW}
    return pay_invoice(invoice_id=invoice.pk, amount=amount, key=key, **(about | other))


def test_a_bill_is_owed_until_it_is_paid(books: Books, camuzzi: Party) -> None:
    invoice = bill(books, camuzzi)
    assert bill(books, camuzzi) == invoice, "a second tap"
    assert (balance(GAS), balance(chart.SUPPLIERS)) == (100_00, -100_00)
    pay(books, invoice, 40_00)
    pay(books, invoice, 40_00)
    [row] = invoices_of(today=date(2026, 3, 21))
    assert (row.left, row.left_cents, row.is_late) == (60_00, 60_00, True)
    [opened] = invoices_explained([row])
    assert (opened.left.cents, opened.left.adds_up) == (60_00, True)
    assert [given.link for given in opened.left.given[1:]] == [
        f"/books/entries/{paid.entry_id}/" for paid in invoice.payments.all()
    ]
    side = side_explained("we-owe", "We owe", [row, row])
    assert (side.cents, side.adds_up) == (120_00, True)
    with pytest.raises(Refused, match="more than what is left"):
        pay(books, invoice, 60_01, key="more")
    pay(books, invoice, 60_00, key="rest")
    assert balance(chart.SUPPLIERS) == 0
    assert invoices_of(today=TODAY, only_open=True) == []
    with pytest.raises(Refused, match="It is paid"):
        pay(books, invoice, 1, key="again")
    assert faults() == []


def test_a_payment_undone_leaves_it_to_pay(books: Books, camuzzi: Party) -> None:
    invoice = bill(books, camuzzi)
    paid = pay(books, invoice, 100_00)
    reverse_entry(entry_id=paid.entry_id, on=TODAY, memo="Bounced", actor=books.delia, now=NOW)
    assert invoices_of(today=TODAY, only_open=True)[0].left == 100_00
    pay(books, invoice, 100_00, key="again")
    assert balance(chart.SUPPLIERS) == 0


def test_a_bill_in_other_money_keeps_its_rate_its_day_and_its_source(books: Books, camuzzi: Party) -> None:
    dollars = OtherMoney(currency="usd", rate="1450,50", source="Banco Nación, seller")
    invoice = bill(books, camuzzi, other=dollars)
    assert (invoice.currency, invoice.cents, invoice.rate) == ("USD", 145_050_00, "2901/2")
    assert (invoice.rate_on, invoice.rate_source, invoice.rate_written) == (
        TODAY,
        "Banco Nación, seller",
        "1,450.5",
    )
    with translation.override("es-ar"):
        assert (invoice.written, invoice.rate_written) == ("100,00", "1.450,5")
    with pytest.raises(Refused, match="rate of that day"):
        pay(books, invoice, 100_00)
    with pytest.raises(Refused, match="where the rate was read"):
        pay(books, invoice, 100_00, rate="1500")
    pay(books, invoice, 100_00, rate="1500", rate_source="Banco Nación, seller")
    assert (balance(BANK), balance(chart.SUPPLIERS)) == (-150_000_00, 0)
    assert balance(chart.EXCHANGE_DIFFERENCES) == 4_950_00


def test_a_customer_owes_us_until_they_pay(books: Books) -> None:
    corralon = write_party(name="Corralón", is_customer=True, actor=books.delia, now=NOW)
    sale = bill(books, corralon, direction="sale", account=SALES)
    assert (balance(SALES), balance(chart.CUSTOMERS)) == (-100_00, 100_00)
    pay(books, sale, 100_00)
    assert (balance(chart.CUSTOMERS), balance(BANK)) == (0, 100_00)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"direction": "sale", "account": SALES}, "Only a customer"),
        ({"account": SALES}, "a cost, or income"),
        ({"account": "9.9.9"}, "a cost, or income"),
        ({"number": " "}, "number of the invoice"),
        ({"amount": 0}, "above zero"),
        ({"due_on": date(2026, 3, 1)}, "due on its day"),
        ({"on": date(2026, 3, 6)}, "not come yet"),
        ({"other": OtherMoney(currency="dollars", rate="1", source="x")}, "three letters"),
        ({"other": OtherMoney(currency="USD", rate="1.450", source="x")}, "rate of that day"),
        ({"other": OtherMoney(currency="USD", rate="1450", source=" ")}, "where the rate was read"),
    ],
)
def test_an_invoice_that_makes_no_sense_is_refused(
    books: Books, camuzzi: Party, other: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        bill(books, camuzzi, **other)
    assert not Invoice.objects.exists()


def test_the_same_invoice_is_entered_once_and_again_where_it_was_undone(books: Books, camuzzi: Party) -> None:
    invoice = bill(books, camuzzi)
    with pytest.raises(Refused, match="A-1 is in the books already, as entry 1"):
        bill(books, camuzzi, key="two")
    reverse_entry(entry_id=invoice.entry_id, on=TODAY, memo="Wrong", actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="was undone"):
        pay(books, invoice, 1)
    assert invoices_of(today=TODAY) == []
    bill(books, camuzzi, key="three", amount=90_00)


OTHER_BILLS: list[dict[str, Any]] = [
    {"number": "A-2"},
    {"amount": 999_00},
    {"on": date(2026, 3, 4)},
    {"due_on": date(2026, 3, 21)},
    {"account": "5.2.2"},
    {"other": OtherMoney(currency="USD", rate="1450", source="x")},
]


def test_the_same_key_with_another_invoice_is_refused(books: Books, camuzzi: Party) -> None:
    assert bill(books, camuzzi) == bill(books, camuzzi, number=" A-1 ")
    for other in OTHER_BILLS:
        with pytest.raises(Refused, match="entered already with other figures, as entry 1"):
            bill(books, camuzzi, **other)
    assert Invoice.objects.count() == 1


def test_the_same_key_with_another_payment_is_refused(books: Books, camuzzi: Party) -> None:
    invoice = bill(books, camuzzi)
    paid = pay(books, invoice, 10_00)
    for amount, other in ((90_00, {}), (10_00, {"through": CASH}), (10_00, {"on": date(2026, 3, 6)})):
        with pytest.raises(Refused, match="with other figures, as entry 2"):
            pay(books, invoice, amount, **other)
    assert pay(books, invoice, 10_00) == paid
    assert InvoicePayment.objects.get() == paid


def test_only_whoever_keeps_the_books_writes_these(books: Books, camuzzi: Party) -> None:
    for act in (
        lambda: write_party(name="x", is_supplier=True, actor=books.oscar, now=NOW),
        lambda: bill(books, camuzzi, actor=books.oscar),
        lambda: pay(books, bill(books, camuzzi), 1, actor=books.oscar),
    ):
        with pytest.raises(Refused, match="keeps the books"):
            act()
    with pytest.raises(Refused, match="written down already"):
        write_party(name="Camuzzi", is_supplier=True, actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="a supplier, a customer or a lender"):
        write_party(name="Nobody", actor=books.delia, now=NOW)


# Debts ----------------------------------------------------------------------------------------------


@pytest.fixture
def motion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Motion 2 was adopted and lets 6,000.00 be owed, motion 3 was not."""
    told = {
        n: votes.Vote(
            subject=f"assemblies.motion:{n}0", title="Plan", is_adopted=n == 2, allows_cents=6_000_00
        )
        for n in (2, 3)
    }
    monkeypatch.setattr(votes, "_answers", [told.get])


def debt(books: Books, lender: Party, **other: Any) -> Debt:
    about: dict[str, Any] = {"purpose": "Gas of 2023", "motion_number": 2, "on": TODAY, "key": "one"}
    about |= {"principal_cents": 1000, "interest_cents": 100, "instalments": 3, "first_on": date(2026, 4, 5)}
    about |= {"came_to": chart.SUPPLIERS, "actor": books.delia, "now": NOW}
    return take_debt(lender_id=lender.pk, **(about | other))


def test_a_debt_is_paid_back_part_by_part(books: Books, camuzzi: Party, motion: None) -> None:
    owed = debt(books, camuzzi)
    assert debt(books, camuzzi) == owed, "a second tap"
    assert (owed.voted, balance(chart.LONG_DEBT)) == ("assemblies.motion:20", -1000)
    first, second, _third = owed.instalments.all()
    with pytest.raises(Refused, match="earlier instalments"):
        pay_instalment(instalment_id=second.pk, through=BANK, on=TODAY, actor=books.delia, now=NOW)
    paid = pay_instalment(instalment_id=first.pk, through=BANK, on=TODAY, actor=books.delia, now=NOW)
    assert (balance(chart.LONG_DEBT), balance(chart.INTEREST), balance(BANK)) == (-666, 34, -368)
    by: dict[str, Any] = {"instalment_id": first.pk, "actor": books.delia, "now": NOW}
    assert pay_instalment(through=BANK, on=TODAY, **by) == paid, "a second tap"
    with pytest.raises(Refused, match="is paid"):
        pay_instalment(through=CASH, on=TODAY, **by)
    [card] = debt_cards()
    assert (card.left_cents, card.interest_left_cents, card.next_one) == (666, 66, second)
    reverse_entry(entry_id=paid.entry_id, on=TODAY, memo="Bounced", actor=books.delia, now=NOW)
    assert debt_cards()[0].left_cents == 1000
    pay_instalment(instalment_id=first.pk, through=BANK, on=TODAY, actor=books.delia, now=NOW)
    assert balance(chart.LONG_DEBT) == -666
    assert faults() == []


OTHER_DEBTS: list[dict[str, Any]] = [
    {"purpose": "Light of 2023"},
    {"principal_cents": 2000},
    {"interest_cents": 101},
    {"instalments": 4},
    {"first_on": date(2026, 4, 6)},
    {"interest_of_each": (50, 30, 20)},
    {"motion_number": None},
    {"came_to": GAS},
]


@pytest.mark.parametrize("came_to", ["", chart.SUPPLIERS])
def test_a_debt_is_written_down_once_and_not_with_other_figures(
    books: Books, camuzzi: Party, motion: None, came_to: str
) -> None:
    first = debt(books, camuzzi, came_to=came_to)
    assert debt(books, camuzzi, came_to=came_to) == first, "a second tap"
    for other in OTHER_DEBTS:
        with pytest.raises(Refused, match=r"already,? with other figures"):
            debt(books, camuzzi, **({"came_to": came_to} | other))
    assert Debt.objects.get() == first
    assert faults() == []


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"motion_number": None}, "motion that voted it"),
        ({"motion_number": 3}, "Motion 3 was not adopted"),
        ({"motion_number": 9}, "Motion 9 was not adopted"),
        ({"principal_cents": 0}, "above zero"),
        ({"instalments": 0}, "how many instalments"),
        ({"first_on": date(2026, 3, 4)}, "first instalment"),
        ({"purpose": ""}, "what the debt is for"),
        ({"interest_of_each": (50, 50)}, "does not add up"),
        ({"interest_of_each": (50, 30, 10)}, "does not add up"),
        ({"interest_of_each": (110, -10, 0)}, "does not add up"),
        ({"actor": None, "on": date(2026, 3, 6)}, "not come yet"),
    ],
)
def test_a_debt_that_nobody_voted_is_refused(
    books: Books, camuzzi: Party, motion: None, other: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        debt(books, camuzzi, **other)
    assert not Debt.objects.exists()


def test_no_more_is_owed_than_was_voted_in_all_debts_under_one_motion(
    books: Books, camuzzi: Party, motion: None
) -> None:
    with pytest.raises(Refused, match="more than the motion lets be owed"):
        debt(books, camuzzi, principal_cents=6_000_01)
    first = debt(books, camuzzi, principal_cents=4_000_00)
    with pytest.raises(Refused, match="more than the motion lets be owed"):
        debt(books, camuzzi, principal_cents=2_000_01, key="two")
    debt(books, camuzzi, principal_cents=2_000_00, key="two")
    assert first.entry is not None
    reverse_entry(entry_id=first.entry.pk, on=TODAY, memo="Typed wrong", actor=books.delia, now=NOW)
    debt(books, camuzzi, principal_cents=4_000_00, key="again")


def test_a_debt_older_than_we_are_needs_no_motion(books: Books, camuzzi: Party) -> None:
    owed = debt(books, camuzzi, motion_number=None, on=date(2024, 5, 1), came_to="")
    assert (owed.voted, owed.entry, balance(chart.LONG_DEBT)) == ("", None, 0)


# Pay owed -------------------------------------------------------------------------------------------


def test_pay_owed_is_a_sum_over_the_books(books: Books) -> None:
    lines = [
        Line(account=chart.WORK_REMUNERATION, cents=500),
        Line(account=chart.PAY_OWED, cents=-200, member_id=books.oscar.pk),
        Line(account=chart.PAY_OWED, cents=-300, member_id=books.delia.pk),
    ]
    post_entry(on=TODAY, memo="Retiro", key="pay", lines=lines, actor=None, now=NOW)
    owed = back_pay(reader_id=books.oscar.pk)
    assert (owed.whole_cents, owed.people, owed.own_cents) == (500, 2, 200)
    assert [line.cents for line in owed.own_lines] == [-200]
    paid = [
        Line(account=chart.PAY_OWED, cents=50, member_id=books.oscar.pk),
        Line(account=BANK, cents=-50),
    ]
    post_entry(on=TODAY, memo="Pago", key="paid", lines=paid, actor=None, now=NOW)
    opened = back_pay_explained(back_pay(reader_id=books.oscar.pk), reader_id=books.oscar.pk)
    assert (opened.whole.cents, opened.own.cents, opened.own.adds_up) == (450, 150, True)
    assert [given.cents for given in opened.own.given] == [200, 50]


# The database ---------------------------------------------------------------------------------------


STAYS = {
    "ledger_invoice": (
        "an_invoice_is_never_changed",
        "an_invoice_is_never_deleted",
        "an_invoice_is_never_replaced",
    ),
    "ledger_invoicepayment": (
        "a_payment_of_an_invoice_is_never_changed",
        "a_payment_of_an_invoice_is_never_deleted",
        "a_payment_of_an_invoice_is_never_replaced|an_invoice_is_never_overpaid",
    ),
    "ledger_debt": ("a_debt_is_never_changed", "a_debt_is_never_deleted", "a_debt_is_never_replaced"),
    "ledger_instalment": (
        "an_instalment_is_never_changed",
        "an_instalment_is_never_deleted",
        "an_instalment_is_never_replaced|instalments_pay_back_no_more_than_the_debt",
    ),
    "ledger_instalmentpayment": (
        "a_payment_of_an_instalment_is_never_changed",
        "a_payment_of_an_instalment_is_never_deleted",
        "a_payment_of_an_instalment_is_never_replaced|an_instalment_is_paid_once",
    ),
}


def test_the_database_keeps_invoices_and_debts_as_they_were(
    books: Books, camuzzi: Party, motion: None
) -> None:
    invoice = bill(books, camuzzi)
    payment = pay(books, invoice, 40_00)
    owed = debt(books, camuzzi)
    first = owed.instalments.earliest("number")
    paid = pay_instalment(instalment_id=first.pk, through=BANK, on=TODAY, actor=books.delia, now=NOW)
    changes: dict[Any, dict[str, Any]] = {
        invoice: {"cents": 1},
        payment: {"amount": 1},
        owed: {"principal_cents": 1},
        first: {"interest_cents": 0},
        paid: {"instalment": owed.instalments.latest("number")},
    }
    again = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    for row, change in changes.items():
        table = row._meta.db_table
        never_changed, never_deleted, never_replaced = STAYS[table]
        with refused(never_changed):
            type(row).objects.filter(pk=row.pk).update(**change)
        with refused(never_deleted), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
        with refused(never_replaced), connection.cursor() as cursor:
            cursor.execute(f"{again} INTO {table} SELECT * FROM {table} LIMIT 1")


def test_the_database_refuses_what_is_paid_twice_or_over(books: Books, camuzzi: Party, motion: None) -> None:
    invoice = bill(books, camuzzi)
    pay(books, invoice, 40_00)
    with refused("an_invoice_is_never_overpaid"):
        InvoicePayment.objects.create(
            invoice=invoice, entry=books.sell(1, key="a"), amount=60_01, settled_cents=60_01
        )
    with refused("a_payment_of_an_invoice_pays"):
        InvoicePayment.objects.create(
            invoice=invoice, entry=books.sell(1, key="b"), amount=0, settled_cents=0
        )
    owed = debt(books, camuzzi)
    first = owed.instalments.earliest("number")
    pay_instalment(instalment_id=first.pk, through=BANK, on=TODAY, actor=books.delia, now=NOW)
    with refused("an_instalment_is_paid_once"):
        InstalmentPayment.objects.create(instalment=first, entry=books.sell(1, key="c"))
    about = {"debt": owed, "due_on": TODAY, "principal_cents": 1}
    with refused("an_instalment_has_its_own_number|ledger_instalment.debt_id"):
        Instalment.objects.create(number=1, **about | {"principal_cents": 0})
    with refused("instalments_pay_back_no_more_than_the_debt"):
        Instalment.objects.create(number=9, **about)
    about["principal_cents"] = 0
    with refused("an_instalment_takes_nothing_back"):
        Instalment.objects.create(number=9, interest_cents=-1, **about)
    with refused("a_debt_owes_something"):
        Debt.objects.create(
            lender=camuzzi, purpose="x", on=TODAY, principal_cents=0, account=owed.account, written_at=NOW
        )
    with refused("a_debt_is_written_down_once|ledger_debt.key"):
        Debt.objects.create(
            lender=camuzzi,
            purpose="x",
            on=TODAY,
            principal_cents=1,
            account=owed.account,
            key=owed.key,
            written_at=NOW,
        )
    with refused("an_invoice_asks_for_money"):
        Invoice.objects.create(
            party=camuzzi,
            direction="bill",
            number="x",
            account=owed.account,
            on=TODAY,
            due_on=TODAY,
            currency="ARS",
            amount=0,
            rate_on=TODAY,
            cents=0,
            entry=books.sell(1, key="d"),
            entered_at=NOW,
        )
    with refused("a_party_is_something_to_us"):
        Party.objects.create(name="Nobody")
    with refused("a_party_is_never_deleted"):
        Party.objects.create(name="Somebody", is_customer=True).delete()
    again = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with refused("a_party_is_never_replaced"), connection.cursor() as cursor:
        cursor.execute(f"{again} INTO ledger_party SELECT * FROM ledger_party")


@pytest.mark.parametrize(
    ("currency", "decimals"), [("USD", 2), ("clp ", 0), ("JPY", 0), ("KWD", 3), ("EUR", 2)]
)
def test_a_money_has_its_own_places_after_the_point(currency: str, decimals: int) -> None:
    assert decimals_of(currency) == decimals


def test_an_invoice_in_other_money_is_read_and_paid_as_that_money_is_written(
    books: Books,
    camuzzi: Party,
    delia: Client,  # noqa: F811
) -> None:
    words = {"direction": "bill", "number": "J-1", "on": "2026-03-05", "due_on": "2026-03-20"}
    words |= {
        "account": GAS,
        "currency": "JPY",
        "rate": "9.5",
        "rate_source": "Bank",
        "key": str(uuid.uuid4()),
    }
    refused_there = send(delia, f"parties/{camuzzi.pk}/", **words, amount="100.50")
    assert refused_there.status_code == 200
    assert send(delia, f"parties/{camuzzi.pk}/", **words, amount="1000").status_code == 302
    invoice = Invoice.objects.get()
    assert (invoice.amount, invoice.decimals, invoice.cents) == (1000, 0, 9_500_00)
    paid = {"amount": "400", "through": BANK, "on": "2026-03-05", "rate": "9.5", "rate_source": "Bank"}
    assert send(delia, f"invoices/{invoice.pk}/pay/", **paid, key=str(uuid.uuid4())).status_code == 302
    assert InvoicePayment.objects.get().amount == 400


# Pages ----------------------------------------------------------------------------------------------


def test_a_bill_and_a_debt_on_their_pages(
    books: Books,
    delia: Client,  # noqa: F811
    oscar: Client,  # noqa: F811
    motion: None,
) -> None:
    send(delia, "parties/", name="Camuzzi", is_supplier="on", is_lender="on")
    party = Party.objects.get()
    words = {"direction": "bill", "number": "A-1", "on": "2026-03-05", "due_on": "2026-03-20"}
    words |= {"account": GAS, "amount": "100.00", "key": str(uuid.uuid4())}
    wrong = send(delia, f"parties/{party.pk}/", **words | {"currency": "USD"})
    assert "Write the rate of that day" in wrong.content.decode()
    send(delia, f"parties/{party.pk}/", **words)
    invoice = Invoice.objects.get()
    assert "Camuzzi A-1 · due 20 Mar 2026 $100" in page(oscar, "parties/")
    assert "Enter an invoice" not in page(oscar, f"parties/{party.pk}/")
    assert oscar.get(f"/books/invoices/{invoice.pk}/pay/").status_code == 403
    paid = {"amount": "100", "through": BANK, "on": "2026-03-05", "key": str(uuid.uuid4())}
    assert "keeps the books" in send(oscar, f"invoices/{invoice.pk}/pay/", **paid).content.decode()
    assert send(delia, f"invoices/{invoice.pk}/pay/", **paid).status_code == 302
    taken = {"lender": party.pk, "purpose": "Gas", "motion_number": 2, "on": "2026-03-05", "principal": "30"}
    taken |= {"interest": "0", "instalments": 3, "first_on": "2026-04-05", "came_to": chart.SUPPLIERS}
    taken |= {"key": str(uuid.uuid4())}
    made = send(delia, "debts/new/", **taken)
    assert made.status_code == 302, made.content.decode()
    text = page(oscar, made.headers["Location"].removeprefix("/books/"))
    assert "We voted it: motion 2" in text
    address = made.headers["Location"].removeprefix("/books/")
    it_is_paid = {"instalment": 1, "through": BANK, "on": "2026-03-05"}
    assert "keeps the books" in send(oscar, address, **it_is_paid).content.decode()
    for _tap in range(3):
        assert send(delia, address, **it_is_paid).status_code == 302
    assert "is paid" in send(delia, address, **it_is_paid | {"through": CASH}).content.decode()
    assert send(delia, address, **it_is_paid | {"instalment": 4}).status_code == 404
    assert "Left $20" in page(oscar, "debts/")
    assert "Yours" in page(oscar, "back-pay/")
    assert oscar.get("/api/v1/ledger/debts").json()["items"][0]["left_cents"] == 20_00
    assert oscar.get("/api/v1/ledger/invoices").json()["items"][0]["left"] == 0
    assert oscar.get("/api/v1/ledger/back-pay").json() == {"whole_cents": 0, "people": 0, "own_cents": 0}
    falling = taken | {"key": str(uuid.uuid4()), "interest": "", "interest_of_each": "3\n2\n\n1.50\n"}
    short = send(delia, "debts/new/", **falling | {"interest_of_each": "3\n2"}).content.decode()
    assert "does not add up to the interest in all" in short
    assert send(delia, "debts/new/", **falling).status_code == 302
    costs = Debt.objects.latest("pk").instalments.values_list("interest_cents", flat=True)
    assert list(costs) == [3_00, 2_00, 1_50]
