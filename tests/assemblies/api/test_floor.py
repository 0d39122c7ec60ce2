"""Programs ask for the floor, give it, and let guests in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assemblies.models import FloorRequest, Guest
from tests.assemblies.api.calls import Program, refused
from tests.assemblies.conftest import Hall, hall_of
from tests.pages import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = hall_of(9)
    at(hall.now, monkeypatch)
    return hall


def path_of(hall: Hall) -> str:
    return f"/assemblies/{hall.assembly.pk}/floor"


def test_asking_twice_is_standing_in_line_once(hall: Hall) -> None:
    zulema = Program(hall.people[0])
    first = zulema.post(f"{path_of(hall)}/ask")
    assert first == zulema.post(f"{path_of(hall)}/ask")
    (waiting,) = first[1]["line"]
    assert (waiting["name"], waiting["number"], waiting["place"]) == (hall.people[0].name, 1, 1)
    assert (waiting["spoken_seconds"], waiting["started_at"]) == (0, None)


def test_whoever_is_not_there_gets_no_floor(hall: Hall) -> None:
    zulema = Program(hall.people[0])
    zulema.post(f"/assemblies/{hall.assembly.pk}/depart")
    assert refused(zulema.post(f"{path_of(hall)}/ask"))
    assert zulema.post(f"{path_of(hall)}/ask", {"kind": "shout"})[0] == 422
    assert not FloorRequest.objects.exists()


def test_what_was_asked_for_is_taken_back_and_twice_is_once(hall: Hall) -> None:
    zulema = Program(hall.people[0])
    zulema.post(f"{path_of(hall)}/ask")
    empty = zulema.post(f"{path_of(hall)}/take-back")
    assert (empty[0], empty[1]["line"]) == (200, [])
    assert zulema.post(f"{path_of(hall)}/take-back") == empty


def test_the_chair_gives_the_floor_to_the_next_and_two_presses_pass_nobody_over(hall: Hall) -> None:
    chair = Program(hall.chair)
    for person in hall.people[:2]:
        Program(person).post(f"{path_of(hall)}/ask")

    first = chair.post(f"{path_of(hall)}/give", {"instead_of": None})
    again = chair.post(f"{path_of(hall)}/give", {"instead_of": None})

    assert first == again
    assert first[1]["speaker"]["number"] == 1
    assert [waiting["number"] for waiting in first[1]["line"]] == [2]
    then = chair.post(f"{path_of(hall)}/give", {"instead_of": first[1]["speaker"]["turn"]})
    assert (then[1]["speaker"]["number"], then[1]["line"]) == (2, [])


def test_the_chair_gives_the_floor_to_the_one_they_name(hall: Hall) -> None:
    for person in hall.people[:2]:
        Program(person).post(f"{path_of(hall)}/ask")
    turn = Program(hall.chair).get(path_of(hall))[1]["line"][1]["turn"]
    assert Program(hall.chair).post(f"{path_of(hall)}/give", {"turn": turn})[1]["speaker"]["number"] == 2
    assert refused(Program(hall.chair).post(f"{path_of(hall)}/give", {"turn": 999}))


def test_whoever_does_not_chair_gives_the_floor_to_nobody(hall: Hall) -> None:
    zulema = Program(hall.people[0])
    zulema.post(f"{path_of(hall)}/ask")
    assert refused(zulema.post(f"{path_of(hall)}/give"))
    assert zulema.get(path_of(hall))[1]["speaker"] is None


def test_a_turn_is_ended_by_whoever_speaks_or_chairs_and_its_time_is_kept(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    zulema, other, chair = Program(hall.people[0]), Program(hall.people[1]), Program(hall.chair)
    zulema.post(f"{path_of(hall)}/ask")
    turn = chair.post(f"{path_of(hall)}/give")[1]["speaker"]["turn"]
    at(hall.now + timedelta(seconds=90), monkeypatch)

    assert refused(other.post(f"/turns/{turn}/end"))
    ended = zulema.post(f"/turns/{turn}/end")
    assert (ended[0], ended[1]["speaker"]) == (200, None)
    assert chair.post(f"/turns/{turn}/end") == ended
    assert zulema.post(f"{path_of(hall)}/ask")[1]["line"][0]["spoken_seconds"] == 90
    assert zulema.post("/turns/999/end")[0] == 404


def test_a_guest_is_let_in_once_and_leaves(hall: Hall) -> None:
    chair, path = Program(hall.chair), f"/assemblies/{hall.assembly.pk}/guests"
    guest = {"name": "Ema Rivas", "capacity": "adviser"}

    status, came = chair.post(path, guest)
    assert (status, came["name"], came["left_at"]) == (201, "Ema Rivas", None)
    assert chair.post(path, guest) == (status, came)
    left = chair.post(f"/guests/{came['id']}/left")
    assert left[1]["left_at"]
    assert chair.post(f"/guests/{came['id']}/left") == left
    assert chair.get(path) == (200, {"count": 1, "items": [left[1]]})


def test_only_whoever_keeps_the_door_or_chairs_lets_guests_in(hall: Hall) -> None:
    zulema, path = Program(hall.people[0]), f"/assemblies/{hall.assembly.pk}/guests"
    assert refused(zulema.post(path, {"name": "Ema Rivas", "capacity": "adviser"}))
    assert not Guest.objects.exists()
    came = Program(hall.chair).post(path, {"name": "Ema Rivas", "capacity": "adviser"})[1]
    assert refused(zulema.post(f"/guests/{came['id']}/left"))
    assert Guest.objects.get().left_at is None


def test_the_floor_of_an_assembly_that_is_not_there_is_404(hall: Hall) -> None:
    chair = Program(hall.chair)
    for call in ("ask", "take-back", "give"):
        assert chair.post(f"/assemblies/999/floor/{call}")[0] == 404
    for path in ("/assemblies/999/floor", "/assemblies/999/guests", "/assemblies/999/present"):
        assert chair.get(path)[0] == 404


def test_a_guest_stands_in_line_once_and_speaks_in_their_capacity(hall: Hall) -> None:
    chair = Program(hall.chair)
    guest = {"name": "Ema Rivas", "capacity": "adviser"}
    came = chair.post(f"/assemblies/{hall.assembly.pk}/guests", guest)[1]["id"]

    assert refused(Program(hall.people[0]).post(f"/guests/{came}/ask"))
    first = chair.post(f"/guests/{came}/ask")
    assert chair.post(f"/guests/{came}/ask") == first
    (waiting,) = first[1]["line"]
    assert (waiting["name"], waiting["capacity"], waiting["number"]) == ("Ema Rivas", "adviser", None)
    assert refused(Program(hall.people[0]).post(f"/guests/{came}/take-back"))
    empty = chair.post(f"/guests/{came}/take-back")
    assert (empty[0], empty[1]["line"]) == (200, [])
    assert chair.post(f"/guests/{came}/take-back") == empty
    assert chair.post("/guests/999/ask")[0] == chair.post("/guests/999/take-back")[0] == 404
