"""The JSON answers of this room, as the contract writes them."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from importlib.util import find_spec
from typing import Any
from unittest.mock import patch

import pytest

from assemblies.actions import cast_ballot, close_voting, draft_motion
from assemblies.models import Ballot
from tests.assemblies.conftest import hall_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(find_spec("coop.api") is None, reason="the roof has not mounted the API yet"),
]


@pytest.fixture
def hall():
    hall = hall_of(9)
    with patch("django.utils.timezone.now", lambda: hall.now):
        yield hall


@pytest.fixture
def zulema(hall, client):
    """A browser in which Zulema is signed in."""
    return signed_in(client, hall.people[0])


def signed_in(client, member):
    client.force_login(member, backend="members.backends.NumberAndPin")
    return client


def post(client, path, body):
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def get(client, path, **query):
    return client.get(f"/api/v1{path}", query)


def test_a_stranger_is_told_so(hall, client):
    motion = hall.vote()
    assert get(client, "/motions").status_code == 401
    body: dict[str, Any] = {"choice": "for", "key": str(uuid.uuid4())}
    assert post(client, f"/motions/{motion.pk}/ballot", body).status_code == 401


def test_a_ballot_is_cast_repeated_changed_and_refused_when_late(hall, zulema):
    motion = hall.vote()
    path = f"/motions/{motion.pk}/ballot"
    body: dict[str, Any] = {"choice": "for", "key": str(uuid.uuid4())}

    new, again = post(zulema, path, body), post(zulema, path, body)
    changed = post(zulema, path, {"choice": "against", "key": str(uuid.uuid4())})
    late_repeat = post(zulema, path, body)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    late = post(zulema, path, {"choice": "for", "key": str(uuid.uuid4())})

    assert (new.status_code, again.status_code) == (201, 200)
    assert new.json() == again.json() == late_repeat.json()
    assert set(new.json()) == {"receipt", "choice"}
    assert (changed.status_code, changed.json()["choice"]) == (200, "against")
    assert late.status_code == 409
    assert late.json()["detail"].startswith(("Too late", "Tarde", "Llegó tarde"))
    assert Ballot.objects.get().choice == "against"


@pytest.mark.parametrize(
    "body",
    [
        {"choice": "maybe", "key": str(uuid.UUID(int=1))},
        {"choice": "for", "key": "1"},
        {"choice": "for"},
        {"key": str(uuid.UUID(int=1))},
        {"choice": None, "key": None},
        {"choice": "for", "key": str(uuid.UUID(int=1)), "previous_receipt": "x" * 100},
        [],
        "for",
    ],
)
def test_a_ballot_of_a_wrong_shape_is_422(hall, zulema, body):
    assert post(zulema, f"/motions/{hall.vote().pk}/ballot", body).status_code == 422


@pytest.mark.parametrize("pk", [999, 2**63 - 1])
def test_what_does_not_exist_is_404(zulema, pk):
    body: dict[str, Any] = {"choice": "for", "key": str(uuid.uuid4())}
    assert post(zulema, f"/motions/{pk}/ballot", body).status_code == 404
    for path in (f"/motions/{pk}", f"/motions/{pk}/ballots", f"/assemblies/{pk}"):
        answer = get(zulema, path)
        assert answer.status_code == 404
        assert answer.json()["detail"]


@pytest.mark.parametrize("pk", [0, 2**63, 10**40, -1, "x"])
def test_an_impossible_id_is_no_server_error(zulema, pk):
    for path in (f"/motions/{pk}", f"/motions/{pk}/ballots", f"/assemblies/{pk}"):
        assert get(zulema, path).status_code in (404, 422)


def test_a_null_in_a_receipt_is_no_server_error(hall, zulema):
    motion = hall.vote(is_secret=True)
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    body: dict[str, Any] = {"choice": "against", "key": str(uuid.uuid4()), "previous_receipt": "\x00"}

    assert post(zulema, f"/motions/{motion.pk}/ballot", body).status_code == 409


@pytest.mark.parametrize("field", ["previous_receipt", "preferences"])
def test_half_a_character_in_a_ballot_is_no_server_error(hall, zulema, field):
    motion = hall.vote(is_secret=True)
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    odd = "\ud800" if field == "previous_receipt" else ["\ud800"]
    body: dict[str, Any] = {"choice": "against", "key": str(uuid.uuid4()), field: odd}

    assert post(zulema, f"/motions/{motion.pk}/ballot", body).status_code in (409, 422)


def test_anothers_draft_is_not_there_and_ones_own_is(hall, zulema):
    about: dict[str, Any] = {"kind": "decision", "title": "T", "text": "T", "terms": {}, "now": hall.now}
    mine = draft_motion(**about, proposer=hall.people[0])
    theirs = draft_motion(**about, proposer=hall.people[1])
    body: dict[str, Any] = {"choice": "for", "key": str(uuid.uuid4())}

    assert get(zulema, f"/motions/{mine.pk}").status_code == 200
    assert get(zulema, f"/motions/{theirs.pk}").status_code == 404
    assert post(zulema, f"/motions/{theirs.pk}/ballot", body).status_code == 404
    assert post(zulema, f"/motions/{mine.pk}/ballot", body).status_code == 409
    assert [item["id"] for item in get(zulema, "/motions", state="draft").json()["items"]] == [mine.pk]


def test_a_motion_says_its_tally_and_its_sentence_only_when_decided(hall, zulema):
    motion = hall.vote()
    for person in hall.people[:5]:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    before = get(zulema, f"/motions/{motion.pk}").json()
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=1))
    after = get(zulema, f"/motions/{motion.pk}").json()

    assert (before["tally"], before["sentence"], before["turnout"]) == (None, None, 5)
    assert before["rule"]["threshold"] == "1/2"
    assert after["tally"] == {"roll": 9, "present": 9, "in_favour": 5, "against": 0, "abstaining": 0}
    assert (after["state"], after["base_count"], after["needed"]) == ("adopted", 5, 3)
    assert "5" in after["sentence"]


def test_ballots_are_shown_after_closing_by_name_or_by_receipt(hall, zulema):
    named, secret = hall.vote(), hall.vote(is_secret=True)
    receipts = []
    for person in hall.people[:3]:
        cast_ballot(motion_id=named.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
        receipts.append(
            cast_ballot(
                motion_id=secret.pk, member=person, choice="against", key=uuid.uuid4(), now=hall.now
            ).receipt
        )
    for motion in (named, secret):
        assert get(zulema, f"/motions/{motion.pk}/ballots").status_code == 409
        close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    by_name = get(zulema, f"/motions/{named.pk}/ballots", limit=2, offset=1).json()
    by_receipt = get(zulema, f"/motions/{secret.pk}/ballots").json()

    assert by_name["count"] == 3
    assert [ballot["member"]["number"] for ballot in by_name["items"]] == [2, 3]
    assert [ballot["receipt"] for ballot in by_receipt["items"]] == sorted(receipts)
    assert all(ballot["member"] is None for ballot in by_receipt["items"])


def test_assemblies_come_with_agenda_and_presence(hall, zulema):
    motion = hall.vote()

    listed = get(zulema, "/assemblies", state="open").json()
    one = get(zulema, f"/assemblies/{hall.assembly.pk}").json()

    assert (listed["count"], listed["items"][0]["presence"]) == (1, {"ever": 9, "now": 9})
    assert get(zulema, "/assemblies", state="closed").json()["count"] == 0
    assert one["agenda"] == [
        {
            "id": hall.assembly.items.get().pk,
            "position": 1,
            "title": "Two forklifts",
            "motion": motion.pk,
            "state": "voting",
            "minutes": None,
            "carried_over": False,
        }
    ]
    assert "hall_code" not in one


@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": 10**9}, {"offset": -1}, {"offset": 10**30}, {"limit": "x"}, {"state": "x"}],
)
def test_a_wrong_page_of_a_list_is_422(zulema, query):
    assert get(zulema, "/motions", **query).status_code == 422
    assert get(zulema, "/assemblies", **query).status_code == 422


def test_a_list_asks_the_same_questions_however_long(hall, zulema, django_assert_max_num_queries):
    for number in range(12):
        close_voting(motion_id=hall.vote(title=f"Motion {number}").pk, actor=hall.chair, now=hall.now)

    with django_assert_max_num_queries(6):
        assert get(zulema, "/motions").json()["count"] == 12
