"""Casting a ballot by name: once, again, otherwise, too late."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assemblies.actions import (
    arrive,
    cast_ballot,
    close_voting,
    count_hands,
    depart,
    take_back_hand,
)
from assemblies.models import Ballot, Motion
from members.models import Notice
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import hall_of
from tests.makers import make_member, write_house_rule
from tests.pages import at, signed_in

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


def wrong_hand():
    """Walter raised his hand, and it was counted as Zulema's."""
    hall = hall_of(9)
    motion = hall.vote()
    count_hands(motion_id=motion.pk, choices={1: "for", 3: "against"}, actor=hall.chair, now=hall.now)
    return hall, motion


def test_a_hand_counted_under_a_wrong_name_is_taken_back_and_the_record_keeps_both():
    hall, motion = wrong_hand()

    take_back_hand(motion_id=motion.pk, number=1, actor=hall.chair, now=hall.now)
    count_hands(motion_id=motion.pk, choices={2: "for"}, actor=hall.chair, now=hall.now)

    assert sorted(Ballot.objects.values_list("member__number", "choice")) == [(2, "for"), (3, "against")]
    facts = list(
        Act.objects.filter(verb__startswith="assemblies.hand").order_by("seq").values("verb", "facts")
    )
    assert [act["verb"] for act in facts] == [
        "assemblies.hands.counted",
        "assemblies.hand.taken_back",
        "assemblies.hands.counted",
    ]
    assert facts[1]["facts"] == {"motion": motion.number, "number": 1}
    told = Notice.objects.get(member=hall.people[0], link=f"/motions/{motion.pk}/")
    assert "taken back" in told.text_id
    assert cast(motion, hall.people[0], "against").is_new  # Zulema votes for herself


def test_what_somebody_cast_themselves_is_never_taken_back():
    hall, motion = wrong_hand()
    cast(motion, hall.people[1])
    cast(motion, hall.people[2], "for")  # who was counted by hand has changed it on the phone

    for number in (2, 3, 77, 10**30):
        with pytest.raises(Refused, match="No hand of the member"):
            take_back_hand(motion_id=motion.pk, number=number, actor=hall.chair, now=hall.now)
    assert Ballot.objects.count() == 3


def test_a_hand_is_taken_back_by_who_counts_and_only_while_the_vote_is_open():
    hall, motion = wrong_hand()

    with pytest.raises(Refused, match="Only whoever counts hands"):
        take_back_hand(motion_id=motion.pk, number=1, actor=hall.people[0], now=hall.now)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    with pytest.raises(Refused, match="not open"):
        take_back_hand(motion_id=motion.pk, number=1, actor=hall.chair, now=hall.now)
    with pytest.raises(IntegrityError, match="a_ballot_is_never_deleted"), transaction.atomic():
        Ballot.objects.filter(member=hall.people[0]).delete()


def test_the_scrutineer_takes_it_back_on_the_page_and_by_program(monkeypatch):
    hall, motion = wrong_hand()
    at(hall.now, monkeypatch)
    scrutineer, page = signed_in(hall.chair), f"/motions/{motion.pk}/hands/"

    assert "Zulema" in scrutineer.get(page).content.decode()
    for odd in ("", "x", "2", "9" * 30):
        assert scrutineer.post(f"{page}take-back/", {"number": odd}).status_code == 200
    assert scrutineer.post(f"{page}take-back/", {"number": "1"}).status_code == 302
    assert signed_in(hall.people[4]).post(f"{page}take-back/", {"number": "3"}).status_code == 403
    assert scrutineer.post(f"/api/v1{page}3/take-back", content_type="application/json").status_code == 200
    again = scrutineer.post(f"/api/v1{page}3/take-back", content_type="application/json")

    assert again.status_code == 409
    assert not Ballot.objects.exists()
