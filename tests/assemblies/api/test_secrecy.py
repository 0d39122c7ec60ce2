"""No answer to any program links a voter and a secret choice: every call is asked, by everybody, and read."""

from __future__ import annotations

import json
import re
import uuid
from functools import cache
from typing import Any

import pytest

from assemblies.actions import cast_ballot, close_assembly, close_voting, count_box, draft_motion, hand_paper
from assemblies.models import Motion
from coop.api import api
from tests.assemblies.api.calls import Program
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import give_power
from tests.pages import at

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

CHOICES = ("for", "against", "abstain")


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = hall_of(12)
    give_power(hall.people[1], "assemblies.count_hands")
    at(hall.now, monkeypatch)
    return hall


def secret_vote(hall: Hall) -> tuple[Motion, dict[int, str]]:
    """A secret vote in which everybody but three voted, each for themselves; and who holds which receipt."""
    motion = hall.vote(is_secret=True)
    receipts = {}
    for place, person in enumerate(hall.people[:9]):
        choice = CHOICES[place % 3]
        cast = cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=hall.now)
        receipts[person.number] = cast.receipt
    return motion, receipts


@cache
def reading_calls() -> tuple[str, ...]:
    """The address of every call of the API that only reads."""
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return tuple(path for path, calls in paths.items() if "get" in calls)


def everything(program: Program, ids: dict[str, Any]) -> dict[str, str]:
    """What every call that only reads answers, by its address."""
    answers = {}
    for path in reading_calls():
        address = re.sub(r"\{(\w+)\}", lambda found: str(ids.get(found[1], 1)), path)
        query = {"words": "forklifts", "title": "forklifts"}
        response = program.client.get(f"/api/v1{address}", query)
        answers[path] = b"".join(response).decode(errors="replace")
    return answers


def linking(answer: str, receipts: dict[int, str]) -> bool:
    """Whether any object of an answer has a receipt or a choice together with somebody."""

    def looks(value: Any) -> bool:
        if isinstance(value, list):
            return any(map(looks, value))
        if not isinstance(value, dict):
            return False
        said = json.dumps({name: each for name, each in value.items() if not isinstance(each, list)})
        has_receipt = any(receipt in said for receipt in receipts.values())
        has_choice = value.get("choice") in CHOICES
        names_somebody = bool(value.get("member") or value.get("name") or value.get("number"))
        return ((has_receipt or has_choice) and names_somebody) or any(map(looks, value.values()))

    try:
        return looks(json.loads(answer))
    except ValueError:
        return any(receipt in answer for receipt in receipts.values())


def test_this_test_would_see_a_link(hall: Hall) -> None:
    motion = hall.vote()
    receipt = cast_ballot(
        motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now
    ).receipt
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    answers = everything(Program(hall.people[3]), {"motion_id": motion.pk})
    assert linking(answers["/motions/{motion_id}/ballots"], {1: receipt})


@pytest.mark.thorough
def test_while_a_secret_vote_is_open_no_call_has_a_receipt_of_it(hall: Hall) -> None:
    motion, receipts = secret_vote(hall)
    ids = {"motion_id": motion.pk, "assembly_id": hall.assembly.pk, "key": "assembly.seconders"}
    for person in (hall.people[0], hall.people[1], hall.people[10], hall.chair):
        answers = everything(Program(person), ids)
        assert len(answers) > 40
        for path, answer in answers.items():
            assert not any(receipt in answer for receipt in receipts.values()), path


def test_after_a_secret_vote_receipts_stand_in_one_list_and_by_nobody(hall: Hall) -> None:
    motion, receipts = secret_vote(hall)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    ids = {"motion_id": motion.pk, "assembly_id": hall.assembly.pk}
    for person in (hall.people[0], hall.people[1], hall.chair):
        answers = everything(Program(person), ids)
        told = {path for path, answer in answers.items() if any(one in answer for one in receipts.values())}
        assert told == {"/motions/{motion_id}/ballots"}
        assert not [path for path, answer in answers.items() if linking(answer, receipts)]
        listed = json.loads(answers["/motions/{motion_id}/ballots"])["items"]
        assert [one["receipt"] for one in listed] == sorted(receipts.values())
        assert {one["member"] for one in listed} == {None}


def test_two_halls_that_differ_only_in_a_secret_choice_answer_alike(hall: Hall) -> None:
    motion, other = hall.vote(is_secret=True), hall.vote(is_secret=True, title="Two forklifts")
    for each, choice in ((motion, "for"), (other, "against")):
        cast_ballot(motion_id=each.pk, member=hall.people[0], choice=choice, key=uuid.uuid4(), now=hall.now)
    for person in (hall.people[0], hall.people[5], hall.chair):
        program = Program(person)
        for path in ("/motions/{}", "/motions/{}/for-me"):
            one, two = program.get(path.format(motion.pk))[1], program.get(path.format(other.pk))[1]
            assert {k: v for k, v in one.items() if k not in ("id", "number")} == {
                k: v for k, v in two.items() if k not in ("id", "number")
            }
        votes = program.get("/votes")[1]["items"]
        assert [vote | {"motion": 0} for vote in votes[:1]] == [vote | {"motion": 0} for vote in votes[1:]]


def test_nobody_but_scrutineers_reads_who_holds_paper_and_nobody_what_is_on_it(hall: Hall) -> None:
    motion = hall.vote(is_secret=True)
    hand_paper(motion_id=motion.pk, numbers=[3, 4, 5, 6], actor=hall.chair, now=hall.now)
    count_box(motion_id=motion.pk, in_favour=3, against=1, blank=0, actor=hall.chair, now=hall.now)
    path = f"/motions/{motion.pk}/papers"
    assert Program(hall.people[0]).get(path)[0] == 403
    seen = Program(hall.people[1]).get(path)[1]
    assert (seen["counts"], seen["agreed"]) == ([], None)
    assert all(set(one) == {"number", "name"} for one in seen["holders"])


@pytest.mark.thorough
def test_how_somebody_votes_openly_is_nobodys_business_before_the_closing(hall: Hall) -> None:
    motion = hall.vote()
    receipt = cast_ballot(
        motion_id=motion.pk, member=hall.people[0], choice="against", key=uuid.uuid4(), now=hall.now
    ).receipt
    ids = {"motion_id": motion.pk, "assembly_id": hall.assembly.pk}
    for person in (hall.people[1], hall.chair):
        for path, answer in everything(Program(person), ids).items():
            assert receipt not in answer, path
            assert not linking(answer, {1: receipt}), path


@pytest.mark.thorough
def test_no_call_shows_anothers_draft(hall: Hall) -> None:
    about: dict[str, Any] = {"kind": "decision", "terms": {}, "proposer": hall.people[0], "now": hall.now}
    draft = draft_motion(title="Forklifts: Zulema's plan", text="Zulema's words.", **about)
    amended = hall.motion(proposer=hall.people[2])
    draft_motion(title="Amending: Zulema's plan", text="Zulema's words.", amends_id=amended.pk, **about)
    for person in (hall.people[1], hall.chair):
        for ids in ({"motion_id": draft.pk}, {"motion_id": amended.pk}):
            for path, answer in everything(Program(person), ids).items():
                assert "Zulema's" not in answer, path


@pytest.mark.thorough
def test_the_code_of_the_hall_and_the_secret_of_a_tablet_are_in_no_answer(hall: Hall) -> None:
    ids = {"motion_id": hall.motion().pk, "assembly_id": hall.assembly.pk}
    for path, answer in everything(Program(hall.people[0]), ids).items():
        assert hall.assembly.hall_code not in answer, path
