"""The kinds of motion of this room, from their terms to what they change."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from assemblies import kinds
from assemblies.actions import cast_ballot, close_voting, draft_motion
from assemblies.house_rules import SECONDERS, in_force
from assemblies.models import HouseRule
from assemblies.reports import faults, rules_in_force
from members.models import Member, Standing
from record.rules import Refused
from tests.assemblies.conftest import LAST_WEEK, hall_of
from tests.makers import NOW, make_coop, make_member, make_voters

pytestmark = pytest.mark.django_db


def passed(hall, choices="for", **about):
    motion = hall.vote(**about)
    for person in hall.people:
        cast_ballot(motion_id=motion.pk, member=person, choice=choices, key=uuid.uuid4(), now=hall.now)
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)


def test_the_kinds_of_this_room_are_known():
    codes = {kind.code for kind in kinds.all_kinds()}
    assert {"decision", "poll", "house_rule", "admission"} <= codes


def test_two_kinds_never_share_a_code():
    class Impostor(kinds.Kind):
        code = "decision"
        label = "Impostor"

    with pytest.raises(ValueError, match="decision"):
        kinds.register(Impostor())


def test_a_plain_decision_is_carried_out_by_people():
    motion = passed(hall_of(9))

    assert (motion.state, motion.enacted_at) == ("adopted", motion.closed_at)


def test_a_poll_binds_nobody():
    motion = passed(hall_of(9), kind="poll")

    assert (motion.state, motion.enacted_at) == ("adopted", None)
    assert faults() == []


def test_a_house_rule_is_in_force_from_its_day():
    hall = hall_of(9)
    terms: dict[str, Any] = {
        "key": "assembly.seconders",
        "value": 5,
        "from_on": "2026-04-01",
        "review_on": "2026-11-30",
    }

    motion = passed(hall, kind="house_rule", terms=terms)

    assert motion.state == "adopted"
    assert motion.rule["threshold"] == "2/3"
    assert in_force(SECONDERS, on=date(2026, 3, 31)) == 0
    assert in_force(SECONDERS, on=date(2026, 4, 1)) == 5
    rule = HouseRule.objects.get(motion=motion)
    assert rule.review_on == motion.review_on == date(2026, 11, 30)
    page = {rule.rule_type.key: rule for rule in rules_in_force(on=date(2026, 3, 31))}
    assert page["assembly.seconders"].coming == [rule]
    assert faults() == []


def test_a_rule_whose_day_has_passed_when_it_is_adopted_is_in_force_that_day():
    hall = hall_of(9)
    terms: dict[str, Any] = {
        "key": "assembly.seconders",
        "value": 5,
        "from_on": LAST_WEEK.date(),
    }

    passed(hall, kind="house_rule", terms=terms)

    assert HouseRule.objects.get(value=5).in_force_from == date(2026, 3, 5)


def test_a_rejected_house_rule_changes_nothing():
    hall = hall_of(9)

    passed(hall, "against", kind="house_rule", terms={"key": "assembly.seconders", "value": 5})

    assert not HouseRule.objects.filter(value=5).exists()


def test_a_house_rule_of_yesterday_or_reviewed_before_it_begins_is_refused():
    make_coop()
    (zulema,) = make_voters(1)
    about: dict[str, Any] = {
        "kind": "house_rule",
        "title": "T",
        "text": "T",
        "proposer": zulema,
        "now": NOW,
    }
    terms: dict[str, Any] = {
        "key": "assembly.seconders",
        "value": 5,
    }

    with pytest.raises(Refused, match="today or later"):
        draft_motion(**about, terms=terms | {"from_on": "2026-03-04"})
    with pytest.raises(Refused, match="reviewed after"):
        draft_motion(**about, terms=terms | {"review_on": "2026-03-05"})
    with pytest.raises(Refused, match="year-month-day"):
        draft_motion(**about, terms=terms | {"from_on": "tomorrow"})


def test_the_preview_of_a_house_rule_says_what_it_is_and_what_it_would_be():
    hall = hall_of(9)
    motion = hall.motion(kind="house_rule", terms={"key": "assembly.seconders", "value": 5})

    (change,) = kinds.kind_of(motion).preview(motion, reader=hall.people[0], on=date(2026, 3, 5))

    assert (str(change.what), change.now, change.then) == ("Members who must second a motion", "0", "5")


def test_an_admission_is_secret_and_only_for_somebody_on_probation():
    hall = hall_of(9)
    nahuel = make_member(50, "Nahuel Ibarra", standing=Standing.PROBATION)

    motion = hall.vote(kind="admission", terms={"number": 50})

    assert motion.is_secret
    (change,) = kinds.kind_of(motion).preview(motion, reader=nahuel, on=date(2026, 3, 5))
    assert change.mine
    assert (str(change.now), str(change.then)) == ("on probation", "member")
    with pytest.raises(Refused, match="Nobody on probation"):
        hall.motion(kind="admission", terms={"number": 1})


def test_whoever_is_admitted_votes_from_then_on():
    hall = hall_of(9)
    nahuel = make_member(50, "Nahuel Ibarra", standing=Standing.PROBATION)

    motion = passed(hall, kind="admission", terms={"number": 50})

    assert motion.enacted_at is not None
    assert nahuel in Member.objects.with_vote(on=date(2026, 3, 5) + timedelta(days=1))
    assert faults() == []
