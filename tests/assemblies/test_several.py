"""Several votes in one go: opened together by the chair, cast together with one confirmation."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assemblies.actions import cast_ballot, close_voting, depart
from assemblies.actions.batch import open_batch
from assemblies.models import Ballot, Motion, Participation, RollEntry, SecretBallot
from assemblies.reports import faults
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(db: None, monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = hall_of(9)
    at(hall.now, monkeypatch)
    return hall


def candidates(hall: Hall, how_many: int = 12) -> list[Any]:
    return [hall.motion(title=f"Admit candidate {n}", is_secret=True) for n in range(1, how_many + 1)]


def opened(hall: Hall, how_many: int = 12) -> list[Motion]:
    return open_batch(
        motion_ids=[motion.pk for motion in candidates(hall, how_many)],
        closes_at=hall.now + timedelta(minutes=20),
        actor=hall.chair,
        now=hall.now,
    )


def sent(motions: list[Any], *choices: str, **more: str) -> dict[str, str]:
    form = dict(more)
    for motion, choice in zip(motions, choices, strict=False):
        form |= {f"choice-{motion.pk}": choice, f"key-{motion.pk}": str(uuid.uuid4())}
    return form


def test_twelve_votes_open_at_the_same_moment_each_with_its_roll_and_its_act(hall):
    motions = opened(hall)

    assert len(motions) == 12
    assert {motion.opened_at for motion in motions} == {hall.now}
    assert RollEntry.objects.count() == 12 * 9
    assert Act.objects.filter(verb="assemblies.voting.opened").count() == 12


def test_they_open_all_or_none_and_the_one_in_the_way_is_named(hall):
    waiting = candidates(hall, 3)
    Motion.objects.filter(pk=waiting[1].pk).update(state="withdrawn")

    with pytest.raises(Refused, match="Admit candidate 2: It was withdrawn"):
        open_batch(
            motion_ids=[motion.pk for motion in waiting],
            closes_at=hall.now + timedelta(minutes=20),
            actor=hall.chair,
            now=hall.now,
        )

    assert not Motion.objects.voting().exists()
    assert not RollEntry.objects.exists()


def test_nothing_or_nobody_opens_nothing(hall):
    closes_at = hall.now + timedelta(minutes=20)

    with pytest.raises(Refused, match="at least one"):
        open_batch(motion_ids=[], closes_at=closes_at, actor=hall.chair, now=hall.now)
    with pytest.raises(Refused, match="Only whoever chairs"):
        open_batch(motion_ids=[hall.motion().pk], closes_at=closes_at, actor=hall.people[0], now=hall.now)
    with pytest.raises(Refused, match="not there any more"):
        open_batch(motion_ids=[hall.motion().pk, 999], closes_at=closes_at, actor=hall.chair, now=hall.now)


def test_the_chair_opens_them_on_a_page_with_the_secret_ones_marked(hall):
    waiting, plain = candidates(hall, 3), hall.motion(title="Two forklifts")
    chair = signed_in(hall.chair)

    said = chair.get(f"/assemblies/{hall.assembly.pk}/batch/").content.decode()
    marked = set(re.findall(r'value="(\d+)"[^>]*checked', said))
    assert marked == {str(motion.pk) for motion in waiting}
    answer = chair.post(
        f"/assemblies/{hall.assembly.pk}/batch/",
        {"motions": [motion.pk for motion in waiting], "minutes": 30},
        follow=True,
    )

    assert "3 votes are open." in answer.content.decode()
    plain.refresh_from_db()
    assert plain.state == "on_agenda"
    assert signed_in(hall.people[0]).get(f"/assemblies/{hall.assembly.pk}/batch/").status_code == 403


def test_one_confirmation_casts_twelve_ballots_each_with_its_receipt(hall):
    motions, zulema = opened(hall), signed_in(hall.people[0])
    choices = ["for", "against", "abstain"] * 4
    form = sent(motions, *choices)

    page = zulema.get("/votes/").content.decode()
    assert page.count("<fieldset") == 12
    confirming = zulema.post("/votes/", form).content.decode()
    assert "Confirm 12 votes" in confirming
    assert not SecretBallot.objects.exists()
    done = zulema.post("/votes/", form | {"confirmed": "1"}).content.decode()

    assert "We received 12 votes" in done
    assert SecretBallot.objects.count() == Participation.objects.count() == 12
    assert len(set(SecretBallot.objects.values_list("receipt", flat=True))) == 12
    by_motion = dict(SecretBallot.objects.values_list("motion_id", "choice"))
    assert by_motion == {motion.pk: choice for motion, choice in zip(motions, choices, strict=True)}
    assert "No vote waits for you." in zulema.get("/votes/").content.decode()


def test_sending_the_same_form_again_shows_the_same_receipts(hall):
    motions, zulema = opened(hall, 3), signed_in(hall.people[0])
    form = sent(motions, "for", "for", "against", confirmed="1")

    def receipts(page: Any) -> list[str]:
        return re.findall(r'class="code">([^<]+)<', page.content.decode())

    first, again = zulema.post("/votes/", form), zulema.post("/votes/", form)

    assert receipts(first) == receipts(again) != []
    assert SecretBallot.objects.count() == 3


def test_what_is_left_out_stays_open(hall):
    motions, zulema = opened(hall, 3), signed_in(hall.people[0])

    zulema.post("/votes/", sent(motions[:1], "for", confirmed="1"))

    page = zulema.get("/votes/").content.decode()
    assert "Admit candidate 1" not in page
    assert "Admit candidate 3" in page


def test_what_closed_meanwhile_is_named_and_the_others_are_taken(hall):
    motions, zulema = opened(hall, 3), signed_in(hall.people[0])
    close_voting(motion_id=motions[1].pk, actor=hall.chair, now=hall.now)

    done = zulema.post("/votes/", sent(motions, "for", "for", "for", confirmed="1")).content.decode()

    assert "1 vote was not taken" in done
    assert "Too late" in done
    assert "We received 2 votes" in done
    assert SecretBallot.objects.count() == 2


def test_choosing_nothing_is_said_and_going_back_loses_nothing(hall):
    motions, zulema = opened(hall, 2), signed_in(hall.people[0])

    assert "Choose something" in zulema.post("/votes/", {}).content.decode()
    back = zulema.post("/votes/", sent(motions, "against", "for", back="1")).content.decode()

    assert back.count("checked") == 2


def test_odd_forms_break_nothing(hall):
    motions, zulema = opened(hall, 2), signed_in(hall.people[0])
    one = motions[0].pk

    for form in (
        {f"choice-{one}": "perhaps"},
        {f"choice-{one}": "for", f"key-{one}": "x"},
        {"choice-": "for", "choice-x": "for", "choice-" + "9" * 40: "for", "choice-999": "for"},
        {f"choice-{n}": "for" for n in range(1, 500)},
    ):
        assert zulema.post("/votes/", form).status_code == 200
    assert not SecretBallot.objects.exists()


def test_open_and_secret_votes_stand_on_one_page(hall):
    hall.vote(title="Two forklifts")
    opened(hall, 1)
    motions = list(Motion.objects.voting().order_by("number"))
    zulema = signed_in(hall.people[0])

    zulema.post("/votes/", sent(motions, "for", "against", confirmed="1"))

    assert Ballot.objects.get().choice == "for"
    assert SecretBallot.objects.get().choice == "against"


def test_whoever_is_not_here_says_so_first(hall):
    opened(hall, 2)
    depart(assembly_id=hall.assembly.pk, member=hall.people[0], now=hall.now)

    assert "Say first that you are here" in signed_in(hall.people[0]).get("/votes/").content.decode()


def test_the_assembly_leads_to_the_page_of_all(hall):
    opened(hall, 4)
    page = signed_in(hall.people[0]).get("/assembly/").content.decode()

    assert "Vote on 4 matters together" in page


def test_the_page_of_all_asks_little_however_many_votes_are_open(hall):
    opened(hall, 12)
    zulema = signed_in(hall.people[0])
    zulema.get("/votes/")

    with CaptureQueriesContext(connection) as asked:
        zulema.get("/votes/")

    assert len(asked) <= 12


def test_each_of_them_is_counted_by_itself(hall):
    motions = opened(hall, 3)
    for person in hall.people:
        for motion in motions:
            choice = "for" if person.number > motion.number else "against"
            cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=hall.now)
    for motion in motions:
        close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    tallies = [(m.in_favour, m.against) for m in Motion.objects.decided().order_by("number")]
    assert tallies == [(9 - m.number, m.number) for m in motions]
    assert faults() == []
