"""A member gets paper at the table and votes on the phone at the same moment: exactly one of them counts."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from assemblies.actions import cast_ballot, close_voting, count_box, hand_paper
from assemblies.models import Ballot, Motion, PaperVoter, Participation, SecretBallot
from assemblies.reports import faults
from record.rules import Refused
from tests.assemblies.conftest import hall_of
from tests.assemblies.test_close_races import all_at_once
from tests.makers import give_power


@pytest.fixture(autouse=True)
def _many_connections(transactional_db):
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")


@pytest.mark.parametrize("is_secret", [False, True])
def test_paper_and_phone_at_the_same_moment_are_one_vote(is_secret):
    hall = hall_of(40)
    give_power(hall.people[1], "assemblies.count_hands")
    motion = hall.vote(is_secret=is_secret)
    jobs: list[Callable[[], Any]] = []
    for person in hall.people:
        both: list[Callable[[], Any]] = [
            partial(hand_paper, motion_id=motion.pk, numbers=[person.number], actor=hall.chair, now=hall.now),
            partial(
                cast_ballot, motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now
            ),
        ]
        random.shuffle(both)
        jobs += both

    answers = all_at_once(jobs)

    refused = [answer for answer in answers if isinstance(answer, Refused)]
    on_paper = set(PaperVoter.objects.values_list("member_id", flat=True))
    took = Participation if is_secret else Ballot
    by_phone = set(took._default_manager.values_list("member_id", flat=True))
    assert len(refused) == len(hall.people)
    assert all("given paper" in each.sentence or "voted already" in each.sentence for each in refused)
    assert on_paper | by_phone == {person.pk for person in hall.people}
    assert not on_paper & by_phone
    if is_secret:
        assert SecretBallot.objects.count() == len(by_phone)

    if on_paper:
        for actor in (hall.chair, hall.people[1]):
            count_box(
                motion_id=motion.pk, in_favour=0, against=len(on_paper), blank=0, actor=actor, now=hall.now
            )
    closed = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    assert (closed.in_favour, closed.against) == (len(by_phone), len(on_paper))
    assert faults() == []


def test_the_count_that_agrees_and_the_closing_at_the_same_moment_add_up():
    hall = hall_of(9)
    give_power(hall.people[1], "assemblies.count_hands")
    motion = hall.vote()
    hand_paper(motion_id=motion.pk, numbers=[3, 4], actor=hall.chair, now=hall.now)
    count = partial(count_box, motion_id=motion.pk, in_favour=2, against=0, blank=0, now=hall.now)
    jobs: list[Callable[[], Any]] = [partial(count, actor=hall.chair), partial(count, actor=hall.people[1])]
    jobs += [partial(close_voting, motion_id=motion.pk, actor=None, now=motion.closes_at)] * 10

    answers = all_at_once(jobs)
    close_voting(motion_id=motion.pk, actor=None, now=motion.closes_at)

    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.in_favour, motion.state) == (2, "adopted")
    assert not [answer for answer in answers if isinstance(answer, Refused)]
    assert faults() == []
