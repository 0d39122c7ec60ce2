"""A hall that votes while the vote is closed: every ballot that was answered counts, once, in every closing.

With real threads and real connections. A database in memory knows only one connection that writes, so that
there is nothing to race for there.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from assemblies.actions import (
    arrive,
    cast_ballot,
    close_assembly,
    close_voting,
    convoke_weekly,
    second_motion,
)
from assemblies.models import Assembly, Ballot, Motion, Participation, Presence, SecretBallot
from assemblies.reports import faults
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import LAST_WEEK, hall_of
from tests.makers import NOW

AT_ONCE = 30
CLOSINGS = 50


@pytest.fixture(autouse=True)
def _many_connections(transactional_db):
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")


def all_at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run every job in threads that start together; a refusal is an answer, anything else fails the test."""
    start = Barrier(min(AT_ONCE, len(jobs)))
    waiting = [True] * start.parties

    def run(job: Callable[[], Any]) -> Any:
        if waiting:
            waiting.pop()
            start.wait(10)
        try:
            with translation.override("en"):  # a new thread speaks the house's language
                return job()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, jobs))


def ballots_against_closings(motion: Any, people: list[Any], closer: Any) -> None:
    now = motion.opened_at + timedelta(minutes=1)

    def ballot(person: Any) -> Callable[[], Any]:
        choice = ("for", "against", "abstain")[person.number % 3]
        return lambda: cast_ballot(
            motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=now
        )

    def closing() -> Any:
        return close_voting(motion_id=motion.pk, actor=closer, now=now)

    jobs: list[Callable[[], Any]] = [ballot(person) for person in people]
    for _number in range(CLOSINGS):
        jobs.insert(random.randrange(25, len(jobs)), closing)
    answers = all_at_once(jobs)

    closings = [answer for answer in answers if isinstance(answer, Motion)]
    cast = [answer for answer in answers if not isinstance(answer, Motion | Refused)]
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    motion.refresh_from_db()
    stored = SecretBallot.objects if motion.is_secret else Ballot.objects
    assert len(closings) == CLOSINGS
    assert len(cast) + len(refused) == len(people)
    assert all("Too late" in refusal.sentence for refusal in refused)
    assert stored.count() == len(cast) == motion.in_favour + motion.against + motion.abstaining
    assert {answer.receipt for answer in cast} == set(stored.values_list("receipt", flat=True))
    assert {
        (closed.state, closed.in_favour, closed.against, closed.abstaining, closed.ballots_digest)
        for closed in closings
    } == {(motion.state, motion.in_favour, motion.against, motion.abstaining, motion.ballots_digest)}
    assert Act.objects.filter(verb="assemblies.voting.closed").count() == 1
    assert faults() == []


def test_a_hundred_ballots_against_fifty_closings():
    hall = hall_of(100)
    ballots_against_closings(hall.vote(), hall.people, hall.chair)


def test_a_hundred_secret_ballots_against_fifty_closings():
    hall = hall_of(100)
    motion = hall.vote(is_secret=True)
    ballots_against_closings(motion, hall.people, hall.chair)
    assert Participation.objects.count() == SecretBallot.objects.count()


@pytest.mark.parametrize("is_secret", [False, True])
def test_one_phone_that_sends_the_same_thirty_times_has_one_ballot_and_one_receipt(is_secret):
    hall = hall_of(9)
    motion = hall.vote(is_secret=is_secret)
    key = uuid.uuid4()

    answers = all_at_once(
        [lambda: cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=key, now=hall.now)]
        * 30
    )

    assert len({answer.receipt for answer in answers}) == 1
    assert sum(answer.is_new for answer in answers) == 1


def test_two_phones_of_one_member_have_one_ballot():
    hall = hall_of(9)
    motion = hall.vote()

    all_at_once(
        [
            partial(
                cast_ballot,
                motion_id=motion.pk,
                member=hall.people[0],
                choice=choice,
                key=uuid.uuid4(),
                now=hall.now,
            )
            for choice in ["for", "against"] * 10
        ]
    )

    ballot = Ballot.objects.get()
    assert len(ballot.earlier) == 19
    assert len({ballot.receipt, *(old["receipt"] for old in ballot.earlier)}) == 20


def test_changes_against_closings_count_the_last_that_was_answered():
    hall = hall_of(30)
    motion = hall.vote()
    for person in hall.people:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)

    jobs: list[Callable[[], Any]] = [
        partial(
            cast_ballot, motion_id=motion.pk, member=person, choice="against", key=uuid.uuid4(), now=hall.now
        )
        for person in hall.people
    ]
    jobs.insert(15, lambda: close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now))
    answers = all_at_once(jobs)

    motion.refresh_from_db()
    changed = sum(not isinstance(answer, Motion | Refused) for answer in answers)
    assert (motion.against, motion.in_favour) == (changed, 30 - changed)
    assert faults() == []


def test_twenty_clocks_call_one_assembly():
    hall = hall_of(3)
    next_week = NOW + timedelta(days=1)

    all_at_once([lambda: convoke_weekly(now=next_week)] * 20)

    assert Assembly.objects.exclude(pk=hall.assembly.pk).count() == 1


def test_twenty_taps_are_one_arrival():
    hall = hall_of(3, arrived=False)
    zulema = hall.people[0]

    all_at_once(
        [
            lambda: arrive(
                assembly_id=hall.assembly.pk, member=zulema, channel="home", actor=zulema, now=hall.now
            )
        ]
        * 20
    )

    assert Presence.objects.count() == 1


def test_seconders_at_once_are_all_counted():
    hall = hall_of(12, seconders=11)
    from assemblies.actions import draft_motion, table_motion

    motion = draft_motion(
        kind="decision", title="T", text="T", terms={}, proposer=hall.people[0], now=LAST_WEEK
    )
    table_motion(motion_id=motion.pk, actor=hall.people[0], now=LAST_WEEK)

    all_at_once(
        [partial(second_motion, motion_id=motion.pk, actor=person, now=NOW) for person in hall.people[1:]]
    )

    assert motion.secondings.count() == 11


def test_arrivals_against_a_closing_leave_a_register_that_adds_up():
    hall = hall_of(30, arrived=False)
    jobs: list[Callable[[], Any]] = [
        partial(
            arrive,
            assembly_id=hall.assembly.pk,
            member=person,
            channel="home",
            actor=person,
            now=hall.now,
        )
        for person in hall.people
    ]
    jobs.insert(15, partial(close_assembly, assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now))

    all_at_once(jobs)

    assert not Presence.objects.filter(left_at=None).exists()
    assert faults() == []
