"""A secret vote among so few that its totals reveal: said to the chair before opening, to all before voting."""

from __future__ import annotations

from typing import Any

import pytest

from assemblies.actions import begin_item
from assemblies.reports.secrecy import totals_will_tell, will_be_secret
from tests.assemblies.conftest import hall_of
from tests.makers import TODAY, write_house_rule
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db
WARNING = "the totals may tell who voted what"


def page(member: Any, address: str) -> str:
    return str(signed_in(member).get(address).content.decode())


def test_the_chair_is_warned_before_opening_and_the_voter_before_casting(monkeypatch):
    hall = hall_of(9)
    at(hall.now, monkeypatch)
    waiting = hall.motion(is_secret=True)

    assert WARNING in page(hall.chair, f"/motions/{waiting.pk}/")
    begin_item(item_id=waiting.agenda_items.get().pk, actor=hall.chair, now=hall.now)
    assert WARNING in page(hall.chair, f"/assemblies/{hall.assembly.pk}/chair/")
    assert "totals of secret votes may tell" in page(hall.chair, f"/assemblies/{hall.assembly.pk}/batch/")
    motion = hall.vote(is_secret=True, title="Another")
    assert WARNING in page(hall.people[0], f"/motions/{motion.pk}/ballot/")
    assert WARNING in page(hall.people[0], "/votes/")


def test_nobody_is_warned_in_an_open_vote_or_in_a_large_group(monkeypatch):
    hall = hall_of(10)
    at(hall.now, monkeypatch)
    secret, plain = hall.motion(is_secret=True), hall.vote()

    assert WARNING not in page(hall.chair, f"/motions/{secret.pk}/")
    assert WARNING not in page(hall.people[0], f"/motions/{plain.pk}/ballot/")


def test_a_vote_is_secret_by_its_proposer_by_its_kind_or_by_our_rules():
    hall = hall_of(9)
    plain, secret = hall.motion(), hall.motion(is_secret=True)

    assert not will_be_secret(plain, on=TODAY)
    assert will_be_secret(secret, on=TODAY)
    write_house_rule("ballot.secret_kinds", ["decision"])
    assert will_be_secret(plain, on=TODAY)
    assert totals_will_tell(plain, voters=9, on=TODAY)
    assert not totals_will_tell(plain, voters=10, on=TODAY)


def test_what_is_being_voted_stays_as_it_was_opened():
    hall = hall_of(9)
    motion = hall.vote()
    write_house_rule("ballot.secret_kinds", ["decision"])

    assert not will_be_secret(motion, on=TODAY)
