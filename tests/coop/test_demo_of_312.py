"""The whole demo of 312, told once: its counts are those of the story, person for person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db.models import Sum
from pytest_django import DjangoDbBlocker

from assemblies.models import Motion
from coop.demo.load import DemoCard, load
from coop.demo.motions import story_motions, told
from coop.management.commands.demo import in_words, numbers_still_to_vote
from coop.verifying import faults
from ledger.models import Period
from ledger.reports import result_of
from payroll.models import HoursWorked, Return, SetAside, Surplus
from rotation.models import Handover, Shadow
from tests.worlds import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.thorough, pytest.mark.one_engine]

NOW = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def cards(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[DemoCard]]:
    with made_once(lambda: load(members=312, now=NOW, say=lambda _step: None), django_db_blocker) as cards:
        yield cards


TOLD_AS_SEVERAL = {"seats", "admission"}
"""What the story tells as one motion and the assembly votes one by one."""


def test_with_312_people_all_thirty_five_motions_end_with_the_storys_own_counts(
    cards: list[DemoCard],
) -> None:
    """Through the real engine: presence, votes and outcome of each, person for person."""
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


def test_the_first_card_printed_is_of_somebody_who_can_vote_at_once(cards: list[DemoCard]) -> None:
    first = int(in_words(cards).splitlines()[1].split()[1])
    assert first in numbers_still_to_vote()
    assert not next(card for card in cards if card.number == first).posts


def test_a_post_passes_on_this_friday_and_somebody_learns_one(cards: list[DemoCard]) -> None:
    handover = Handover.objects.get()
    assert (handover.given_at is None, handover.accepted_at) == (False, None)
    assert handover.incoming.from_on == handover.outgoing.until_on
    assert handover.incoming.from_on.strftime("%u") == "5"
    assert handover.lines.filter(given_at=None).count() == 0
    assert Shadow.objects.get(ended_at=None).skill.code == "books"


SET_ASIDE = {
    "legal_funds": 197_938_683,
    "reinvestment": 593_816_048,
    "winter_cushion": 56_867_677,
    "community": 39_587_736,
    "yearly_decision": 356_289_629,
}
"""Pesos in the year."""


def test_the_books_close_each_month_and_the_year_as_the_story_tells(cards: list[DemoCard]) -> None:
    months = Period.objects.filter(set_asides__isnull=False).distinct().order_by("from_on")
    assert [result_of(period.pk) for period in months] == [pesos * 100 for pesos in told()["result"]]
    for purpose, pesos in SET_ASIDE.items():
        assert SetAside.objects.filter(purpose=purpose).aggregate(c=Sum("cents"))["c"] == pesos * 100
    assert Surplus.objects.get().for_return_cents == 855_068_777_15


@pytest.mark.parametrize(
    ("name", "hours", "cents"),
    [
        ("Ceferino Arrieta", 1840, 2_802_582_81),
        ("Zulema Ortiz", 1612, 2_455_306_24),
        ("Ivana Soto", 920, 1_401_291_40),
    ],
)
def test_the_surplus_returns_by_the_hours_that_each_worked(
    cards: list[DemoCard], name: str, hours: int, cents: int
) -> None:
    assert HoursWorked.objects.aggregate(m=Sum("minutes"))["m"] == 561_384 * 60 + 30
    mine = HoursWorked.objects.filter(member__name=name).aggregate(m=Sum("minutes"))["m"]
    assert mine == hours * 60
    part = Return.objects.get(member__name=name)
    assert part.cents + part.shares_cents == cents
