"""Days away: entered once, in a tap, without a reason; respected, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from members import reports
from members.actions import enter_absence, take_back_absence
from members.models import Absence, Member
from record.models import Act
from record.rules import Refused
from tests.makers import NOW, TODAY, give_power, make_coop, make_member, make_voters
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> list[Member]:
    at(NOW, monkeypatch)
    make_coop()
    people = make_voters(4)
    give_power(people[3], "members.keep_register")
    return people


def go(member: Member, **about: Any) -> Absence:
    whole: dict[str, Any] = {"from_on": TODAY, "until_on": TODAY + DAY, "actor": member} | about
    return enter_absence(member_id=member.pk, now=NOW, **whole)


def test_one_enters_ones_own_days_once_and_takes_them_back(people: list[Member]):
    first = go(people[0], reason="my knee", kind="illness")
    assert go(people[0]) == first
    assert list(Absence.objects.on(TODAY)) == [first]
    assert not Absence.objects.on(TODAY + DAY).exists()
    act = Act.objects.get(verb="members.absence.entered")
    assert "knee" not in str(act.facts)
    assert "illness" not in str(act.facts)

    take_back_absence(absence_id=first.pk, actor=people[0], now=NOW)
    take_back_absence(absence_id=first.pk, actor=people[0], now=NOW)
    assert not Absence.objects.on(TODAY).exists()
    assert Act.objects.filter(verb="members.absence.taken_back").count() == 1
    assert go(people[0]).pk != first.pk, "they go after all"


def test_whoever_keeps_the_register_enters_it_for_somebody_and_nobody_else_does(people: list[Member]):
    absence = go(people[0], actor=people[3])
    assert (absence.member, absence.entered_by) == (people[0], people[3])
    with pytest.raises(Refused, match="keeps the register"):
        go(people[0], actor=people[1], until_on=TODAY + 2 * DAY)
    with pytest.raises(Refused, match="keeps the register"):
        take_back_absence(absence_id=absence.pk, actor=people[1], now=NOW)


@pytest.mark.parametrize(
    "about",
    [
        {"until_on": TODAY},
        {"from_on": TODAY - 2 * DAY, "until_on": TODAY},
        {"from_on": TODAY - 32 * DAY},
        {"until_on": TODAY + 367 * DAY},
        {"from_on": TODAY + 732 * DAY, "until_on": TODAY + 733 * DAY},
        {"kind": "boredom"},
        {"reason": "x" * 201},
        {"reason": "a\x00b"},
    ],
    ids=lambda about: ", ".join(about),
)
def test_days_that_make_no_sense_are_refused(people: list[Member], about: dict[str, Any]):
    with pytest.raises(Refused):
        go(people[0], **about)


def test_what_is_over_is_not_taken_back_and_who_left_enters_nothing(people: list[Member]):
    absence = go(people[0])
    with pytest.raises(Refused, match="over"):
        take_back_absence(absence_id=absence.pk, actor=people[0], now=NOW + DAY)
    gone = make_member(9, standing="left")
    with pytest.raises(Refused, match="Nobody of us"):
        go(gone)


# --- pages ------------------------------------------------------------------------------------------------


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("word", "from_on", "until_on"),
    [
        ("today", TODAY, TODAY + DAY),
        ("tomorrow", TODAY + DAY, TODAY + 2 * DAY),
        ("week", TODAY, date(2026, 3, 9)),
    ],
)
def test_one_tap_says_it(people: list[Member], word: str, from_on: date, until_on: date):
    client = signed_in(people[0])
    assert client.post("/me/absences/", {"when": word}).status_code == 302
    absence = Absence.objects.get()
    assert (absence.from_on, absence.until_on, absence.reason) == (from_on, until_on, "")
    assert "Take back" in page(client, "/me/absences/")
    client.post(f"/me/absences/{absence.pk}/take-back/")
    assert "You are here every day" in page(client, "/me/absences/")


def test_other_days_are_said_with_the_last_one_included(people: list[Member]):
    client = signed_in(people[0])
    client.post(
        "/me/absences/", {"first": "2026-03-10", "last": "2026-03-12", "kind": "care", "reason": "my son"}
    )
    absence = Absence.objects.get()
    assert (absence.from_on, absence.until_on, absence.kind) == (date(2026, 3, 10), date(2026, 3, 13), "care")
    assert reports.absences_of(people[0], on=TODAY)[0].last == date(2026, 3, 12)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"when": "x"},
        {"first": "x"},
        {"first": "2026-03-12", "last": "2026-03-10", "reason": "kept as typed"},
        {"first": "2026-03-10", "last": "9999-12-31"},
        {"first": "0001-01-01", "last": "2026-03-10"},
    ],
)
def test_what_cannot_be_is_said_on_the_page(people: list[Member], sent: dict[str, str]):
    answer = signed_in(people[0]).post("/me/absences/", sent)
    assert answer.status_code == 200
    assert sent.get("reason", "") in answer.content.decode()
    assert not Absence.objects.exists()


def test_who_is_away_is_read_by_those_who_plan_and_why_only_by_whoever_keeps_the_register(
    people: list[Member],
):
    go(people[0], reason="my knee", kind="illness")
    give_power(people[2], "rotation.assign_duties")
    assert signed_in(people[1]).get("/absences/").status_code == 403
    plans, keeps = page(signed_in(people[2]), "/absences/"), page(signed_in(people[3]), "/absences/")
    assert people[0].name in plans
    assert "knee" not in plans
    assert "illness" not in plans
    assert "my knee" in keeps
    assert signed_in(people[2]).post("/absences/", {"number": 1}).status_code == 403


def test_the_register_enters_it_on_its_page(people: list[Member]):
    client = signed_in(people[3])
    sent = {"number": 2, "first": "2026-03-10", "last": "2026-03-10"}
    assert client.post("/absences/", sent).status_code == 302
    assert Absence.objects.get().member == people[1]
    assert (
        "Nobody of us has that number" in client.post("/absences/", sent | {"number": 999}).content.decode()
    )


# --- programs ---------------------------------------------------------------------------------------------


def test_programs_enter_list_and_take_back(people: list[Member]):
    mine, keeps = signed_in(people[0]), signed_in(people[3])
    days = {"from_on": "2026-03-10", "until_on": "2026-03-12", "reason": "my knee"}
    made = mine.post("/api/v1/me/absences", days, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["reason"] == "my knee"
    assert [one["id"] for one in mine.get("/api/v1/me/absences").json()["items"]] == [made.json()["id"]]
    other = keeps.post("/api/v1/members/2/absences", days, content_type="application/json")
    assert other.status_code == 201
    assert mine.get("/api/v1/absences").status_code == 403
    give_power(people[2], "assemblies.chair")
    seen = signed_in(people[2]).get("/api/v1/absences").json()
    assert seen["count"] == 2
    assert {one["reason"] for one in seen["items"]} == {None}
    path = f"/api/v1/absences/{other.json()['id']}/take-back"
    assert mine.post(path).status_code == 409
    assert keeps.post(path).status_code == 200
    assert mine.post("/api/v1/members/2/absences", days, content_type="application/json").status_code == 409
    assert mine.post("/api/v1/absences/999999/take-back").status_code == 404
