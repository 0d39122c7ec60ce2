"""The totals of the open books open to sums that add up: a month, an account, what we have and owe."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.models import Account, BankLine, Period
from ledger.reports import balance, month_books
from ledger.reports.balances import balances
from ledger.reports.explained.bank import movement_explained
from ledger.reports.explained.books import (
    balance_explained,
    month_explained,
    statements_explained,
)
from ledger.reports.statements import balance_sheet, cash_forecast
from tests.ledger.conftest import BANK, GAS, SALES, Books
from tests.ledger.test_bank_import import take_in
from tests.makers import NOW, TODAY
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(books: Books) -> Books:
    """900 came in, 250 went to gas, and 40 of the gas came back."""
    books.sell(900)
    books.post((GAS, 250), (BANK, -250), key="hand:gas")
    books.post((BANK, 40), (GAS, -40), key="hand:back")
    return books


def test_a_month_opens_to_its_accounts(moved: Books) -> None:
    period = Period.objects.get(entries__key="hand:gas")
    opened = month_explained(month_books(period))
    assert (opened["in"].cents, opened["left"].cents) == (900, 690)
    assert opened["in"].adds_up
    assert opened["left"].adds_up
    assert [each.link for each in opened["in"].given] == [f"/books/accounts/{SALES}/?period={period.name}"]


def test_an_account_opens_to_what_was_added_and_taken_whichever_way_it_counts(moved: Books) -> None:
    for code, added, taken in ((BANK, 940, 250), (GAS, 250, 40), (SALES, 900, 0)):
        account = Account.objects.get(code=code)
        why = balance_explained(account)
        assert [each.cents for each in why.given] == [added, taken], code
        assert (why.adds_up, why.cents) == (True, account.sign * balance(code))
    bank = Account.objects.get(code=BANK)
    assert balance_explained(bank, until=TODAY).cents == 0, "nothing had moved before that day"


def test_the_statements_open_to_what_they_are_made_of(moved: Books) -> None:
    rows = balances()
    sheet, ahead = balance_sheet(rows), cash_forecast(TODAY, rows)
    opened = statements_explained(sheet, ahead, rows)
    for why in (opened.cash, opened.have, opened.ours, opened.result):
        assert why.adds_up, why.key
    assert (opened.cash.cents, opened.ours.cents, opened.result.cents) == (690, 690, 690)
    assert (opened.have.cents, opened.owe.cents) == (sheet.have_cents, sheet.owe_cents) == (690, 0)
    for why in (opened.usual_in, opened.usual_out):
        assert why.cents == (why.given[0].cents or 0) // 13
    assert [why.given[0].cents for why in (opened.usual_in, opened.usual_out)] == [940, 250]


@pytest.mark.thorough
def test_the_pages_of_the_books_open_their_totals_without_scripts(
    moved: Books, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    at(NOW, monkeypatch)
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]
    client = signed_in(moved.delia)
    for address, keys in (
        ("/books/", ("month-in", "month-left")),
        (f"/books/accounts/{BANK}/", ("account",)),
        ("/books/statements/", ("cash", "usual-in", "usual-out", "ours", "result")),
        ("/books/debts/", ("debts-left",)),
    ):
        page = client.get(address).content.decode()
        for key in keys:
            assert f'id="explained-{key}"' in page, (address, key)


def test_a_movement_that_waits_opens_to_its_file_for_whoever_keeps_the_books(books: Books) -> None:
    take_in(books)
    line = BankLine.objects.select_related("account", "paper").latest("pk")
    assert line.paper is not None
    ours, others = (movement_explained(line, opens_file=opens) for opens in (True, False))
    assert (ours.name, ours.cents) == (line.text, line.cents)
    assert [each.link for each in ours.given] == [
        f"/books/accounts/{BANK}/",
        f"/books/bank/files/{line.paper.pk}/",
    ]
    assert [each.text for each in others.given] == [each.text for each in ours.given]
    assert [each.link for each in others.given] == [f"/books/accounts/{BANK}/", ""]
