"""Which step may follow which, who may take it, and when: without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assemblies.models import AssemblyState, MotionState
from assemblies.rules import agenda, presence, states, texts, voting

NOW = datetime(2026, 3, 5, 16, 30, tzinfo=UTC)
ZONE = ZoneInfo("America/Argentina/Buenos_Aires")


class Person:
    def __init__(self, *powers):
        self.powers = powers

    def has_perm(self, perm, obj=None):
        return perm in self.powers


ZULEMA = Person()
DELIA = Person(states.CHAIR, states.CONVOKE)


def test_the_tables_know_every_state_and_no_other():
    assert set(states.ASSEMBLY_STEPS) == set(AssemblyState.values)
    assert set(states.MOTION_STEPS) == set(MotionState.values)
    for table in (states.ASSEMBLY_STEPS, states.MOTION_STEPS):
        assert set().union(*table.values()) <= set(table)


@pytest.mark.parametrize("state", MotionState.values)
@pytest.mark.parametrize("to", MotionState.values)
def test_a_step_that_is_not_in_the_table_has_a_sentence(state, to):
    reason = states.why_not_motion_step(state, to)
    assert (reason is None) == (to in states.MOTION_STEPS[state])
    assert reason is None or str(reason).endswith(".")


@pytest.mark.parametrize("state", ["adopted", "rejected", "no_quorum", "tied", "withdrawn"])
def test_nothing_follows_a_decision(state):
    assert not states.MOTION_STEPS[state]


def test_an_assembly_opens_at_its_hour_by_the_clock_or_by_the_chair():
    for actor in (None, DELIA):
        assert states.why_not_open(state="convoked", starts_at=NOW, actor=actor, now=NOW) is None
        assert "too early" in str(
            states.why_not_open(state="convoked", starts_at=NOW + timedelta(minutes=1), actor=actor, now=NOW)
        )
    assert "chairs" in str(states.why_not_open(state="convoked", starts_at=NOW, actor=ZULEMA, now=NOW))


@pytest.mark.parametrize("state", ["open", "recess", "closed", "cancelled"])
def test_an_assembly_opens_once(state):
    assert states.why_not_open(state=state, starts_at=NOW, actor=DELIA, now=NOW)


def convoke(**change):
    about: dict[str, Any] = {
        "kind": "weekly",
        "starts_at": NOW + timedelta(days=20),
        "ends_at": NOW + timedelta(days=20, hours=8),
        "notice": timedelta(0),
        "from_home": True,
        "home_allowed": True,
        "actor": DELIA,
        "now": NOW,
    }
    return states.why_not_convoke(**(about | change))


def test_whoever_convokes_calls_an_assembly_in_time():
    assert convoke() is None
    assert convoke(kind="legal_ordinary", notice=timedelta(days=20)) is None
    assert "21 days" in str(convoke(kind="legal_ordinary", notice=timedelta(days=21)))
    soon: dict[str, Any] = {
        "starts_at": NOW + timedelta(hours=1),
        "ends_at": NOW + timedelta(hours=2),
        "notice": timedelta(hours=2),
    }
    assert "2 hours" in str(convoke(kind="emergency", **soon))


def test_an_assembly_that_makes_no_sense_is_not_called():
    assert "no such kind" in str(convoke(kind="party"))
    assert "convoking" in str(convoke(actor=ZULEMA))
    assert "ends after" in str(convoke(ends_at=NOW + timedelta(days=20)))
    assert "later than now" in str(convoke(starts_at=NOW))
    assert "three days" in str(convoke(ends_at=NOW + timedelta(days=30)))
    assert "within the year" in str(
        convoke(starts_at=NOW + timedelta(days=900), ends_at=NOW + timedelta(days=901))
    )
    assert "from home" in str(convoke(home_allowed=False))


def test_the_second_call_waits_for_its_hour_and_for_too_few_of_us():
    about: dict[str, Any] = {"state": "open", "due_at": NOW, "called_at": None, "actor": None, "now": NOW}
    assert states.why_not_second_call(**about) is None
    assert "too early" in str(states.why_not_second_call(**(about | {"now": NOW - timedelta(seconds=1)})))
    assert "enough of us" in str(states.why_not_second_call(**(about | {"due_at": None})))
    assert "open already" in str(states.why_not_second_call(**(about | {"called_at": NOW})))
    assert "chairs" in str(states.why_not_second_call(**(about | {"actor": ZULEMA})))
    assert states.why_not_second_call(**(about | {"state": "closed"}))


def test_an_assembly_closes_without_open_votes_by_the_chair_or_at_its_end():
    about: dict[str, Any] = {"state": "open", "ends_at": NOW, "open_votes": 0, "actor": None, "now": NOW}
    assert states.why_not_close(**about) is None
    early: dict[str, Any] = about | {"now": NOW - timedelta(hours=1)}
    assert "not ended" in str(states.why_not_close(**early))
    assert states.why_not_close(**(early | {"actor": DELIA})) is None
    assert "vote is still open" in str(states.why_not_close(**(about | {"open_votes": 1})))
    assert "chairs" in str(states.why_not_close(**(about | {"actor": ZULEMA})))


def test_a_recess_is_between_two_openings():
    assert states.why_not_recess(state="open", actor=DELIA, now=NOW) is None
    assert states.why_not_recess(state="recess", actor=DELIA, now=NOW)
    assert states.why_not_resume(state="recess", actor=DELIA, now=NOW) is None
    assert states.why_not_resume(state="open", actor=DELIA, now=NOW)
    assert states.why_not_resume(state="recess", actor=ZULEMA, now=NOW)
    assert states.why_not_recess(state="open", actor=ZULEMA, now=NOW)
    assert states.why_not_cancel(state="open", actor=DELIA, now=NOW)
    assert states.why_not_cancel(state="convoked", actor=ZULEMA, now=NOW)


def next_meeting(now, days_before=6):
    return agenda.next_meeting(weekday=3, starts=time(13, 30), days_before=days_before, zone=ZONE, now=now)


def test_the_weekly_assembly_of_thursday_is_called_from_friday_on():
    thursday = date(2026, 3, 12)
    friday = datetime(2026, 3, 6, 0, 0, tzinfo=ZONE)
    assert next_meeting(friday) == thursday
    assert next_meeting(friday - timedelta(minutes=1)) is None
    assert next_meeting(friday, days_before=2) is None
    assert next_meeting(datetime(2026, 3, 12, 13, 29, tzinfo=ZONE)) == thursday


def test_nobody_is_called_to_an_assembly_that_has_begun():
    assert next_meeting(datetime(2026, 3, 12, 13, 30, tzinfo=ZONE)) is None


def test_the_agenda_of_thursday_closes_on_tuesday():
    starts = datetime(2026, 3, 12, 13, 30, tzinfo=ZONE)
    closes = agenda.agenda_closes_at(starts_at=starts, weekday=1, at=time(20), zone=ZONE)
    assert closes == datetime(2026, 3, 10, 20, 0, tzinfo=ZONE)


def test_an_agenda_that_closes_on_the_day_itself_closes_before_the_hour():
    starts = datetime(2026, 3, 12, 13, 30, tzinfo=ZONE)
    closes = agenda.agenda_closes_at(starts_at=starts, weekday=3, at=time(20), zone=ZONE)
    assert closes == datetime(2026, 3, 5, 20, 0, tzinfo=ZONE)


def test_the_agenda_by_law_is_fixed_with_the_notice():
    starts = datetime(2026, 4, 24, 17, 0, tzinfo=ZONE)
    closes = agenda.legal_agenda_closes_at(starts_at=starts, notice_days=15, zone=ZONE)
    assert closes == datetime(2026, 4, 10, 0, 0, tzinfo=ZONE)


def put(**change):
    about: dict[str, Any] = {
        "motion_state": "tabled",
        "kind_only_in": (),
        "is_waiting": False,
        "seconds": 3,
        "seconds_needed": 3,
        "assembly_kind": "weekly",
        "assembly_state": "convoked",
        "closes_at": NOW + timedelta(days=1),
        "is_amendment_here": False,
        "actor": DELIA,
        "now": NOW,
    }
    return agenda.why_not_put_on_agenda(**(about | change))


def test_what_has_its_seconders_reaches_the_agenda_until_it_closes():
    assert put() is None
    assert "2 of the 3" in str(put(seconds=2))
    assert put(seconds=2, actor=None) is None
    assert "next one" in str(put(closes_at=NOW))
    assert put(closes_at=NOW, is_amendment_here=True) is None
    assert put(closes_at=None) is None
    assert "chairs or convokes" in str(put(actor=ZULEMA))
    assert "over" in str(put(assembly_state="closed"))
    assert "draft" in str(put(motion_state="draft"))
    assert put(motion_state="on_agenda", is_waiting=True) is None
    assert "already" in str(put(motion_state="on_agenda"))


def test_a_weekly_assembly_cannot_take_what_the_law_reserves():
    reserved: dict[str, Any] = {"kind_only_in": ("legal_ordinary",)}
    assert "a weekly one cannot" in str(put(**reserved))
    assert put(**reserved, assembly_kind="legal_ordinary", seconds=0) is None
    assert "cannot decide this kind" in str(put(kind_only_in=("emergency",)))


def test_only_a_member_with_a_vote_seconds_what_somebody_else_tabled():
    assert agenda.why_not_second(state="tabled", is_proposer=False, has_vote=True) is None
    assert "others second" in str(agenda.why_not_second(state="tabled", is_proposer=True, has_vote=True))
    assert "with a vote" in str(agenda.why_not_second(state="tabled", is_proposer=False, has_vote=False))
    assert "no more" in str(agenda.why_not_second(state="voting", is_proposer=False, has_vote=True))
    assert "draft" in str(agenda.why_not_second(state="draft", is_proposer=False, has_vote=True))


def arrive(**change):
    about: dict[str, Any] = {
        "assembly_state": "open",
        "belongs": True,
        "channel": "hall_code",
        "from_home": False,
        "code_matches": True,
        "is_own_arrival": True,
        "actor": ZULEMA,
        "now": NOW,
    }
    return presence.why_not_arrive(**(about | change))


def test_one_arrives_with_the_code_from_home_where_allowed_or_at_the_door():
    assert arrive() is None
    assert arrive(assembly_state="recess") is None
    assert "not the code" in str(arrive(code_matches=False))
    assert "hall only" in str(arrive(channel="home"))
    assert arrive(channel="home", from_home=True) is None
    assert "keeps the door" in str(arrive(channel="door"))
    assert arrive(channel="door", actor=Person(states.KEEP_DOOR), is_own_arrival=False) is None
    assert "for themselves" in str(arrive(is_own_arrival=False))
    assert "belong" in str(arrive(belongs=False))
    assert "not begun" in str(arrive(assembly_state="convoked"))
    assert "over" in str(arrive(assembly_state="closed"))
    assert "no such way" in str(arrive(channel="telepathy"))


def test_a_code_is_the_same_with_spaces():
    assert presence.same_code(" 123 456 ", "123456")
    assert not presence.same_code("123457", "123456")
    assert not presence.same_code("ñ\udcff", "123456")


def open_voting(**change):
    about: dict[str, Any] = {
        "motion_state": "on_agenda",
        "assembly_kind": "weekly",
        "assembly_state": "open",
        "assembly_ends_at": NOW + timedelta(hours=8),
        "closes_at": NOW + timedelta(hours=1),
        "only_in": (),
        "open_amendments": 0,
        "voters": 9,
        "present": 0,
        "quorum": 5,
        "actor": DELIA,
        "now": NOW,
    }
    return voting.why_not_open_voting(**(about | change))


def test_the_chair_opens_a_vote_within_the_window():
    assert open_voting() is None
    assert open_voting(closes_at=NOW + timedelta(hours=8)) is None
    assert "chairs" in str(open_voting(actor=ZULEMA))
    assert "before the assembly ends" in str(open_voting(closes_at=NOW + timedelta(hours=9)))
    assert "later than now" in str(open_voting(closes_at=NOW))
    assert "recess" in str(open_voting(assembly_state="recess"))
    assert "not open" in str(open_voting(assembly_state="convoked"))
    assert "amendments" in str(open_voting(open_amendments=1))
    assert "Nobody" in str(open_voting(voters=0))
    assert "not on an agenda" in str(open_voting(motion_state="tabled"))
    assert "being voted" in str(open_voting(motion_state="voting"))


def test_by_law_the_quorum_is_there_before_the_vote_and_weekly_when_it_closes():
    assert open_voting(assembly_kind="weekly", present=4) is None
    assert "5 are needed" in str(open_voting(assembly_kind="legal_ordinary", present=4))
    assert open_voting(assembly_kind="legal_ordinary", present=5) is None
    assert "a weekly one cannot" in str(open_voting(only_in=("legal_ordinary",)))


def test_a_vote_closes_by_the_chair_or_at_its_time():
    about: dict[str, Any] = {"motion_state": "voting", "closes_at": NOW, "actor": None, "now": NOW}
    assert voting.why_not_close_voting(**about) is None
    early: dict[str, Any] = about | {"now": NOW - timedelta(seconds=1)}
    assert "still open" in str(voting.why_not_close_voting(**early))
    assert voting.why_not_close_voting(**(early | {"actor": DELIA})) is None
    assert "chairs" in str(voting.why_not_close_voting(**(about | {"actor": ZULEMA})))
    assert "not opened" in str(voting.why_not_close_voting(**(about | {"motion_state": "on_agenda"})))


def test_a_clock_that_comes_late_counts_until_the_time_that_was_said():
    late = NOW + timedelta(minutes=3)
    assert voting.counted_until(closes_at=NOW, now=late) == NOW
    assert voting.counted_until(closes_at=late, now=NOW) == NOW


def test_a_receipt_has_sixteen_letters_and_comes_back_however_it_is_typed():
    import uuid

    receipt = voting.receipt_of(7, uuid.UUID(int=1))
    assert receipt == voting.receipt_of(7, uuid.UUID(int=1))
    assert receipt != voting.receipt_of(8, uuid.UUID(int=1))
    assert voting.plain_receipt(f" {receipt[:4].lower()}-{receipt[4:8]} {receipt[8:]}") == receipt
    for nonsense in ("", "x", "\x00" * 16, receipt + "A", "ñ" * 16):
        assert voting.plain_receipt(nonsense) == ""


def test_in_a_group_of_nine_totals_may_tell_and_of_ten_not():
    assert voting.totals_may_tell(9)
    assert not voting.totals_may_tell(10)


def test_a_text_says_something_is_not_endless_and_can_be_kept():
    assert texts.why_not_text("Buy two.") is None
    assert texts.why_not_text("", may_be_empty=True) is None
    assert texts.why_not_text("  ")
    assert texts.why_not_text("x" * 201, longest=200)
    assert texts.why_not_text("a\x00b")
    assert texts.why_not_text("a\ud800b")
