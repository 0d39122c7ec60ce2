"""Whoever has an interest of their own in a motion says so, speaks, and does not vote on it."""

from __future__ import annotations

import uuid

import pytest

from assemblies.actions import cast_ballot, close_voting, declare_interest, open_voting
from assemblies.models import DeclaredInterest, Motion, RollEntry
from assemblies.reports import motion_page
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import NOW, make_member
from tests.pages import at, signed_in
from tests.promises import delete_all, refused, replace_all

pytestmark = pytest.mark.django_db

REASON = "The shop that sells them is my brother's."


@pytest.fixture
def hall() -> Hall:
    return hall_of(9)


def declared(hall: Hall, motion: Motion, nth: int = 0, reason: str = REASON) -> DeclaredInterest:
    return declare_interest(motion_id=motion.pk, reason=reason, actor=hall.people[nth], now=hall.now)


def opened(hall: Hall, motion: Motion) -> Motion:
    ends = hall.now + (hall.assembly.ends_at - hall.now) / 2
    return open_voting(motion_id=motion.pk, closes_at=ends, actor=hall.chair, now=hall.now)


def test_whoever_declared_an_interest_is_out_of_roll_and_base_by_name_and_reason(hall: Hall) -> None:
    motion = hall.motion()
    declared(hall, motion)
    motion = opened(hall, motion)
    assert motion.roll_count == 8
    assert RollEntry.objects.get(motion=motion, member=hall.people[0]).excluded_because == REASON
    with pytest.raises(Refused, match="my brother"):
        cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    for person in hall.people[1:6]:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    assert (motion.present_count, motion.in_favour) == (8, 5)


def test_saying_it_twice_keeps_what_was_said_first(hall: Hall) -> None:
    motion = hall.motion()
    declared(hall, motion)
    assert declared(hall, motion, reason="Another").reason == REASON


def test_it_is_too_late_once_the_vote_is_open(hall: Hall) -> None:
    motion = hall.vote()
    with pytest.raises(Refused, match="roll does not change"):
        declared(hall, motion)


def test_an_interest_has_a_reason(hall: Hall) -> None:
    with pytest.raises(Refused, match="in a few words"):
        declared(hall, hall.motion(), reason="  ")
    with pytest.raises(Refused, match="too long"):
        declared(hall, hall.motion(title="Another"), reason="x" * 161)


def test_who_has_no_vote_has_nothing_to_abstain_from(hall: Hall) -> None:
    nahuel = make_member(50, standing="probation")
    with pytest.raises(Refused, match="no vote here"):
        declare_interest(motion_id=hall.motion().pk, reason=REASON, actor=nahuel, now=hall.now)


def test_the_page_shows_it_and_takes_it(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    at(hall.now, monkeypatch)
    motion, phone = hall.motion(), signed_in(hall.people[0])
    assert "This touches an interest of my own" in phone.get(f"/motions/{motion.pk}/").content.decode()
    page = phone.post(f"/motions/{motion.pk}/interest/", {"reason": REASON}, follow=True).content.decode()
    assert "my brother" in page
    assert "This touches an interest of my own" not in page
    opened(hall, motion)
    assert "You do not vote on this" in phone.get(f"/motions/{motion.pk}/").content.decode()


# --- round the actions --------------------------------------------------------------------------------------


def write(hall: Hall, motion: Motion) -> DeclaredInterest:
    return DeclaredInterest.objects.create(motion=motion, member=hall.people[0], reason=REASON, at=NOW)


def test_an_interest_is_declared_once(hall: Hall) -> None:
    motion = hall.motion()
    write(hall, motion)
    columns = "assemblies_declaredinterest.motion_id, assemblies_declaredinterest.member_id"
    with refused("an_interest_is_declared_once", columns=columns):
        write(hall, motion)


def test_an_interest_is_declared_before_the_vote(hall: Hall) -> None:
    with refused("an_interest_is_declared_before_the_vote"):
        write(hall, hall.vote())


def test_a_declared_interest_stays_said(hall: Hall) -> None:
    said = write(hall, hall.motion())
    with refused("a_declared_interest_is_never_changed"):
        DeclaredInterest.objects.filter(pk=said.pk).update(reason="Nothing")
    with refused("a_declared_interest_is_never_deleted"):
        delete_all("assemblies_declaredinterest")
    with refused("a_declared_interest_is_never_replaced"):
        replace_all("assemblies_declaredinterest")


def test_before_the_vote_the_page_says_how_many_are_needed_without_those(hall: Hall) -> None:
    motion = hall.motion()
    declared(hall, motion)
    page = motion_page(Motion.objects.get(pk=motion.pk), reader=hall.chair, now=hall.now)
    assert page.roll == 8
    assert page.still_needed
