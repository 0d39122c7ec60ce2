"""Quorum lost: there were enough of us, and there are not any more. No vote is opened until enough are back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assemblies.actions import arrive_at_door, depart, open_voting
from assemblies.models import Motion, MotionState
from assemblies.rules.presence import most_at_once, quorum_was_lost
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import NOW, make_member


def test_quorum_is_lost_only_where_it_was_there() -> None:
    assert quorum_was_lost(quorum=5, present=4, most_present=5)
    assert not quorum_was_lost(quorum=5, present=5, most_present=9)
    assert not quorum_was_lost(quorum=5, present=4, most_present=4)
    assert not quorum_was_lost(quorum=0, present=0, most_present=9)


def test_whoever_leaves_makes_room_before_whoever_arrives_at_that_moment() -> None:
    hour = timedelta(hours=1)
    assert most_at_once([(NOW, NOW + hour), (NOW + hour, None)]) == 1
    assert most_at_once([(NOW, NOW + hour), (NOW, None), (NOW + hour / 2, None)]) == 3
    assert most_at_once([]) == 0


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20) | st.none()), max_size=12))
def test_the_most_at_once_is_what_counting_at_every_moment_finds(stays: list[tuple[int, int | None]]) -> None:
    found = [
        (NOW + timedelta(minutes=a), None if b is None else NOW + timedelta(minutes=a + b + 1))
        for a, b in stays
    ]

    def there(moment: datetime) -> int:
        return sum(1 for came, left in found if came <= moment and (left is None or left > moment))

    assert most_at_once(found) == max((there(came) for came, _left in found), default=0)


def opened(hall: Hall, motion: Motion, **more: Any) -> Motion:
    return open_voting(
        motion_id=motion.pk,
        closes_at=hall.now + timedelta(minutes=30),
        actor=hall.chair,
        now=hall.now,
        **more,
    )


def leave(hall: Hall, how_many: int) -> None:
    for person in hall.people[:how_many]:
        depart(assembly_id=hall.assembly.pk, member=person, now=hall.now)


@pytest.mark.django_db
def test_a_lost_quorum_blocks_opening_a_vote_and_says_so() -> None:
    hall = hall_of(12)
    motion = hall.motion()
    hall.now += timedelta(minutes=5)
    leave(hall, 9)
    with pytest.raises(Refused, match=r"^Quorum was lost: 3 of 4 needed are here\.$"):
        opened(hall, motion)
    motion.refresh_from_db()
    assert motion.state == MotionState.ON_AGENDA


@pytest.mark.django_db
def test_it_opens_again_once_enough_are_back() -> None:
    hall = hall_of(12)
    motion = hall.motion()
    hall.now += timedelta(minutes=5)
    leave(hall, 9)
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=[1], actor=None, now=hall.now)
    assert opened(hall, motion).state == MotionState.VOTING


@pytest.mark.django_db
def test_where_people_still_arrive_the_quorum_is_looked_at_when_voting_closes() -> None:
    hall = hall_of(12, arrived=False)
    assert opened(hall, hall.motion()).state == MotionState.VOTING


@pytest.mark.django_db
def test_guests_on_probation_do_not_hold_a_quorum_up() -> None:
    hall = hall_of(12)
    motion = hall.motion()
    for number in (30, 31):
        make_member(number, standing="probation")
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=[30, 31], actor=None, now=hall.now)
    hall.now += timedelta(minutes=5)
    leave(hall, 9)
    with pytest.raises(Refused, match="Quorum was lost: 3 of 4"):
        opened(hall, motion)
