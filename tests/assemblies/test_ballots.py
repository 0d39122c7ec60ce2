"""Casting a ballot by name: once, again, otherwise, too late."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from assemblies.actions import (
    arrive,
    cast_ballot,
    close_voting,
    count_hands,
    depart,
)
from assemblies.models import Ballot, Motion
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import hall_of
from tests.makers import make_member, write_house_rule

pytestmark = pytest.mark.django_db


def cast(motion, member, choice="for", *, key=None, now=None, **more):
    return cast_ballot(
        motion_id=motion.pk,
        member=member,
        choice=choice,
        key=key or uuid.uuid4(),
        now=now or motion.opened_at + timedelta(minutes=1),
        **more,
    )


def test_a_member_who_is_here_votes_and_gets_a_receipt():
    hall = hall_of(9)
    motion = hall.vote()

    zulema = hall.people[0]
    answer = cast(motion, zulema, "against")

    assert answer.is_new
    assert answer.choice == "against"
    assert len(answer.receipt) == 16
    ballot = Ballot.objects.get(motion=motion, member=zulema)
    assert (ballot.choice, ballot.receipt, ballot.channel) == ("against", answer.receipt, "phone")


def test_the_same_request_again_gets_the_same_answer_and_no_second_ballot():
    hall = hall_of(9)
    motion = hall.vote()
    key = uuid.uuid4()

    first = cast(motion, hall.people[0], "for", key=key)
    again = cast(motion, hall.people[0], "against", key=key)

    assert (again.receipt, again.choice, again.is_new) == (first.receipt, "for", False)
    assert Ballot.objects.get().choice == "for"


def test_another_key_with_another_choice_changes_the_ballot():
    hall = hall_of(9)
    motion = hall.vote()
    old_key = uuid.uuid4()
    first = cast(motion, hall.people[0], "for", key=old_key)

    changed = cast(motion, hall.people[0], "abstain")
    late_repeat = cast(motion, hall.people[0], "for", key=old_key)

    assert not changed.is_new
    assert changed.receipt != first.receipt
    assert (late_repeat.receipt, late_repeat.choice) == (first.receipt, "for")
    assert Ballot.objects.get().choice == "abstain"


def test_a_ballot_does_not_change_where_our_rules_say_so():
    hall = hall_of(9)
    write_house_rule("ballot.changeable", False)
    motion = hall.vote()
    cast(motion, hall.people[0], "for")

    with pytest.raises(Refused, match="cannot be changed"):
        cast(motion, hall.people[0], "against")

    assert Ballot.objects.get().choice == "for"


def test_a_ballot_after_closing_is_refused_with_the_time():
    hall = hall_of(9)
    motion = hall.vote(minutes=30)
    close_voting(motion_id=motion.pk, actor=None, now=motion.closes_at)

    with pytest.raises(
        Refused, match=r"Too late: voting closed on .*March.* 14:01\. This vote was not counted"
    ):
        cast(motion, hall.people[0], now=motion.closes_at + timedelta(seconds=1))

    assert not Ballot.objects.exists()


def test_a_ballot_after_its_time_is_refused_also_before_anybody_closed_the_vote():
    hall = hall_of(9)
    motion = hall.vote(minutes=30)

    with pytest.raises(Refused, match="Too late"):
        cast(motion, hall.people[0], now=motion.closes_at)


def test_a_repeat_after_closing_still_gets_its_receipt():
    hall = hall_of(9)
    motion = hall.vote()
    key = uuid.uuid4()
    first = cast(motion, hall.people[0], key=key)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=5))

    again = cast(motion, hall.people[0], key=key, now=motion.closes_at + timedelta(hours=1))

    assert (again.receipt, again.is_new) == (first.receipt, False)


def test_a_forged_choice_is_refused():
    hall = hall_of(9)
    motion = hall.vote()

    for forged in ("yes", "", "FOR", "for\x00", "x" * 10_000):
        with pytest.raises(Refused, match="Choose Yes, No or I abstain"):
            cast(motion, hall.people[0], forged)


def test_whoever_has_not_arrived_says_first_that_they_are_here():
    hall = hall_of(9, arrived=False)
    motion = hall.vote()
    zulema = hall.people[0]
    with pytest.raises(Refused, match="Say first that you are here"):
        cast(motion, zulema)

    arrive(
        assembly_id=hall.assembly.pk,
        member=zulema,
        channel="home",
        actor=zulema,
        now=hall.now + timedelta(minutes=1),
    )

    assert cast(motion, zulema, now=hall.now + timedelta(minutes=2)).is_new


def test_whoever_left_during_the_vote_may_still_vote_and_whoever_left_before_may_not():
    hall = hall_of(9)
    early, late = hall.people[0], hall.people[1]
    depart(assembly_id=hall.assembly.pk, member=early, now=hall.now)
    hall.now += timedelta(seconds=1)
    motion = hall.vote()
    depart(assembly_id=hall.assembly.pk, member=late, now=hall.now + timedelta(minutes=1))

    with pytest.raises(Refused, match="Say first that you are here"):
        cast(motion, early, now=hall.now + timedelta(minutes=2))
    assert cast(motion, late, now=hall.now + timedelta(minutes=2)).is_new


def test_a_probationer_and_a_newcomer_are_not_on_the_roll():
    hall = hall_of(9)
    nahuel = make_member(50, "Nahuel", standing="probation")
    hall.people.append(nahuel)
    hall.everyone_arrives()
    motion = hall.vote()
    newcomer = make_member(51)
    hall.people.append(newcomer)
    hall.everyone_arrives()

    for person in (nahuel, newcomer):
        with pytest.raises(Refused, match="not on the roll"):
            cast(motion, person)


def test_a_vote_that_is_not_open_takes_no_ballot():
    hall = hall_of(9)
    motion = hall.motion()

    with pytest.raises(Refused, match="not open"):
        cast(motion, hall.people[0], now=hall.now)


def test_an_unknown_motion_and_anothers_draft_are_not_there():
    hall = hall_of(9)
    motion = hall.motion()
    Motion.objects.filter(pk=motion.pk).update(state="draft")

    with pytest.raises(Motion.DoesNotExist):
        cast(motion, hall.people[1], now=hall.now)
    motion.pk = 999
    with pytest.raises(Motion.DoesNotExist):
        cast(motion, hall.people[1], now=hall.now)


def test_a_ballot_writes_no_act():
    hall = hall_of(9)
    motion = hall.vote()
    before = Act.objects.count()

    cast(motion, hall.people[0])

    assert Act.objects.count() == before


def test_casting_asks_one_question_and_writes_one_row(django_assert_num_queries, transactional_db):
    hall = hall_of(9)
    motion = hall.vote()

    with django_assert_num_queries(2):
        cast(motion, hall.people[0])


def test_hands_are_counted_by_name_and_leave_ballots_cast_on_phones_alone():
    hall = hall_of(9)
    motion = hall.vote()
    cast(motion, hall.people[0], "against")

    new = count_hands(
        motion_id=motion.pk, choices={1: "for", 2: "for", 3: "abstain"}, actor=hall.chair, now=hall.now
    )

    assert new == 2
    assert dict(Ballot.objects.values_list("member__number", "choice")) == {
        1: "against",
        2: "for",
        3: "abstain",
    }


def test_hands_of_those_who_did_not_arrive_or_are_not_on_the_roll_are_not_counted():
    hall = hall_of(9, arrived=False)
    motion = hall.vote()

    with pytest.raises(Refused, match="arrival at the door first: 2"):
        count_hands(motion_id=motion.pk, choices={2: "for"}, actor=hall.chair, now=hall.now)
    with pytest.raises(Refused, match="not on the roll: 77"):
        count_hands(motion_id=motion.pk, choices={77: "for"}, actor=hall.chair, now=hall.now)
    with pytest.raises(Refused, match="Only whoever counts hands"):
        count_hands(motion_id=motion.pk, choices={2: "for"}, actor=hall.people[0], now=hall.now)
