"""Electing several people to the seats of one post."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from assemblies.actions import cast_ballot, close_voting, draft_motion
from assemblies.models import Motion
from assemblies.reports import motion_page
from coop.verifying import faults
from record.rules import Refused
from rotation.models import Mandate
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY
from tests.pages import at, signed_in
from tests.rotation.conftest import hold, make_post

pytestmark = pytest.mark.django_db


def election(hall: Hall, **terms: Any) -> Motion:
    given = {"post": "council", "candidates": [1, 2, 3, 4], "from_on": TODAY.isoformat()} | terms
    return hall.vote(kind="seats", title="The council", terms=given)


def cast(hall: Hall, motion: Motion, *orders: list[str]) -> Motion:
    """One ballot for each order, from the first member on; then it closes."""
    for person, order in zip(hall.people, orders, strict=False):
        cast_ballot(
            motion_id=motion.pk,
            member=person,
            choice="for" if order else "abstain",
            preferences=order,
            key=uuid.uuid4(),
            now=hall.now,
        )
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)


def test_the_elected_take_the_free_seats_in_the_order_of_their_election(hall: Hall) -> None:
    council = make_post("council", seats=2)
    motion = cast(hall, election(hall), *[["1", "2"]] * 4, *[["3", "4"]] * 3, ["2"], ["4"])
    assert motion.enacted_at is not None
    assert (motion.counted or {})["elected"] == ["1", "3"]
    held = {m.seat: m.member.number for m in Mandate.objects.filter(post=council)}
    assert held == {1: 1, 2: 3}
    assert faults() == []


def test_only_seats_that_are_free_that_day_are_filled(hall: Hall) -> None:
    council = make_post("council", seats=3)
    hold(council, hall.people[8], seat=2)
    motion = cast(hall, election(hall), *[["1"]] * 4, *[["3"]] * 4)
    assert motion.terms["seats"] == [1, 3]
    assert dict(Mandate.objects.filter(motion=motion).values_list("seat", "member__number")) == {1: 1, 3: 3}


def test_it_is_secret_and_its_page_says_every_round(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    make_post("council", seats=2)
    motion = election(hall)
    assert motion.is_secret
    at(hall.now, monkeypatch)
    ballot = signed_in(hall.people[0]).get(f"/motions/{motion.pk}/ballot/").content.decode()
    assert hall.people[3].name in ballot
    cast(hall, motion, *[["1", "2"]] * 4, *[["3", "4"]] * 3)
    page = motion_page(Motion.objects.get(pk=motion.pk), reader=hall.chair, now=hall.now)
    assert page.result is not None
    assert page.result.sentence.startswith(f"Elected: {hall.people[0].name}")
    assert page.result.told


def test_nobody_named_elects_nobody(hall: Hall) -> None:
    make_post("council", seats=2)
    motion = cast(hall, election(hall), *[[]] * 5)
    assert motion.state == "rejected"
    assert not Mandate.objects.filter(motion=motion).exists()


def drafted(hall: Hall, **terms: Any) -> Motion:
    given = {"post": "council", "candidates": [1, 2, 3, 4], "from_on": None} | terms
    return draft_motion(kind="seats", title="x", text="y", terms=given, proposer=hall.people[0], now=NOW)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"post": "nothing"}, "no such post"),
        ({"candidates": "1, 2"}, "by member number"),
        ({"candidates": [1, 2]}, "2 seats are free"),
        ({"candidates": [1, 1, 2]}, "each candidate once"),
        ({"candidates": [1, 2, 999]}, "Nobody has the number 999"),
        ({"candidates": list(range(1, 50))}, "40 at most"),
        ({"from_on": (TODAY - timedelta(days=1)).isoformat()}, "within the next five years"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(hall: Hall, terms: dict[str, Any], said: str) -> None:
    make_post("council", seats=2)
    with pytest.raises(Refused, match=said):
        drafted(hall, **terms)


def test_whoever_may_not_hold_the_post_does_not_stand(hall: Hall) -> None:
    council = make_post("council", seats=2, max_consecutive_terms=1)
    hold(council, hall.people[0], from_on=TODAY - timedelta(days=180), until_on=TODAY)
    with pytest.raises(Refused, match=hall.people[0].name):
        drafted(hall)


def test_a_post_whose_seats_are_all_held_has_no_election(hall: Hall) -> None:
    council = make_post("council", seats=1)
    hold(council, hall.people[8])
    with pytest.raises(Refused, match="No seat of this post is free"):
        drafted(hall)
