"""Secret ballots: who voted is known, what was cast is known, and nothing joins the two."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assemblies.actions import cast_ballot, close_voting, count_hands
from assemblies.models import Ballot, Participation, SecretBallot
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import hall_of
from tests.makers import write_house_rule

pytestmark = pytest.mark.django_db


def secret_vote(people=9, **more):
    hall = hall_of(people)
    return hall, hall.vote(is_secret=True, **more)


def cast(motion, member, choice="for", *, key=None, now=None, **more):
    return cast_ballot(
        motion_id=motion.pk,
        member=member,
        choice=choice,
        key=key or uuid.uuid4(),
        now=now or motion.opened_at + timedelta(minutes=1),
        **more,
    )


def test_who_voted_and_what_was_cast_share_nothing_but_the_motion():
    hall, motion = secret_vote()

    cast(motion, hall.people[0], "against")

    assert not Ballot.objects.exists()
    assert Participation.objects.get().member == hall.people[0]
    assert SecretBallot.objects.get().choice == "against"
    columns = {
        table: {field.column for field in table._meta.get_fields() if hasattr(field, "column")}
        for table in (Participation, SecretBallot)
    }
    assert columns[Participation] & columns[SecretBallot] == {"id", "motion_id"}
    assert columns[Participation] == {"id", "motion_id", "member_id"}
    assert columns[SecretBallot] == {"id", "motion_id", "choice", "preferences", "receipt"}


def test_nothing_is_written_in_the_record_when_somebody_votes():
    hall, motion = secret_vote()
    before = Act.objects.count()

    cast(motion, hall.people[0])

    assert Act.objects.count() == before


def test_the_same_request_again_gets_the_same_receipt():
    hall, motion = secret_vote()
    key = uuid.uuid4()

    first = cast(motion, hall.people[0], "for", key=key)
    again = cast(motion, hall.people[0], "against", key=key)

    assert (again.receipt, again.choice, again.is_new) == (first.receipt, "for", False)
    assert (Participation.objects.count(), SecretBallot.objects.count()) == (1, 1)


def test_a_secret_ballot_changes_with_its_receipt_and_only_with_it():
    hall, motion = secret_vote()
    zulema = hall.people[0]
    first = cast(motion, zulema, "for")

    with pytest.raises(Refused, match="type the receipt"):
        cast(motion, zulema, "against")
    with pytest.raises(Refused, match="No vote has that receipt"):
        cast(motion, zulema, "against", previous_receipt="A" * 16)
    with pytest.raises(Refused, match="type the receipt"):
        cast(motion, zulema, "against", previous_receipt="\x00")
    key = uuid.uuid4()
    changed = cast(motion, zulema, "against", key=key, previous_receipt=first.receipt.lower())
    repeat = cast(motion, zulema, "against", key=key, previous_receipt=first.receipt)

    assert not changed.is_new
    assert changed.receipt != first.receipt
    assert repeat == changed
    assert SecretBallot.objects.get().choice == "against"


def test_a_late_repeat_of_a_changed_secret_ballot_changes_nothing():
    hall, motion = secret_vote()
    zulema, old_key = hall.people[0], uuid.uuid4()
    first = cast(motion, zulema, "for", key=old_key)
    cast(motion, zulema, "against", previous_receipt=first.receipt)

    with pytest.raises(Refused, match="type the receipt"):
        cast(motion, zulema, "for", key=old_key)

    assert SecretBallot.objects.get().choice == "against"


def test_whoever_has_not_voted_changes_nobodys_ballot():
    hall, motion = secret_vote()
    first = cast(motion, hall.people[0], "for")

    with pytest.raises(Refused, match="have not voted"):
        cast(motion, hall.people[1], "against", previous_receipt=first.receipt)

    assert SecretBallot.objects.get().choice == "for"


def test_a_secret_ballot_does_not_change_where_our_rules_say_so():
    hall = hall_of(9)
    write_house_rule("ballot.changeable", False)
    motion = hall.vote(is_secret=True)
    first = cast(motion, hall.people[0])

    with pytest.raises(Refused, match="cannot be changed"):
        cast(motion, hall.people[0], "against", previous_receipt=first.receipt)


def test_a_late_secret_ballot_is_refused_with_the_time():
    hall, motion = secret_vote(minutes=30)
    with pytest.raises(Refused, match="Too late"):
        cast(motion, hall.people[0], now=motion.closes_at)
    close_voting(motion_id=motion.pk, actor=None, now=motion.closes_at)

    with pytest.raises(Refused, match="Too late"):
        cast(motion, hall.people[0], now=motion.closes_at - timedelta(seconds=1))

    assert not Participation.objects.exists()


def test_at_closing_the_ballots_are_new_rows_in_another_order():
    hall, motion = secret_vote(30)
    receipts = [cast(motion, person).receipt for person in hall.people]
    before = set(SecretBallot.objects.values_list("pk", flat=True))

    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=9))

    with connection.cursor() as cursor:  # the order in which the engine keeps them
        place = "rowid" if connection.vendor == "sqlite" else "ctid"
        cursor.execute(f"SELECT receipt FROM assemblies_secretballot ORDER BY {place}")
        kept = [row[0] for row in cursor.fetchall()]
    assert sorted(kept) == sorted(receipts)
    assert kept != receipts  # one chance in 30! of failing
    assert not before & set(SecretBallot.objects.values_list("pk", flat=True))


def test_a_secret_vote_is_counted_like_an_open_one():
    hall, motion = secret_vote()
    for person, choice in zip(hall.people, ["for"] * 5 + ["against"] * 2 + ["abstain"], strict=False):
        cast(motion, person, choice)

    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=9))

    assert (motion.in_favour, motion.against, motion.abstaining, motion.present_count) == (5, 2, 1, 9)
    assert motion.state == "adopted"


def test_hands_are_not_counted_in_a_secret_vote():
    hall, motion = secret_vote()

    with pytest.raises(Refused, match="secret"):
        count_hands(motion_id=motion.pk, choices={1: "for"}, actor=hall.chair, now=hall.now)


def test_kinds_that_our_rules_name_are_secret():
    hall = hall_of(9)
    write_house_rule("ballot.secret_kinds", ["decision"])

    assert hall.vote().is_secret


def test_casting_a_secret_ballot_asks_one_question_and_writes_two_rows():
    hall, motion = secret_vote()

    with CaptureQueriesContext(connection) as asked:
        cast(motion, hall.people[0])

    words = [query["sql"].split()[0] for query in asked.captured_queries]
    assert [word for word in words if word in ("SELECT", "INSERT", "UPDATE")] == [
        "SELECT",
        "INSERT",
        "INSERT",
    ]
