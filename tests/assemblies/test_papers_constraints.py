"""Round the actions on purpose: what the database itself refuses about votes on paper."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection

from assemblies.actions import close_voting, count_box, hand_paper
from assemblies.models import Ballot, PaperCount, PaperVoter, Participation, RollEntry
from record import guards
from tests.assemblies.conftest import Hall, hall_of
from tests.assemblies.test_constraints import refused
from tests.makers import give_power, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(db: None) -> Hall:
    hall = hall_of(9)
    give_power(hall.people[1], "assemblies.count_hands")
    return hall


def count(hall: Hall, motion: Any, **more: Any) -> PaperCount:
    about = {"in_favour": 1, "against": 0, "blank": 0, "scrutineer": hall.chair, "counted_at": hall.now}
    return PaperCount.objects.create(motion=motion, **(about | more))


def ballot(hall: Hall, motion: Any, member: Any) -> Ballot:
    return Ballot.objects.create(
        motion=motion, member=member, choice="for", key=uuid.uuid4(), receipt="A" * 16, cast_at=hall.now
    )


def decided(hall: Hall) -> Any:
    motion = hall.vote()
    hand_paper(motion_id=motion.pk, numbers=[3], actor=hall.chair, now=hall.now)
    for actor in (hall.chair, hall.people[1]):
        count_box(motion_id=motion.pk, in_favour=1, against=0, blank=0, actor=actor, now=hall.now)
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)


def test_paper_needs_an_open_vote(hall):
    not_open = hall.motion(title="Not open yet")
    RollEntry.objects.create(motion=not_open, member=hall.people[4])

    for motion in (not_open, decided(hall)):
        with refused("paper_needs_an_open_vote"):
            PaperVoter.objects.create(motion=motion, member=hall.people[4])


def test_only_those_on_the_roll_get_paper(hall):
    motion = hall.vote()
    newcomer = make_member(77, "Nahuel Ibarra")

    with refused("only_those_on_the_roll_get_paper"):
        PaperVoter.objects.create(motion=motion, member=newcomer)


def test_one_member_one_paper(hall):
    motion = hall.vote()
    PaperVoter.objects.create(motion=motion, member=hall.people[2])

    with refused("one_member_one_paper"):
        PaperVoter.objects.create(motion=motion, member=hall.people[2])


def test_who_voted_gets_no_paper(hall):
    open_one, secret = hall.vote(title="Open"), hall.vote(title="Secret", is_secret=True)
    ballot(hall, open_one, hall.people[2])
    Participation.objects.create(motion=secret, member=hall.people[2])

    for motion in (open_one, secret):
        with refused("who_voted_gets_no_paper"):
            PaperVoter.objects.create(motion=motion, member=hall.people[2])


def test_who_has_paper_casts_no_ballot(hall):
    motion = hall.vote()
    PaperVoter.objects.create(motion=motion, member=hall.people[2])

    with refused("who_has_paper_casts_no_ballot"):
        ballot(hall, motion, hall.people[2])


def test_who_has_paper_takes_no_other_part(hall):
    motion = hall.vote(is_secret=True)
    PaperVoter.objects.create(motion=motion, member=hall.people[2])

    with refused("who_has_paper_takes_no_other_part"):
        Participation.objects.create(motion=motion, member=hall.people[2])


def test_a_box_is_counted_while_it_counts(hall):
    for motion in (hall.motion(title="Not open yet"), decided(hall)):
        with refused("a_box_is_counted_while_it_counts"):
            count(hall, motion)


def test_papers_and_counts_stay_as_they_are(hall):
    motion = hall.vote()
    paper = PaperVoter.objects.create(motion=motion, member=hall.people[2])
    counted = count(hall, motion)

    with refused("a_paper_voter_is_never_changed"):
        PaperVoter.objects.update(member=hall.people[3])
    with refused("a_paper_voter_is_never_deleted"):
        PaperVoter.objects.all().delete()
    with refused("a_count_of_the_box_is_never_changed"):
        PaperCount.objects.update(in_favour=5)
    with refused("a_count_of_the_box_is_never_deleted"):
        PaperCount.objects.all().delete()
    with refused("a_paper_voter_is_never_replaced"):
        PaperVoter(pk=paper.pk, motion=motion, member=hall.people[3]).save(force_insert=True)
    with refused("a_count_of_the_box_is_never_replaced"):
        count(hall, motion, pk=counted.pk)


def test_a_count_is_never_negative(hall):
    motion = hall.vote()

    with refused("in_favour"):
        count(hall, motion, in_favour=-1)


def test_the_guards_of_paper_are_in_place():
    assert guards.missing(connection) == []
