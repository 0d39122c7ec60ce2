"""Round the actions on purpose: what the database itself refuses about deciding, on the engine at hand."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from assemblies.actions import (
    approve_minutes,
    cast_ballot,
    close_assembly,
    close_voting,
)
from assemblies.guards import GUARDS
from assemblies.models import (
    AgendaItem,
    Assembly,
    Ballot,
    HouseRule,
    Minutes,
    Motion,
    Participation,
    Presence,
    RollEntry,
    Seconding,
    SecretBallot,
)
from record import guards
from tests.assemblies.conftest import hall_of
from tests.makers import NOW, make_member

pytestmark = pytest.mark.django_db


def refused(name: str):
    """The database refuses, and names the promise (a SQLite unique constraint names its columns instead)."""
    return _Refused(name)


class _Refused:
    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def __exit__(self, kind, problem, trace) -> bool:
        self.savepoint.__exit__(kind, problem, trace)
        assert problem is not None, f"{self.name} was not refused"
        assert isinstance(problem, DatabaseError), problem
        assert self.name in str(problem) or "UNIQUE constraint failed" in str(problem), problem
        return True


@pytest.fixture
def hall():
    return hall_of(9)


@pytest.fixture
def decided(hall):
    motion = hall.vote()
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)


def test_every_guard_of_this_room_is_in_place():
    assert not guards.missing(connection)
    assert len({guard.name for guard in GUARDS}) == len(GUARDS)


# --- motions ------------------------------------------------------------------------------------------------

ELSEWISE = {
    "state": "rejected",
    "number": 99,
    "kind": "poll",
    "title": "Other",
    "text": "Other",
    "terms": {"other": 1},
    "rule": {"other": 1},
    "is_secret": True,
    "second_call": True,
    "opened_at": NOW - timedelta(days=1),
    "closes_at": NOW + timedelta(days=1),
    "closed_at": NOW + timedelta(days=1),
    "roll_count": 1,
    "present_count": 1,
    "in_favour": 8,
    "against": 8,
    "abstaining": 8,
    "ballots_digest": "x",
    "counted": {"other": 1},
    "enacted_at": None,
}


@pytest.mark.parametrize("field", sorted(ELSEWISE))
def test_a_decided_motion_is_sealed(hall, field):
    from tests.makers import write_house_rule

    write_house_rule(
        "decision.simple",
        {
            "threshold": "1/2",
            "comparison": "more_than",
            "base": "valid_votes",
            "quorum": None,
            "tie": "falls",
        },
    )
    motion = hall.vote()
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    assert motion.enacted_at is not None

    with refused("a_decided_motion_is_sealed"):
        Motion.objects.filter(pk=motion.pk).update(**{field: ELSEWISE[field]})


@pytest.mark.parametrize(
    "change",
    [
        {"rule": {"other": 1}},
        {"is_secret": True},
        {"text": "Other"},
        {"kind": "poll"},
        {"terms": {"other": 1}},
        {"roll_count": 1},
        {"opened_at": NOW},
        {"second_call": True},
        {"state": "on_agenda"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_rule_is_frozen_while_voting(hall, change):
    motion = hall.vote()

    with refused("the_rule_is_frozen_while_voting"):
        Motion.objects.filter(pk=motion.pk).update(**change)


def test_a_motion_is_never_deleted(hall):
    motion = hall.motion()
    AgendaItem.objects.all().delete()

    with refused("a_motion_is_never_deleted"):
        Motion.objects.filter(pk=motion.pk).delete()


def test_a_vote_has_its_rule_frozen(hall):
    with refused("a_vote_has_its_rule_frozen"):
        Motion.objects.filter(pk=hall.motion().pk).update(state="voting")


def test_a_decided_motion_has_its_tally(hall):
    with refused("a_decided_motion_has_its_tally"):
        Motion.objects.filter(pk=hall.vote().pk).update(state="adopted")


def test_only_what_was_adopted_is_enacted(hall):
    with refused("only_what_was_adopted_is_enacted"):
        Motion.objects.filter(pk=hall.vote().pk).update(enacted_at=NOW)


def test_two_motions_never_have_one_number(hall):
    one, two = hall.motion(), hall.motion()

    with refused("assemblies_motion_number"):
        Motion.objects.filter(pk=two.pk).update(number=one.number)


def test_nobody_seconds_twice(hall):
    motion = hall.motion()
    Seconding.objects.create(motion=motion, member=hall.people[1], at=NOW)

    with refused("nobody_seconds_twice"):
        Seconding.objects.create(motion=motion, member=hall.people[1], at=NOW)


# --- the roll -----------------------------------------------------------------------------------------------


def test_a_roll_entry_is_never_changed_deleted_or_added_later(hall):
    motion = hall.vote()
    newcomer = make_member(50)

    with refused("a_roll_entry_is_never_changed"):
        RollEntry.objects.filter(motion=motion).update(excluded_because="because")
    with refused("a_roll_entry_is_never_deleted"):
        RollEntry.objects.filter(motion=motion).delete()
    with refused("a_roll_is_frozen_before_the_vote"):
        RollEntry.objects.create(motion=motion, member=newcomer)


def test_nobody_is_on_a_roll_twice(hall):
    motion = hall.motion()
    RollEntry.objects.create(motion=motion, member=hall.people[0])

    with refused("nobody_is_on_a_roll_twice"):
        RollEntry.objects.create(motion=motion, member=hall.people[0])


# --- ballots ------------------------------------------------------------------------------------------------


def ballot(motion, member, **more):
    about: dict[str, Any] = {
        "choice": "for",
        "key": uuid.uuid4(),
        "receipt": uuid.uuid4().hex[:24],
        "cast_at": NOW,
    }
    return Ballot.objects.create(motion=motion, member=member, **(about | more))


def test_one_member_one_ballot(hall):
    motion = hall.vote()
    ballot(motion, hall.people[0])

    with refused("a_ballot_is_never_replaced"):
        ballot(motion, hall.people[0])
    with refused("a_ballot_is_never_replaced"), connection.cursor() as cursor:
        verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
        cursor.execute(
            f"{verb} INTO assemblies_ballot (motion_id, member_id, choice, channel, key, receipt, cast_at,"
            " earlier) SELECT motion_id, member_id, 'against', channel, key, receipt, cast_at, earlier"
            " FROM assemblies_ballot"
        )


def test_one_member_one_ballot_also_without_the_guards(hall):
    motion = hall.vote()
    ballot(motion, hall.people[0])
    guards.remove(connection)

    with refused("one_member_one_ballot"):
        ballot(motion, hall.people[0])


def test_a_ballot_needs_an_open_vote(hall, decided):
    waiting = hall.motion()
    RollEntry.objects.create(motion=waiting, member=hall.people[1])
    for motion in (decided, waiting, hall.vote(is_secret=True)):
        with refused("a_ballot_needs_an_open_vote"):
            ballot(motion, hall.people[1])


def test_a_ballot_changes_only_while_open(decided):
    with refused("a_ballot_changes_only_while_open"):
        Ballot.objects.filter(motion=decided).update(choice="against")


def test_a_ballot_stays_with_its_member_and_is_never_deleted(hall):
    motion = hall.vote()
    other = hall.vote(title="Other")
    ballot(motion, hall.people[0])

    with refused("a_ballot_stays_with_its_member"):
        Ballot.objects.update(member=hall.people[1])
    with refused("a_ballot_stays_with_its_member"):
        Ballot.objects.update(motion=other)
    with refused("a_ballot_is_never_deleted"):
        Ballot.objects.all().delete()


def test_only_those_on_the_roll_vote(hall):
    stranger = make_member(50, standing="probation")
    open_one, secret = hall.vote(), hall.vote(is_secret=True)

    with refused("only_those_on_the_roll_vote"):
        ballot(open_one, stranger)
    with refused("only_those_on_the_roll_take_part"):
        Participation.objects.create(motion=secret, member=stranger)


def test_a_ballot_is_for_against_or_abstain(hall):
    with refused("a_ballot_is_for_against_or_abstain"):
        ballot(hall.vote(), hall.people[0], choice="maybe")
    with refused("a_secret_ballot_is_for_against_or_abstain"):
        SecretBallot.objects.create(motion=hall.vote(is_secret=True), choice="maybe", receipt="r")


def test_secret_ballots_need_an_open_secret_vote(hall, decided):
    for motion in (decided, hall.vote()):
        with refused("a_participation_needs_an_open_vote"):
            Participation.objects.create(motion=motion, member=hall.people[0])
        with refused("a_secret_ballot_needs_an_open_vote"):
            SecretBallot.objects.create(motion=motion, choice="for", receipt="r")


def test_a_participation_is_once_and_for_ever(hall):
    motion = hall.vote(is_secret=True)
    Participation.objects.create(motion=motion, member=hall.people[0])

    with refused("one_member_one_secret_ballot"):
        Participation.objects.create(motion=motion, member=hall.people[0])
    with refused("a_participation_is_never_changed"):
        Participation.objects.update(member=hall.people[1])
    with refused("a_participation_is_never_deleted"):
        Participation.objects.all().delete()


def test_a_receipt_is_for_one_ballot(hall):
    motion = hall.vote(is_secret=True)
    SecretBallot.objects.create(motion=motion, choice="for", receipt="r")

    with refused("a_receipt_is_for_one_ballot"):
        SecretBallot.objects.create(motion=motion, choice="for", receipt="r")


def test_a_secret_ballot_of_a_decided_motion_stays(hall):
    motion = hall.vote(is_secret=True)
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    with refused("a_secret_ballot_changes_only_while_open"):
        SecretBallot.objects.update(choice="against")
    with refused("a_secret_ballot_outlives_its_vote"):
        SecretBallot.objects.all().delete()


# --- house rules, minutes, assemblies, presence -------------------------------------------------------------


def test_a_house_rule_is_never_changed_deleted_or_replaced(hall):
    rule = HouseRule.objects.create(key="k", value=1, in_force_from=date(2026, 1, 1))

    with refused("a_house_rule_is_never_changed"):
        HouseRule.objects.filter(pk=rule.pk).update(value=2)
    with refused("a_house_rule_is_never_deleted"):
        HouseRule.objects.filter(pk=rule.pk).delete()
    with refused("a_house_rule_is_never_replaced"):
        HouseRule.objects.create(pk=rule.pk, key="k", value=2, in_force_from=date(2026, 1, 1))


def test_approved_minutes_are_sealed_and_no_minutes_are_deleted(hall):
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    minutes = Minutes.objects.get()
    with refused("minutes_are_never_deleted"):
        Minutes.objects.all().delete()
    approve_minutes(
        minutes_id=minutes.pk, notes="", unsigned_because="In a hurry.", actor=hall.chair, now=hall.now
    )

    with refused("approved_minutes_are_sealed"):
        Minutes.objects.update(notes="Something else")


def test_an_arrival_is_never_rewritten_or_deleted(hall):
    stay = Presence.objects.filter(member=hall.people[0])
    with refused("an_arrival_is_never_rewritten"):
        stay.update(arrived_at=NOW - timedelta(hours=1))
    with refused("an_arrival_is_never_rewritten"):
        stay.update(member=make_member(50))
    with refused("an_arrival_is_never_deleted"):
        stay.delete()
    stay.update(left_at=hall.now)

    with refused("an_arrival_is_never_rewritten"):
        stay.update(left_at=None)


def test_nobody_is_present_twice_and_one_leaves_after_arriving(hall):
    with refused("nobody_is_present_twice"):
        Presence.objects.create(assembly=hall.assembly, member=hall.people[0], channel="home", arrived_at=NOW)
    with refused("one_leaves_after_arriving"):
        Presence.objects.filter(member=hall.people[0]).update(left_at=NOW - timedelta(days=1))


def test_one_weekly_assembly_a_day_that_lasts_and_says_when_it_closed(hall):
    about: dict[str, Any] = {
        "kind": "weekly",
        "place": "",
        "convoked_at": NOW,
        "starts_at": NOW,
        "ends_at": NOW + timedelta(hours=1),
        "starts_on": date(2026, 4, 2),
        "hall_code": "1",
    }
    Assembly.objects.create(number=50, **about)

    with refused("one_weekly_assembly_a_day"):
        Assembly.objects.create(number=51, **about)
    with refused("an_assembly_lasts"):
        Assembly.objects.create(number=52, **(about | {"ends_at": NOW, "starts_on": date(2026, 4, 9)}))
    with refused("a_closed_assembly_says_when"):
        Assembly.objects.filter(number=50).update(state="closed")
    with refused("assemblies_assembly_number"):
        Assembly.objects.create(number=50, **(about | {"starts_on": date(2026, 4, 9)}))


def test_one_item_in_each_place_and_a_motion_on_one_agenda(hall):
    motion = hall.motion()
    item = motion.agenda_items.get()

    with refused("one_item_in_each_place_of_the_agenda"):
        AgendaItem.objects.create(assembly=hall.assembly, position=item.position, title="Other")
    with refused("a_motion_is_on_one_agenda_at_a_time"):
        AgendaItem.objects.create(assembly=hall.assembly, position=77, title="Again", motion=motion)


def test_a_refusal_of_a_guard_is_an_integrity_error(decided):
    """Actions catch it as such, on both engines."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.filter(motion=decided).update(choice="against")
