"""What the law lets some of us ask for, and asks of more of us: secret votes, mergers, the day of the ordinary one."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from assemblies.actions import (
    arrive_at_door,
    cancel_assembly,
    cast_ballot,
    close_voting,
    depart,
    open_second_call,
    recess_assembly,
    resume_assembly,
)
from assemblies.actions.secrecy import ask_for_secret
from assemblies.models import Assembly, Ballot, Motion, SecretBallot
from assemblies.reports.counting import rule_of
from assemblies.reports.law import before_convoking
from assemblies.reports.secrecy import asking_of
from assemblies.rules import law
from assemblies.rules.law_packs import law_pack
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.assemblies.test_law import DAY, Village, casts, warned
from tests.makers import NOW, TODAY, write_house_rule
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db


# --- the day of the ordinary assembly: AR 47 ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("meets_on", "year_ends", "by"),
    [
        (date(2026, 4, 30), 12, date(2026, 4, 30)),
        (date(2026, 12, 31), 12, date(2026, 4, 30)),
        (date(2027, 1, 1), 12, date(2027, 4, 30)),
        (date(2026, 10, 1), 6, date(2026, 10, 31)),
        (date(2026, 6, 30), 6, date(2025, 10, 31)),
        (date(2027, 1, 20), 10, date(2027, 2, 28)),
        (date(2027, 12, 20), 10, date(2028, 2, 29)),
    ],
)
def test_the_ordinary_assembly_is_due_four_months_after_the_year_that_ended(
    meets_on: date, year_ends: int, by: date
) -> None:
    assert law.ordinary_by(law_pack("AR"), meets_on=meets_on, year_ends=year_ends) == by
    assert law.ordinary_by(law_pack("NONE"), meets_on=meets_on, year_ends=year_ends) is None


def test_one_that_meets_later_is_warned_of_with_the_article_and_the_date() -> None:
    village = Village()
    late = (
        "It meets after 30 April 2026, the last day by law for the ordinary assembly (Ley 20.337, art. 47)."
    )

    assert late not in warned(village, village.calls(days=56))
    assert late in warned(village, village.calls(days=57))
    assert late not in warned(village, village.calls(days=58, kind="legal_extraordinary"))
    write_house_rule("assembly.year_ends_month", 3)
    assert late not in warned(village, village.calls(days=59))


def test_whoever_convokes_is_told_by_when_it_is_due_and_that_it_is_overdue() -> None:
    village = Village()

    def said(now: Any = NOW) -> str:
        return " ".join(before_convoking(now=now))

    assert "ended on 31 December 2025 is due by 30 April 2026 (Ley 20.337, art. 47)" in said()
    assert "was due by 30 April 2026" in said(NOW + 60 * DAY)
    ordinary = village.calls(days=20)
    assert "30 April 2026" not in said()
    cancel_assembly(assembly_id=ordinary.pk, actor=village.chair, now=NOW)
    assert "30 April 2026" in said()


# --- a recess that is too long: AR 57 -----------------------------------------------------------------------


def in_recess(law_pack: str = "AR") -> tuple[Village, Assembly]:
    village = Village(law_pack=law_pack)
    ordinary = village.calls(days=20)
    village.opens(ordinary, here=9)
    recess_assembly(assembly_id=ordinary.pk, actor=village.chair, now=ordinary.starts_at)
    return village, ordinary


def test_an_assembly_by_law_goes_on_within_thirty_days_in_all_and_not_later() -> None:
    village, ordinary = in_recess()
    about: dict[str, Any] = {"assembly_id": ordinary.pk, "actor": village.chair}

    with pytest.raises(Refused, match=r"until 24 April 2026 \(Ley 20\.337, art\. 57\)"):
        resume_assembly(**about, now=ordinary.starts_at + 31 * DAY)
    assert resume_assembly(**about, now=ordinary.starts_at + 30 * DAY).state == "open"


def test_where_no_law_says_how_long_a_recess_is_ours() -> None:
    village, ordinary = in_recess("NONE")

    later = ordinary.starts_at + 31 * DAY
    assert resume_assembly(assembly_id=ordinary.pk, actor=village.chair, now=later).state == "open"


# --- a secret vote because enough of us ask: ES 25.3 ----------------------------------------------------------


def asks(motion: Motion, member: Any, now: Any) -> None:
    ask_for_secret(motion_id=motion.pk, actor=member, now=now)


def by_law_of_spain(here: int) -> tuple[Village, Motion, Assembly]:
    village = Village(30, law_pack="ES")
    write_house_rule("ballot.secret_when_asked", 50)
    ordinary = village.calls(days=20)
    motion = village.puts(village.tables(), ordinary)
    village.opens(ordinary, here=here)
    return village, motion, ordinary


def test_ten_per_cent_of_those_present_make_a_vote_secret_and_the_article_is_named() -> None:
    village, motion, ordinary = by_law_of_spain(here=21)
    moment = ordinary.starts_at + timedelta(minutes=5)
    motion.refresh_from_db()

    for person in village.people[:2]:
        asks(motion, person, moment)
    asking = asking_of(motion, reader=village.people[0], now=moment)
    assert asking is not None
    assert (asking.asked, asking.needed, asking.i_asked, asking.is_reached) == (2, 3, True, False)
    assert asking.article == "Ley 27/1999, art. 25.3"
    asks(motion, village.people[2], moment)

    opened = village.votes(motion, ordinary, at=moment)

    assert opened.is_secret
    assert Act.objects.get(verb="assemblies.voting.opened").facts["asked_for_secret"] == 3
    casts(village, opened, ordinary, "for")
    assert (SecretBallot.objects.count(), Ballot.objects.count()) == (1, 0)


def test_with_one_fewer_it_is_voted_by_name() -> None:
    village, motion, ordinary = by_law_of_spain(here=21)
    moment = ordinary.starts_at + timedelta(minutes=5)
    for person in village.people[:2]:
        asks(motion, person, moment)

    assert not village.votes(motion, ordinary, at=moment).is_secret


def test_whoever_asked_and_left_counts_no_more() -> None:
    village, motion, ordinary = by_law_of_spain(here=21)
    moment = ordinary.starts_at + timedelta(minutes=5)
    for person in village.people[:3]:
        asks(motion, person, moment)
    depart(assembly_id=ordinary.pk, member=village.people[0], now=moment)

    opened = village.votes(motion, ordinary, at=moment + timedelta(minutes=1))

    assert opened.is_secret  # twenty are left, of whom two are ten in a hundred
    arrive_at_door(assembly_id=ordinary.pk, numbers=[1], actor=None, now=moment + timedelta(minutes=2))


@pytest.fixture
def hall(db: None) -> Hall:
    return hall_of(9)


def test_our_own_rule_holds_in_a_weekly_assembly_and_asking_twice_is_once(hall: Hall) -> None:
    write_house_rule("ballot.secret_when_asked", 20)
    motion = hall.motion()
    for _tap in range(2):
        asks(motion, hall.people[0], hall.now)

    asking = asking_of(motion, reader=hall.people[1], now=hall.now)

    assert asking is not None
    assert (asking.asked, asking.needed, asking.i_asked, asking.article) == (1, 2, False, "")
    assert Act.objects.filter(verb="assemblies.secret_vote.asked").count() == 1


def test_where_our_rule_says_nobody_asks_nobody_does(hall: Hall) -> None:
    write_house_rule("ballot.secret_when_asked", 0)

    with pytest.raises(Refused, match="do not make a vote secret by asking"):
        asks(hall.motion(), hall.people[0], hall.now)


def test_one_asks_in_the_assembly_before_the_vote_opens_and_while_present(hall: Hall) -> None:
    with pytest.raises(Refused, match="before the vote opens"):
        asks(hall.vote(), hall.people[0], hall.now)
    with pytest.raises(Refused, match="in secret anyway"):
        asks(hall.motion(is_secret=True), hall.people[0], hall.now)
    motion = hall.motion(title="Another")
    depart(assembly_id=hall.assembly.pk, member=hall.people[0], now=hall.now)
    with pytest.raises(Refused, match="Say first that you are here"):
        asks(motion, hall.people[0], hall.now + timedelta(minutes=1))


def test_one_tap_asks_and_everybody_sees_how_many_do(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    write_house_rule("ballot.secret_when_asked", 20)
    at(hall.now, monkeypatch)
    motion, zulema = hall.motion(), signed_in(hall.people[0])
    page = f"/motions/{motion.pk}/"

    assert "I ask that it be secret" in zulema.get(page).content.decode()
    assert zulema.post(f"{page}ask-secret/").status_code == 302
    assert "1 person here asks for it; it takes 2." in signed_in(hall.people[1]).get(page).content.decode()
    assert signed_in(hall.people[1]).post(f"/api/v1{page}ask-secret").status_code == 200

    said = zulema.get(page).content.decode()
    assert "It will be voted in secret" in said
    assert "I ask that it be secret" not in said


# --- a merger, a dissolution, another object: UY 32, 33 -------------------------------------------------------


def merger(people: int, here: int, *, matter: str = "merger") -> tuple[Village, Motion, Assembly]:
    village = Village(people, law_pack="UY")
    extraordinary = village.calls(days=20, kind="legal_extraordinary")
    motion = village.puts(village.tables("statute", {"matter": matter} if matter else {}), extraordinary)
    village.opens(extraordinary, here=here)
    later = extraordinary.starts_at + timedelta(hours=1)
    if not Assembly.objects.get(pk=extraordinary.pk).second_call_at:
        open_second_call(assembly_id=extraordinary.pk, actor=None, now=later)
    return village, motion, extraordinary


@pytest.mark.parametrize("matter", ["merger", "dissolution", "object"])
def test_in_uruguay_two_thirds_of_us_must_be_there_at_either_call(matter: str) -> None:
    village, motion, extraordinary = merger(12, 7, matter=matter)
    later = extraordinary.starts_at + timedelta(hours=1, minutes=5)

    with pytest.raises(Refused, match="8"):
        village.votes(motion, extraordinary, at=later)
    arrive_at_door(assembly_id=extraordinary.pk, numbers=[8], actor=None, now=later)
    assert village.votes(motion, extraordinary, at=later).state == "voting"


def test_any_other_change_of_the_statute_asks_for_no_such_quorum() -> None:
    village, motion, extraordinary = merger(12, 3, matter="")
    write_house_rule(
        "decision.two_thirds",
        {"threshold": "2/3", "comparison": "at_least", "base": "present", "tie": "falls"},
        from_on=TODAY,
    )

    later = extraordinary.starts_at + timedelta(hours=1, minutes=5)
    assert village.votes(motion, extraordinary, at=later).state == "voting"


def test_or_a_hundred_where_we_are_more() -> None:
    pack = law_pack("UY")

    for roll, needed in ((149, 100), (150, 100), (151, 100), (480, 100), (148, 99)):
        assert law.quorum(pack, roll=roll, second_call=True, matter="statute.merger") == needed
    assert law.quorum(pack, roll=480, second_call=True, matter="statute") == 0


@pytest.mark.parametrize(("in_favour", "state"), [(6, "adopted"), (5, "rejected")])
def test_three_quarters_of_the_votes_present_adopt_it_although_our_rule_asks_for_less(
    in_favour: int, state: str
) -> None:
    village, motion, extraordinary = merger(12, 8)
    later = extraordinary.starts_at + timedelta(hours=1, minutes=5)
    opened = village.votes(motion, extraordinary, at=later)

    assert (opened.rule or {})["threshold"] == "3/4"
    for number, person in enumerate(village.people[:8]):
        cast(opened, person, "for" if number < in_favour else "against", later)
    closed = close_voting(motion_id=opened.pk, actor=village.chair, now=later)
    assert closed.state == state


def cast(motion: Motion, person: Any, choice: str, now: Any) -> None:
    cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=now)


def test_elsewhere_a_merger_is_a_change_of_statute_like_any_other() -> None:
    village = Village(law_pack="AR")
    motion = village.tables("statute", {"matter": "merger"})

    assert rule_of(motion, on=TODAY) == rule_of(village.tables("statute"), on=TODAY)
    with pytest.raises(Refused, match="Say what it is about"):
        village.tables("statute", {"matter": "a party"})
