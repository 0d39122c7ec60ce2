"""Posts and duties on pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from members.models import Member
from rotation.models import Duty, Mandate
from tests.makers import NOW, TODAY, make_coop, make_voters
from tests.pages import at, signed_in
from tests.rotation.conftest import UNTIL, hold, make_post

pytestmark = pytest.mark.django_db


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


def text_of(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_holds_what_today_and_on_any_day(zulema: Client, people: list[Member]):
    post = make_post()
    hold(post, people[3], from_on=date(2025, 3, 5), until_on=TODAY)
    hold(post, people[2])
    today, then = text_of(zulema, "/posts/"), text_of(zulema, "/posts/", on="2025-06-01")
    assert people[2].name in today
    assert people[3].name not in today
    assert people[3].name in then


@pytest.mark.parametrize("on", ["", "soon", "0000-00-00", "2026-02-30", "0001-01-01", "9999-12-31", "\x00"])
def test_any_day_that_is_asked_for_is_answered(zulema: Client, on: str):
    make_post()
    text_of(zulema, "/posts/", on=on)


def test_a_post_shows_who_held_it_before_and_why_it_ended(zulema: Client, people: list[Member]):
    post = make_post()
    hold(post, people[3], from_on=date(2025, 3, 5), until_on=date(2025, 9, 5))
    hold(post, people[4], from_on=date(2025, 9, 5), until_on=TODAY, ended_on=date(2026, 1, 1), ended_at=NOW)
    hold(post, people[2])
    page = text_of(zulema, "/posts/treasury/")
    assert all(people[n].name in page for n in (2, 3, 4))
    assert "stepped down" in page
    assert "Whose turn would be next" in page


def test_there_is_no_page_for_a_post_that_is_none(zulema: Client):
    make_post("to-come", in_force_from=date(2027, 1, 1))
    for code in ("nothing", "to-come", "x" * 300):
        assert zulema.get(f"/posts/{code}/").status_code == 404


def test_a_duty_is_ticked_off(zulema: Client, people: list[Member]):
    duty = Duty.objects.create(title="Water", key="k", from_on=TODAY, due_on=TODAY, member=people[0])
    assert "Water" in text_of(zulema, "/duties/")
    assert zulema.post(f"/duties/{duty.pk}/done/").status_code == 302
    duty.refresh_from_db()
    assert duty.done_by == people[0]


def test_somebody_elses_duty_is_refused_in_a_sentence(people: list[Member]):
    duty = Duty.objects.create(title="Water", key="k", from_on=TODAY, due_on=TODAY, member=people[1])
    page = signed_in(people[0]).post(f"/duties/{duty.pk}/done/", follow=True).content.decode()
    assert "This duty is somebody else" in page
    duty.refresh_from_db()
    assert duty.done_at is None


def test_stepping_down_is_ones_own(people: list[Member]):
    held = hold(make_post(), people[0])
    assert signed_in(people[1]).post(f"/mandates/{held.pk}/step-down/").status_code == 404
    assert signed_in(people[0]).get(f"/mandates/{held.pk}/step-down/").status_code == 405
    assert signed_in(people[0]).post(f"/mandates/{held.pk}/step-down/").status_code == 302
    assert Mandate.objects.get().ended_on == TODAY
    assert signed_in(people[0]).post(f"/mandates/{held.pk}/step-down/").status_code == 302


@pytest.mark.parametrize("address", ["/duties/{}/done/", "/mandates/{}/step-down/"])
@pytest.mark.parametrize("number", [0, 999_999, 10**30])
def test_what_is_not_there_is_not_found(zulema: Client, address: str, number: int):
    assert zulema.post(address.format(number)).status_code == 404


def test_a_stranger_is_asked_to_sign_in(people: list[Member]):
    make_post()
    for address in ("/posts/", "/posts/treasury/", "/duties/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", ["/posts/", "/posts/post-3/", "/duties/"])
def test_pages_ask_the_same_questions_however_many_posts(
    people: list[Member], address: str, django_assert_max_num_queries: Any
):
    for nth in range(12):
        post = make_post(f"post-{nth}", seats=3)
        for seat in (1, 2, 3):
            hold(post, people[(nth + seat) % 9], seat=seat, until_on=UNTIL)
            hold(post, people[seat], seat=seat, from_on=date(2025, 1, 1), until_on=date(2025, 7, 1))
        Duty.objects.create(title="Water", key=str(nth), from_on=TODAY, due_on=TODAY, post=post)
    client = signed_in(people[0])
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)


def test_it_is_all_there_in_spanish(people: list[Member]):
    hold(make_post(), people[0])
    client = signed_in(people[0], "es-ar")
    assert "A quién le tocaría" in text_of(client, "/posts/treasury/")
