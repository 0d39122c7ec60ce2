"""A movement goes where its like went last time, or is found in the books; nothing is guessed or entered twice."""

from __future__ import annotations

from datetime import date

import pytest

from ledger import chart
from ledger.actions import (
    classify_as_remembered,
    classify_bank_line,
    import_bank_file,
    match_bank_line,
    open_account,
    reverse_entry,
)
from ledger.models import BankLine, Entry
from ledger.reports import balance, faults
from ledger.reports.bank import with_memory
from ledger.reports.closing import closing_steps
from ledger.rules.memory import Choice, remembered, words_of
from record.rules import Refused
from tests.ledger.conftest import BANK, CASH, GAS, SALES, Books
from tests.ledger.test_constraints import refused
from tests.makers import NOW, TODAY

FILE = """Fecha;Concepto;Importe
02/03/2026;DEB. CAMUZZI GAS 0341-22;-500,00
03/03/2026;Déb Camuzzi Gas 0455-23;-700,00
04/03/2026;CAMUZZI GAS DEB;-1,00
04/03/2026;DEB. CAMUZZI GAS 99;90,00
"""


def take_in(books: Books, text: str = FILE) -> list[BankLine]:
    import_bank_file(account=BANK, data=text.encode(), actor=books.delia, now=NOW)
    return list(BankLine.objects.select_related("account").order_by("on", "pk"))


# Words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("DEB. CAMUZZI GAS 0341-22", "deb camuzzi gas"),
        ("Déb  Camuzzi_Gas Nº0455/23", "deb camuzzi gas"),
        ("PAGO REF A1B2C3 LOZA", "pago ref loza"),
        ("000123 / 44", "000123 / 44"),
        ("", ""),
    ],
)
def test_what_changes_every_time_is_left_out(text: str, words: str) -> None:
    assert words_of(text) == words


def test_the_latest_choice_counts_whatever_order_they_come_in() -> None:
    def choice(account: str, number: int, *, came_in: bool = False) -> Choice:
        return Choice(words="gas", came_in=came_in, account=account, on=date(2026, 3, number), number=number)

    found = remembered([choice("5.2.2", 3), choice("5.2.1", 2), choice("4.1.1", 4, came_in=True)])
    assert {key: each.account for key, each in found.items()} == {
        ("gas", False): "5.2.2",
        ("gas", True): "4.1.1",
    }


# Remembering ----------------------------------------------------------------------------------------


def test_a_movement_is_remembered_by_its_words_and_direction(books: Books) -> None:
    lines = take_in(books)
    assert [row.remembered for row in with_memory(lines)] == ["", "", "", ""]
    classify_bank_line(line_id=lines[0].pk, account=GAS, actor=books.delia, now=NOW)
    rows = with_memory(lines[1:])
    assert [(row.remembered, row.as_on) for row in rows] == [(GAS, date(2026, 3, 2)), ("", None), ("", None)]


def test_what_was_undone_is_not_remembered(books: Books) -> None:
    lines = take_in(books)
    entry = classify_bank_line(line_id=lines[0].pk, account=SALES, actor=books.delia, now=NOW)
    reverse_entry(entry_id=entry.pk, on=TODAY, memo="Wrong", actor=books.delia, now=NOW)
    assert with_memory(lines[1:2])[0].remembered == ""


def test_several_are_entered_at_once_and_a_second_tap_enters_nothing(books: Books) -> None:
    lines = take_in(books)
    classify_bank_line(line_id=lines[0].pk, account=GAS, actor=books.delia, now=NOW)
    ids = [line.pk for line in lines]
    made = classify_as_remembered(line_ids=ids, actor=books.delia, now=NOW)
    assert [entry.memo for entry in made] == ["Déb Camuzzi Gas 0455-23"]
    assert classify_as_remembered(line_ids=ids, actor=books.delia, now=NOW) == []
    assert balance(GAS) == 1200_00
    with pytest.raises(Refused, match="keeps the books"):
        classify_as_remembered(line_ids=ids, actor=books.oscar, now=NOW)
    with pytest.raises(Refused, match="Too many"):
        classify_as_remembered(line_ids=list(range(501)), actor=books.delia, now=NOW)


# Finding in the books -------------------------------------------------------------------------------


def test_a_movement_that_is_in_the_books_is_not_entered_again(books: Books) -> None:
    entry = books.post((GAS, 500_00), (BANK, -500_00), key="gas", on=date(2026, 3, 1))
    lines = take_in(books)
    assert with_memory(lines)[0].found == entry
    match_bank_line(line_id=lines[0].pk, entry_id=entry.pk, actor=books.delia, now=NOW)
    assert (balance(BANK), Entry.objects.count()) == (-500_00, 1)
    assert faults() == []


def test_two_equal_movements_are_two_entries(books: Books) -> None:
    first = books.post((GAS, 10_00), (BANK, -10_00), key="a", on=date(2026, 3, 2))
    second = books.post((GAS, 10_00), (BANK, -10_00), key="b", on=date(2026, 3, 3))
    text = "Fecha;Concepto;Importe\n02/03/2026;GAS;-10,00\n03/03/2026;GAS;-10,00\n03/03/2026;GAS;-10,00\n"
    assert [row.found for row in with_memory(take_in(books, text))] == [first, second, None]


