"""What `verify` says of the books when somebody rewrote a row: it names the row. Of honest books it says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.db.models import F, Model
from pytest_django import DjangoDbBlocker

from ledger import chart, votes
from ledger.actions import (
    OtherMoney,
    classify_bank_line,
    confirm_cash,
    count_cash,
    enter_invoice,
    enter_ticket,
    import_bank_file,
    open_accounts,
    pay_instalment,
    pay_invoice,
    reverse_entry,
    take_debt,
    write_party,
)
from ledger.models import (
    BankLine,
    CashCount,
    Debt,
    Entry,
    Instalment,
    InstalmentPayment,
    Invoice,
    InvoicePayment,
    Paper,
    PaperOfEntry,
    Posting,
)
from ledger.reports import balance, faults
from ledger.rules.agreement import disagreements, undoes
from tests.ledger.conftest import BANK, CASH, GAS, SALES, Books
from tests.makers import NOW, TODAY, give_power, make_coop, make_member
from tests.promises import lift
from tests.worlds import made_once

pytestmark = pytest.mark.django_db

FILE = b"Fecha,Concepto,Importe\n02/03/2026,GAS,-500.00\n03/03/2026,VENTA,900.00\n"
NOTES = {1_000_00: 6}


def whole_books() -> Books:
    """Books in which everything happened at least once: paid, paid in part, undone, counted, imported."""
    coop = make_coop()
    delia, oscar = make_member(5, "Delia Quiroga"), make_member(6, "Oscar Ñancucheo")
    give_power(delia, "ledger.keep_books", "ledger.close_period")
    open_accounts(accounts=chart.CHART, actor=None, now=NOW)
    books = Books(coop=coop, delia=delia, oscar=oscar)
    everything_once(books)
    return books


def everything_once(books: Books) -> None:
    """What can happen to the books, each at least once, by Delia; Oscar counts second."""
    delia, oscar = books.delia, books.oscar
    by: dict[str, Any] = {"actor": delia, "now": NOW}

    import_bank_file(account=BANK, data=FILE, **by)
    classify_bank_line(line_id=BankLine.objects.get(text="GAS").pk, account=GAS, **by)
    enter_ticket(
        on=TODAY, cents=50_00, account=GAS, paid_from=CASH, key="t", content=b"\xff\xd8\xff ticket", **by
    )
    books.post((CASH, 6_000_00), (SALES, -6_000_00), key="box")
    for counted in (NOTES, NOTES):  # the first with a difference, the second without
        waiting = count_cash(account=CASH, notes=counted, **by)
        confirm_cash(count_id=waiting.pk, notes=counted, actor=oscar, now=NOW)
    books.post((CASH, 10_00), (SALES, -10_00), key="after")

    camuzzi = write_party(name="Camuzzi", is_supplier=True, is_customer=True, is_lender=True, **by)
    due: dict[str, Any] = {"party_id": camuzzi.pk, "on": TODAY, "due_on": TODAY, **by}
    bill = enter_invoice(direction="bill", number="A-1", amount=100_00, account=GAS, key="a", **due)
    dollars = OtherMoney(currency="USD", rate="1450.5", source="Banco Nación")
    sale = enter_invoice(
        direction="sale", number="B-1", amount=10_00, account=SALES, other=dollars, key="b", **due
    )
    wrong = enter_invoice(direction="bill", number="A-2", amount=7_00, account=GAS, key="c", **due)
    reverse_entry(entry_id=wrong.entry_id, on=TODAY, memo="Wrong", **by)
    paid: dict[str, Any] = {"through": BANK, "on": TODAY, **by}
    bounced = pay_invoice(invoice_id=bill.pk, amount=40_00, key="p", **paid)
    reverse_entry(entry_id=bounced.entry_id, on=TODAY, memo="Bounced", **by)
    pay_invoice(invoice_id=bill.pk, amount=30_00, key="q", **paid)
    pay_invoice(invoice_id=sale.pk, amount=10_00, key="r", rate="1500", rate_source="Banco Nación", **paid)

    voted = votes.Vote(subject="assemblies.motion:20", title="Gas", is_adopted=True, allows_cents=1000)
    votes.answer_with({2: voted}.get)
    loan: dict[str, Any] = {"lender_id": camuzzi.pk, "principal_cents": 1000, "interest_cents": 100}
    loan |= {"instalments": 3, "first_on": date(2026, 4, 5)}
    debt = take_debt(purpose="Gas", motion_number=2, on=TODAY, came_to=chart.SUPPLIERS, key="d", **loan, **by)
    take_debt(purpose="Old", motion_number=None, on=date(2024, 5, 1), key="e", **loan, **by)
    first = debt.instalments.get(number=1)
    undone = pay_instalment(instalment_id=first.pk, **paid)
    reverse_entry(entry_id=undone.entry_id, on=TODAY, memo="Bounced", **by)
    pay_instalment(instalment_id=first.pk, **paid)


@pytest.fixture(scope="module")
def _once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Books]:
    asked = list(votes._answers)
    with made_once(whole_books, django_db_blocker) as made:
        yield made
    votes._answers[:] = asked


@pytest.fixture(autouse=True)
def books(_once: Books, db: None) -> Books:
    return deepcopy(_once)


def test_honest_books_have_no_fault() -> None:
    assert faults() == []
    assert balance(chart.CUSTOMERS) == 0, "and the world is the one meant: what was sold was paid"


DEBT, BILL = r"debt \d+ \(Camuzzi, Gas\)", r"invoice \d+ \(Camuzzi A-1\)"
REWRITTEN: dict[str, tuple[type[Model], dict[str, Any], dict[str, Any], str, str]] = {
    # what: the table, which row, what it says now, the guard that stands in the way, what verify says
    "a movement that waits": (
        BankLine,
        {"text": "VENTA"},
        {"cents": 1},
        "a_bank_line_is_only_ever_classified",
        r"bank line {pk} was changed after it came in",
    ),
    "a movement that has its account": (
        BankLine,
        {"text": "GAS"},
        {"cents": 1},
        "a_bank_line_is_only_ever_classified",
        r"bank line {pk} is not what its entry says",
    ),
    "an invoice's cents": (
        Invoice,
        {"number": "A-1"},
        {"cents": 99_00},
        "an_invoice_is_never_changed",
        r"invoice {pk} \(Camuzzi A-1\) says 9900 on 5.2.1, its entry 10000",
    ),
    "an invoice's amount in other money": (
        Invoice,
        {"number": "B-1"},
        {"amount": 11_00},
        "an_invoice_is_never_changed",
        r"invoice {pk} \(Camuzzi B-1\) says 1450500, by its amount and rate it is 1595550",
    ),
    "an invoice's rate": (
        Invoice,
        {"number": "B-1"},
        {"rate": "1451"},
        "an_invoice_is_never_changed",
        r"invoice {pk} \(Camuzzi B-1\) says 1450500, by its amount and rate",
    ),
    "what a payment settled": (
        InvoicePayment,
        {"amount": 30_00},
        {"settled_cents": 31_00},
        "a_payment_of_an_invoice_is_never_changed",
        BILL + r", payment {pk} says 3100 on 2.2.1, its entry 3000",
    ),
    "what a payment paid": (
        InvoicePayment,
        {"amount": 30_00},
        {"amount": 100_00},
        "a_payment_of_an_invoice_is_never_changed",
        BILL + r": 10000 of 10000 was paid, which settles 3000 of 10000",
    ),
    "the rate of a payment": (
        InvoicePayment,
        {"amount": 10_00},
        {"rate": "1501"},
        "a_payment_of_an_invoice_is_never_changed",
        r"payment {pk} says -50500 on 5.6.5, its entry -49500",
    ),
    "a debt": (
        Debt,
        {"purpose": "Gas"},
        {"principal_cents": 900},
        "a_debt_is_never_changed",
        r"debt {pk} \(Camuzzi, Gas\) is of 900, its instalments pay back 1000",
    ),
    "an instalment that was paid": (
        Instalment,
        {"debt__purpose": "Gas", "number": 1},
        {"interest_cents": 33},
        "an_instalment_is_never_changed",
        DEBT + r", instalment 1 says 33 on 5.9.1, its entry 34",
    ),
    "an instalment of an old debt": (
        Instalment,
        {"debt__purpose": "Old", "number": 3},
        {"interest_cents": 34},
        "an_instalment_is_never_changed",
        r"debt \d+ \(Camuzzi, Old\): its instalments are not those in the record",
    ),
    "the notes of a count": (
        CashCount,
        {"entry__isnull": True},
        {"notes": {"100000": 5}},
        "a_cash_count_that_is_over_stays",
        r"cash count {pk} of 1.1.2 says 600000, its notes are 500000",
    ),
    "what was counted": (
        CashCount,
        {"entry__isnull": False},
        {"counted_cents": 5_000_00, "notes": {"100000": 5}},
        "a_cash_count_that_is_over_stays",
        r"cash count {pk} of 1.1.2 is not the one in the record",
    ),
    "what the books had when it was counted": (
        CashCount,
        {"entry__isnull": True},
        {
            "counted_cents": F("counted_cents") + 1,
            "books_cents": F("books_cents") + 1,
            "notes": {"600001": 1},
        },
        "a_cash_count_that_is_over_stays",
        r"cash count {pk} of 1.1.2 is not the one in the record",
    ),
    "how large a paper is": (
        Paper,
        {"kind": "ticket"},
        {"size": 1},
        "a_paper_is_never_changed",
        r"paper {pk} is not",
    ),
}


@pytest.mark.parametrize("what", REWRITTEN)
def test_a_row_that_was_rewritten_is_named(what: str) -> None:
    model, which, change, guard, said = REWRITTEN[what]
    row = model._default_manager.get(**which)
    lift(guard, on=model._meta.db_table)
    model._default_manager.filter(pk=row.pk).update(**change)
    assert_said(said.replace("{pk}", str(row.pk)))


def assert_said(pattern: str) -> None:
    found = faults()
    assert any(re.search(pattern, each) for each in found), found


def test_what_the_books_had_in_the_box_is_worked_out_again() -> None:
    count = CashCount.objects.get(entry__isnull=True)
    lift("a_cash_count_that_is_over_stays", on="ledger_cashcount")
    other = Entry.objects.get(key="hand:t")
    CashCount.objects.filter(pk=count.pk).update(on=date(2026, 3, 4))
    assert other.on == TODAY, "what the ticket took out is of the day after the one it says now"
    assert_said(f"cash count {count.pk} of 1.1.2 says that the books had 600000, they had 0")


def test_a_movement_that_was_taken_out_is_named_by_its_file() -> None:
    lift("a_bank_line_is_never_deleted", on="ledger_bankline")
    BankLine.objects.get(text="VENTA").delete()
    assert_said(r"of 1.1.1 the record says 2 movements of 40000, there are 1 of -50000")


def test_a_payment_moved_to_another_instalment_is_named() -> None:
    paid = InstalmentPayment.objects.get(entry__reversed_by=None)
    lift("a_payment_of_an_instalment_is_never_changed", on="ledger_instalmentpayment")
    InstalmentPayment.objects.filter(pk=paid.pk).update(
        instalment=Instalment.objects.get(debt__purpose="Gas", number=2)
    )
    assert_said(DEBT + r", instalment 2 says 333 on 2.4.1, its entry 334")
    assert_said(DEBT + r" has -667 open on 2.4.1, the entries say -666")


def test_an_instalment_paid_twice_is_named() -> None:
    first = Instalment.objects.get(debt__purpose="Gas", number=1)
    lift("an_instalment_is_paid_once", on="ledger_instalmentpayment")
    InstalmentPayment.objects.create(instalment=first, entry=Entry.objects.get(key="after"))
    assert_said(DEBT + r": instalment 1 was paid 2 times")


def test_a_debt_that_was_taken_out_is_named() -> None:
    debt = Debt.objects.get(purpose="Old")
    for thing, table in (("a_debt", "ledger_debt"), ("an_instalment", "ledger_instalment")):
        lift(f"{thing}_is_never_deleted", on=table)
    pk = debt.pk
    debt.instalments.all().delete()
    debt.delete()
    assert_said(f"the record names ledger.debt:{pk}, which is not here")


def test_what_is_open_with_a_party_is_what_the_entries_leave() -> None:
    bounced = InvoicePayment.objects.get(amount=40_00)
    lift("a_posting_is_never_changed", on="ledger_posting")
    Posting.objects.filter(entry__reverses=bounced.entry, account__code=chart.SUPPLIERS).update(cents=-41_00)
    assert_said("Camuzzi has -7000 open on 2.2.1, the entries say -7100")


def test_a_ticket_put_to_another_entry_is_named() -> None:
    said = PaperOfEntry.objects.get()
    lift("a_paper_of_an_entry_is_never_changed", on="ledger_paperofentry")
    PaperOfEntry.objects.update(entry=Entry.objects.get(key="after"))
    assert_said(f"the record does not say that paper {said.paper_id} is of entry")
    assert_said(f"the record says that ledger.paper:{said.paper_id} is of entry 2, which is not here")


def test_an_undoing_that_does_not_undo_is_named() -> None:
    undoing = Entry.objects.filter(reverses__isnull=False).earliest("number")
    lift("a_posting_is_never_changed", on="ledger_posting")
    Posting.objects.filter(entry=undoing).update(cents=F("cents") * 2)
    assert_said(f"entry {undoing.number} does not undo the one that it says")


# Without the database -------------------------------------------------------------------------------


def test_a_row_and_its_entry_say_the_same_account_by_account() -> None:
    assert list(disagreements("x", says={"a": 5, "b": 0}, lines={"a": 5})) == []
    assert list(disagreements("x", says={"a": 5}, lines={"a": 5, "c": -5}, rest={"c"})) == []
    assert list(disagreements("x", says={"a": 5}, lines={"a": 5, "c": -5}, rest=None)) == []
    assert list(disagreements("x", says={"a": 5, "b": -5}, lines={"a": 4, "c": -4})) == [
        "x says 5 on a, its entry 4",
        "x says -5 on b, its entry 0",
        "x says nothing on c, its entry -4",
    ]


def test_an_undoing_has_the_same_lines_the_other_way_round() -> None:
    assert undoes({("a", 1): 5, ("b", None): -5}, {("a", 1): -5, ("b", None): 5})
    assert not undoes({("a", 1): 5, ("b", None): -5}, {("a", 2): -5, ("b", None): 5})
    assert not undoes({}, {("a", 1): 5})
