"""Programs arrive, leave, keep the door, order the agenda and take an assembly from step to step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assemblies.models import AgendaItem, Assembly, Motion, Presence
from tests.assemblies.api.calls import Program, refused
from tests.assemblies.conftest import Hall, hall_of
from tests.pages import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    """Nine people, nobody there yet; the ninth chairs, convokes and keeps the door."""
    hall = hall_of(9, arrived=False)
    at(hall.now, monkeypatch)
    return hall


@pytest.fixture
def zulema(hall: Hall) -> Program:
    return Program(hall.people[0])


@pytest.fixture
def chair(hall: Hall) -> Program:
    return Program(hall.chair)


def test_a_member_arrives_with_the_code_of_the_hall_once_and_leaves(hall: Hall, zulema: Program) -> None:
    path, body = f"/assemblies/{hall.assembly.pk}", {"channel": "hall_code", "code": hall.assembly.hall_code}

    first = zulema.post(f"{path}/arrive", body)
    again = zulema.post(f"{path}/arrive", body)

    assert first == again
    assert first[1]["present"] == 1
    assert first[1]["mine"]["channel"] == "hall_code"
    assert Presence.objects.count() == 1

    left = zulema.post(f"{path}/depart")
    assert (left[0], left[1]["present"], left[1]["mine"]) == (200, 0, None)
    assert zulema.post(f"{path}/depart") == left


def test_nobody_arrives_with_a_wrong_code(hall: Hall, zulema: Program) -> None:
    wrong = {"channel": "hall_code", "code": "nope"}
    assert refused(zulema.post(f"/assemblies/{hall.assembly.pk}/arrive", wrong))
    assert zulema.post(f"/assemblies/{hall.assembly.pk}/arrive", {"channel": "door"})[0] == 422
    assert not Presence.objects.exists()


def test_the_door_writes_down_arrivals_all_or_none_and_each_once(hall: Hall, chair: Program) -> None:
    path = f"/assemblies/{hall.assembly.pk}/door"
    assert refused(chair.post(path, {"numbers": [1, 77]}), saying="77")
    assert not Presence.objects.exists()
    assert chair.post(path, {"numbers": [1, 2]}) == (200, {"new": 2})
    assert chair.post(path, {"numbers": [1, 2]}) == (200, {"new": 0})


def test_only_whoever_keeps_the_door_writes_down_others(hall: Hall, zulema: Program) -> None:
    assert refused(zulema.post(f"/assemblies/{hall.assembly.pk}/door", {"numbers": [2]}))
    assert not Presence.objects.exists()


@pytest.mark.parametrize("numbers", [[], [0], [-1], [2**31], ["x"], None, [1] * 2001, "1 2"])
def test_a_list_of_numbers_that_cannot_be_is_422(hall: Hall, chair: Program, numbers: Any) -> None:
    status, body = chair.post(f"/assemblies/{hall.assembly.pk}/door", {"numbers": numbers})
    assert (status, body["field"].split(".")[:2]) == (422, ["came", "numbers"])


def test_who_is_there_is_a_number_and_a_sentence_and_names_nobody(hall: Hall, zulema: Program) -> None:
    hall.everyone_arrives()
    status, body = zulema.get(f"/assemblies/{hall.assembly.pk}/present")
    assert (status, body["present"], body["voters_present"], body["roll"]) == (200, 9, 9, 9)
    assert body["quorum"] == 3
    assert body["sentence"]
    assert not any(person.name in str(body) for person in hall.people)


def test_the_chair_adds_a_matter_and_moves_it_first(hall: Hall, chair: Program) -> None:
    motion = hall.motion()
    path = f"/assemblies/{hall.assembly.pk}/items"

    status, body = chair.post(path, {"title": "The report of the kilns", "minutes": 10})

    assert status == 201
    motion_item, matter = body["agenda"]
    assert (motion_item["motion"], matter["title"], matter["minutes"]) == (
        motion.pk,
        "The report of the kilns",
        10,
    )
    status, body = chair.post(f"/items/{matter['id']}/move", {"position": 1})
    assert [item["id"] for item in body["agenda"]] == [matter["id"], motion_item["id"]]
    assert chair.post(f"/items/{matter['id']}/move", {"position": 1}) == (status, body)


def test_only_the_chair_orders_the_agenda(hall: Hall, zulema: Program) -> None:
    motion = hall.motion()
    item = AgendaItem.objects.get(motion=motion)
    assert refused(zulema.post(f"/assemblies/{hall.assembly.pk}/items", {"title": "My matter"}))
    assert refused(zulema.post(f"/items/{item.pk}/move", {"position": 2}))
    assert refused(zulema.post(f"/items/{item.pk}/begin"))
    assert AgendaItem.objects.count() == 1


def test_the_chair_goes_on_to_an_item_once(hall: Hall, chair: Program) -> None:
    item = AgendaItem.objects.get(motion=hall.motion())
    first = chair.post(f"/items/{item.pk}/begin")
    assert first[0] == 200
    assert chair.post(f"/items/{item.pk}/begin") == first
    assert chair.post("/items/999/begin")[0] == chair.post("/items/999/move", {"position": 1})[0] == 404


@pytest.mark.parametrize("body", [{"title": "x" * 201}, {"title": "x", "minutes": 0}, {}, {"title": "\x00"}])
def test_a_matter_of_a_wrong_shape_is_422(hall: Hall, chair: Program, body: Any) -> None:
    assert chair.post(f"/assemblies/{hall.assembly.pk}/items", body)[0] == 422


def test_a_motion_is_put_on_the_agenda_of_an_assembly_by_the_chair(hall: Hall, chair: Program) -> None:
    starts = hall.now + timedelta(days=3)
    ends = starts + timedelta(hours=2)
    body = {"kind": "emergency", "starts_at": starts.isoformat(), "ends_at": ends.isoformat()}
    emergency = chair.post("/assemblies", body)[1]["id"]
    motion = hall.motion()
    AgendaItem.objects.filter(motion=motion).delete()
    Motion.objects.filter(pk=motion.pk).update(state="tabled", assembly=None)
    path = f"/motions/{motion.pk}/agenda"

    assert refused(Program(hall.people[0]).post(path, {"assembly": emergency}))
    assert chair.post(path, {"assembly": 999})[0] == 404
    status, answer = chair.post(path, {"assembly": emergency})
    assert (status, answer["state"], answer["assembly"]) == (200, "on_agenda", emergency)


def test_the_chair_stops_goes_on_and_closes(hall: Hall, chair: Program) -> None:
    path = f"/assemblies/{hall.assembly.pk}/to"
    assert refused(chair.post(f"{path}/resume"))
    assert chair.post(f"{path}/recess")[1]["state"] == "recess"
    assert refused(chair.post(f"{path}/recess"))
    assert chair.post(f"{path}/resume")[1]["state"] == "open"
    assert refused(chair.post(f"{path}/cancel"))
    assert chair.post(f"{path}/close")[1]["state"] == "closed"
    assert refused(chair.post(f"{path}/close"))
    assert chair.post(f"{path}/dance")[0] == 422


def test_the_second_call_opens_at_its_hour_where_we_are_few(
    hall: Hall, chair: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/assemblies/{hall.assembly.pk}/to/second-call"
    assert refused(chair.post(path), saying="too early")
    due = Assembly.objects.get().second_call_due_at
    assert due is not None
    at(due, monkeypatch)
    status, body = chair.post(path)
    assert (status, body["second_call_at"] is not None) == (200, True)
    assert refused(chair.post(path), saying="already")


@pytest.mark.parametrize("step", ["open", "second-call", "recess", "resume", "close", "cancel"])
def test_whoever_does_not_chair_takes_no_step(hall: Hall, zulema: Program, step: str) -> None:
    assert refused(zulema.post(f"/assemblies/{hall.assembly.pk}/to/{step}"))
    assert zulema.post(f"/assemblies/999/to/{step}")[0] == 404
    assert Assembly.objects.get().state == "open"


def test_an_assembly_is_called_by_whoever_convokes_and_opened_at_its_hour(
    hall: Hall, chair: Program, zulema: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = hall.now + timedelta(days=3)
    body = {
        "kind": "emergency",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=2)).isoformat(),
        "place": "The yard",
    }
    assert refused(zulema.post("/assemblies", body))
    status, called = chair.post("/assemblies", body)
    assert (status, called["state"], called["place"]) == (201, "convoked", "The yard")
    assert refused(chair.post(f"/assemblies/{called['id']}/to/open"), saying="too early")
    at(starts, monkeypatch)
    assert chair.post(f"/assemblies/{called['id']}/to/open")[1]["state"] == "open"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", "2026-03-09T10:00:00"),
        ("starts_at", "0001-01-01T00:00:00+14:00"),
        ("ends_at", "9999-12-31T23:59:59-12:00"),
        ("kind", "party"),
        ("place", "x" * 121),
    ],
)
def test_a_convocation_of_a_wrong_shape_names_its_field(
    hall: Hall, chair: Program, field: str, value: str
) -> None:
    starts = hall.now + timedelta(days=3)
    good = {"kind": "emergency", "starts_at": starts.isoformat(), "ends_at": starts.isoformat(), "place": ""}
    status, body = chair.post("/assemblies", good | {field: value})
    assert (status, body["field"]) == (422, f"asked.{field}")
