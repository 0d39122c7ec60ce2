"""Two treasurers with one pay run open, each in a window of their own: the slower one is told who was faster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import translation

from ledger.models import Entry
from members.models import Member
from payroll.models import PayRun
from payroll.reports import faults
from record.models import Act
from tests.makers import give_power
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, nine_of

SOON = LATER + timedelta(minutes=4)
"""1 April 2026 at 13:34 in the co-operative's town."""

ALREADY = {
    "post": "entered this pay in the books already, on 1 Apr 2026 at 13:30. Nothing was entered twice.",
    "pay": "marked this pay as paid already, on 1 Apr 2026 at 13:30. Nothing was paid twice.",
}


def nahuel_too(nine: Nine) -> Member:
    """Nahuel holds another post of the treasury, with the same powers as Delia's."""
    nahuel = nine.people[7]
    give_power(nahuel, "payroll.prepare_pay", "payroll.pay", "ledger.keep_books")
    return nahuel


def said_after(client: Client, run: PayRun, step: str) -> str:
    """The notes on the page that a step leads to."""
    answer = client.post(f"/pay/runs/{run.pk}/{step}/", follow=True)
    assert answer.redirect_chain == [(f"/pay/runs/{run.pk}/", 302)]
    assert answer.status_code == 200
    return notes(answer)


def notes(answer: Any) -> str:
    whole = unescape(answer.content.decode())
    return whole.split("<main", 1)[0]


# --- one after the other ----------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["post", "pay"])
def test_the_second_window_is_told_who_was_faster_and_when(
    nine: Nine, monkeypatch: pytest.MonkeyPatch, step: str
):
    nahuel = nahuel_too(nine)
    run = nine.signed() if step == "post" else nine.posted()
    at(LATER, monkeypatch)
    assert "already" not in said_after(signed_in(nine.delia), run, step)

    at(SOON, monkeypatch)
    entries, acts = Entry.objects.count(), Act.objects.count()
    said = said_after(signed_in(nahuel), run, step)

    assert f"Delia Quiroga {ALREADY[step]}" in said
    assert 'class="note bad"' not in said, "nothing went wrong: it is not said as if it had"
    assert (Entry.objects.count(), Act.objects.count()) == (entries, acts)
    assert faults() == []


def test_a_run_that_is_paid_meanwhile_was_posted_all_the_same(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    nahuel, run = nahuel_too(nine), nine.paid()
    at(SOON, monkeypatch)
    assert f"Delia Quiroga {ALREADY['post']}" in said_after(signed_in(nahuel), run, "post")
    run.refresh_from_db()
    assert run.state == "paid"


def test_two_taps_of_one_person_are_answered_alike(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    run, delia = nine.signed(), signed_in(nine.delia)
    at(LATER, monkeypatch)
    assert "already" not in said_after(delia, run, "post")
    assert f"Delia Quiroga {ALREADY['post']}" in said_after(delia, run, "post")


def test_it_is_said_in_the_language_of_whoever_was_slower(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    nahuel, run = nahuel_too(nine), nine.paid()
    at(SOON, monkeypatch)
    reader = signed_in(nahuel, "es-ar")
    assert (
        "Delia Quiroga ya asentó esta liquidación en los libros, el 1 abr 2026 a las 13:30. "
        "Nada se asentó dos veces." in said_after(reader, run, "post")
    )
    assert (
        "Delia Quiroga ya marcó esta liquidación como pagada, el 1 abr 2026 a las 13:30. "
        "Nada se pagó dos veces." in said_after(reader, run, "pay")
    )


def test_whoever_may_not_take_the_step_is_told_that_and_not_who_did(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    run = nine.paid()
    at(SOON, monkeypatch)
    said = said_after(signed_in(nine.people[0]), run, "post")
    assert "This needs a post that you do not hold now." in said
    assert "already" not in said


def test_the_other_steps_in_a_second_window_say_what_to_do(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    nahuel, run = nahuel_too(nine), nine.signed()
    at(SOON, monkeypatch)
    window = signed_in(nahuel)
    assert "This run was worked out already." in said_after(window, run, "compute")
    assert "There is nothing to sign here now." in said_after(signed_in(nine.oscar), run, "countersign")
    for _tap in range(2):
        window.post(f"/pay/runs/{run.pk}/abandon/")
    assert "This run was set aside." in window.get(f"/pay/runs/{run.pk}/").content.decode()
    assert Act.objects.filter(verb="payroll.run.abandoned").count() == 1


def test_a_month_begun_in_two_windows_is_the_same_run(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    nahuel = nahuel_too(nine)
    at(LATER, monkeypatch)
    began = [
        signed_in(treasurer).post("/pay/runs/prepare/", {"month": "2026-03-01"})["Location"]
        for treasurer in (nine.delia, nahuel)
    ]
    assert began == [f"/pay/runs/{PayRun.objects.get().pk}/"] * 2


# --- at the same moment -------------------------------------------------------------------------------------


@pytest.fixture
def nine_with_many_connections(transactional_db: None) -> Iterator[Nine]:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")
    with translation.override("en"):
        yield nine_of()


def test_of_two_windows_at_once_one_does_it_and_the_other_is_told(
    nine_with_many_connections: Nine, monkeypatch: pytest.MonkeyPatch
):
    nine = nine_with_many_connections
    nahuel, run = nahuel_too(nine), nine.signed()
    at(LATER, monkeypatch)
    windows = {nine.delia.name: signed_in(nine.delia), nahuel.name: signed_in(nahuel)}

    for step in ("post", "pay"):
        start = Barrier(len(windows))

        def take(client: Client, step: str = step, start: Barrier = start) -> str:
            start.wait()
            try:
                return said_after(client, run, step)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(windows)) as pool:
            said = dict(zip(windows, pool.map(take, windows.values()), strict=True))

        run.refresh_from_db()
        entry = run.entry if step == "post" else run.payment_entry
        faster = entry.posted_by.name
        (slower,) = set(windows) - {faster}
        assert "already" not in said[faster]
        assert f"{faster} {ALREADY[step]}" in said[slower]

    assert run.state == "paid"
    assert Entry.objects.count() == 2
    assert [Act.objects.filter(verb=f"payroll.run.{verb}").count() for verb in ("posted", "paid")] == [1, 1]
    assert faults() == []
