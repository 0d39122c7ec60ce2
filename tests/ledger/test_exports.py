"""The books taken away: each format read again by a strict reader, and reconciled with ours to zero."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import subprocess
import tracemalloc
import uuid
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from beancount import loader
from beancount.core import realization
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger import chart
from ledger.actions import post_entry, reverse_entry
from ledger.exports import FORMATS, Source
from ledger.exports.beancount import account_name as bean_name
from ledger.exports.hledger import account_name as hledger_name
from ledger.exports.source import plain_amount
from ledger.exports.tables import inert
from ledger.models import Account, Entry, Period
from ledger.reports import balances
from ledger.rules import Line
from tests.ledger.conftest import BANK, CASH, GAS, SALES, Books
from tests.ledger.test_pages import _as_served, delia, oscar, page  # noqa: F401 - fixtures
from tests.makers import NOW, TODAY

Balances = dict[str, int]


@pytest.fixture
def story(books: Books) -> Books:
    """Two months with everything that could trip a reader."""
    books.sell(1000_00, on=date(2026, 2, 3), key="feb")
    books.post((GAS, 1), (BANK, -1), key="a cent", memo='=HYPERLINK("x") ; "quoted" \\ | (7)  Ñandú')
    wrong = books.post((GAS, 300_33), (BANK, -300_33), key="hand:gas")
    reverse_entry(entry_id=wrong.pk, on=TODAY, memo="Twice", actor=books.delia, now=NOW)
    people = [
        Line(account=chart.WORK_REMUNERATION, cents=500_00),
        Line(account=chart.PAY_OWED, cents=-200_00, member_id=books.oscar.pk),
        Line(account=chart.PAY_OWED, cents=-300_00, member_id=books.delia.pk),
    ]
    post_entry(on=TODAY, memo="Retiro", key="pay", lines=people, actor=None, now=NOW)
    noted = [Line(account=CASH, cents=5, note='a "note"; here'), Line(account=SALES, cents=-5)]
    post_entry(on=TODAY, memo="Chatarra", key="scrap", lines=noted, actor=None, now=NOW)
    return books


def whole(kind: str, period: Period | None = None) -> bytes:
    return b"".join(FORMATS[kind].make(Source(period=period)))


def ours(period: Period | None = None) -> Balances:
    return {row.account.code: row.balance_cents for row in balances(period) if row.balance_cents}


def cents_of(text: str) -> int:
    match = re.fullmatch(r"(-?)(\d+)\.(\d\d)", text)
    assert match is not None, text
    return int(match[1] + match[2] + match[3])


# Strict readers: anything they do not expect fails --------------------------------------------------


def read_beancount(data: bytes) -> Balances:
    codes = {bean_name(account): account.code for account in Account.objects.all()}
    found: Counter[str] = Counter()
    opened: set[str] = set()
    balance: Balances = {}
    sums = 0
    for line in data.decode().splitlines():
        if re.match(r"\d{4}-\d\d-\d\d \* \"", line):
            assert sums == 0, "the transaction before does not balance"
        elif match := re.fullmatch(r"\d{4}-\d\d-\d\d open (\S+) ARS", line):
            assert re.fullmatch(
                r"(Assets|Liabilities|Equity|Income|Expenses):[A-Z0-9][A-Za-z0-9-]*", match[1]
            )
            opened.add(match[1])
        elif match := re.fullmatch(r"\d{4}-\d\d-\d\d balance (\S+) (\S+) ~ 0 ARS", line):
            balance[codes[match[1]]] = cents_of(match[2])
        elif match := re.fullmatch(r"  ([A-Z]\w+:\S+)  (\S+) ARS", line):
            assert match[1] in opened
            found[codes[match[1]]] += cents_of(match[2])
            sums += cents_of(match[2])
        else:
            known = r'|option "\w+" ".*"|  (  )?(code|name|number|reverses|seal|note): .+'
            assert re.fullmatch(known, line), line
    assert {code: cents for code, cents in found.items() if cents} == balance
    return balance


def read_hledger(data: bytes) -> Balances:
    codes = {hledger_name(account): account.code for account in Account.objects.all()}
    found: Counter[str] = Counter()
    balance: Balances = {}
    sums = 0
    for line in data.decode().splitlines():
        if re.match(r"\d{4}-\d\d-\d\d \* ", line):
            assert sums == 0, "the transaction before does not balance"
        elif match := re.fullmatch(r"    (\S.*?)  (\S+) ARS = (\S+) ARS", line):
            assert cents_of(match[2]) == 0
            balance[codes[match[1]]] = cents_of(match[3])
        elif match := re.fullmatch(r"    (\S.*?)  (\S+) ARS(  ; .*)?", line):
            found[codes[match[1]]] += cents_of(match[2])
            sums += cents_of(match[2])
        else:
            assert re.fullmatch(
                r"|; .*|decimal-mark \.|commodity 1000\.00 ARS|account .+  ; type: [ALERX]", line
            )
    assert {code: cents for code, cents in found.items() if cents} == balance
    return balance


def read_csv(data: bytes) -> Balances:
    found: Counter[str] = Counter()
    for row in csv.DictReader(io.StringIO(data.decode(), newline="")):
        assert cents_of(row["amount"]) == int(row["cents"])
        found[row["account"]] += int(row["cents"])
    return {code: cents for code, cents in found.items() if cents}


def sheet(data: bytes, number: int) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        assert bundle.testzip() is None
        tree = ElementTree.fromstring(bundle.read(f"xl/worksheets/sheet{number}.xml"))
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    return [["".join(cell.itertext()) for cell in row] for row in tree.iter(f"{main}row")]


def read_xlsx(data: bytes) -> Balances:
    head, *rows = sheet(data, 1)
    found: Counter[str] = Counter()
    for row in rows:
        found[row[head.index("account")]] += int(row[head.index("cents")])
    accounts = {row[0]: int(row[4]) for row in sheet(data, 2)[1:]}
    assert {code: cents for code, cents in accounts.items() if cents} == +found or min(found.values()) < 0
    return {code: cents for code, cents in accounts.items() if cents}


def read_pack(data: bytes) -> Balances:
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        assert bundle.testzip() is None
        listed = [line.split("  ") for line in bundle.read("SHA256SUMS").decode().splitlines()]
        sums = {name: sha256 for sha256, name in listed}
        inside = {name: bundle.read(name) for name in bundle.namelist() if name != "SHA256SUMS"}
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in inside.items()}
    found = [
        read_beancount(inside["books.beancount"]),
        read_hledger(inside["books.journal"]),
        read_csv(inside["entries.csv"]),
        read_csv(inside["accounts.csv"]),
        read_xlsx(inside["books.xlsx"]),
    ]
    assert all(each == found[0] for each in found)
    kinds = {row["account"]: row["kind"] for row in rows_of(inside["accounts.csv"])}
    moved: Counter[str] = Counter()
    for row in rows_of(inside["entries.csv"]):
        if row["entry"] != "0" and kinds[row["account"]] in ("income", "cost"):
            moved[row["account"]] += int(row["cents"])
    assert read_months(inside["months.csv"]) == {code: cents for code, cents in moved.items() if cents}
    return found[0]


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def read_months(data: bytes) -> Balances:
    """Every month's rows add up to its result; by account, with the signs of the books."""
    found: Counter[str] = Counter()
    left = 0
    for row in rows_of(data):
        cents = int(row["cents"])
        assert cents_of(row["amount"]) == cents
        if row["kind"] == "result":
            assert cents == left
            left = 0
        else:
            assert row["kind"] in ("income", "cost")
            found[row["account"]] -= cents
            left += cents
    assert left == 0
    return {code: cents for code, cents in found.items() if cents}


