"""What is asked of the books."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger import chart
from ledger.actions import month_of, post_entry, reverse_entry
from ledger.models import Account, Entry, Posting
from ledger.reports import (
    balance,
    balances,
    balances_by_member,
    entries_of,
    entry_page,
    faults,
    month_books,
    name_of,
    opened,
    period_shown,
    result_of,
)
from ledger.rules import Line
from record import guards
from tests.ledger.conftest import BANK, GAS, SALES, Books
from tests.makers import NOW, TODAY

FEBRUARY = date(2026, 2, 10)


def pay(books: Books) -> Entry:
    lines = [
        Line(account=chart.WORK_REMUNERATION, cents=500),
        Line(account=chart.PAY_OWED, cents=-200, member_id=books.oscar.pk),
        Line(account=chart.PAY_OWED, cents=-300, member_id=books.delia.pk),
    ]
    return post_entry(on=TODAY, memo="Retiro", key="pay", lines=lines, actor=None, now=NOW)


def test_the_result_is_what_came_in_less_what_went_out(books: Books) -> None:
    march = books.sell(1000).period
    books.post((GAS, 300), (BANK, -300), key="gas")
    books.post((chart.RESULT, 100), (chart.COMMUNITY, -100), key="set aside")
    books.sell(50, on=FEBRUARY, key="february")
    assert result_of(march.pk) == 700
    assert result_of(month_of(day=FEBRUARY, actor=None, now=NOW).pk) == 50
    assert result_of(month_of(day=date(2026, 1, 1), actor=None, now=NOW).pk) == 0


def test_a_balance_is_of_all_days_or_of_those_before_one(books: Books) -> None:
    books.sell(1000)
    books.sell(50, on=FEBRUARY, key="february")
    assert balance(BANK) == 1050
    assert balance(BANK, until=date(2026, 3, 1)) == 50
    assert balance(SALES) == -1050
    assert balance("9.9.9") == 0


def test_a_balance_may_be_of_one_member(books: Books) -> None:
    pay(books)
    assert balance(chart.PAY_OWED, member_id=books.oscar.pk) == -200
    assert balances_by_member(chart.PAY_OWED) == {books.oscar.pk: -200, books.delia.pk: -300}


def test_every_account_with_what_moved_and_what_is_there(books: Books) -> None:
    march = books.sell(1000).period
    books.sell(50, on=FEBRUARY, key="february")
    of_march = {row.account.code: (row.moved_cents, row.balance_cents) for row in balances(march)}
    assert of_march[BANK] == (1000, 1050)
    assert len(of_march) == len(chart.CHART)
    ever = {row.account.code: (row.moved_cents, row.balance_cents) for row in balances()}
    assert ever[BANK] == (1050, 1050)


def test_a_month_goes_from_what_came_in_down_to_what_was_left(books: Books) -> None:
    march = books.sell(1000).period
    books.post((GAS, 300), (BANK, -300), key="gas")
    pay(books)
    shown = month_books(march)
    steps = [(bar.kind, bar.cents, bar.x, bar.width) for bar in shown.bars]
    assert steps == [
        ("in", 1000, 0, 1000),
        ("out", -300, 700, 300),
        ("eq", -500, 200, 500),
        ("left", 200, 0, 200),
    ]
    assert (shown.income_cents, shown.cost_cents, shown.result_cents) == (1000, 800, 200)
    assert {account.code: cents for account, cents in shown.ours} == {BANK: 700, chart.PAY_OWED: 500}


def test_the_bars_of_a_bad_month_stay_on_their_line(books: Books) -> None:
    march = books.sell(100).period
    books.post((GAS, 300), (BANK, -300), key="gas")
    pay(books)
    shown = month_books(march)
    assert shown.result_cents == -700
    assert all(min(bar.x, bar.width) >= 0 and bar.x + bar.width <= 1000 for bar in shown.bars)


def test_an_empty_month_has_nothing_and_is_shown(books: Books) -> None:
    shown = month_books(month_of(day=TODAY, actor=None, now=NOW))
    assert (shown.result_cents, [bar.width for bar in shown.bars]) == (0, [0, 0])


def test_the_month_shown_is_the_one_asked_for_or_the_last_with_entries(books: Books) -> None:
    assert period_shown(None) is None
    march = books.sell(1000).period
    april = month_of(day=date(2026, 4, 1), actor=None, now=NOW)
    assert period_shown(None) == march
    assert period_shown("2026-04") == april
    assert period_shown("nonsense") is None


def test_an_account_opens_to_its_entries_newest_first(books: Books) -> None:
    march, february = books.sell(1000), books.sell(50, on=FEBRUARY, key="february")
    bank = Account.objects.get(code=BANK)
    rows = opened(list(entries_of(bank)))
    assert [(row.entry, row.cents) for row in rows] == [(march, 1000), (february, 50)]
    assert len(entries_of(bank, march.period)) == 1


def test_the_lines_of_people_stand_together_and_each_sees_their_own(books: Books) -> None:
    entry = pay(books)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = entry_page(entry.pk, reader_id=books.oscar.pk)
    assert page is not None
    assert len(asked) <= 7  # one of them for its ticket
    together = page.lines[1]
    assert (together.cents, together.people, together.own_cents) == (-500, 2, -200)


def test_an_entry_says_what_undid_it(books: Books) -> None:
    entry = books.sell(1000)
    undone = reverse_entry(entry_id=entry.pk, on=TODAY, memo="Twice", actor=books.delia, now=NOW)
    page = entry_page(entry.pk, reader_id=None)
    assert page is not None
    assert page.undone_by == undone
    assert entry_page(uuid.uuid4(), reader_id=None) is None


def test_an_account_has_its_name_in_both_languages(books: Books) -> None:
    bank = Account.objects.get(code=BANK)
    assert (name_of(bank, "es-ar"), name_of(bank, "en")) == ("Banco", "Bank")
    assert name_of(Account(name="Crane"), "es-ar") == "Crane"


# Faults ---------------------------------------------------------------------------------------------


@pytest.fixture
def lifted(books: Books) -> Books:
    """Books whose guards somebody lifted, with two entries in them."""
    books.sell(1000)
    pay(books)
    guards.remove(connection)
    return books


def test_sealed_books_have_no_fault(books: Books) -> None:
    books.sell(1000)
    pay(books)
    assert faults() == []


def test_a_changed_line_is_seen(lifted: Books) -> None:
    Posting.objects.filter(cents=-200).update(member=lifted.delia)
    assert faults() == ["ledger: entry 2 was changed after it was sealed"]


def test_a_changed_sum_is_seen(lifted: Books) -> None:
    Posting.objects.filter(cents=1000).update(cents=999)
    assert faults() == ["ledger: entry 1 does not balance", "ledger: entry 1 was changed after it was sealed"]


def test_a_seal_made_again_is_seen_by_the_record(lifted: Books) -> None:
    Entry.objects.filter(number=1).update(seal="0" * 64)
    assert "ledger: entry 1 is not the one in the record" in faults()


def test_an_entry_taken_away_is_seen(lifted: Books) -> None:
    entry = Entry.objects.get(number=1)
    entry.postings.all().delete()
    Entry.objects.filter(number=1).delete()
    found = faults()
    assert "ledger: the entries are not numbered one after another (entry 2)" in found
    assert f"ledger: the record names ledger.entry:{entry.pk}, which is not here" in found
