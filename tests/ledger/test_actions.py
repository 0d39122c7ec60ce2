"""What each act on the books does, refuses and writes in the record."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger import chart
from ledger.actions import (
    close_period,
    enter_by_hand,
    month_of,
    open_accounts,
    open_period,
    post_entry,
    reverse_entry,
)
from ledger.models import Account, Entry, Period, Posting
from ledger.rules import LARGEST_CENTS, Line
from record.models import Act
from record.rules import Refused
from tests.ledger.conftest import BANK, CASH, GAS, SALES, Books
from tests.makers import NOW, TODAY

APRIL = NOW + timedelta(days=30)
SOLD = [Line(account=BANK, cents=1000), Line(account=SALES, cents=-1000)]


def verbs() -> list[str]:
    return list(Act.objects.order_by("seq").values_list("verb", flat=True))


# Accounts -------------------------------------------------------------------------------------------


def test_the_chart_is_opened_once(books: Books) -> None:
    open_accounts(accounts=chart.CHART, actor=books.delia, now=NOW)
    assert Account.objects.count() == len(chart.CHART)
    assert verbs() == ["ledger.accounts.opened"]


def test_every_code_of_the_chart_is_there_once_and_has_two_names() -> None:
    codes = [account.code for account in chart.CHART]
    assert len(codes) == len(set(codes))
    assert all(account.name and account.name_es for account in chart.CHART)
    assert chart.name_of(chart.BANK, "es-ar") == "Banco"
    assert chart.name_of(chart.BANK, "en") == "Bank"
    assert chart.name_of("9.9.9", "en") == "9.9.9"


def test_every_step_of_every_law_pack_has_somewhere_to_go() -> None:
    known = {account.code for account in chart.CHART}
    packs = sorted(Path("payroll/packs").glob("*.toml"))
    assert packs
    for pack in packs:
        for step in tomllib.loads(pack.read_text(encoding="utf-8"))["steps"]:
            assert chart.STEP_ACCOUNTS[step["code"]] in known, f"{pack.name}: {step['code']}"
    assert set(chart.SET_ASIDE_ACCOUNTS.values()) | set(chart.PER_MEMBER) <= known


def test_the_legal_reserve_may_never_be_shared_out() -> None:
    shareable = {account.code: account.is_shareable for account in chart.CHART}
    assert not shareable[chart.LEGAL_RESERVE]
    assert shareable[chart.WINTER_CUSHION]


def test_an_account_with_a_strange_code_is_refused(books: Books) -> None:
    with pytest.raises(Refused, match=r"5\.4\.1"):
        open_accounts(
            accounts=[chart.AccountData(code="a b", name="X", name_es="", kind="cost")], actor=None, now=NOW
        )


def test_only_whoever_keeps_the_books_opens_accounts(books: Books) -> None:
    with pytest.raises(Refused, match="keeps the books"):
        open_accounts(accounts=chart.CHART, actor=books.oscar, now=NOW)


# Entries --------------------------------------------------------------------------------------------


def test_an_entry_is_posted_with_its_lines_and_one_act(books: Books) -> None:
    entry = books.sell(352_800_000_00)

    assert (entry.number, entry.period.name, entry.posted_by) == (1, "2026-03", books.delia)
    lines = entry.postings.values_list("account__code", "cents")
    assert sorted(lines) == [(BANK, 352_800_000_00), (SALES, -352_800_000_00)]
    assert verbs()[1:] == ["ledger.period.opened", "ledger.entry.posted"]
    act = Act.objects.latest("seq")
    assert act.facts["seal"] == entry.seal
    assert act.actor_number == 5


def test_entries_are_numbered_one_after_another(books: Books) -> None:
    numbers = [books.sell(100, key=f"sale {n}").number for n in range(3)]
    assert numbers == [1, 2, 3]


def test_the_same_key_again_is_the_same_entry(books: Books) -> None:
    first, again = books.sell(1000), books.sell(1000)
    assert first.pk == again.pk
    assert Posting.objects.count() == 2
    assert verbs().count("ledger.entry.posted") == 1


def test_the_order_of_the_lines_makes_no_other_entry(books: Books) -> None:
    first = books.post((BANK, 1000), (SALES, -1000))
    assert books.post((SALES, -1000), (BANK, 1000)).pk == first.pk


def test_the_same_key_with_other_figures_is_refused(books: Books) -> None:
    books.sell(1000)
    with pytest.raises(Refused, match="already with other figures, as entry 1"):
        books.sell(1001)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "two lines"),
        ([(BANK, 1000)], "two lines"),
        ([(BANK, 1000), (SALES, -999)], "does not balance"),
        ([(BANK, 1000), (CASH, 0), (SALES, -1000)], "amount on every line"),
        ([(BANK, LARGEST_CENTS + 1), (SALES, -LARGEST_CENTS - 1)], "too large"),
        ([(BANK, 1000), ("9.9.9", -1000)], r"no account 9\.9\.9"),
    ],
)
def test_what_is_no_entry_is_refused(books: Books, lines: list[tuple[str, int]], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        books.post(*lines)
    assert not Entry.objects.exists()
    assert not Posting.objects.exists()


@pytest.mark.parametrize("memo", ["", "   ", "x" * 201, "two\nlines", "a\x00b"])
def test_an_entry_says_what_it_is_for_in_one_line(books: Books, memo: str) -> None:
    with pytest.raises(Refused):
        books.post((BANK, 1), (SALES, -1), memo=memo)


def test_a_line_may_say_whose_it_is(books: Books) -> None:
    lines = [
        Line(account=chart.WORK_REMUNERATION, cents=500),
        Line(account=chart.PAY_OWED, cents=-500, member_id=books.oscar.pk),
    ]
    entry = post_entry(on=TODAY, memo="Retiro", key="pay", lines=lines, actor=None, now=NOW)
    assert entry.postings.get(cents=-500).member == books.oscar


def test_a_line_of_nobody_we_know_is_refused(books: Books) -> None:
    lines = [Line(account=BANK, cents=1, member_id=999_999), Line(account=CASH, cents=-1)]
    with pytest.raises(Refused, match="nobody"):
        post_entry(on=TODAY, memo="Caja", key="x", lines=lines, actor=None, now=NOW)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31), date(206, 3, 5)])
def test_a_day_of_another_century_is_refused(books: Books, day: date) -> None:
    with pytest.raises(Refused, match="Check the year"):
        books.sell(1000, on=day)


# By hand --------------------------------------------------------------------------------------------


def test_only_whoever_keeps_the_books_enters_by_hand(books: Books) -> None:
    with pytest.raises(Refused, match="keeps the books"):
        enter_by_hand(on=TODAY, memo="Gas", key="k", lines=SOLD, actor=books.oscar, now=NOW)
    entry = enter_by_hand(on=TODAY, memo="Gas", key="k", lines=SOLD, actor=books.delia, now=NOW)
    assert entry.key == "hand:k"


def test_nothing_is_entered_for_a_day_to_come(books: Books) -> None:
    with pytest.raises(Refused, match="not come yet"):
        enter_by_hand(
            on=TODAY + timedelta(days=1), memo="Gas", key="k", lines=SOLD, actor=books.delia, now=NOW
        )


# Undoing --------------------------------------------------------------------------------------------


def test_a_mistake_is_undone_once_by_the_other_way_round(books: Books) -> None:
    entry = books.sell(1000)
    undone = reverse_entry(entry_id=entry.pk, on=TODAY, memo="Was twice", actor=books.delia, now=NOW)

    assert undone.reverses == entry
    assert sorted(undone.postings.values_list("account__code", "cents")) == [(BANK, -1000), (SALES, 1000)]
    with pytest.raises(Refused, match="undone already"):
        reverse_entry(entry_id=entry.pk, on=TODAY, memo="Again", actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="undoes another"):
        reverse_entry(entry_id=undone.pk, on=TODAY, memo="Back", actor=books.delia, now=NOW)


def test_only_whoever_keeps_the_books_undoes(books: Books) -> None:
    entry = books.sell(1000)
    with pytest.raises(Refused, match="keeps the books"):
        reverse_entry(entry_id=entry.pk, on=TODAY, memo="No", actor=books.oscar, now=NOW)


def test_nothing_is_undone_before_it_happened(books: Books) -> None:
    entry = books.sell(1000)
    with pytest.raises(Refused, match="own day or later"):
        reverse_entry(entry_id=entry.pk, on=TODAY - timedelta(days=1), memo="No", actor=books.delia, now=NOW)


# Periods --------------------------------------------------------------------------------------------


def test_a_day_opens_its_month_once(books: Books) -> None:
    first = month_of(day=date(2026, 12, 31), actor=books.oscar, now=NOW)
    assert month_of(day=date(2026, 12, 1), actor=None, now=NOW) == first
    assert (first.name, first.from_on, first.until_on) == ("2026-12", date(2026, 12, 1), date(2027, 1, 1))


def test_a_day_of_an_odd_period_belongs_to_it(books: Books) -> None:
    odd = open_period(
        name="founding", from_on=date(2026, 3, 1), until_on=date(2026, 3, 10), actor=books.delia, now=NOW
    )
    assert month_of(day=TODAY, actor=None, now=NOW) == odd
    with pytest.raises(Refused, match="founding"):
        month_of(day=date(2026, 3, 20), actor=None, now=NOW)


@pytest.mark.parametrize(
    ("name", "first", "until", "sentence"),
    [
        ("x", date(2026, 3, 9), date(2026, 3, 9), "ends after"),
        ("", date(2026, 3, 1), date(2026, 3, 9), "name"),
        ("x", date(2026, 2, 1), date(2026, 4, 1), "2026-03 already"),
        ("2026-03", date(2027, 2, 1), date(2027, 4, 1), "2026-03 already"),
    ],
)
def test_what_is_no_period_is_refused(
    books: Books, name: str, first: date, until: date, sentence: str
) -> None:
    month_of(day=TODAY, actor=None, now=NOW)
    with pytest.raises(Refused, match=sentence):
        open_period(name=name, from_on=first, until_on=until, actor=books.delia, now=NOW)


def test_a_closed_month_takes_nothing_more(books: Books) -> None:
    entry = books.sell(1000)
    close_period(period_id=entry.period_id, actor=books.delia, now=APRIL)

    assert Period.objects.get().closed_by == books.delia
    with pytest.raises(Refused, match="March 2026 is closed"):
        books.sell(2000, key="late")
    assert books.sell(1000).pk == entry.pk, "what is there already is still the answer"
    assert Act.objects.latest("seq").facts["entries"] == 1


def test_a_month_is_closed_once_when_it_is_over_and_in_order(books: Books) -> None:
    february = month_of(day=date(2026, 2, 1), actor=None, now=NOW)
    march = month_of(day=TODAY, actor=None, now=NOW)

    with pytest.raises(Refused, match="not over"):
        close_period(period_id=march.pk, actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="Close 2026-02 first"):
        close_period(period_id=march.pk, actor=books.delia, now=APRIL)
    with pytest.raises(Refused, match="closes the months"):
        close_period(period_id=february.pk, actor=books.oscar, now=NOW)
    close_period(period_id=february.pk, actor=None, now=NOW)
    with pytest.raises(Refused, match="2026-02 is closed"):
        close_period(period_id=february.pk, actor=books.delia, now=NOW)


def test_what_was_forgotten_goes_in_an_open_month(books: Books) -> None:
    entry = books.sell(1000)
    close_period(period_id=entry.period_id, actor=books.delia, now=APRIL)
    late = books.post((GAS, 500), (BANK, -500), key="gas", on=date(2026, 4, 1))
    assert late.period.name == "2026-04"
