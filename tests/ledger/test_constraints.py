"""What the database itself refuses about money, when somebody goes round the actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from ledger.actions import close_period
from ledger.models import Account, BankLine, Entry, Paper, PaperOfEntry, Period, PeriodReopening, Posting
from tests.ledger.conftest import BANK, CASH, SALES, Books
from tests.makers import NOW, TODAY

APRIL = NOW + timedelta(days=30)


@contextmanager
def refused(promise: str) -> Iterator[None]:
    """The statement inside is refused by the promise of this name."""
    with pytest.raises(DatabaseError, match=promise), transaction.atomic():
        yield


@contextmanager
def refused_somehow() -> Iterator[None]:
    """Refused by a promise that SQLite does not name (a unique column)."""
    with pytest.raises(DatabaseError), transaction.atomic():
        yield


def slip_in(period: Period, *cents: int, on: date = TODAY, number: int = 99) -> Entry:
    """An entry with lines of these cents, straight to the tables."""
    key = uuid.uuid4()
    bank = Account.objects.get(code=BANK)
    Posting.objects.bulk_create(Posting(entry_id=key, account=bank, cents=each) for each in cents)
    entry = Entry(
        id=key, number=number, period=period, on=on, memo="x", key=str(key), posted_at=NOW, seal="0" * 64
    )
    entry.save(force_insert=True)
    return entry


@pytest.fixture
def entry(books: Books) -> Entry:
    return books.sell(1000)


@pytest.fixture
def line(books: Books) -> BankLine:
    return BankLine.objects.create(
        account=Account.objects.get(code=BANK),
        fingerprint="f" * 64,
        on=TODAY,
        text="GAS",
        cents=-500,
        imported_at=NOW,
    )


def test_an_entry_balances(entry: Entry) -> None:
    slip_in(entry.period, 5, -5)
    for cents in ((5, -4), (5,), ()):
        with refused("an_entry_balances"):
            slip_in(entry.period, *cents, number=100)


def test_an_entry_stays_in_its_period(entry: Entry) -> None:
    for day in (date(2026, 2, 28), date(2026, 4, 1)):
        with refused("an_entry_stays_in_its_period"):
            slip_in(entry.period, 5, -5, on=day)


def test_a_closed_period_takes_nothing_more(entry: Entry, books: Books) -> None:
    close_period(period_id=entry.period_id, actor=books.delia, now=APRIL)
    with refused("a_closed_period_takes_nothing_more"):
        slip_in(entry.period, 5, -5)


def test_a_sealed_entry_takes_no_posting(entry: Entry) -> None:
    with refused("a_sealed_entry_takes_no_posting"):
        Posting.objects.create(entry=entry, account=Account.objects.get(code=BANK), cents=1)


def test_lines_without_an_entry_do_not_stay(books: Books) -> None:
    Posting.objects.create(entry_id=uuid.uuid4(), account=Account.objects.get(code=BANK), cents=1)
    with pytest.raises(DatabaseError):
        connection.check_constraints()
    transaction.set_rollback(True)


def test_an_entry_is_never_changed_or_deleted(entry: Entry) -> None:
    with refused("an_entry_is_never_changed"):
        Entry.objects.update(memo="Other")
    with refused("an_entry_is_never_deleted"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry")


def test_a_posting_is_never_changed_or_deleted(entry: Entry) -> None:
    with refused("a_posting_is_never_changed"):
        Posting.objects.update(cents=7)
    with refused("a_posting_is_never_deleted"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_posting")


REPLACED = {
    "an_entry_is_never_replaced": "ledger_entry",
    "a_bank_line_is_never_replaced": "ledger_bankline",
    "an_account_is_never_replaced": "ledger_account",
    "a_period_is_never_replaced|periods_never_overlap": "ledger_period",
}


@pytest.mark.parametrize("promise", REPLACED)
def test_nothing_is_replaced_by_a_row_of_the_same_name(promise: str, entry: Entry, line: BankLine) -> None:
    table = REPLACED[promise]
    again = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with refused(promise), connection.cursor() as cursor:
        cursor.execute(f"{again} INTO {table} SELECT * FROM {table}")


def test_a_posting_is_never_replaced_by_one_of_an_entry_to_come(entry: Entry) -> None:
    again = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    to_come = uuid.uuid4().hex
    with refused("a_posting_is_never_replaced"), connection.cursor() as cursor:
        cursor.execute(
            f"{again} INTO ledger_posting (id, entry_id, account_id, cents, note) "
            "SELECT id, %s, account_id, 7, note FROM ledger_posting",
            [to_come],
        )


def test_a_closed_period_stays_closed(entry: Entry, books: Books) -> None:
    changes: list[dict[str, object]] = [
        {"closed_at": None},
        {"closed_at": None, "closed_by": None},
        {"name": "2026-3"},
        {"until_on": date(2026, 3, 9)},
    ]
    for change in changes[2:]:
        with refused("a_closed_period_stays_closed"):
            Period.objects.update(**change)
    close_period(period_id=entry.period_id, actor=books.delia, now=APRIL)
    for change in changes:
        with refused("a_closed_period_stays_closed"):
            Period.objects.update(**change)


def test_a_reopening_opens_one_closing_and_stays(entry: Entry, books: Books) -> None:
    close_period(period_id=entry.period_id, actor=books.delia, now=APRIL)
    said = PeriodReopening.objects.create(period=entry.period, because="assemblies.motion:1", at=APRIL)
    with refused("a_closed_period_stays_closed"):
        Period.objects.update(closed_at=None, closed_by=None)
    with refused("a_motion_reopens_a_month_once|ledger_periodreopening.period_id"):
        PeriodReopening.objects.create(period=entry.period, because="assemblies.motion:1", at=APRIL)
    with refused("a_reopening_of_a_month_is_never_changed"):
        PeriodReopening.objects.update(at=APRIL + timedelta(days=1))
    with refused("a_reopening_of_a_month_is_never_deleted"):
        said.delete()
    again = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with refused("a_reopening_of_a_month_is_never_replaced"), connection.cursor() as cursor:
        cursor.execute(f"{again} INTO ledger_periodreopening SELECT * FROM ledger_periodreopening")


def test_a_period_is_never_deleted(books: Books) -> None:
    period = Period.objects.create(name="2026-03", from_on=date(2026, 3, 1), until_on=date(2026, 4, 1))
    with refused("a_period_is_never_deleted"):
        period.delete()


def test_periods_never_overlap(entry: Entry) -> None:
    for first, until in (
        (date(2026, 2, 1), date(2026, 3, 2)),
        (date(2026, 3, 31), date(2026, 4, 9)),
        (date(2026, 3, 9), date(2026, 3, 10)),
        (date(2026, 1, 1), date(2027, 1, 1)),
    ):
        with refused("periods_never_overlap"):
            Period.objects.create(name="x", from_on=first, until_on=until)
    Period.objects.create(name="2026-04", from_on=date(2026, 4, 1), until_on=date(2026, 5, 1))


def test_a_period_lasts(books: Books) -> None:
    with refused("a_period_lasts"):
        Period.objects.create(name="x", from_on=TODAY, until_on=TODAY)


def test_a_posting_moves_money(books: Books) -> None:
    with refused("a_posting_moves_money"):
        Posting.objects.create(entry_id=uuid.uuid4(), account=Account.objects.get(code=BANK), cents=0)


def test_a_bank_line_is_only_ever_classified(line: BankLine, books: Books) -> None:
    changes: list[dict[str, object]] = [
        {"cents": 1},
        {"on": date(2026, 1, 1)},
        {"text": "OTHER"},
        {"account": Account.objects.get(code=SALES)},
        {"fingerprint": "e" * 64},
        {"occurrence": 2},
        {"reference": "A1"},
        {"words": "other"},
        {"format": "ofx"},
        {"paper": paper_of("bank")},
    ]
    for change in changes:
        with refused("a_bank_line_is_only_ever_classified"):
            BankLine.objects.update(**change)

    BankLine.objects.update(entry=books.sell(1000))
    with refused("a_bank_line_is_only_ever_classified"):
        BankLine.objects.update(entry=None)


def test_a_bank_line_is_never_deleted(line: BankLine) -> None:
    with refused("a_bank_line_is_never_deleted"):
        line.delete()


def test_a_bank_line_enters_once(line: BankLine) -> None:
    with refused("a_bank_line_enters_once|ledger_bankline.fingerprint"):
        BankLine.objects.create(
            account=line.account, fingerprint="f" * 64, on=TODAY, text="GAS", cents=-500, imported_at=NOW
        )


def paper_of(kind: str, sha256: str = "a" * 64, **more: object) -> Paper:
    about = {"name": "x", "content_type": "text/csv", "size": 1, "file": "papers/x", "kept_at": NOW}
    if kind == "bank":
        about["account"] = Account.objects.get(code=BANK)
    return Paper.objects.create(kind=kind, sha256=sha256, **(about | more))


def test_a_paper_is_never_changed_deleted_or_replaced(books: Books) -> None:
    paper = paper_of("ticket")
    with refused("a_paper_is_never_changed"):
        Paper.objects.update(name="Other")
    with refused("a_paper_is_never_deleted"):
        paper.delete()
    again = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with refused("a_paper_is_never_replaced"), connection.cursor() as cursor:
        cursor.execute(f"{again} INTO ledger_paper SELECT * FROM ledger_paper")


def test_a_paper_is_kept_once(books: Books) -> None:
    paper_of("ticket")
    paper_of("bank")
    with refused("a_ticket_is_kept_once|ledger_paper.sha256"):
        paper_of("ticket")
    with refused("a_bank_file_is_kept_once|ledger_paper.account_id"):
        paper_of("bank")
    paper_of("bank", account=Account.objects.get(code=CASH))


def test_the_paper_of_an_entry_is_said_once_and_stays(entry: Entry) -> None:
    said = PaperOfEntry.objects.create(entry=entry, paper=paper_of("ticket"), said_at=NOW)
    with refused("a_paper_is_of_an_entry_once|ledger_paperofentry.entry_id"):
        PaperOfEntry.objects.create(entry=entry, paper=said.paper, said_at=NOW)
    with refused("a_paper_of_an_entry_is_never_changed"):
        PaperOfEntry.objects.update(paper=paper_of("ticket", "b" * 64))
    with refused("a_paper_of_an_entry_is_never_deleted"):
        said.delete()
    again = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with refused("a_paper_of_an_entry_is_never_replaced"), connection.cursor() as cursor:
        cursor.execute(f"{again} INTO ledger_paperofentry SELECT * FROM ledger_paperofentry")


def test_a_place_of_money_is_had_or_owed(books: Books) -> None:
    with refused("a_place_of_money_is_had_or_owed"):
        Account.objects.filter(code=SALES).update(place="bank")


def test_an_account_keeps_its_code_and_kind(books: Books) -> None:
    for change in ({"code": "1.1.9"}, {"kind": "cost"}, {"is_shareable": False}, {"place": "cash"}):
        with refused("an_account_keeps_its_code_and_kind"):
            Account.objects.filter(code=BANK).update(**change)
    Account.objects.filter(code=BANK).update(name="The bank")
    with refused("an_account_is_never_deleted"):
        Account.objects.get(code=SALES).delete()


UNIQUE: dict[str, Callable[[Entry, Books], object]] = {
    "number": lambda entry, books: slip_in(entry.period, 5, -5, number=entry.number),
    "account code": lambda entry, books: Account.objects.create(code=BANK, name="Bank", kind="asset"),
}


@pytest.mark.parametrize("what", UNIQUE)
def test_there_are_no_two_of_the_same(what: str, entry: Entry, books: Books) -> None:
    with refused_somehow():
        UNIQUE[what](entry, books)


def test_an_entry_is_undone_once_also_for_the_database(entry: Entry) -> None:
    def undo(number: int) -> None:
        key = uuid.uuid4()
        bank = Account.objects.get(code=BANK)
        Posting.objects.bulk_create(Posting(entry_id=key, account=bank, cents=each) for each in (3, -3))
        Entry(
            id=key,
            number=number,
            period=entry.period,
            on=TODAY,
            memo="x",
            key=str(key),
            reverses=entry,
            posted_at=NOW,
            seal="0" * 64,
        ).save(force_insert=True)

    undo(50)
    with refused_somehow():
        undo(51)