READERS: dict[str, Callable[[bytes], Balances]] = {
    "beancount": read_beancount,
    "hledger": read_hledger,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "pack": read_pack,
}


@pytest.mark.parametrize("kind", READERS)
def test_what_leaves_reconciles_with_our_books_to_zero(kind: str, story: Books) -> None:
    assert READERS[kind](whole(kind)) == ours()
    for period in Period.objects.all():
        assert READERS[kind](whole(kind, period)) == ours(period)


@pytest.mark.parametrize("kind", READERS)
def test_the_same_books_are_the_same_bytes(kind: str, story: Books) -> None:
    assert whole(kind) == whole(kind)


@pytest.mark.parametrize("kind", READERS)
def test_empty_books_leave_too(kind: str, books: Books) -> None:
    assert READERS[kind](whole(kind)) == {}


def test_what_is_entered_meanwhile_waits_for_the_next_time(story: Books) -> None:
    source = Source()
    before = ours()
    pieces = FORMATS["beancount"].make(source)
    first = next(pieces)
    story.sell(77, key="meanwhile")
    assert read_beancount(first + b"".join(pieces)) == before


def test_whose_the_pay_is_does_not_leave(story: Books) -> None:
    rows = [
        row for row in csv.DictReader(io.StringIO(whole("csv").decode())) if row["account"] == chart.PAY_OWED
    ]
    assert [row["cents"] for row in rows] == ["-50000"]


def test_words_are_never_formulas(story: Books) -> None:
    memos = {row["memo"] for row in csv.DictReader(io.StringIO(whole("csv").decode()))}
    assert any(memo.startswith("'=HYPERLINK") for memo in memos)
    assert [inert(cell) for cell in ("-5", "@x", "Gas", 5)] == ["'-5", "'@x", "Gas", 5]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(whole("xlsx"))).read("xl/worksheets/sheet1.xml")