def test_a_movement_is_matched_only_with_what_moved_the_same(books: Books) -> None:
    lines = take_in(books)
    other = books.post((GAS, 499_00), (BANK, -499_00), key="gas")
    with pytest.raises(Refused, match="another amount"):
        match_bank_line(line_id=lines[0].pk, entry_id=other.pk, actor=books.delia, now=NOW)
    same = books.post((GAS, 500_00), (BANK, -500_00), key="same")
    with pytest.raises(Refused, match="keeps the books"):
        match_bank_line(line_id=lines[0].pk, entry_id=same.pk, actor=books.oscar, now=NOW)
    match_bank_line(line_id=lines[0].pk, entry_id=same.pk, actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="account already"):
        match_bank_line(line_id=lines[0].pk, entry_id=same.pk, actor=books.delia, now=NOW)
    twice = "Fecha;Concepto;Importe\n05/03/2026;GAS;-500,00\n"
    again = next(line for line in take_in(books, twice) if line.text == "GAS")
    with pytest.raises(Refused, match="Another movement"):
        match_bank_line(line_id=again.pk, entry_id=same.pk, actor=books.delia, now=NOW)
    undone = books.post((GAS, 700_00), (BANK, -700_00), key="hand:undone")
    reverse_entry(entry_id=undone.pk, on=TODAY, memo="x", actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="was undone"):
        match_bank_line(line_id=lines[1].pk, entry_id=undone.pk, actor=books.delia, now=NOW)


def test_money_between_two_banks_is_counted_once(books: Books) -> None:
    open_account(code="1.1.3", name="Credicoop", kind="asset", place="bank", actor=books.delia, now=NOW)
    line = take_in(books)[0]
    with pytest.raises(Refused, match="Between our own accounts"):
        classify_bank_line(line_id=line.pk, account="1.1.3", actor=books.delia, now=NOW)
    classify_bank_line(line_id=line.pk, account=chart.IN_BETWEEN, actor=books.delia, now=NOW)
    other = b"Fecha;Concepto;Importe\n03/03/2026;TRANSFERENCIA;500,00\n"
    import_bank_file(account="1.1.3", data=other, actor=books.delia, now=NOW)
    arrived = BankLine.objects.get(text="TRANSFERENCIA")
    classify_bank_line(line_id=arrived.pk, account=chart.IN_BETWEEN, actor=books.delia, now=NOW)
    assert (balance(BANK), balance("1.1.3"), balance(chart.IN_BETWEEN)) == (-500_00, 500_00, 0)


def test_money_taken_to_the_cash_box_is_in_it(books: Books) -> None:
    classify_bank_line(line_id=take_in(books)[0].pk, account=CASH, actor=books.delia, now=NOW)
    assert balance(CASH) == 500_00


# Undone ---------------------------------------------------------------------------------------------


def test_a_movement_waits_again_once_its_entry_is_undone(books: Books) -> None:
    line = take_in(books)[0]
    wrong = classify_bank_line(line_id=line.pk, account=SALES, actor=books.delia, now=NOW)
    assert not BankLine.objects.waiting().filter(pk=line.pk).exists()
    with pytest.raises(Refused, match="account already"):
        classify_bank_line(line_id=line.pk, account=GAS, actor=books.delia, now=NOW)

    reverse_entry(entry_id=wrong.pk, on=TODAY, memo="Wrong", actor=books.delia, now=NOW)
    waits = {step.what: step for step in closing_steps(wrong.period)}[
        "Every movement of the bank has its account"
    ]
    assert (waits.is_done, waits.about) == (False, str(BankLine.objects.count()))
    right = classify_bank_line(line_id=line.pk, account=GAS, actor=books.delia, now=NOW)

    assert BankLine.objects.get(pk=line.pk).entry == right
    assert balance(BANK) == line.cents
    assert faults() == []
    with pytest.raises(Refused, match="account already"):
        classify_bank_line(line_id=line.pk, account=SALES, actor=books.delia, now=NOW)


def test_round_the_actions_a_movement_changes_its_entry_only_where_that_was_undone(books: Books) -> None:
    """Promised as a_bank_line_is_only_ever_classified."""
    line = take_in(books)[0]
    entry = classify_bank_line(line_id=line.pk, account=GAS, actor=books.delia, now=NOW)
    other = books.sell(5)
    with refused("a_bank_line_is_only_ever_classified"):
        BankLine.objects.filter(pk=line.pk).update(entry=other)
    reverse_entry(entry_id=entry.pk, on=TODAY, memo="Wrong", actor=books.delia, now=NOW)
    with refused("a_bank_line_is_only_ever_classified"):
        BankLine.objects.filter(pk=line.pk).update(entry=other, cents=1)
    BankLine.objects.filter(pk=line.pk).update(entry=other)


def test_verify_names_an_entry_of_the_bank_that_no_movement_has(books: Books) -> None:
    entry = books.post((GAS, 5), (BANK, -5), key="bank:77")
    assert faults() == [f"ledger: entry {entry.number} was made for a bank line, and stands without one"]
