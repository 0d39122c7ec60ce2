"""Holding a post changes no pay, and a page shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from payroll.reports.power import PaidGroup, power_and_pay
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.rotation.conftest import hold, make_post

pytestmark = pytest.mark.django_db


def words(client: Client) -> str:
    answer = client.get("/pay/power/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_whoever_held_a_post_in_the_last_month_of_the_books_got_the_same_as_the_others(nine: Nine):
    nine.paid("2026-01")
    nine.paid("2026-02")
    nine.computed("2026-03")
    hold(make_post("watch"), nine.people[0], from_on=date(2026, 2, 10), until_on=date(2026, 8, 10))
    hold(make_post("door"), nine.people[1], from_on=date(2026, 3, 1), until_on=date(2026, 8, 10))
    hold(
        make_post("gate"),
        nine.people[2],
        from_on=date(2025, 12, 1),
        until_on=date(2026, 8, 10),
        ended_on=date(2026, 2, 1),
        ended_at=LATER,
    )
    found = power_and_pay()
    assert found is not None
    assert found.run.period.name == "2026-02"
    # Delia, Oscar, Teresa and the chair all year, Zulema since the tenth
    assert (found.holders.people, found.others.people) == (5, 4)
    assert found.holders.lowest_cents == found.others.highest_cents == 100_000_000
    assert found.is_same


def test_where_they_did_not_get_the_same_it_says_so(nine: Nine):
    nine.paid("2026-02")
    found = power_and_pay()
    assert found is not None
    richer = PaidGroup(people=1, lowest_cents=1, highest_cents=2, with_difference=0)
    nobody = PaidGroup(people=0, lowest_cents=0, highest_cents=0, with_difference=0)
    assert not replace(found, holders=richer).is_same
    assert replace(found, holders=nobody).is_same


def test_the_page_says_it_in_one_sentence_and_a_table(
    nine: Nine, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
):
    at(LATER, monkeypatch)
    client = signed_in(nine.people[0])
    assert "No month is in the books yet." in words(client)
    nine.paid("2026-02")
    with django_assert_max_num_queries(12):
        said = words(client)
    assert "In February 2026 whoever held a post got the same equal pay as everybody else." in said
    assert said.count("1,000,000") == 6, "lowest and highest of both, and of all of us for the gap"
    assert "Un puesto no cambia el retiro" in words(signed_in(nine.people[0], "es-ar"))


def test_a_stranger_is_asked_to_sign_in(nine: Nine):
    assert Client().get("/pay/power/").status_code == 302
