"""The minutes say who spoke and for how long, and which guests were there as what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from assemblies.actions import (
    ask_for_the_floor,
    close_assembly,
    end_turn,
    give_the_floor,
    guest_left,
    let_in_guest,
)
from assemblies.models import Minutes
from assemblies.views.minutes import said_of
from tests.assemblies.conftest import Hall, hall_of
from tests.assemblies.test_pages import see, signed_in

pytestmark = pytest.mark.django_db


def speak(hall: Hall, person: int, *, begins: int, seconds: int) -> None:
    """Somebody speaks for so many seconds, from so many after the beginning."""
    began = hall.now + timedelta(seconds=begins)
    about: dict[str, Any] = {"assembly_id": hall.assembly.pk}
    turn = ask_for_the_floor(**about, actor=hall.people[person], now=began)
    give_the_floor(**about, instead_of=None, actor=hall.chair, now=began)
    end_turn(turn_id=turn.pk, actor=hall.people[person], now=began + timedelta(seconds=seconds))


def held() -> Minutes:
    """Zulema speaks twice and Walter once; Marcos asks and does not come to it; a lawyer and a student listen."""
    hall = hall_of(9)
    speak(hall, 0, begins=0, seconds=65)
    speak(hall, 1, begins=100, seconds=30)
    speak(hall, 0, begins=200, seconds=10)
    ask_for_the_floor(assembly_id=hall.assembly.pk, actor=hall.people[3], now=hall.now)
    about: dict[str, Any] = {"assembly_id": hall.assembly.pk, "actor": hall.chair, "now": hall.now}
    let_in_guest(name="Dra. Paz", capacity="lawyer of the union", **about)
    student = let_in_guest(name="Ema", capacity="student", **about)
    guest_left(guest_id=student.pk, actor=hall.chair, now=hall.now + timedelta(minutes=5))
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(minutes=10))
    return Minutes.objects.get()


def test_the_minutes_have_the_time_each_spoke_and_nobody_who_did_not() -> None:
    assert held().contents["speaking"] == [
        {"number": 1, "name": "Zulema Ávalos", "turns": 2, "seconds": 75},
        {"number": 2, "name": "Walter Pinto", "turns": 1, "seconds": 30},
    ]


def test_the_minutes_have_guests_with_their_capacity_and_count_them_nowhere() -> None:
    contents = held().contents
    assert [(guest["name"], guest["capacity"]) for guest in contents["guests"]] == [
        ("Dra. Paz", "lawyer of the union"),
        ("Ema", "student"),
    ]
    assert contents["presence"]["members"] == contents["presence"]["most"] == 9


def test_a_turn_under_way_ends_with_the_assembly_and_counts_until_then() -> None:
    hall = hall_of(3)
    ask_for_the_floor(assembly_id=hall.assembly.pk, actor=hall.people[0], now=hall.now)
    give_the_floor(assembly_id=hall.assembly.pk, instead_of=None, actor=hall.chair, now=hall.now)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(minutes=3))
    assert Minutes.objects.get().contents["speaking"][0]["seconds"] == 180


def test_the_page_of_the_minutes_says_it_in_words() -> None:
    minutes = held()
    reader: Client = signed_in(minutes.assembly.presences.first().member)
    page = see(reader, f"/minutes/{minutes.assembly_id}/").replace("&nbsp;", " ")
    page = " ".join(page.split())
    assert "Zulema Ávalos 1:15 (2 times)" in page
    assert "Walter Pinto 0:30" in page
    assert "Dra. Paz, lawyer of the union" in page


def test_minutes_of_before_guests_were_kept_are_read_too() -> None:
    minutes = held()
    old = {key: value for key, value in minutes.contents.items() if key not in ("guests", "speaking")}
    said = said_of(old)
    assert (said["guests"], said["speaking"]) == ([], [])
