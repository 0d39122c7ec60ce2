"""Programs draft, amend, look for what is like it, declare an interest and rehearse a vote."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assemblies.actions import draft_motion, table_motion, withdraw_motion
from assemblies.models import DeclaredInterest, Motion
from tests.assemblies.api.calls import Program, refused
from tests.assemblies.conftest import Hall, hall_of
from tests.pages import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = hall_of(9)
    at(hall.now, monkeypatch)
    return hall


@pytest.fixture
def zulema(hall: Hall) -> Program:
    return Program(hall.people[0])


@pytest.fixture
def walter(hall: Hall) -> Program:
    return Program(hall.people[1])


ROOF: dict[str, Any] = {"kind": "decision", "title": "A roof", "text": "Mend it."}


def test_a_draft_is_changed_by_its_proposer_and_not_there_for_others(
    hall: Hall, zulema: Program, walter: Program
) -> None:
    motion = zulema.post("/motions", ROOF)[1]["id"]
    path, better = f"/motions/{motion}", {"title": "A roof", "text": "Mend it before winter."}

    assert walter.put(path, better)[0] == 404
    assert zulema.put(path, better)[1]["text"] == "Mend it before winter."
    assert zulema.put(path, better | {"title": ""})[0] == 409
    zulema.post(f"{path}/table")
    assert refused(walter.put(path, better))
    assert refused(zulema.put(path, better))


def test_a_motion_may_follow_amend_and_come_back_on_a_day(hall: Hall, zulema: Program) -> None:
    day = (hall.now + timedelta(days=90)).date().isoformat()
    status, motion = zulema.post("/motions", ROOF | {"review_on": day})
    assert status == 201
    assert Motion.objects.get(pk=motion["id"]).review_on is not None
    amended = hall.motion()
    status, amendment = zulema.post("/motions", ROOF | {"amends": amended.pk})
    assert (status, amendment["amends"]) == (201, amended.pk)
    assert refused(zulema.post("/motions", ROOF | {"follows": amended.pk}))
    assert refused(zulema.post("/motions", ROOF | {"amends": 999}))


@pytest.mark.parametrize(
    "body",
    [
        ROOF | {"title": "x" * 201},
        ROOF | {"text": "\x00"},
        ROOF | {"terms": {"key": "\x00"}},
        ROOF | {"terms": {"\ud800": ["x"]}},
        ROOF | {"terms": []},
        ROOF | {"amends": 2**63},
        ROOF | {"review_on": "soon"},
    ],
)
def test_a_motion_of_a_wrong_shape_is_422(zulema: Program, body: Any) -> None:
    assert zulema.post("/motions", body)[0] == 422
    assert not Motion.objects.exists()


def test_amendments_are_listed_without_others_drafts(hall: Hall, zulema: Program, walter: Program) -> None:
    motion = hall.motion(proposer=hall.people[2])
    about: dict[str, Any] = {"kind": "decision", "terms": {}, "amends_id": motion.pk, "now": hall.now}
    shown = draft_motion(**about, title="One forklift", text="Buy one.", proposer=hall.people[0])
    table_motion(motion_id=shown.pk, actor=hall.people[0], now=hall.now)
    draft_motion(**about, title="Three forklifts", text="Buy three.", proposer=hall.people[0])
    taken_back = draft_motion(**about, title="No forklift", text="Buy none.", proposer=hall.people[0])
    withdraw_motion(motion_id=taken_back.pk, actor=hall.people[0], now=hall.now)

    path = f"/motions/{motion.pk}/amendments"
    assert [each["id"] for each in walter.get(path)[1]["items"]] == [shown.pk]
    assert zulema.get(path)[1]["count"] == 3
    assert walter.get("/motions/999/amendments")[0] == 404


def test_what_is_like_a_title_is_found_without_drafts(hall: Hall, zulema: Program) -> None:
    hall.motion(title="Forklifts for the yard")
    draft_motion(
        kind="decision",
        title="Forklifts in secret",
        text="X",
        terms={},
        proposer=hall.people[1],
        now=hall.now,
    )
    found = zulema.get("/similar-motions", title="New forklifts")[1]
    assert [each["title"] for each in found["items"]] == ["Forklifts for the yard"]
    assert zulema.get("/similar-motions")[0] == 422
    other = hall.motion(title="Two forklifts")
    near = zulema.get(f"/motions/{other.pk}/similar")[1]
    assert [each["title"] for each in near["items"]] == ["Forklifts for the yard"]


def test_what_can_be_proposed_is_listed_with_its_terms(zulema: Program) -> None:
    kinds = {each["code"]: each for each in zulema.get("/motion-kinds")[1]["items"]}
    assert kinds["decision"]["terms"] == []
    assert kinds["house_rule"]["terms"]


def test_a_motion_for_me_says_what_i_did_and_nothing_of_others(hall: Hall, zulema: Program) -> None:
    motion = hall.vote()
    status, before = zulema.get(f"/motions/{motion.pk}/for-me")
    assert (status, before["on_roll"], before["have_voted"], before["my_choice"]) == (200, True, False, "")
    assert before["still_needed"]
    body = {"choice": "for", "key": "00000000-0000-0000-0000-000000000001"}
    receipt = zulema.post(f"/motions/{motion.pk}/ballot", body)[1]["receipt"]
    after = zulema.get(f"/motions/{motion.pk}/for-me")[1]
    assert (after["have_voted"], after["my_choice"], after["my_receipt"]) == (True, "for", receipt)
    theirs = Program(hall.people[1]).get(f"/motions/{motion.pk}/for-me")[1]
    assert (theirs["have_voted"], theirs["my_choice"], theirs["my_receipt"]) == (False, "", "")


def test_an_interest_is_declared_once_in_ones_own_words(hall: Hall, zulema: Program, walter: Program) -> None:
    motion = hall.motion(proposer=hall.people[2])
    path = f"/motions/{motion.pk}/interests"
    assert refused(zulema.post(path, {"reason": " "}))
    first = zulema.post(path, {"reason": "My brother sells them."})
    assert zulema.post(path, {"reason": "Something else."}) == first
    assert walter.get(path) == (200, {"count": 1, "items": [first[1]]})
    assert zulema.post(path, {"reason": "x" * 161})[0] == 422
    assert zulema.post("/motions/999/interests", {"reason": "x"})[0] == 404


def test_nobody_declares_an_interest_once_the_vote_is_open(hall: Hall, zulema: Program) -> None:
    motion = hall.vote()
    assert refused(zulema.post(f"/motions/{motion.pk}/interests", {"reason": "My brother sells them."}))
    assert not DeclaredInterest.objects.exists()


def test_a_rehearsal_tells_the_chair_who_could_not_vote_and_why(hall: Hall, zulema: Program) -> None:
    motion = hall.motion()
    zulema.post(f"/assemblies/{hall.assembly.pk}/depart")
    zulema.post(f"/motions/{motion.pk}/interests", {"reason": "My brother sells them."})
    Program(hall.people[1]).post(f"/assemblies/{hall.assembly.pk}/depart")

    status, page = Program(hall.chair).get(f"/motions/{motion.pk}/rehearsal")

    groups = {group["code"]: group for group in page["groups"]}
    assert (status, page["roll"], page["has_begun"]) == (200, 8, True)
    assert [one["because"] for one in groups["excluded"]["people"]] == ["My brother sells them."]
    assert [one["number"] for one in groups["away"]["people"]] == [2]
    assert refused(zulema.get(f"/motions/{motion.pk}/rehearsal"), status=403)


def test_there_is_no_rehearsal_of_what_is_on_no_agenda(hall: Hall) -> None:
    draft = draft_motion(**ROOF, terms={}, proposer=hall.people[0], now=hall.now)
    assert Program(hall.chair).get(f"/motions/{draft.pk}/rehearsal")[0] == 404
    assert Program(hall.chair).get(f"/motions/{hall.vote().pk}/rehearsal")[0] == 404
