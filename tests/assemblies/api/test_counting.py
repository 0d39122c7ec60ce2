"""Programs open several votes, cast several ballots, count hands and the box; nothing tells who voted what."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from assemblies.models import Ballot, Motion, PaperCount, PaperVoter, SecretBallot
from tests.assemblies.api.calls import Program, refused
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import give_power
from tests.pages import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    """Nine people, all there; the ninth chairs and counts, the second counts."""
    hall = hall_of(9)
    give_power(hall.people[1], "assemblies.count_hands")
    at(hall.now, monkeypatch)
    return hall


def ballot_for(motion: Any, choice: str = "for") -> dict[str, Any]:
    return {"motion": motion.pk, "choice": choice, "key": str(uuid.uuid4())}


def test_several_secret_votes_open_together_all_or_none(hall: Hall) -> None:
    motions = [hall.motion(title=f"Admit {n}", is_secret=True) for n in range(3)]
    path = f"/assemblies/{hall.assembly.pk}/votes"
    body = {
        "motions": [motion.pk for motion in motions],
        "closes_at": (hall.now + timedelta(minutes=20)).isoformat(),
    }

    assert refused(Program(hall.people[0]).post(path, body))
    assert refused(Program(hall.chair).post(path, body | {"motions": [motions[0].pk, 999]}))
    assert not Motion.objects.voting().exists()
    status, opened = Program(hall.chair).post(path, body)
    assert (status, [each["state"] for each in opened["items"]]) == (200, ["voting"] * 3)
    assert Program(hall.chair).post("/assemblies/999/votes", body)[0] == 404
    naive = body | {"closes_at": "2026-03-05T15:20:00"}
    assert Program(hall.chair).post(path, naive)[0] == 422


def test_several_ballots_are_cast_at_once_and_again_is_once(hall: Hall) -> None:
    first, second = hall.vote(is_secret=True), hall.vote(is_secret=True, title="Another")
    zulema = Program(hall.people[0])
    waiting = zulema.get("/votes")[1]
    assert [(each["motion"], each["waits_for_me"]) for each in waiting["items"]] == [
        (first.pk, True),
        (second.pk, True),
    ]
    body = {"ballots": [ballot_for(first), ballot_for(second, "against")]}

    answers = zulema.post("/votes", body)
    again = zulema.post("/votes", body)

    assert answers == again
    assert [each["choice"] for each in answers[1]["items"]] == ["for", "against"]
    assert all(each["receipt"] and not each["refused"] for each in answers[1]["items"])
    assert SecretBallot.objects.count() == 2
    assert [each["have_voted"] for each in zulema.get("/votes")[1]["items"]] == [True, True]
    assert {each["my_choice"] for each in zulema.get("/votes")[1]["items"]} == {""}


def test_one_ballot_that_is_refused_leaves_the_others_cast(hall: Hall) -> None:
    closed, opened = hall.motion(title="Not yet"), hall.vote()
    body = {"ballots": [ballot_for(closed), ballot_for(opened), {**ballot_for(opened), "motion": 999}]}
    items = Program(hall.people[0]).post("/votes", body)[1]["items"]
    assert [bool(each["refused"]) for each in items] == [True, False, True]
    assert Ballot.objects.count() == 1
    assert Program(hall.people[0]).post("/votes", {"ballots": []})[0] == 422


def test_hands_are_counted_by_name_and_twice_is_once(hall: Hall) -> None:
    motion = hall.vote()
    path, body = f"/motions/{motion.pk}/hands", {"in_favour": [1, 2, 3], "against": [4], "abstain": [5]}

    assert refused(Program(hall.people[0]).post(path, body))
    assert refused(Program(hall.chair).post(path, {"in_favour": [1, 77]}), saying="77")
    assert not Ballot.objects.exists()
    assert Program(hall.chair).post(path, body) == (200, {"new": 5})
    assert Program(hall.chair).post(path, body) == (200, {"new": 0})
    assert Program(hall.chair).post("/motions/999/hands", body)[0] == 404


@pytest.mark.parametrize("body", [{}, {"in_favour": [1], "against": [1]}, {"in_favour": [0]}])
def test_hands_in_two_lists_or_in_none_are_422(hall: Hall, body: Any) -> None:
    assert Program(hall.chair).post(f"/motions/{hall.vote().pk}/hands", body)[0] == 422


def test_hands_of_a_secret_vote_are_not_counted(hall: Hall) -> None:
    motion = hall.vote(is_secret=True)
    assert refused(Program(hall.chair).post(f"/motions/{motion.pk}/hands", {"in_favour": [1]}))


def test_paper_is_given_once_and_counted_by_two_apart(hall: Hall) -> None:
    motion = hall.vote(is_secret=True)
    chair, walter, path = Program(hall.chair), Program(hall.people[1]), f"/motions/{motion.pk}/papers"
    assert chair.post(path, {"numbers": [3, 4, 5]}) == (200, {"new": 3})
    assert chair.post(path, {"numbers": [3, 4, 5]}) == (200, {"new": 0})

    assert chair.post(f"{path}/count", {"in_favour": 2, "against": 1, "blank": 0})[0] == 201
    before = walter.get(path)[1]
    assert (before["handed"], before["how_many_counted"], before["counts"]) == (3, 1, [])
    assert before["agreed"] is None
    assert [one["number"] for one in before["holders"]] == [3, 4, 5]
    walter.post(f"{path}/count", {"in_favour": 2, "against": 1, "blank": 0})
    after = walter.get(path)[1]
    assert after["agreed"] == {"in_favour": 2, "against": 1, "blank": 0}
    assert sorted(one["number"] for one in after["counts"]) == [2, 9]


def test_only_scrutineers_give_paper_see_it_and_count_it(hall: Hall) -> None:
    motion = hall.vote()
    zulema, path = Program(hall.people[0]), f"/motions/{motion.pk}/papers"
    assert refused(zulema.post(path, {"numbers": [3]}))
    assert refused(zulema.post(f"{path}/count", {"in_favour": 1, "against": 0, "blank": 0}))
    assert refused(zulema.get(path), status=403)
    assert not PaperVoter.objects.exists()
    assert not PaperCount.objects.exists()


@pytest.mark.parametrize("found", [-1, 10**7, "x", None])
def test_a_count_that_cannot_be_is_422(hall: Hall, found: Any) -> None:
    path = f"/motions/{hall.vote().pk}/papers/count"
    assert Program(hall.chair).post(path, {"in_favour": found, "against": 0, "blank": 0})[0] == 422


def test_the_papers_of_a_vote_that_is_not_open_are_not_there(hall: Hall) -> None:
    assert Program(hall.chair).get(f"/motions/{hall.motion().pk}/papers")[0] == 404
