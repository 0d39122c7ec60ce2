"""Two people at one pay run at once, with real threads and real connections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import translation

from ledger.models import Entry
from payroll.actions.paying_out import pay_run
from payroll.actions.runs import abandon_run, post_run, prepare_run
from payroll.models import PayRun
from payroll.reports import faults
from record.models import Act
from record.rules import Refused
from tests.payroll.conftest import LATER, Nine, month, nine_of

HOW_MANY = 4


@pytest.fixture
def nine(transactional_db: None) -> Iterator[Nine]:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")
    with translation.override("en"):
        yield nine_of()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of several threads got, all of them beginning together; a refusal is its sentence."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            with translation.override("en"):
                return act()
        except Refused as refusal:
            return refusal.sentence
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_posted_and_paid_by_several_at_once_is_once(nine: Nine):
    run = nine.signed()
    for act, verb in ((post_run, "posted"), (pay_run, "paid")):
        got = at_once(*[lambda act=act: act(run_id=run.pk, actor=nine.delia, now=LATER)] * HOW_MANY)
        assert [one.state for one in got] == [verb] * HOW_MANY
        assert Act.objects.filter(verb=f"payroll.run.{verb}").count() == 1
    assert Entry.objects.count() == 2
    assert faults() == []


def test_a_month_is_begun_once(nine: Nine):
    period = month("2026-03")
    got = at_once(*[lambda: prepare_run(period_id=period.pk, actor=nine.delia, now=LATER)] * HOW_MANY)
    assert len(set(got)) == PayRun.objects.count() == 1


def test_posted_or_set_aside_but_never_both(nine: Nine):
    run = nine.signed()
    at_once(
        lambda: post_run(run_id=run.pk, actor=nine.delia, now=LATER),
        lambda: abandon_run(run_id=run.pk, actor=nine.delia, now=LATER),
    )
    run.refresh_from_db()
    assert (run.state, Entry.objects.count()) in {("posted", 1), ("abandoned", 0)}
    assert faults() == []
