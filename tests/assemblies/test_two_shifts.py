"""Two shifts and a recess, past midnight: one roll, one window, one result, counted once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from assemblies.actions import (
    arrive,
    cast_ballot,
    close_voting,
    convoke_weekly,
    count_box,
    depart,
    draft_motion,
    hand_paper,
    open_assembly,
    open_voting,
    put_on_agenda,
    recess_assembly,
    resume_assembly,
    table_motion,
)
from assemblies.models import Assembly, Motion, Presence
from assemblies.reports import faults
from assemblies.tasks import do_what_is_due
from members.models import Member, Membership, Standing
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import LAST_WEEK
from tests.makers import give_power, make_coop, make_member, make_voters, write_house_rule

pytestmark = pytest.mark.django_db


def local(hour: int, minute: int = 0) -> datetime:
    """A moment of the night from Thursday 5 to Friday 6 March; the town is three hours behind UTC."""
    day = 5 if hour >= 12 else 6
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) + timedelta(hours=3)


@dataclass
class Night:
    """An assembly from 21:30 to 6:30: ten of the evening shift, ten of the night shift."""

    assembly: Assembly
    people: list[Member]

    @property
    def evening(self) -> list[Member]:
        return self.people[:10]

    @property
    def late(self) -> list[Member]:
        return self.people[10:]

    @property
    def chair(self) -> Member:
        return self.people[0]

    def come(self, people: list[Member], at: datetime) -> None:
        for person in people:
            arrive(assembly_id=self.assembly.pk, member=person, channel="home", actor=person, now=at)

    def go(self, people: list[Member], at: datetime) -> None:
        for person in people:
            depart(assembly_id=self.assembly.pk, member=person, now=at, actor=person)

    def vote(self, **about: Any) -> Motion:
        """A motion voted from 21:40 to 6:00."""
        motion = draft_motion(
            kind="decision",
            title="Two forklifts",
            text="Buy two electric forklifts.",
            terms={},
            proposer=self.people[0],
            now=LAST_WEEK,
            **about,
        )
        table_motion(motion_id=motion.pk, actor=None, now=LAST_WEEK)
        motion.refresh_from_db()
        if motion.assembly_id is None:
            put_on_agenda(motion_id=motion.pk, assembly_id=self.assembly.pk, actor=None, now=LAST_WEEK)
        return open_voting(motion_id=motion.pk, closes_at=local(6), actor=self.chair, now=local(21, 40))

    def cast(self, motion: Motion, people: list[Member], choice: str, at: datetime) -> None:
        for person in people:
            cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=at)


@pytest.fixture
def night(db: None) -> Night:
    make_coop()
    write_house_rule("assembly.seconders", 0)
    write_house_rule(
        "assembly.weekly",
        {"weekday": 3, "starts": "21:30", "ends": "06:30", "place": "", "convoked_days_before": 6},
    )
    people = make_voters(20)
    give_power(people[0], "assemblies.chair", "assemblies.count_hands", "assemblies.keep_door")
    give_power(people[1], "assemblies.count_hands")
    assembly = convoke_weekly(now=LAST_WEEK + timedelta(hours=12))
    assert assembly is not None
    assert (assembly.starts_at, assembly.ends_at) == (local(21, 30), local(6, 30))
    night = Night(
        assembly=open_assembly(assembly_id=assembly.pk, actor=None, now=local(21, 30)), people=people
    )
    night.come(night.evening, local(21, 30))
    return night


@pytest.mark.parametrize("is_secret", [False, True])
def test_both_shifts_and_the_recess_between_them_are_one_vote(night, is_secret):
    motion = night.vote(is_secret=is_secret)
    roll = set(motion.roll.values_list("member_id", flat=True))

    night.cast(motion, night.evening[:8], "for", local(21, 50))
    night.go(night.evening[1:], local(22, 15))
    recess_assembly(assembly_id=night.assembly.pk, actor=night.chair, now=local(22, 30))
    night.come(night.late[:1], local(0, 30))
    night.cast(motion, night.late[:1], "against", local(0, 31))  # in the recess, past midnight
    resume_assembly(assembly_id=night.assembly.pk, actor=night.chair, now=local(4, 50))
    night.come(night.late[1:], local(5))
    night.cast(motion, night.late[1:7], "against", local(5, 30))
    do_what_is_due(now=local(6))

    motion.refresh_from_db()
    assert (motion.in_favour, motion.against, motion.present_count, motion.roll_count) == (8, 7, 20, 20)
    assert motion.state == "adopted"  # 8 of the 15 who took a side
    assert motion.closed_at == local(6)
    assert set(motion.roll.values_list("member_id", flat=True)) == roll
    assert faults() == []


def test_the_roll_is_that_of_the_opening_whatever_happens_at_midnight(night):
    motion = night.vote()
    newcomer = make_member(21, "Nahuel Ibarra", from_on=date(2026, 3, 6))
    leaver = night.late[0]
    Membership.objects.filter(member=leaver).update(until_on=date(2026, 3, 6))
    Membership.objects.create(
        member=leaver, standing=Standing.SUSPENDED, from_on=date(2026, 3, 6), because="import"
    )

    night.come([newcomer, leaver], local(0, 30))
    with pytest.raises(Refused, match="not on the roll"):
        night.cast(motion, [newcomer], "for", local(0, 31))
    night.cast(motion, [leaver], "for", local(0, 31))
    do_what_is_due(now=local(6))

    motion.refresh_from_db()
    assert (motion.roll_count, motion.in_favour) == (20, 1)
    assert motion.present_count == 11  # the evening shift and who is suspended since midnight; no newcomer


def test_who_stays_twice_is_present_once_and_who_left_before_the_vote_is_not(night):
    early = night.late[5]
    night.come([early], local(21, 31))
    night.go([early], local(21, 35))
    motion = night.vote()
    both = night.evening[3]
    night.go([both], local(22))
    night.come([both], local(5))

    do_what_is_due(now=local(6))

    motion.refresh_from_db()
    assert Presence.objects.filter(member=both).count() == 2
    assert motion.present_count == 10


def test_a_vote_changed_in_the_other_shift_counts_once(night):
    motion = night.vote()
    night.cast(motion, night.evening[:1], "for", local(21, 50))
    night.cast(motion, night.evening[:1], "against", local(5, 30))

    do_what_is_due(now=local(6))

    motion.refresh_from_db()
    assert (motion.in_favour, motion.against) == (0, 1)


@pytest.mark.parametrize("is_secret", [False, True])
def test_closing_counts_once_however_often_and_by_whomever(night, is_secret):
    motion = night.vote(is_secret=is_secret)
    night.cast(motion, night.evening, "for", local(21, 50))
    night.come(night.late, local(5))
    night.cast(motion, night.late[:1], "for", local(5, 1))

    closings = [
        close_voting(motion_id=motion.pk, actor=None, now=local(6)),
        close_voting(motion_id=motion.pk, actor=night.chair, now=local(6, 1)),
        close_voting(motion_id=motion.pk, actor=None, now=local(6, 20)),
    ]
    for minute in (2, 3, 30):
        do_what_is_due(now=local(6, minute))

    kept = {(m.state, m.in_favour, m.present_count, m.closed_at, m.ballots_digest) for m in closings}
    motion.refresh_from_db()
    assert kept == {("adopted", 11, 20, local(6), motion.ballots_digest)}
    assert Act.objects.filter(verb="assemblies.voting.closed").count() == 1
    assert faults() == []


def test_the_clock_that_comes_late_closes_at_the_hour_that_was_said(night):
    motion = night.vote()
    with pytest.raises(Refused, match="Too late"):
        night.cast(motion, night.evening[:1], "for", local(6))
    night.come(night.late, local(6, 10))

    do_what_is_due(now=local(6, 20))

    motion.refresh_from_db()
    assert (motion.closed_at, motion.present_count) == (local(6), 10)


def test_paper_of_one_shift_and_phones_of_the_other_are_one_result(night):
    motion = night.vote()
    hand_paper(
        motion_id=motion.pk, numbers=[p.number for p in night.evening[2:6]], actor=night.chair, now=local(22)
    )
    night.come(night.late, local(5))
    night.cast(motion, night.late, "for", local(5, 30))
    do_what_is_due(now=local(6, 1))
    assert Motion.objects.get(pk=motion.pk).state == "voting"
    for minute, actor in ((5, night.chair), (6, night.people[1])):
        count_box(motion_id=motion.pk, in_favour=3, against=1, blank=0, actor=actor, now=local(6, minute))

    do_what_is_due(now=local(6, 7))

    motion.refresh_from_db()
    assert (motion.in_favour, motion.against, motion.present_count) == (13, 1, 20)
    assert (motion.state, motion.closed_at) == ("adopted", local(6))


def test_the_assembly_waits_for_its_box_and_then_closes_at_the_end_of_its_window(night):
    motion = night.vote()
    hand_paper(motion_id=motion.pk, numbers=[3], actor=night.chair, now=local(22))
    do_what_is_due(now=local(6, 40))
    night.assembly.refresh_from_db()
    assert night.assembly.state == "open"

    for actor in night.people[:2]:
        count_box(motion_id=motion.pk, in_favour=1, against=0, blank=0, actor=actor, now=local(6, 45))
    do_what_is_due(now=local(6, 50))

    night.assembly.refresh_from_db()
    assert (night.assembly.state, night.assembly.closed_at) == ("closed", local(6, 30))
    assert faults() == []
