"""Bank files: each line in once, then each gets its account."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import chart
from ledger.actions import classify_bank_line, import_bank_file, open_account, say_columns
from ledger.bank_files import Columns
from ledger.models import Account, BankLine, Entry, Paper
from ledger.reports import balance, faults
from ledger.rules import older_mark_of
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


# Formats and overlaps --------------------------------------------------------------------------------


def ofx(*rows: tuple[str, str, str, str]) -> str:
    lines = "".join(
        f"<STMTTRN><DTPOSTED>{day}<TRNAMT>{cents}<FITID>{mark}<NAME>{words}</STMTTRN>\n"
        for day, cents, words, mark in rows
    )
    return f"OFXHEADER:100\n<OFX><CURDEF>ARS<BANKTRANLIST>{lines}</BANKTRANLIST></OFX>"


def test_a_day_cut_in_two_files_loses_nothing_where_the_bank_names_its_movements(books: Books) -> None:
    morning = ("20260303", "-10.00", "PEAJE", "A1")
    evening = ("20260303", "-10.00", "PEAJE", "A2")
    assert take_in(books, ofx(morning)) == (1, 0)
    assert take_in(books, ofx(evening)) == (1, 0)
    assert take_in(books, ofx(morning, evening)) == (0, 2)


def test_the_same_days_in_another_format_come_in_once(books: Books) -> None:
    take_in(books)
    same = ofx(
        ("20260302", "-500.00", "Debito CAMUZZI", "A1"),
        ("20260303", "-10.00", "Peaje ruta 22", "A2"),
        ("20260303", "-10.00", "Peaje ruta 22", "A3"),
        ("20260303", "-10.00", "Peaje ruta 22", "A4"),
    )
    assert take_in(books, same) == (1, 3)
    assert take_in(books, same) == (0, 4)
    assert take_in(books) == (0, 3)
    assert BankLine.objects.count() == 4


@pytest.mark.thorough
@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_files_overlap_each_movement_is_in_once(books: Books, data: st.DataObject) -> None:
    """Whole days, cut anywhere, in any order, as often as one likes."""
    with transaction.atomic():
        rows = data.draw(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3)), min_size=1, max_size=15))
        cuts = data.draw(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=4))
        for first, last in [*cuts, (1, 9)]:
            inside = [f"0{day}/03/2026;PEAJE;{cents}" for day, cents in rows if first <= day <= last]
            if inside:
                take_in(books, "\n".join(["Fecha;Concepto;Importe", *inside]))
        found = BankLine.objects.filter(text="PEAJE").values_list("on__day", "cents")
        assert sorted(found) == sorted((day, cents * 100) for day, cents in rows)
        transaction.set_rollback(True)


@pytest.mark.thorough
def test_ten_thousand_lines_come_in_at_once(books: Books) -> None:
    lines = [f"{1 + n % 28:02}/02/2026;Movimiento {n % 90};{n % 7 - 3},{n % 100:02}" for n in range(10_000)]
    text = "\n".join(["Fecha;Concepto;Importe", *lines])
    new, again = take_in(books, text)
    assert again == 0
    assert new == BankLine.objects.count() > 9000
    assert take_in(books, text) == (0, new)


def test_the_file_is_kept_as_the_bank_gave_it(books: Books) -> None:
    take_in(books)
    paper = Paper.objects.get()
    with paper.file.open("rb") as file:
        assert file.read() == FILE.encode()
    assert set(BankLine.objects.values_list("paper", flat=True)) == {paper.pk}
    assert (paper.kind, paper.account.code, paper.kept_by) == ("bank", BANK, books.delia)


def test_a_bank_is_read_as_somebody_said_from_then_on(books: Books) -> None:
    plain = "02/03/2026;GAS;-500,00\n"
    with pytest.raises(Refused, match="headings"):
        take_in(books, plain)
    columns = Columns(on=0, text=(1,), cents=2)
    say_columns(account=BANK, columns=columns, actor=books.delia, now=NOW)
    assert take_in(books, plain) == (1, 0)
    assert take_in(books) == (3, 0), "headings that say so are read too"
    with pytest.raises(Refused, match="one thing only"):
        say_columns(account=BANK, columns=Columns(on=0, text=(0,), cents=2), actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="keeps the books"):
        say_columns(account=BANK, columns=columns, actor=books.oscar, now=NOW)


def test_another_bank_is_opened_once(books: Books) -> None:
    opened = open_account(
        code="1.1.3", name="Credicoop", kind="asset", place="bank", actor=books.delia, now=NOW
    )
    assert (opened.kind, opened.place) == ("asset", "bank")
    assert take_in(books, account="1.1.3") == (3, 0)
    with pytest.raises(Refused, match=r"1\.1\.3 is taken"):
        open_account(code="1.1.3", name="x", kind="asset", actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="what we have"):
        open_account(code="1.1.4", name="x", kind="income", place="bank", actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="keeps the books"):
        open_account(code="1.1.4", name="x", kind="asset", actor=books.oscar, now=NOW)


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


# Said otherwise afterwards --------------------------------------------------------------------------

THREE = (
    "Fecha;Concepto;Comercio;Importe\n02/03/2026;DEB AUT;CAMUZZI;-500,00\n03/03/2026;TRANSF;COOP X;900,00\n"
)


def test_columns_said_after_a_file_came_in_bring_nothing_twice(books: Books) -> None:
    assert take_in(books, THREE) == (2, 0)
    columns = Columns(on=0, text=(1, 2), cents=3, skip=1)
    say_columns(account=BANK, columns=columns, actor=books.delia, now=NOW + timedelta(minutes=1))
    assert take_in(books, THREE) == (0, 2)
    later = THREE + "03/03/2026;TRANSF;COOP Y;900,00\n"
    assert take_in(books, later) == (1, 2)
    assert sorted(BankLine.objects.values_list("text", flat=True)) == ["DEB AUT", "TRANSF", "TRANSF COOP Y"]
    assert faults() == []


def test_columns_said_again_alike_are_said_once(books: Books) -> None:
    columns = Columns(on=0, text=(1, 2), cents=3, skip=1)
    first = say_columns(account=BANK, columns=columns, actor=books.delia, now=NOW)
    later = NOW + timedelta(days=1)
    assert say_columns(account=BANK, columns=columns, actor=books.delia, now=later).said_at == first.said_at


def test_a_movement_that_the_bank_names_alike_is_the_same_in_other_words(books: Books) -> None:
    def ofx(name: str, cents: str = "-10.00") -> str:
        return (
            "OFXHEADER:100\n<OFX><CURDEF>ARS<BANKTRANLIST><STMTTRN><DTPOSTED>20260303"
            f"<TRNAMT>{cents}<FITID>A1<NAME>{name}</STMTTRN></BANKTRANLIST></OFX>"
        )

    assert take_in(books, ofx("PEAJE")) == (1, 0)
    assert take_in(books, ofx("PEAJE RUTA 22")) == (0, 1)
    assert take_in(books, ofx("PEAJE RUTA 22", "-11.00")) == (1, 0)
    assert faults() == []


def test_movements_marked_as_before_are_known_and_come_in_once(books: Books) -> None:
    said = {"account": BANK, "on": date(2026, 3, 3), "text": "PEAJE", "cents": -1000, "reference": "A1"}
    BankLine.objects.create(
        account=Account.objects.get(code=BANK),
        fingerprint=older_mark_of(**said),  # type: ignore[arg-type]
        on=date(2026, 3, 3),
        text="PEAJE",
        cents=-1000,
        reference="A1",
        format="ofx",
        imported_at=NOW,
    )
    ofx = (
        "OFXHEADER:100\n<OFX><CURDEF>ARS<BANKTRANLIST><STMTTRN><DTPOSTED>20260303"
        "<TRNAMT>-10.00<FITID>A1<NAME>PEAJE RUTA</STMTTRN></BANKTRANLIST></OFX>"
    )
    assert take_in(books, ofx) == (0, 1)
    assert faults() == []