def test_an_amount_is_written_digit_by_digit() -> None:
    assert [plain_amount(cents, 2) for cents in (5, -5, 0, -123456)] == ["0.05", "-0.05", "0.00", "-1234.56"]
    assert [plain_amount(-7, 0), plain_amount(-7, 3)] == ["-7", "-0.007"]


@pytest.mark.thorough
def test_more_books_take_no_more_memory(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.exports.source.AT_A_TIME", 50)

    def peak() -> int:
        tracemalloc.start()
        for _piece in FORMATS["pack"].make(Source()):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    for n in range(100):
        books.sell(1000 + n, key=f"sale {n}")
    once = peak()
    for n in range(100, 400):
        books.sell(1000 + n, key=f"sale {n}")
    assert peak() < once * 3 // 2
    assert read_csv(whole("csv")) == ours()


# By their own tools ---------------------------------------------------------------------------------


@pytest.mark.parametrize("month", [False, True])
def test_beancount_itself_finds_no_fault(month: bool, story: Books) -> None:
    period = Period.objects.latest("from_on") if month else None
    entries, errors, _options = loader.load_string(whole("beancount", period).decode())
    assert errors == []
    found: Balances = {}
    codes = {bean_name(account): account.code for account in Account.objects.all()}
    for name, code in codes.items():
        node = realization.get(realization.realize(entries), name)
        for position in node.balance if node is not None else ():
            found[code] = int(position.units.number.scaleb(2))
    assert found == ours(period)
    one_cent_off = whole("beancount").decode().replace("0.05 ARS", "0.06 ARS", 1)
    assert loader.load_string(one_cent_off)[1], "it would have told"


def test_hledger_itself_finds_no_fault(story: Books, tmp_path: Path) -> None:
    """`python3 manage.py test` installs it where it may; elsewhere this is left out, and said."""
    program = shutil.which("hledger")
    if program is None:
        pytest.skip("hledger is not installed: our strict reader has read it")
    path = tmp_path / "books.journal"

    def asked(data: bytes, *what: str) -> subprocess.CompletedProcess[str]:
        path.write_bytes(data)
        return subprocess.run([program, "-f", path, *what], capture_output=True, text=True, check=False)

    done = asked(whole("hledger"), "check", "--strict")
    assert done.returncode == 0, done.stderr
    codes = {hledger_name(account): account.code for account in Account.objects.all()}
    said = asked(whole("hledger"), "balance", "--flat", "--no-total", "-O", "csv").stdout
    rows = csv.DictReader(io.StringIO(said))
    assert {codes[row["account"]]: cents_of(row["balance"].removesuffix(" ARS")) for row in rows} == ours()

    one_cent_off = whole("hledger").replace(b"0.05 ARS", b"0.06 ARS", 1)
    assert asked(one_cent_off, "check", "--strict").returncode != 0, "it would have told"


def test_openpyxl_reads_the_spreadsheet(story: Books) -> None:
    book = openpyxl.load_workbook(io.BytesIO(whole("xlsx")), read_only=True)
    head, *rows = book["entries"].iter_rows(values_only=True)
    found: Counter[str] = Counter()
    for row in rows:
        found[row[head.index("account")]] += row[head.index("cents")]
    assert {code: cents for code, cents in found.items() if cents} == ours()


# Pages ----------------------------------------------------------------------------------------------


def test_everybody_takes_the_books_and_the_treasury_gives_the_pack(
    story: Books,
    delia: Client,  # noqa: F811
    oscar: Client,  # noqa: F811
) -> None:
    assert "For the accountant" not in page(oscar, "exports/")
    assert "For the accountant" in page(delia, "exports/")
    answer: Any = oscar.get("/books/exports/csv/?period=2026-03")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="books-2026-03.csv"'
    assert read_csv(b"".join(answer)) == ours(Period.objects.get(name="2026-03"))
    assert read_hledger(b"".join(oscar.get("/api/v1/ledger/exports/hledger"))) == ours()
    assert oscar.get("/books/exports/pack/").status_code == 403
    assert oscar.get("/api/v1/ledger/exports/pack").status_code == 409
    assert oscar.get("/books/exports/csv/?period=2020-01").status_code == 404
    assert oscar.get("/books/exports/word/").status_code == 404

    words = {"amount": "12.50", "account": GAS, "paid_from": CASH, "on": "2026-03-05", "memo": "Garrafa"}
    words |= {"key": str(uuid.uuid4())}
    picture = SimpleUploadedFile("../a.jpg", b"\xff\xd8\xff 1")
    delia.post("/books/tickets/new/", words | {"file": picture})
    data = b"".join(delia.get("/books/exports/pack/"))
    assert read_pack(data) == ours()
    number = Entry.objects.latest("number").number
    names = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if name.startswith("tickets/")]
    assert [re.sub(r"-\d+-", "-", name, count=1) for name in names] == [f"tickets/{number:06d}-a.jpg"]
