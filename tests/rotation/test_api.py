"""Posts, mandates and duties as a program asks for them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from members.models import Member
from rotation.models import Draw, Duty
from tests.makers import NOW, TODAY, make_coop, make_voters
from tests.pages import at, signed_in
from tests.rotation.conftest import UNTIL, hold, make_post

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW, monkeypatch)


@pytest.fixture
def people() -> list[Member]:
    make_coop()
    return make_voters(9)


@pytest.fixture
def zulema(people: list[Member]) -> Client:
    return signed_in(people[0])


def test_every_post_with_its_seats_the_empty_ones_too(zulema: Client, people: list[Member]):
    hold(make_post(seats=2), people[2])
    [post] = zulema.get(f"{API}/posts").json()["items"]
    assert (post["code"], post["term_months"], post["filled"]) == ("treasury", 6, "elected")
    assert [seat["mandate"] and seat["mandate"]["member"] for seat in post["seats"]] == [3, None]
    assert post["seats"][0]["mandate"]["source"] == "founding"


def test_mandates_of_any_day_say_what_made_them_so(zulema: Client, people: list[Member]):
    post = make_post()
    drawn = Draw.objects.create(title="x", seed="s", pool=[4], picked=[4], drawn_at=NOW)
    hold(post, people[3], from_on=date(2025, 3, 5), until_on=TODAY, draw=drawn, from_founding=False)
    hold(post, people[2])
    today = zulema.get(f"{API}/mandates").json()
    then = zulema.get(f"{API}/mandates", {"on": "2025-06-01"}).json()
    assert [(m["member"], m["source"], m["until_on"]) for m in today["items"]] == [
        (3, "founding", UNTIL.isoformat())
    ]
    assert [(m["member"], m["source"]) for m in then["items"]] == [(4, "draw")]
    assert (today["count"], then["count"]) == (1, 1)


def test_my_duties_are_mine(zulema: Client, people: list[Member]):
    for nth, person in enumerate(people[:2]):
        Duty.objects.create(title=f"Water {nth}", key=str(nth), from_on=TODAY, due_on=TODAY, member=person)
    mine = zulema.get(f"{API}/duties").json()
    assert [line["title"] for line in mine["this_week"]] == ["Water 0"]
    assert mine["overdue"] == mine["next_week"] == []


@pytest.mark.parametrize("path", ["posts", "mandates"])
@pytest.mark.parametrize("limit", [-1, 0, 10**30])
@pytest.mark.parametrize("offset", [-1, 0, 2**63, 10**30])
def test_a_part_that_cannot_be_is_refused(zulema: Client, path: str, limit: int, offset: int):
    make_post()
    answer = zulema.get(f"{API}/{path}", {"limit": limit, "offset": offset})
    assert answer.status_code == 422


@pytest.mark.parametrize("on", ["soon", "2026-02-30", "", "\x00"])
def test_a_day_that_is_none_is_said_so(zulema: Client, on: str):
    assert zulema.get(f"{API}/mandates", {"on": on}).status_code in (400, 422)


@pytest.mark.parametrize("path", ["posts", "mandates", "duties"])
def test_a_stranger_gets_401(people: list[Member], path: str):
    assert Client().get(f"{API}/{path}").status_code == 401


@pytest.mark.parametrize("path", ["posts", "mandates", "duties"])
def test_a_list_asks_the_same_questions_however_long(
    zulema: Client, people: list[Member], path: str, django_assert_max_num_queries: Any
):
    for nth in range(12):
        hold(make_post(f"post-{nth}"), people[nth % 9])
    zulema.get(f"{API}/{path}")
    with django_assert_max_num_queries(8):
        zulema.get(f"{API}/{path}")
