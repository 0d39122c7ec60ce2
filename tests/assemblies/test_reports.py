"""What pages, phones and `verify` ask of this room."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import translation

from assemblies.actions import cast_ballot, close_assembly, close_voting
from assemblies.models import Motion, Presence
from assemblies.reports import (
    assembly_now,
    faults,
    live_counts,
    motion_page,
    result_of,
    rules_in_force,
)
from record import guards
from tests.assemblies.conftest import hall_of
from tests.makers import NOW, make_coop, make_voters

pytestmark = pytest.mark.django_db


def cast(motion, person, choice, now):
    return cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=now)


def test_without_an_assembly_there_is_none_now():
    make_coop()
    assert assembly_now(make_voters(1)[0], now=NOW) is None


def test_the_assembly_now_says_what_waits_for_its_reader():
    hall = hall_of(9)
    zulema = hall.people[0]
    motion = hall.vote()
    hall.vote(title="Secret", is_secret=True)

    page = assembly_now(zulema, now=hall.now)

    assert page is not None
    assert [vote.waits_for_me for vote in page.votes] == [True, True]
    assert (page.present, page.voters_present, page.roll, page.quorum) == (9, 9, 9, 3)
    assert page.quorum_line == "9 of 9 are here: enough to decide (3)."
    assert page.my_presence is not None
    assert not page.may_arrive
    cast(motion, zulema, "for", hall.now)
    page = assembly_now(zulema, now=hall.now)
    assert page is not None
    assert (page.votes[0].my_choice, page.votes[0].turnout) == ("for", 1)
    assert [vote.waits_for_me for vote in page.votes] == [False, True]


@pytest.mark.thorough
def test_the_assembly_now_asks_the_same_questions_for_one_item_as_for_twenty(
    django_assert_max_num_queries,
):
    hall = hall_of(9)
    for number in range(20):
        hall.vote(title=f"Motion {number}")

    with django_assert_max_num_queries(10):
        assembly_now(hall.people[0], now=hall.now)


def test_the_page_of_a_motion_tells_its_reader_what_they_did(django_assert_max_num_queries):
    hall = hall_of(9)
    zulema = hall.people[0]
    motion = Motion.objects.select_related("proposer", "assembly", "amends").get(pk=hall.vote().pk)
    receipt = cast(motion, zulema, "against", hall.now).receipt

    with django_assert_max_num_queries(12):
        page = motion_page(motion, reader=zulema, now=hall.now)

    assert (page.is_open, page.on_roll, page.have_voted) == (True, True, True)
    assert (page.my_choice, page.my_receipt, page.turnout) == ("against", receipt, 1)
    assert page.still_needed.startswith("Needs 5 of 9 present")
    assert page.result is None


def test_nothing_on_the_page_of_a_secret_vote_says_what_was_cast():
    hall = hall_of(9)
    zulema = hall.people[0]
    motion = hall.vote(is_secret=True)
    cast(motion, zulema, "against", hall.now)

    page = motion_page(motion, reader=zulema, now=hall.now)

    assert page.have_voted
    assert (page.my_choice, page.my_receipt) == ("", "")
    assert page.totals_may_tell


def test_a_result_has_its_sentence_and_every_check():
    hall = hall_of(9)
    motion = hall.vote()
    for person, choice in zip(hall.people, ["for"] * 3 + ["against"] * 2, strict=False):
        cast(motion, person, choice, hall.now)

    result = result_of(close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now))

    assert result is not None
    assert result.sentence.startswith("Needed 3 of 5 valid votes; 3 in favour. Adopted.")
    assert [(check.said, check.holds) for check in result.checks] == [
        ("Present: 9 of 9; 3 were needed.", True),
        ("In favour: 3 of 5 votes for and against; 3 were needed.", True),
    ]
    assert result.silent == 4


def test_phones_see_how_many_voted_and_never_how():
    hall = hall_of(9)
    motion, secret, waiting = hall.vote(), hall.vote(is_secret=True), hall.motion()
    ids = [motion.pk, secret.pk, waiting.pk, 999]

    before = live_counts(ids)
    cast(motion, hall.people[0], "against", hall.now)
    cast(secret, hall.people[0], "against", hall.now)
    after = live_counts(ids)

    assert set(before) == {motion.pk, secret.pk}
    for pk in before:
        assert before[pk].version < after[pk].version
        assert "1" in after[pk].html["en"]
        assert "against" not in after[pk].html["en"].lower()
        assert set(after[pk].html) == {"es-ar", "en"}
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    final = live_counts(ids)[motion.pk]
    assert final.is_final
    assert final.version > after[motion.pk].version


def test_the_rules_in_force_are_one_question(django_assert_num_queries):
    hall_of(3, seconders=2)

    with django_assert_num_queries(1):
        rules = {rule.rule_type.key: rule for rule in rules_in_force(on=date(2026, 3, 5))}

    assert rules["assembly.seconders"].said == "2"
    assert rules["assembly.second_call_minutes"].row is None


@pytest.mark.parametrize("language", ["es-ar", "en"])
def test_every_rule_can_be_said(language):
    with translation.override(language):
        assert all(rule.said for rule in rules_in_force(on=date(2026, 3, 5)))


def tampered(sql: str) -> list[str]:
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    return faults()


@pytest.fixture
def closed():
    hall = hall_of(9)
    motion, secret = hall.vote(), hall.vote(is_secret=True)
    for person in hall.people[:5]:
        cast(motion, person, "for", hall.now)
        cast(secret, person, "for", hall.now)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    close_voting(motion_id=secret.pk, actor=hall.chair, now=hall.now)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(hours=1))
    assert faults() == []


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE assemblies_ballot SET choice = 'against'", "motion 1: the ballots do not add up"),
        ("UPDATE assemblies_secretballot SET choice = 'against'", "motion 2: the ballots do not add up"),
        ("UPDATE assemblies_ballot SET receipt = 'X'", "motion 1: the ballots are not those"),
        ("UPDATE assemblies_motion SET state = 'rejected', enacted_at = NULL", "by its rule it is adopted"),
        ("UPDATE assemblies_motion SET in_favour = 4", "do not add up"),
        ("UPDATE assemblies_motion SET enacted_at = NULL", "nothing says that it was carried out"),
        ("UPDATE assemblies_motion SET roll_count = 10", "the roll has 9 members, not 10"),
        ("UPDATE assemblies_presence SET channel = 'home'", "assembly 1: who was there"),
        ("UPDATE record_act SET verb = 'x'", "no act says"),
    ],
)
@pytest.mark.usefixtures("closed")
def test_what_was_changed_behind_our_backs_is_found(sql, says):
    assert any(says in fault for fault in tampered(sql))


def test_whoever_is_here_is_counted_once():
    hall = hall_of(3)
    Presence.objects.filter(member=hall.people[0]).update(left_at=hall.now)
    hall.now += timedelta(minutes=1)
    hall.everyone_arrives()

    page = assembly_now(hall.people[0], now=hall.now)

    assert page is not None
    assert page.present == 3
