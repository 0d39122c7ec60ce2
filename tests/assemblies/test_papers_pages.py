"""The pages on which paper is given out and the box is counted, and what the others say meanwhile."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.utils import timezone

from assemblies.actions import (
    begin_item,
    cast_ballot,
    close_assembly,
    close_voting,
    count_box,
    count_hands,
    hand_paper,
)
from assemblies.actions.reminders import remind_voters
from assemblies.models import PaperVoter
from assemblies.reports import live_counts
from members.models import Notice
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import give_power

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(db: None, monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = hall_of(9)
    monkeypatch.setattr(timezone, "now", lambda: hall.now)
    give_power(hall.people[1], "assemblies.count_hands")
    return hall


def open_page(client: Any, member: Any, address: str) -> str:
    client.force_login(member)
    return str(client.get(address).content.decode())


def hand(hall: Hall, motion: Any, *numbers: int) -> None:
    hand_paper(motion_id=motion.pk, numbers=numbers, actor=hall.chair, now=hall.now)


def test_paper_is_given_out_and_counted_on_pages(hall, client):
    motion = hall.vote()
    here = f"/motions/{motion.pk}/papers/"
    client.force_login(hall.chair)

    said = client.post(f"{here}hand/", {"numbers": "3, 4 5"}, follow=True).content.decode()
    assert "3 papers more were given out." in said
    client.post(f"{here}count/", {"in_favour": 2, "against": 1, "blank": 0})
    assert "One person has counted it" in open_page(client, hall.people[0], f"/motions/{motion.pk}/")
    client.force_login(hall.people[1])
    client.post(f"{here}count/", {"in_favour": 1, "against": 2, "blank": 0})
    assert "did not find the same" in client.get(here).content.decode()
    client.post(f"{here}count/", {"in_favour": 2, "against": 1, "blank": 0})
    assert "found the same" in client.get(here).content.decode()
    assert "found the same" in open_page(client, hall.people[0], f"/motions/{motion.pk}/")


def test_a_wrong_count_comes_back_with_what_was_typed(hall, client):
    motion = hall.vote()
    hand(hall, motion, 3)
    client.force_login(hall.chair)

    for typed in ("7", "-1", "", "x", "9" * 40):
        answer = client.post(
            f"/motions/{motion.pk}/papers/count/", {"in_favour": typed, "against": 0, "blank": 0}
        )
        assert answer.status_code == 200
    said = client.post(
        f"/motions/{motion.pk}/papers/count/", {"in_favour": 7, "against": 0, "blank": 0}
    ).content.decode()
    assert "only 1 were given out" in said
    assert 'value="7"' in said


def test_wrong_numbers_come_back_with_what_was_typed(hall, client):
    motion = hall.vote()
    client.force_login(hall.chair)

    said = client.post(f"/motions/{motion.pk}/papers/hand/", {"numbers": "3 99"}).content.decode()

    assert "not on the roll: 99" in said
    assert "3 99" in said
    assert not PaperVoter.objects.exists()


def test_only_who_counts_sees_the_page_of_the_box(hall, client):
    motion = hall.vote()
    client.force_login(hall.people[0])

    assert client.get(f"/motions/{motion.pk}/papers/").status_code == 403
    assert client.post(f"/motions/{motion.pk}/papers/hand/", {"numbers": "3"}).status_code == 403
    client.force_login(hall.chair)
    assert client.get(f"/motions/{hall.motion().pk}/papers/").status_code == 404


def test_whoever_has_paper_is_told_so_and_not_asked_to_vote(hall, client):
    motion = hall.vote(minutes=180)
    hand(hall, motion, 3)

    assert "You vote on paper." in open_page(client, hall.people[2], "/assembly/")
    assert "given paper" in open_page(client, hall.people[2], f"/motions/{motion.pk}/ballot/")
    answer = client.post(
        f"/motions/{motion.pk}/ballot/", {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"}
    )
    assert "given paper" in answer.content.decode()
    remind_voters(motion_id=motion.pk, now=hall.now)
    assert not Notice.objects.filter(member=hall.people[2], key__startswith="motion:").exists()
    assert Notice.objects.filter(member=hall.people[3], key__startswith="motion:").exists()


def test_the_turnout_has_the_papers_in_it(hall):
    motion = hall.vote()
    hand(hall, motion, 3, 4)
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)

    assert live_counts([motion.pk])[motion.pk].turnout == 3


def test_a_result_says_how_the_votes_came_in(hall, client):
    motion = hall.vote()
    hand(hall, motion, 3, 4)
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    for actor in (hall.chair, hall.people[1]):
        count_box(motion_id=motion.pk, in_favour=1, against=0, blank=0, actor=actor, now=hall.now)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    said = open_page(client, hall.people[5], f"/motions/{motion.pk}/")

    assert "How the votes came in" in said
    assert "By phone" in said
    assert "On paper, counted by two people" in said
    assert "1 paper was not returned." in said


def test_a_secret_vote_with_few_papers_warns_whoever_gives_them_out(hall, client):
    motion = hall.vote(is_secret=True)

    said = open_page(client, hall.chair, f"/motions/{motion.pk}/papers/")

    assert "Fewer than ten papers may tell who voted what" in said


def test_closing_with_the_box_uncounted_says_why_not(hall, client):
    motion = hall.vote()
    hand(hall, motion, 3)
    client.force_login(hall.chair)

    said = client.post(f"/motions/{motion.pk}/close/", follow=True).content.decode()

    assert "It waits for the count of the box" in said
    assert "Waiting for the count of the box." in said


def test_a_vote_that_is_over_and_waits_for_its_box_says_so_and_asks_nobody_to_vote(hall, client, monkeypatch):
    motion = hall.vote(minutes=10)
    hand(hall, motion, 3)
    monkeypatch.setattr(timezone, "now", lambda: motion.closes_at)

    said = open_page(client, hall.people[0], "/assembly/")

    assert "Waiting for the count of the box." in said
    assert "Voting on this is over." in said
    assert "Voting is open" not in said
    assert "No vote waits for you." in open_page(client, hall.people[0], "/votes/")
    assert "Voting on this is over." in open_page(client, hall.people[0], f"/motions/{motion.pk}/ballot/")


def test_the_chair_is_told_of_the_box_instead_of_a_button_that_cannot_work(hall, client):
    motion = hall.vote()
    begin_item(item_id=motion.agenda_items.get().pk, actor=hall.chair, now=hall.now)
    hand(hall, motion, 3)

    said = open_page(client, hall.chair, f"/assemblies/{hall.assembly.pk}/chair/")

    assert "It waits for the count of the box: two people must find the same." in said


def test_the_minutes_say_how_the_votes_came_in(hall, client):
    motion = hall.vote()
    hand(hall, motion, 3, 4)
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    count_hands(motion_id=motion.pk, choices={5: "for"}, actor=hall.chair, now=hall.now)
    for actor in (hall.chair, hall.people[1]):
        count_box(motion_id=motion.pk, in_favour=1, against=0, blank=0, actor=actor, now=hall.now)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)

    said = open_page(client, hall.people[5], f"/minutes/{hall.assembly.pk}/")

    assert (
        "The votes came in so: 1 by phone; 1 by hand, counted by name; 1 on paper, counted by two people. "
        "1 paper was not returned." in said
    )
