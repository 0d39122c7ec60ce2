"""Turns and duties on members' phones, and for their programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rotation.actions.covers import ask_cover
from rotation.models import Cover, Duty, Swap
from rotation.tasks import turn_the_wheel
from tests.assemblies.conftest import Hall
from tests.pages import at, signed_in
from tests.rotation.test_plans import goes_away
from tests.rotation.wheel import DAY, WEEK, Wheel, wheel_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wheel(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Wheel:
    at(hall.now, monkeypatch)
    wheel = wheel_of(hall, purpose="Opens, gives the floor, closes.")
    wheel.told({("chair", 0): 0, ("chair", 1): 1, ("door", 1): 2, ("chair", 2): 3, ("door", 3): 0})
    return wheel


@pytest.fixture
def phone(wheel: Wheel) -> Callable[[int], Client]:
    return lambda who: signed_in(wheel.people[who])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, address: str, **about: str) -> str:
    """Press a button; the page it leads to."""
    answer = client.post(address, about, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_turn_says_its_hour_its_place_and_what_the_seat_does(wheel: Wheel, phone: Callable[[int], Client]):
    page = text_of(phone(0), "/duties/")
    assert "Opens, gives the floor, closes." in page
    assert "13:30" in page
    assert "Open on time" in page
    assert "My turns after that" in page
    assert "Your turn: Chair" in text_of(phone(0), "/")
    assert "Your turn" not in text_of(phone(5), "/")


def test_lines_are_ticked_and_the_last_one_says_that_it_is_done(wheel: Wheel, phone: Callable[[int], Client]):
    turn, mine = wheel.turn("chair", 0), phone(0)
    press(mine, f"/duties/{turn.pk}/steps/0/", done="1")
    assert turn.ticks.count() == 1
    press(mine, f"/duties/{turn.pk}/steps/0/", done="0")
    assert turn.ticks.count() == 0
    assert "somebody else&#x27;s" in press(phone(5), f"/duties/{turn.pk}/steps/0/", done="1")
    for step in (0, 1):
        press(mine, f"/duties/{turn.pk}/steps/{step}/", done="1")
    turn.refresh_from_db()
    assert turn.done_by == wheel.people[0]
    assert "It was done" in press(mine, f"/duties/{turn.pk}/steps/0/", done="0")
    assert "no such line" in press(phone(1), f"/duties/{wheel.turn('chair', 1).pk}/steps/7/", done="1")


def test_a_turn_is_not_done_before_its_day_however_much_is_ticked(
    wheel: Wheel, phone: Callable[[int], Client]
):
    turn, mine = wheel.turn("chair", 1), phone(1)
    assert f"/duties/{turn.pk}/done/" not in text_of(mine, "/duties/")
    for step in (0, 1):
        press(mine, f"/duties/{turn.pk}/steps/{step}/", done="1")
    assert "has not come yet" in press(mine, f"/duties/{turn.pk}/done/")
    turn.refresh_from_db()
    assert turn.done_at is None


def test_i_cannot_come_in_one_tap_and_can_after_all(wheel: Wheel, phone: Callable[[int], Client]):
    turn = wheel.turn("chair", 1)
    page = press(phone(1), f"/duties/{turn.pk}/cannot-come/")
    assert "You cannot come: 3 people are asked instead." in page
    cover = Cover.objects.get()
    page = press(phone(1), f"/covers/{cover.pk}/take-back/")
    assert "the turn is yours as before" in page
    assert "are asked instead" not in page


def test_who_is_asked_says_yes_or_no_on_their_phone(wheel: Wheel, phone: Callable[[int], Client]):
    turn = wheel.turn("chair", 1)
    press(phone(1), f"/duties/{turn.pk}/cannot-come/", reason="Night shift")
    first, second = (offer.member for offer in Cover.objects.get().offers.order_by("place")[:2])
    cover = Cover.objects.get()
    page = text_of(signed_in(first), "/duties/")
    assert "cannot come: Chair" in page
    assert "Night shift" in page
    assert "Somebody else is asked" in press(signed_in(first), f"/covers/{cover.pk}/decline/")
    assert "cannot come: Chair" not in text_of(signed_in(first), "/duties/")
    assert "the turn is yours" in press(signed_in(second), f"/covers/{cover.pk}/accept/")
    assert "settled" in press(signed_in(first), f"/covers/{cover.pk}/accept/")
    assert signed_in(first).post(f"/covers/{cover.pk}/steal/").status_code == 404
    assert wheel.turn("chair", 1).member == second


def test_a_swap_of_three_is_proposed_and_agreed_on_three_phones(wheel: Wheel, phone: Callable[[int], Client]):
    mine, other, third = wheel.turn("chair", 1), wheel.turn("door", 1), wheel.turn("chair", 2)
    address = f"/duties/{mine.pk}/swap/"
    assert wheel.people[2].name in text_of(phone(1), address)
    assert phone(2).get(address).status_code == 404
    assert "Proposed" in press(phone(1), address, other=str(other.pk), third=str(third.pk))
    swap = Swap.objects.get()
    assert "A swap is proposed to you" in text_of(phone(2), "/duties/")
    assert "A swap waits" in text_of(phone(1), "/duties/")
    press(phone(2), f"/swaps/{swap.pk}/agree/")
    press(phone(3), f"/swaps/{swap.pk}/agree/")
    assert (wheel.whose("chair", 1), wheel.whose("door", 1), wheel.whose("chair", 2)) == (2, 3, 1)


def test_a_swap_that_a_rule_stops_says_so_and_keeps_what_was_chosen(
    wheel: Wheel, phone: Callable[[int], Client]
):
    mine, theirs = wheel.turn("chair", 1), wheel.turn("chair", 2)
    assert theirs.member is not None
    goes_away(theirs.member, mine.due_on, mine.due_on + DAY)
    address = f"/duties/{mine.pk}/swap/"
    again = phone(1).post(address, {"other": str(theirs.pk), "third": str(theirs.pk)})
    assert again.status_code == 200
    assert f"{theirs.member.name} is away for too much of it" in again.content.decode()
    for odd in ("", "x", str(2**70), "0", str(mine.pk)):
        assert phone(1).post(address, {"other": odd}).status_code == 200
    assert not Swap.objects.exists()


def test_only_what_no_rule_stops_is_offered_and_the_rule_is_named_beside_the_others(
    wheel: Wheel, phone: Callable[[int], Client]
):
    mine, theirs, free = wheel.turn("chair", 1), wheel.turn("chair", 2), wheel.turn("door", 3)
    assert theirs.member is not None
    goes_away(theirs.member, mine.due_on, mine.due_on + DAY)
    address = f"/duties/{mine.pk}/swap/"
    page = phone(1).get(address).content.decode()
    assert f'<option value="{free.pk}">' in page
    assert f'<option value="{theirs.pk}">' not in page
    assert f"{theirs.member.name} is away for too much of it." in page

    three = phone(1).get(address, {"other": str(free.pk)}).content.decode()
    assert f'<option value="{theirs.pk}">' in three  # whoever is away that day does not take mine
    assert "Proposed" in press(phone(1), address, other=str(free.pk), third=str(theirs.pk))
    assert Swap.objects.get().legs.count() == 3


def test_a_swap_is_refused_on_the_phone(wheel: Wheel, phone: Callable[[int], Client]):
    mine, other = wheel.turn("chair", 1), wheel.turn("chair", 2)
    press(phone(1), f"/duties/{mine.pk}/swap/", other=str(other.pk))
    assert "Every turn stays whose it was" in press(phone(3), f"/swaps/{Swap.objects.get().pk}/end/")
    assert Swap.objects.get().ended_at is not None


def test_the_table_shows_who_comes_and_lets_whoever_chairs_say_that_nobody_came(
    wheel: Wheel, phone: Callable[[int], Client], monkeypatch: pytest.MonkeyPatch
):
    ask_cover(duty_id=wheel.turn("chair", 1).pk, actor=wheel.people[1], now=wheel.hall.now)
    page = text_of(phone(5), "/turns/")
    assert "somebody is looked for" in page
    assert "Nobody came" not in page

    at(wheel.day(0, 1), monkeypatch)
    turn = wheel.turn("chair", 0)
    assert "Nobody came" not in text_of(phone(5), "/turns/")
    assert "Nobody came" in text_of(phone(8), "/turns/")
    assert "Talk it over" in press(phone(8), f"/duties/{turn.pk}/missed/")
    repair = Duty.objects.get(repairs=turn)
    page = text_of(phone(0), "/duties/")
    assert "instead of a turn to which nobody came" in page
    assert "Another day is proposed" in press(phone(0), f"/duties/{repair.pk}/make-up/move/")
    assert "no seat to take" in press(phone(0), f"/duties/{repair.pk}/make-up/take/")


def test_a_page_asks_no_more_the_more_turns_there_are(wheel: Wheel, phone: Callable[[int], Client]):
    for week, who in ((1, 1), (2, 3)):
        ask_cover(duty_id=wheel.turn("chair", week).pk, actor=wheel.people[who], now=wheel.hall.now)
    for who in (0, 1, 8):
        client = phone(who)
        client.get("/me/")
        for address in ("/", "/duties/", "/turns/", "/api/v1/duties", "/api/v1/turns", "/api/v1/swaps"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            assert len(asked) <= 12, f"{len(asked)} at {address}"


# --- the same for programs ------------------------------------------------------------------------------------


def call(client: Client, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    answer = client.post(f"/api/v1{path}", json.dumps(body or {}), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_program_stands_in(wheel: Wheel, phone: Callable[[int], Client]):
    turn = wheel.turn("chair", 1)
    status, cover = call(phone(1), f"/duties/{turn.pk}/cover", {"reason": ""})
    assert (status, cover["asked"], cover["is_over"]) == (200, 3, False)
    assert call(phone(2), f"/duties/{turn.pk}/cover")[0] == 409
    first, second = (offer.member for offer in Cover.objects.get().offers.order_by("place")[:2])
    [offer] = signed_in(first).get("/api/v1/covers").json()["items"]
    assert (offer["cover"], offer["title"]) == (cover["id"], "Chair")
    assert call(signed_in(first), f"/covers/{cover['id']}/decline")[1]["asked"] == 3
    status, cover = call(signed_in(second), f"/covers/{cover['id']}/accept")
    assert (status, cover["covered_by"], cover["is_over"]) == (200, second.number, True)
    assert call(phone(1), f"/covers/{cover['id']}/take-back")[0] == 409


def test_a_program_swaps(wheel: Wheel, phone: Callable[[int], Client]):
    turns = [wheel.turn("chair", 1).pk, wheel.turn("chair", 2).pk]
    status, swap = call(phone(1), "/swaps", {"turns": turns})
    assert (status, swap["is_mine"], swap["waits_for_me"]) == (200, True, False)
    [waiting] = phone(3).get("/api/v1/swaps").json()["items"]
    assert waiting["waits_for_me"]
    assert call(phone(5), f"/swaps/{swap['id']}/agree")[0] == 409
    status, swap = call(phone(3), f"/swaps/{swap['id']}/agree")
    assert (status, swap["is_done"], swap["is_over"]) == (200, True, True)
    assert call(phone(3), f"/swaps/{swap['id']}/end")[0] == 409
    assert call(phone(1), "/swaps", {"turns": [2**70, 1]})[0] == 422
    assert call(phone(1), "/swaps", {"turns": [10**9, 1]})[0] == 409
    status, swap = call(phone(3), "/swaps", {"turns": turns})
    assert call(phone(1), f"/swaps/{swap['id']}/end")[1]["is_over"]


def test_a_program_ticks_and_finishes_and_reads_its_turns(wheel: Wheel, phone: Callable[[int], Client]):
    turn, mine = wheel.turn("chair", 0), phone(0)
    assert call(mine, f"/duties/{turn.pk}/steps/0", {"done": True})[1]["ticked"] == [0]
    found = mine.get("/api/v1/duties").json()
    [line] = found["this_week"]
    assert (line["kind"], line["starts_at"][:16], line["steps"][0]["is_ticked"]) == (
        "turn",
        "2026-03-05T13:30" if "-03:00" in line["starts_at"] else "2026-03-05T16:30",
        True,
    )
    assert [each["title"] for each in found["later"]] == ["Door"]
    assert call(mine, f"/duties/{turn.pk}/done")[1]["is_done"]
    assert call(mine, "/duties/999999/done")[0] == 404
    turns = mine.get("/api/v1/turns").json()
    assert turns["count"] == 5
    assert turns["items"][0]["member"]["number"] == 1


def test_a_program_says_that_nobody_came(
    wheel: Wheel, phone: Callable[[int], Client], monkeypatch: pytest.MonkeyPatch
):
    turn = wheel.turn("chair", 0)
    at(wheel.day(0, 1), monkeypatch)
    assert call(phone(5), f"/duties/{turn.pk}/missed")[0] == 409
    assert call(phone(8), f"/duties/{turn.pk}/missed")[1]["is_missed"]
    repair = Duty.objects.get(repairs=turn)
    assert call(phone(0), f"/duties/{repair.pk}/make-up/take")[0] == 409
    status, moved = call(phone(0), f"/duties/{repair.pk}/make-up/move")
    assert (status, moved["due_on"]) == (200, str(repair.due_on + WEEK))
    turn_the_wheel(wheel.day(0, 1) + timedelta(minutes=1))
