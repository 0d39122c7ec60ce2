"""Votes on paper, in one count with the phones and the hands."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from assemblies.actions import cast_ballot, close_voting, count_box, count_hands, depart, hand_paper
from assemblies.models import Ballot, PaperCount, PaperVoter
from assemblies.reports import faults
from assemblies.reports.papers import box_of, paper_page
from assemblies.rules.papers import Box, agreed
from assemblies.tasks import do_what_is_due
from record import guards
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import give_power

pytestmark = pytest.mark.django_db


def hall_with_two_scrutineers(people: int = 9) -> Hall:
    hall = hall_of(people)
    give_power(hall.people[1], "assemblies.count_hands")
    return hall


def hand(hall: Hall, motion: Any, *numbers: int, **more: Any) -> int:
    return hand_paper(
        motion_id=motion.pk,
        numbers=numbers,
        actor=more.get("actor", hall.chair),
        now=more.get("now", hall.now),
    )


def count(hall: Hall, motion: Any, actor: Any, yes: int, no: int, blank: int = 0, *, later: int = 1) -> Any:
    return count_box(
        motion_id=motion.pk,
        in_favour=yes,
        against=no,
        blank=blank,
        actor=actor,
        now=hall.now + timedelta(minutes=later),
    )


def both_count(hall: Hall, motion: Any, yes: int, no: int, blank: int = 0) -> None:
    count(hall, motion, hall.chair, yes, no, blank)
    count(hall, motion, hall.people[1], yes, no, blank, later=2)


def by_phone(motion: Any, member: Any, choice: str = "for") -> Any:
    return cast_ballot(
        motion_id=motion.pk, member=member, choice=choice, key=uuid.uuid4(), now=motion.opened_at
    )


def close(hall: Hall, motion: Any, *, actor: Any = None) -> Any:
    return close_voting(motion_id=motion.pk, actor=actor, now=motion.closes_at)


@pytest.mark.parametrize("is_secret", [False, True])
def test_phones_and_the_box_are_one_count(is_secret):
    hall = hall_with_two_scrutineers()
    motion = hall.vote(is_secret=is_secret)
    hand(hall, motion, 3, 4, 5)
    for person in hall.people[:2]:
        by_phone(motion, person)

    both_count(hall, motion, 1, 2)
    motion = close(hall, motion)

    assert (motion.in_favour, motion.against, motion.abstaining) == (3, 2, 0)
    assert motion.present_count == 9
    assert faults() == []


def test_hands_phones_and_the_box_are_one_count():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()
    hand(hall, motion, 3)
    by_phone(motion, hall.people[0])
    count_hands(motion_id=motion.pk, choices={4: "against"}, actor=hall.chair, now=hall.now)

    both_count(hall, motion, 0, 0, 1)
    motion = close(hall, motion)

    assert (motion.in_favour, motion.against, motion.abstaining) == (1, 1, 1)


@pytest.mark.parametrize("is_secret", [False, True])
def test_whoever_has_paper_does_not_vote_on_a_phone(is_secret):
    hall = hall_with_two_scrutineers()
    motion = hall.vote(is_secret=is_secret)
    hand(hall, motion, 3)

    with pytest.raises(Refused, match="given paper"):
        by_phone(motion, hall.people[2])

    assert not Ballot.objects.exists()


@pytest.mark.parametrize("is_secret", [False, True])
def test_whoever_voted_gets_no_paper(is_secret):
    hall = hall_with_two_scrutineers()
    motion = hall.vote(is_secret=is_secret)
    by_phone(motion, hall.people[2])

    with pytest.raises(Refused, match="voted already: 3"):
        hand(hall, motion, 3, 4)

    assert not PaperVoter.objects.exists()


def test_hands_of_those_with_paper_are_not_counted():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()
    hand(hall, motion, 3)

    with pytest.raises(Refused, match="vote on paper: 3"):
        count_hands(motion_id=motion.pk, choices={3: "for"}, actor=hall.chair, now=hall.now)


def test_paper_is_given_to_all_or_none_and_twice_is_once():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()

    with pytest.raises(Refused, match="not on the roll: 99"):
        hand(hall, motion, 3, 99)
    assert hand(hall, motion, 3, 4) == 2
    assert hand(hall, motion, 3, 4) == 0
    assert PaperVoter.objects.count() == 2
    assert Act.objects.filter(verb="assemblies.paper.handed").count() == 1


def test_paper_is_given_to_those_who_are_here():
    hall = hall_of(9, arrived=False)
    give_power(hall.people[1], "assemblies.count_hands")
    motion = hall.vote()

    with pytest.raises(Refused, match="arrival at the door first: 3"):
        hand(hall, motion, 3)


def test_paper_is_given_by_whoever_counts_while_the_vote_is_open():
    hall = hall_with_two_scrutineers()
    motion = hall.vote(minutes=10)

    with pytest.raises(Refused, match="Only whoever counts hands"):
        hand(hall, motion, 3, actor=hall.people[4])
    with pytest.raises(Refused, match="not open"):
        hand(hall, motion, 3, now=motion.closes_at)
    with pytest.raises(Refused, match="not open"):
        hand(hall, hall.motion(), 3)


def test_no_paper_where_only_one_of_us_could_count_the_box():
    hall = hall_of(9)
    motion = hall.vote()

    with pytest.raises(Refused, match="only one of us has that task"):
        hand(hall, motion, 3)


def test_a_vote_with_paper_out_waits_for_two_who_counted_the_same():
    hall = hall_with_two_scrutineers()
    motion = hall.vote(minutes=10)
    hand(hall, motion, 3, 4)
    late = motion.closes_at + timedelta(minutes=5)

    do_what_is_due(now=late)
    motion.refresh_from_db()
    assert motion.state == "voting"
    with pytest.raises(Refused, match="two people must find the same"):
        close_voting(motion_id=motion.pk, actor=hall.chair, now=late)

    count(hall, motion, hall.chair, 2, 0, later=12)
    count(hall, motion, hall.people[1], 1, 1, later=13)
    with pytest.raises(Refused, match="two people must find the same"):
        close_voting(motion_id=motion.pk, actor=hall.chair, now=late)

    count(hall, motion, hall.people[1], 2, 0, later=14)
    do_what_is_due(now=late)
    motion.refresh_from_db()
    assert (motion.state, motion.in_favour, motion.closed_at) == ("adopted", 2, motion.closes_at)


def test_one_person_who_counts_twice_is_still_one():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()
    hand(hall, motion, 3)

    count(hall, motion, hall.chair, 1, 0)
    count(hall, motion, hall.chair, 1, 0, later=2)

    assert box_of(motion) is None


def test_a_phone_does_not_vote_while_the_box_is_waited_for():
    hall = hall_with_two_scrutineers()
    motion = hall.vote(minutes=10)
    hand(hall, motion, 3)

    with pytest.raises(Refused, match="Too late"):
        cast_ballot(
            motion_id=motion.pk,
            member=hall.people[0],
            choice="for",
            key=uuid.uuid4(),
            now=motion.closes_at + timedelta(minutes=1),
        )


def test_the_box_never_holds_more_than_was_given_out_and_may_hold_less():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()
    hand(hall, motion, 3, 4, 5)

    with pytest.raises(Refused, match="counted 4 papers, and only 3"):
        count(hall, motion, hall.chair, 2, 1, 1)
    with pytest.raises(Refused, match="zero or more"):
        count(hall, motion, hall.chair, 2, -1, 1)
    both_count(hall, motion, 1, 0)

    page = paper_page(motion, reader=hall.chair)
    assert (page.handed, page.not_returned, page.is_waiting) == (3, 2, False)
    motion = close(hall, motion)
    assert motion.in_favour == 1
    assert faults() == []


def test_paper_that_does_not_come_back_is_presence():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()
    hand(hall, motion, 3)
    depart(assembly_id=hall.assembly.pk, member=hall.people[2], now=hall.now)

    both_count(hall, motion, 0, 0)
    motion = close(hall, motion)

    assert motion.present_count == 9


def test_no_more_paper_once_the_box_is_being_counted():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()
    hand(hall, motion, 3)
    count(hall, motion, hall.chair, 1, 0)

    with pytest.raises(Refused, match="being counted"):
        hand(hall, motion, 4)


def test_only_who_counts_counts_and_only_where_paper_was_given_out():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()

    with pytest.raises(Refused, match="No paper was given out"):
        count(hall, motion, hall.chair, 0, 0)
    hand(hall, motion, 3)
    with pytest.raises(Refused, match="Only whoever counts hands"):
        count(hall, motion, hall.people[4], 1, 0)
    both_count(hall, motion, 1, 0)
    close(hall, motion)
    with pytest.raises(Refused, match="not open"):
        count(hall, motion, hall.chair, 1, 0)


def test_nobody_sees_what_the_other_found_before_counting_themselves():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()
    hand(hall, motion, 3)
    count(hall, motion, hall.chair, 1, 0)

    other = paper_page(motion, reader=hall.people[1])

    assert (other.how_many_counted, other.counts) == (1, [])
    assert len(paper_page(motion, reader=hall.chair).counts) == 1


def test_the_record_does_not_say_what_was_in_the_box():
    hall = hall_with_two_scrutineers()
    motion = hall.vote(is_secret=True)
    hand(hall, motion, 3)
    both_count(hall, motion, 0, 1)

    acts = Act.objects.filter(verb="assemblies.box.counted")

    assert {act.facts["papers"] for act in acts} == {1}
    assert {key for act in acts for key in act.facts} == {"motion", "papers", "given_out"}


def test_the_last_two_who_counted_must_agree():
    one, two = Box(in_favour=1, against=0, blank=0), Box(in_favour=0, against=1, blank=0)

    assert agreed([]) is None
    assert agreed([(7, one)]) is None
    assert agreed([(7, one), (8, one)]) == one
    assert agreed([(7, one), (8, two), (9, one)]) is None
    assert agreed([(7, two), (8, one), (7, one)]) is None
    assert agreed([(7, one), (7, two), (8, one)]) == one


def test_verify_counts_the_box_again():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()
    hand(hall, motion, 3, 4)
    both_count(hall, motion, 1, 1)
    close(hall, motion)
    assert faults() == []

    from django.db import connection

    guards.remove(connection)
    PaperCount.objects.filter(scrutineer=hall.chair).update(in_favour=2, against=0)
    PaperCount.objects.filter(scrutineer=hall.people[1]).update(in_favour=2, against=0)
    found = faults()
    guards.install(connection)

    assert any("do not add up" in fault for fault in found)
    assert any("not those that were counted" in fault for fault in found)


def test_verify_misses_a_paper_that_was_taken_away():
    hall = hall_with_two_scrutineers()
    motion = hall.vote()
    hand(hall, motion, 3, 4)
    both_count(hall, motion, 1, 1)
    close(hall, motion)

    from django.db import connection

    guards.remove(connection)
    PaperVoter.objects.filter(member=hall.people[3]).delete()
    found = faults()
    guards.install(connection)

    assert any("holds 2 papers, and 1 were given out" in fault for fault in found)
    assert any("not those that were counted" in fault for fault in found)
