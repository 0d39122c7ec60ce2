"""Bank files: each line in once, then each gets its account."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ledger import chart
from ledger.actions import classify_bank_line, import_bank_file
from ledger.models import BankLine, Entry
from ledger.reports import balance, faults
from record.models import Act
from record.rules import Refused
from tests.ledger.conftest import BANK, GAS, SALES, Books
from tests.makers import NOW

FILE = """Fecha;Concepto;Importe
02/03/2026;CAMUZZI GAS;-500,00
03/03/2026;PEAJE;-10,00
03/03/2026;PEAJE;-10,00
"""


def take_in(books: Books, text: str = FILE, *, account: str = BANK, dry_run: bool = False) -> tuple[int, int]:
    outcome = import_bank_file(
        account=account, data=text.encode(), actor=books.delia, now=NOW, dry_run=dry_run
    )
    return outcome.new, outcome.again


def test_every_line_comes_in_once_however_often_the_file_is_imported(books: Books) -> None:
    assert take_in(books) == (3, 0)
    assert take_in(books) == (0, 3)
    assert BankLine.objects.count() == 3
    assert Act.objects.filter(verb="ledger.bank.imported").count() == 1


def test_two_equal_lines_of_a_day_are_two_movements(books: Books) -> None:
    take_in(books)
    assert sorted(BankLine.objects.filter(text="PEAJE").values_list("occurrence", flat=True)) == [1, 2]


def test_a_file_that_begins_inside_another_brings_only_what_is_new(books: Books) -> None:
    take_in(books)
    later = (
        "Date,Description,Amount\n2026-03-03,PEAJE,-10.00\n2026-03-03,PEAJE,-10.00\n2026-03-04,LOZA,90.00\n"
    )
    assert take_in(books, later) == (1, 2)


def test_the_same_line_of_another_account_is_another(books: Books) -> None:
    take_in(books)
    assert take_in(books, account=chart.CASH) == (3, 0)


def test_a_dry_run_keeps_nothing(books: Books) -> None:
    assert take_in(books, dry_run=True) == (3, 0)
    assert not BankLine.objects.exists()


def test_a_file_with_a_line_nobody_can_read_brings_nothing(books: Books) -> None:
    with pytest.raises(Refused, match="Line 5"):
        take_in(books, FILE + "04/03/2026;X;mucho\n")
    assert not BankLine.objects.exists()


@pytest.mark.parametrize(("account", "sentence"), [("9.9.9", "no account"), (SALES, "of a bank")])
def test_a_file_goes_to_an_account_of_money(books: Books, account: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        take_in(books, account=account)


def test_only_whoever_keeps_the_books_takes_files_in(books: Books) -> None:
    with pytest.raises(Refused, match="keeps the books"):
        import_bank_file(account=BANK, data=FILE.encode(), actor=books.oscar, now=NOW)


def test_a_movement_gets_its_account_once(books: Books) -> None:
    take_in(books)
    line = BankLine.objects.get(cents=-50000)
    entry = classify_bank_line(line_id=line.pk, account=GAS, actor=books.delia, now=NOW)

    line.refresh_from_db()
    assert line.entry == entry
    assert (entry.on, entry.memo, entry.because) == (
        date(2026, 3, 2),
        "CAMUZZI GAS",
        f"ledger.bankline:{line.pk}",
    )
    assert (balance(BANK), balance(GAS)) == (-50000, 50000)
    with pytest.raises(Refused, match="account already"):
        classify_bank_line(line_id=line.pk, account=GAS, actor=books.delia, now=NOW)
    assert Entry.objects.count() == 1
    assert faults() == []


@pytest.mark.parametrize(("account", "sentence"), [(BANK, "not the bank itself"), ("9.9.9", "no account")])
def test_a_movement_goes_to_another_account(books: Books, account: str, sentence: str) -> None:
    take_in(books)
    with pytest.raises(Refused, match=sentence):
        classify_bank_line(
            line_id=BankLine.objects.get(cents=-50000).pk, account=account, actor=books.delia, now=NOW
        )


def test_only_whoever_keeps_the_books_gives_accounts(books: Books) -> None:
    take_in(books)
    line = BankLine.objects.get(cents=-50000)
    with pytest.raises(Refused, match="keeps the books"):
        classify_bank_line(line_id=line.pk, account=GAS, actor=books.oscar, now=NOW)


# The command ----------------------------------------------------------------------------------------


def run(path: Path, *more: str) -> str:
    out = StringIO()
    call_command("import_bank", str(path), "--account", BANK, *more, stdout=out)
    return out.getvalue()


def test_the_command_says_what_came_in(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "march.csv"
    path.write_text(FILE + ";Total;9\n", encoding="utf-8")
    assert run(path, "--dry-run").startswith("Would take in 3 movements; 0 were here")
    assert "Lines that are no movements: 5." in run(path)
    assert "Took in 0 movements; 3 were here already." in run(path)


def test_the_command_refuses_in_a_sentence(books: Books, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "nothing.csv")
    (tmp_path / "bad.csv").write_text("hello")
    with pytest.raises(CommandError, match="headings"):
        run(tmp_path / "bad.csv")
