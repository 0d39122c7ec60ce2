"""Guests speak: put in the line in one tap, in the order of the rule, counted in nothing."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assemblies import pdf
from assemblies.actions import (
    ask_for_guest,
    ask_for_the_floor,
    cast_ballot,
    close_assembly,
    close_voting,
    end_turn,
    give_the_floor,
    guest_left,
    let_in_guest,
    take_guest_back,
)
from assemblies.hall_address import hall_address
from assemblies.models import FloorRequest, Guest, Minutes, Motion, RollEntry
from assemblies.reports.floor import floor_of
from assemblies.reports.hall import hall_screen
from assemblies.rules.floor import GUEST, LEAST_FIRST, MEMBER, Turn, speaking_list, time_spoken
from assemblies.views.minutes import said_of
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.assemblies.test_pages import see, signed_in, words
from tests.makers import NOW, give_power

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return hall_of(9)


def let_in(hall: Hall, name: str = "Dra. Paz", capacity: str = "lawyer") -> Guest:
    return let_in_guest(
        assembly_id=hall.assembly.pk, name=name, capacity=capacity, actor=hall.chair, now=hall.now
    )


def wants(hall: Hall, guest: Guest, *, after: int = 0) -> FloorRequest:
    return ask_for_guest(guest_id=guest.pk, actor=hall.chair, now=hall.now + timedelta(minutes=after))


def asks(hall: Hall, person: int, *, after: int = 0) -> FloorRequest:
    return ask_for_the_floor(
        assembly_id=hall.assembly.pk, actor=hall.people[person], now=hall.now + timedelta(minutes=after)
    )


def speaks(hall: Hall, turn: FloorRequest, *, begins: int, lasts: int) -> None:
    began = hall.now + timedelta(minutes=begins)
    give_the_floor(
        assembly_id=hall.assembly.pk, turn_id=turn.pk, instead_of=None, actor=hall.chair, now=began
    )
    end_turn(turn_id=turn.pk, actor=hall.chair, now=began + timedelta(minutes=lasts))


def line(hall: Hall, *, after: int = 9) -> list[str]:
    return [each.name for each in floor_of(hall.assembly, now=hall.now + timedelta(minutes=after)).line]


# --- the line -----------------------------------------------------------------------------------------------


def test_a_guest_with_the_number_of_a_member_is_not_that_member() -> None:
    turns = [
        Turn(turn_id=1, member_id=7, asked_at=NOW, started_at=NOW, ended_at=NOW + timedelta(minutes=5)),
        Turn(turn_id=2, member_id=7, asked_at=NOW + timedelta(minutes=6)),
        Turn(turn_id=3, guest_id=7, asked_at=NOW + timedelta(minutes=7)),
    ]
    later = NOW + timedelta(minutes=8)
    assert [turn.who for turn in speaking_list(turns, order=LEAST_FIRST, now=later)] == [
        (GUEST, 7),
        (MEMBER, 7),
    ]
    assert time_spoken(turns, now=later) == {(MEMBER, 7): timedelta(minutes=5)}


def test_a_turn_of_nobody_is_a_mistake_and_not_a_guest() -> None:
    with pytest.raises(ValueError, match="nobody's"):
        _ = Turn(turn_id=1, asked_at=NOW).who


def test_guests_come_in_the_order_of_the_rule_like_everybody(hall: Hall) -> None:
    paz, ema = let_in(hall), let_in(hall, "Ema", "student")
    speaks(hall, wants(hall, paz), begins=0, lasts=4)
    speaks(hall, asks(hall, 0, after=4), begins=4, lasts=1)
    wants(hall, paz, after=5)
    asks(hall, 0, after=6)
    asks(hall, 1, after=7)
    wants(hall, ema, after=8)
    assert line(hall) == ["Walter Pinto", "Ema", "Zulema Ávalos", "Dra. Paz"]


def test_a_guest_stands_in_line_once_however_often_it_is_tapped(hall: Hall) -> None:
    paz = let_in(hall)
    assert wants(hall, paz) == wants(hall, paz, after=1)
    assert Act.objects.filter(verb="assemblies.floor.guest_asked").count() == 1
    assert "Paz" not in str(list(Act.objects.values_list("facts", flat=True)))


def test_a_guest_is_taken_out_of_the_line_once(hall: Hall) -> None:
    paz = let_in(hall)
    wants(hall, paz)
    for after in (1, 2):
        take_guest_back(guest_id=paz.pk, actor=hall.chair, now=hall.now + timedelta(minutes=after))
    assert line(hall) == []
    assert FloorRequest.objects.get().ended_at == hall.now + timedelta(minutes=1)
    assert Act.objects.filter(verb="assemblies.floor.guest_taken_back").count() == 1


def test_a_guest_who_left_is_out_of_the_line_and_does_not_come_into_it(hall: Hall) -> None:
    paz = let_in(hall)
    wants(hall, paz)
    guest_left(guest_id=paz.pk, actor=hall.chair, now=hall.now + timedelta(minutes=2))
    assert line(hall) == []
    assert FloorRequest.objects.get().ended_at == hall.now + timedelta(minutes=2)
    with pytest.raises(Refused, match="They have left the assembly"):
        wants(hall, paz, after=3)


def test_a_guest_who_leaves_while_speaking_has_spoken_until_then(hall: Hall) -> None:
    paz = let_in(hall)
    wants(hall, paz)
    give_the_floor(assembly_id=hall.assembly.pk, instead_of=None, actor=hall.chair, now=hall.now)
    with pytest.raises(Refused, match="They have the floor"):
        wants(hall, paz)
    guest_left(guest_id=paz.pk, actor=hall.chair, now=hall.now + timedelta(minutes=2))
    assert floor_of(hall.assembly, now=hall.now + timedelta(minutes=3)).speaker is None
    assert Act.objects.get(verb="assemblies.floor.given").facts["guest"] == paz.pk


def test_whoever_lets_guests_in_puts_them_in_the_line_and_nobody_else(hall: Hall) -> None:
    paz = let_in(hall)
    for act in (ask_for_guest, take_guest_back):
        with pytest.raises(Refused, match="puts a guest in the line"):
            act(guest_id=paz.pk, actor=hall.people[0], now=hall.now)
    give_power(hall.people[1], "assemblies.keep_door")
    ask_for_guest(guest_id=paz.pk, actor=hall.people[1], now=hall.now)
    assert line(hall) == ["Dra. Paz"]


def test_once_the_assembly_is_over_no_guest_comes_into_the_line(hall: Hall) -> None:
    paz = let_in(hall)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    with pytest.raises(Refused, match="not open"):
        wants(hall, paz)


# --- counted in nothing -------------------------------------------------------------------------------------


def test_a_guest_who_speaks_is_on_no_roll_and_changes_no_count(hall: Hall) -> None:
    paz = let_in(hall)
    before = hall_screen(hall.assembly.pk, now=hall.now)
    turn = wants(hall, paz)
    give_the_floor(assembly_id=hall.assembly.pk, instead_of=None, actor=hall.chair, now=hall.now)
    screen = hall_screen(hall.assembly.pk, now=hall.now)
    assert before is not None
    assert screen is not None
    for counted in ("present", "voters_present", "roll", "quorum", "told"):
        assert getattr(screen.common, counted) == getattr(before.common, counted), counted
    motion = hall.vote()
    assert RollEntry.objects.filter(motion=motion).count() == 9
    assert turn.member_id is None
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=40))
    decided = Motion.objects.get(pk=motion.pk)
    assert (decided.roll_count, decided.present_count) == (9, 9)


# --- what is said -------------------------------------------------------------------------------------------


def test_the_minutes_have_the_time_of_guests_by_name_and_capacity(hall: Hall) -> None:
    paz = let_in(hall)
    speaks(hall, wants(hall, paz), begins=0, lasts=2)
    guest_left(guest_id=paz.pk, actor=hall.chair, now=hall.now + timedelta(minutes=3))
    again = let_in_guest(
        assembly_id=hall.assembly.pk,
        name="Dra. Paz",
        capacity="lawyer",
        actor=hall.chair,
        now=hall.now + timedelta(minutes=4),
    )
    speaks(hall, wants(hall, again, after=4), begins=4, lasts=1)
    speaks(hall, asks(hall, 0, after=6), begins=6, lasts=1)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(minutes=9))
    minutes = Minutes.objects.get()
    assert minutes.contents["speaking"] == [
        {"number": 1, "name": "Zulema Ávalos", "turns": 1, "seconds": 60},
        {"name": "Dra. Paz", "capacity": "lawyer", "turns": 2, "seconds": 180},
    ]
    assert minutes.contents["presence"]["members"] == 9
    page = see(signed_in(hall.people[0]), f"/minutes/{hall.assembly.pk}/").replace("&nbsp;", " ")
    assert "Dra. Paz, lawyer 3:00 (2 times)" in " ".join(page.split())


def test_the_printed_minutes_have_the_guests_and_who_spoke(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[dict[str, Any]] = []

    def keep(_layout: object, data: dict[str, Any]) -> bytes:
        printed.append(data)
        return b""

    monkeypatch.setattr(pdf, "_compiled", keep)
    speaks(hall, wants(hall, let_in(hall)), begins=0, lasts=2)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(minutes=9))
    minutes = Minutes.objects.get()
    pdf.minutes_pdf(minutes, said_of(minutes.contents), [])
    assert printed[0]["speaking"] == "Dra. Paz, lawyer 2:00"
    assert printed[0]["guests"].startswith("Dra. Paz, lawyer, ")
    monkeypatch.undo()
    assert pdf.minutes_pdf(minutes, said_of(minutes.contents), []).startswith(b"%PDF")


@pytest.fixture
def chair(hall: Hall, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Client:
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]
    monkeypatch.setattr(timezone, "now", lambda: hall.now)
    return signed_in(hall.chair)


def test_the_chair_puts_a_guest_in_line_in_one_tap_and_gives_them_the_floor(
    hall: Hall, chair: Client
) -> None:
    paz = let_in(hall)
    page = f"/assemblies/{hall.assembly.pk}/chair/"
    assert "Guests who are here Dra. Paz lawyer They want to speak" in see(chair, page)
    answer = chair.post(f"/assemblies/guests/{paz.pk}/ask-floor/", {"chair": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert "Next: Dra. Paz" in words(answer)
    assert "Dra. Paz (lawyer)" in words(answer)
    chair.post(f"/assemblies/{hall.assembly.pk}/floor/give/", {"chair": "1"})
    assert "Dra. Paz (lawyer) speaks since" in see(chair, page)
    screen = words(Client().get(hall_address(hall.assembly.pk, "en")))
    assert "Speaking Dra. Paz lawyer 3:00" in screen


def test_the_list_of_guests_has_the_same_taps_and_says_why_not(hall: Hall, chair: Client) -> None:
    paz = let_in(hall)
    page = f"/assemblies/{hall.assembly.pk}/guests/"
    chair.post(f"/assemblies/guests/{paz.pk}/ask-floor/")
    assert "number 1 in line Take them out of the line" in see(chair, page)
    chair.post(f"/assemblies/guests/{paz.pk}/take-back/")
    assert "They want to speak" in see(chair, page)
    zulema = signed_in(hall.people[0])
    assert "They want to speak" not in see(zulema, page)
    answer = zulema.post(f"/assemblies/guests/{paz.pk}/ask-floor/", follow=True)
    assert "Only whoever chairs or keeps the door puts a guest in the line." in words(answer)
    assert not FloorRequest.objects.filter(ended_at=None).exists()


def test_in_spanish_the_chair_reads_it_in_spanish(hall: Hall, chair: Client) -> None:
    let_in(hall)
    hall.chair.language = "es-ar"
    hall.chair.save(update_fields=["language"])
    answer = signed_in(hall.chair).get(
        f"/assemblies/{hall.assembly.pk}/chair/", headers={"accept-language": "es-ar"}
    )
    assert "Quiere hablar" in answer.content.decode()
