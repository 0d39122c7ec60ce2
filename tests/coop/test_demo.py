"""The demo is the longest test: a year told through the actions that pages use. Here with twelve members."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from assemblies.models import Assembly, Motion
from coop.demo.calendar import Calendar
from coop.demo.load import load
from coop.demo.motions import story_motions
from coop.demo.people import people
from coop.management.commands.demo import in_words, numbers_still_to_vote
from coop.verifying import faults
from ledger.models import Period
from payroll.models import PayRun, SetAside, Surplus
from record.rules import Refused
from rotation.models import Mandate

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)


@pytest.fixture
def told(db: None) -> list[str]:
    said: list[str] = []
    cards = load(members=12, now=NOW, say=said.append)
    assert len(cards) == 12
    return said


def test_the_year_is_told_and_everything_holds(told: list[str]) -> None:
    assert faults() == []
    assert (
        Motion.objects.decided().count() >= 30
    )  # twelve people have fewer elections, no newcomers, no buyer
    assert {run.state for run in PayRun.objects.all()} == {"paid"}
    assert PayRun.objects.count() == 12
    assert SetAside.objects.values("period").distinct().count() == 12
    assert Period.objects.filter(closed_at__isnull=False).count() >= 12
    assert Surplus.objects.get().state == "proposed"
    assert Assembly.objects.filter(kind="weekly").count() >= 50


def test_every_motion_ends_as_the_story_tells(told: list[str]) -> None:
    ended = {motion.title: motion.state for motion in Motion.objects.decided()}
    for motion in story_motions():
        if motion.kind not in ("admission", "recall"):  # twelve people have no newcomers and no buyer
            assert ended.get(motion.title, motion.expected) == motion.expected, motion.title
    assert ended["Prohibir la reelección inmediata en el consejo"] == "rejected"
    assert ended["Dos autoelevadores eléctricos"] == "no_quorum"


TOLD_AS_SEVERAL = {"seats", "admission"}
"""What the story tells as one motion and the assembly votes one by one."""


@pytest.mark.django_db
def test_with_312_people_all_thirty_five_motions_end_with_the_storys_own_counts() -> None:
    """Through the real engine: presence, votes and outcome of each, person for person."""
    load(members=312, now=NOW, say=lambda step: None)
    story, found = story_motions(), {motion.title: motion for motion in Motion.objects.decided()}
    assert [motion.no for motion in story] == list(range(1, 36))
    for motion in story:
        if motion.kind in TOLD_AS_SEVERAL:
            continue
        held = found[motion.title]
        counted = (held.state, held.present_count, held.in_favour, held.against, held.abstaining)
        told = (motion.expected, motion.present, motion.in_favour, motion.against, motion.abstaining)
        assert counted == told, motion.title
    assert Motion.objects.decided().filter(kind="admission", state="adopted").count() == 12
    assert Motion.objects.decided().filter(kind="seats", state="adopted").count() == 2
    assert faults() == []


def test_an_assembly_is_open_and_something_is_being_voted(told: list[str]) -> None:
    assembly = Assembly.objects.under_way().get()
    motion = Motion.objects.voting().get()
    assert motion.assembly_id == assembly.pk
    assert motion.kind == "equal_pay"
    assert assembly.opened_at is not None
    assert assembly.opened_at <= NOW < assembly.ends_at


def test_every_mandate_of_today_has_an_end(told: list[str]) -> None:
    today = Mandate.objects.on(date(2026, 11, 21))
    assert today.count() >= 5
    assert all(mandate.until_on > date(2026, 11, 21) for mandate in today)


def test_it_is_told_only_once(told: list[str]) -> None:
    with pytest.raises(Refused, match="already"):
        load(members=12, now=NOW, say=lambda step: None)


@pytest.mark.django_db
@pytest.mark.parametrize("members", [8, 100_001])
def test_it_has_from_nine_to_a_hundred_thousand_members(members: int) -> None:
    with pytest.raises(Refused, match="from 9 to 100000"):
        load(members=members, now=NOW, say=lambda step: None)


def test_312_are_300_and_fourteen_newcomers_less_two() -> None:
    everyone = people(312)
    assert sum(1 for person in everyone if not person.is_newcomer) == 300
    assert sum(1 for person in everyone if person.is_newcomer) == 14
    assert sum(1 for person in everyone if person.leaves) == 2
    assert len({person.name for person in everyone}) == 314


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 31), date(2028, 2, 29)])
def test_the_story_ends_last_month_whatever_the_day(day: date) -> None:
    zone = ZoneInfo("America/Argentina/Buenos_Aires")
    calendar = Calendar(now=datetime(day.year, day.month, day.day, 12, tzinfo=zone), zone=zone)
    assert calendar.month(12) == day.replace(day=1)
    assert calendar.month(11) < day.replace(day=1)
    assert calendar.day(date(2025, 12, 18)) < day
    assert calendar.day(calendar.story_today) == calendar.today


def test_a_visitor_sees_the_sign_in_page_first(told: list[str]) -> None:
    assert Client().get("/").headers["Location"].startswith("/sign-in/")


def test_the_first_card_printed_is_of_somebody_who_can_vote_at_once(db: None) -> None:
    cards = load(members=60, now=NOW, say=lambda step: None)
    first = int(in_words(cards).splitlines()[1].split()[1])
    assert first in numbers_still_to_vote()
    assert not next(card for card in cards if card.number == first).posts
