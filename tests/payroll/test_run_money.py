"""Before pay leaves: how much by bank and how much in cash, and whether the books say there is enough."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payroll.actions.paying_out import pay_run
from payroll.models import Way
from payroll.reports.payments import owed_of
from payroll.reports.run_money import run_money
from payroll.rules.paying_out import lacking
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.payroll.paying import by_bank, our_bank, our_box


@pytest.mark.parametrize(
    ("owed", "there", "lacks"),
    [
        ({"bank": 100, "cash": 50}, {"bank": 100, "cash": 50}, {}),
        ({"bank": 101, "cash": 50}, {"bank": 100, "cash": 49}, {"bank": 1, "cash": 1}),
        ({"bank": 10}, {"bank": -5}, {"bank": 10}),
        ({"bank": 0, "cash": 0}, {"bank": -5}, {}),
        ({"cash": 7}, {"bank": 100}, {"cash": 7}),
    ],
)
def test_what_is_lacking_is_said_way_by_way(
    owed: dict[str, int], there: dict[str, int], lacks: dict[str, int]
):
    assert lacking(owed, there) == lacks


@pytest.mark.django_db
def test_a_run_says_how_much_goes_by_each_way_and_warns_where_the_books_have_too_little(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    our_bank(nine)
    our_box(nine)
    by_bank(nine.people[0])
    nine.earn(120_000_000)
    run = nine.posted()
    page, hers = f"/pay/runs/{run.pk}/", signed_in(nine.delia)
    found = run_money(run, and_before=True)
    assert found.ways == {Way.BANK: 100_000_000, Way.CASH: 800_000_000} == found.owed_until
    assert found.is_known
    assert found.owed == owed_of(run)

    hers.get(page)
    with CaptureQueriesContext(connection) as asked:
        seen = hers.get(page).content.decode()
    assert len(asked) <= 12
    assert "To pay in all" in seen
    assert "Of what is paid, in cash" in seen
    assert "1,200,000 in the bank" in seen
    assert "8,000,000 more is owed in cash" in seen
    assert "more is owed by bank" not in seen
    assert "Where pay leaves from" not in signed_in(nine.oscar).get(page).content.decode()

    pay_run(run_id=run.pk, actor=nine.delia, now=LATER, available_cents=450_000_000, key="half")
    run.refresh_from_db()
    half = run_money(run, and_before=False)
    assert half.ways == found.ways
    assert half.owed == owed_of(run)
    assert half.owed.cents == 450_000_000
    pay_run(run_id=run.pk, actor=nine.delia, now=LATER)
    assert "there is not enough" not in hers.get(page).content.decode()
