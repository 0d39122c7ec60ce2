"""Several people at the books at once, with real threads and real connections.

A database in memory knows only one connection that writes, so that there is nothing to race for there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.utils import translation

from ledger.actions import (
    classify_bank_line,
    close_period,
    import_bank_file,
    month_of,
    open_accounts,
    post_entry,
)
from ledger.chart import CHART
from ledger.models import BankLine, Entry, Period
from ledger.reports import faults
from ledger.rules import Line
from record.rules import Refused
from tests.ledger.conftest import BANK, GAS, SALES
from tests.makers import NOW, TODAY, make_coop

FILE = b"Fecha;Concepto;Importe\n02/03/2026;CAMUZZI GAS;-500,00\n03/03/2026;PEAJE;-10,00\n"
HOW_MANY = 6


@pytest.fixture(autouse=True)
def _open_books(transactional_db: None) -> Iterator[None]:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")
    with translation.override("en"):
        make_coop()
        open_accounts(accounts=CHART, actor=None, now=NOW)
        yield


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each of several threads got, all of them beginning together; a refusal is its sentence."""
    start = Barrier(HOW_MANY)

    def run(place: int) -> object:
        start.wait()
        try:
            with translation.override("en"):
                return act(place)
        except Refused as refusal:
            return refusal.sentence
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HOW_MANY) as threads:
        return list(threads.map(run, range(HOW_MANY)))


def sell(place: int, *, key: str = "") -> object:
    lines = [Line(account=BANK, cents=100), Line(account=SALES, cents=-100)]
    return post_entry(
        on=TODAY, memo="Ventas", key=key or f"sale {place}", lines=lines, actor=None, now=NOW
    ).pk


def test_the_same_key_from_everybody_is_one_entry() -> None:
    assert len(set(at_once(lambda place: sell(place, key="sale")))) == 1
    assert Entry.objects.count() == 1


def test_entries_of_everybody_are_numbered_one_after_another() -> None:
    at_once(sell)
    assert sorted(Entry.objects.values_list("number", flat=True)) == list(range(1, HOW_MANY + 1))
    assert Period.objects.count() == 1
    assert faults() == []


def test_a_month_closed_meanwhile_holds_what_came_before_and_nothing_after() -> None:
    march = month_of(day=TODAY, actor=None, now=NOW)

    def act(place: int) -> object:
        if place == 0:
            return close_period(period_id=march.pk, actor=None, now=NOW + timedelta(days=30))
        return sell(place)

    outcomes = at_once(act)
    refusals = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert all("March 2026 is closed" in refusal for refusal in refusals)
    assert Entry.objects.count() == HOW_MANY - 1 - len(refusals)
    assert faults() == []


def test_a_file_sent_by_everybody_comes_in_once() -> None:
    at_once(lambda place: import_bank_file(account=BANK, data=FILE, actor=None, now=NOW))
    assert BankLine.objects.count() == 2


def test_a_movement_gets_one_account_whoever_gives_it() -> None:
    import_bank_file(account=BANK, data=FILE, actor=None, now=NOW)
    line = BankLine.objects.earliest("on")
    outcomes = at_once(lambda place: classify_bank_line(line_id=line.pk, account=GAS, actor=None, now=NOW))
    assert sum(outcome == "This movement has its account already." for outcome in outcomes) == HOW_MANY - 1
    assert Entry.objects.count() == 1
