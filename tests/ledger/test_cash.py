"""The cash box: counted note by note by two of us; the difference is in the books."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from ledger import chart
from ledger.actions import confirm_cash, count_cash, drop_count, post_entry
from ledger.models import CashCount, Entry
from ledger.reports import balance, faults
from ledger.reports.explained.cash import count_explained
from ledger.rules import Line
from ledger.rules.cash import denominations, total_of, why_not_notes
from record.rules import Refused
from tests.ledger.conftest import BANK, CASH, SALES, Books
from tests.ledger.test_constraints import refused
from tests.ledger.test_pages import _as_served, delia, oscar, page, send  # noqa: F401 - fixtures
from tests.makers import NOW, TODAY, give_power, make_member

NOTES = {2_000_00: 3, 100_00: 1, 50: 1}  # 6,100.50


def count(books: Books, notes: dict[int, int] | None = None) -> CashCount:
    return count_cash(account=CASH, notes=notes or NOTES, actor=books.delia, now=NOW)


def test_every_note_counts_for_what_it_is() -> None:
    assert total_of(NOTES) == 6_100_50
    assert denominations("ARS", 2)[0] == 20_000_00
    assert denominations("CLP", 0)[-1] == 1, "no parts where there are no cents"
    assert why_not_notes({7: 1}, known=denominations("ARS", 2))
    assert why_not_notes({100: -1}, known=denominations("ARS", 2))
    assert why_not_notes(NOTES, known=denominations("ARS", 2)) is None


@pytest.mark.parametrize(("in_books", "difference"), [(7_000_00, -899_50), (6_000_00, 100_50), (6_100_50, 0)])
def test_what_differs_from_the_books_is_entered(books: Books, in_books: int, difference: int) -> None:
    books.post((CASH, in_books), (SALES, -in_books))
    done = confirm_cash(count_id=count(books).pk, notes=NOTES, actor=books.oscar, now=NOW)
    assert (done.difference_cents, balance(CASH)) == (difference, 6_100_50)
    assert balance(chart.CASH_DIFFERENCES) == -difference
    why = count_explained(done)
    notes = [(given.text, given.cents) for given in why.given]
    assert notes[:2] == [("$2,000 × 3", 6_000_00), ("$100 × 1", 100_00)]
    assert notes[-1] == ("The books said", in_books)
    assert (why.cents, why.adds_up) == (6_100_50, True)
    assert Entry.objects.count() == (2 if difference else 1)
    assert faults() == []


def test_nobody_counts_twice_and_both_counts_are_the_same(books: Books) -> None:
    made = count(books)
    with pytest.raises(Refused, match="Another of us"):
        confirm_cash(count_id=made.pk, notes=NOTES, actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="not the same"):
        confirm_cash(count_id=made.pk, notes=NOTES | {100_00: 2}, actor=books.oscar, now=NOW)
    with pytest.raises(Refused, match="not the same"):
        confirm_cash(count_id=made.pk, notes={1_000_00: 6, 100_00: 1, 50: 1}, actor=books.oscar, now=NOW)
    confirm_cash(count_id=made.pk, notes=NOTES, actor=books.oscar, now=NOW)
    with pytest.raises(Refused, match="over"):
        confirm_cash(count_id=made.pk, notes=NOTES, actor=books.oscar, now=NOW)


def test_whoever_keeps_the_books_counts_first_and_one_count_at_a_time(books: Books) -> None:
    with pytest.raises(Refused, match="counts first"):
        count_cash(account=CASH, notes=NOTES, actor=books.oscar, now=NOW)
    with pytest.raises(Refused, match="Only a cash box"):
        count_cash(account=BANK, notes=NOTES, actor=books.delia, now=NOW)
    made = count(books)
    with pytest.raises(Refused, match="Delia Quiroga counted it already"):
        count(books)
    with pytest.raises(Refused, match="Only whoever counted"):
        drop_count(count_id=made.pk, actor=books.oscar, now=NOW)
    drop_count(count_id=made.pk, actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="over"):
        confirm_cash(count_id=made.pk, notes=NOTES, actor=books.oscar, now=NOW)
    count(books)


def test_the_database_keeps_a_count_as_it_was(books: Books) -> None:
    made = count(books)
    waiting = CashCount.objects.filter(pk=made.pk)
    with refused("a_cash_box_is_counted_by_two|a_cash_count_is_whole_or_waits"):
        waiting.update(second_by=books.delia, second_at=NOW, on=NOW.date(), books_cents=0)
    with refused("a_cash_count_is_whole_or_waits"):
        waiting.update(second_by=books.oscar)
    with refused("a_cash_count_that_is_over_stays"):
        waiting.update(counted_cents=1)
    with refused("one_count_of_a_box_at_a_time|ledger_cashcount.account_id"):
        CashCount.objects.create(
            account=made.account, notes={}, counted_cents=0, first_by=books.oscar, first_at=NOW
        )
    confirm_cash(count_id=made.pk, notes=NOTES, actor=books.oscar, now=NOW)
    with refused("a_cash_count_that_is_over_stays"):
        waiting.update(dropped_at=NOW)
    with refused("a_cash_count_is_never_deleted"):
        waiting.get().delete()


def test_a_cash_count_is_never_replaced(books: Books) -> None:
    from django.db import connection

    count(books)
    again = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with refused("a_cash_count_is_never_replaced"), connection.cursor() as cursor:
        cursor.execute(f"{again} INTO ledger_cashcount SELECT * FROM ledger_cashcount")


def test_whoever_keeps_the_box_or_entered_its_money_does_not_count_it_second(books: Books) -> None:
    teresa = make_member(7, "Teresa Mamani")
    give_power(teresa, "ledger.keep_books")
    made = count(books)
    with pytest.raises(Refused, match="Whoever keeps the books keeps the box"):
        confirm_cash(count_id=made.pk, notes=NOTES, actor=teresa, now=NOW)

    post_entry(on=TODAY, memo="Sale", key="o", lines=sold(5_00), actor=books.oscar, now=NOW)
    with pytest.raises(Refused, match="You entered money of this box"):
        confirm_cash(count_id=made.pk, notes=NOTES, actor=books.oscar, now=NOW)
    with refused("nobody_counts_second_the_money_they_entered"):
        CashCount.objects.update(second_by=books.oscar, second_at=NOW, on=TODAY, books_cents=5_00)

    confirm_cash(count_id=made.pk, notes=NOTES, actor=make_member(8, "Nahuel Ibarra"), now=NOW)
    later = NOW + timedelta(hours=1)
    again = count_cash(account=CASH, notes=NOTES, actor=books.delia, now=later)
    confirm_cash(count_id=again.pk, notes=NOTES, actor=books.oscar, now=later)
    assert faults() == [], "what he entered was counted by two since, so he counts again"


def sold(cents: int) -> list[Line]:
    return [Line(account=CASH, cents=cents), Line(account=SALES, cents=-cents)]


def test_two_phones_count_the_box(books: Books, delia: Client, oscar: Client) -> None:  # noqa: F811
    address = f"cash/{CASH}/count/"
    assert oscar.get(f"/books/{address}").status_code == 403
    assert "note" in send(delia, address, note_200000="-1").content.decode()
    assert send(delia, address, note_200000="3", note_50="1").status_code == 302
    assert "without seeing yours" in page(delia, address)
    text = page(oscar, address)
    assert "Delia Quiroga counted it" in text
    assert "6,000" not in text
    assert oscar.get("/api/v1/ledger/cash/counts").json()["items"][0]["counted_cents"] is None
    assert "not the same" in send(oscar, address, note_200000="2").content.decode()
    assert send(oscar, address, note_200000="3", note_50="1").status_code == 302
    assert "Difference with the books +$6,000.50" in page(oscar, "cash/")


def test_a_program_counts_too(books: Books, delia: Client, oscar: Client) -> None:  # noqa: F811
    body = {"notes": {"200000": 1}}
    made = delia.post("/api/v1/ledger/cash/counts", body | {"account": CASH}, content_type="application/json")
    assert made.status_code == 201
    confirm = f"/api/v1/ledger/cash/counts/{made.json()['id']}/confirm"
    assert delia.post(confirm, body, content_type="application/json").status_code == 409
    assert oscar.post(confirm, body, content_type="application/json").json()["difference_cents"] == 2_000_00
    drop = confirm.replace("confirm", "drop")
    assert oscar.post(drop, content_type="application/json").status_code == 409
