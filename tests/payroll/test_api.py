"""Pay as a program asks for it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(LATER, monkeypatch)


def test_runs_are_open_to_every_member(nine: Nine):
    run = nine.paid()
    zulema = signed_in(nine.people[0])
    found = zulema.get(f"{API}/pay-runs").json()
    assert found["count"] == 1
    [line] = found["items"]
    assert (line["id"], line["state"], line["total_cents"]) == (run.pk, "paid", 900_000_000)
    assert (line["prepared_by"], line["countersigned_by"]) == (5, 6)
    assert zulema.get(f"{API}/pay-runs/{run.pk}").json() == line


def test_payslips_are_ones_own(nine: Nine):
    nine.paid()
    [slip] = signed_in(nine.people[0]).get(f"{API}/payslips").json()["items"]
    assert (slip["period"], slip["net_cents"]) == ("2026-03", 100_000_000)
    assert sum(line["cents"] for line in slip["lines"][:-1]) == slip["net_cents"]
    assert "member" not in slip


def test_a_slip_is_told_when_it_is_in_the_books(nine: Nine):
    nine.signed()
    assert signed_in(nine.people[0]).get(f"{API}/payslips").json()["count"] == 0


@pytest.mark.parametrize("path", ["pay-runs", "payslips"])
@pytest.mark.parametrize("limit", [-1, 0, 10**30])
@pytest.mark.parametrize("offset", [-1, 2**63, 10**30])
def test_a_part_that_cannot_be_is_refused(nine: Nine, path: str, limit: int, offset: int):
    answer = signed_in(nine.people[0]).get(f"{API}/{path}", {"limit": limit, "offset": offset})
    assert answer.status_code == 422


@pytest.mark.parametrize("number", [0, -1, 999_999, 2**63, 10**30])
def test_a_run_that_is_not_there_is_not_found(nine: Nine, number: int):
    assert signed_in(nine.people[0]).get(f"{API}/pay-runs/{number}").status_code == 404


@pytest.mark.parametrize("path", ["pay-runs", "pay-runs/1", "payslips"])
def test_a_stranger_gets_401(nine: Nine, path: str):
    assert Client().get(f"{API}/{path}").status_code == 401


@pytest.mark.parametrize("path", ["pay-runs", "payslips"])
def test_a_list_asks_the_same_questions_however_long(
    nine: Nine, path: str, django_assert_max_num_queries: Any
):
    for name in ("2026-01", "2026-02", "2026-03"):
        nine.paid(name)
    client = signed_in(nine.people[0])
    client.get(f"{API}/{path}")
    with django_assert_max_num_queries(6):
        client.get(f"{API}/{path}")
