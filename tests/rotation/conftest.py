"""A post with a holder, and the vote that changes who holds it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from assemblies.actions import cast_ballot, close_voting
from assemblies.models import Motion
from members.models import Member
from rotation.models import Mandate, Post, PostTerms
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import LONG_AGO, TODAY

UNTIL = date(2026, 9, 5)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def hall(db: None) -> Hall:
    return hall_of(9)


def make_post(code: str = "treasury", **terms: Any) -> Post:
    """A post since long ago: six months, two in a row, a year of rest."""
    post = Post.objects.create(code=code, name=code.capitalize())
    whole = {
        "in_force_from": LONG_AGO,
        "powers": ["ledger.keep_books"],
        "term_months": 6,
        "max_consecutive_terms": 2,
        "cool_down_months": 12,
    }
    PostTerms.objects.create(post=post, **(whole | terms))
    return post


def hold(post: Post, member: Member, from_on: date = TODAY, until_on: date = UNTIL, **more: Any) -> Mandate:
    whole: dict[str, Any] = {"seat": 1, "from_founding": True} | more
    return Mandate.objects.create(post=post, member=member, from_on=from_on, until_on=until_on, **whole)


def decide(hall: Hall, *, adopted: bool = True, **about: Any) -> Motion:
    """Put it to the vote, let everyone on the roll vote the same, and close."""
    from assemblies.models import RollEntry

    motion = hall.vote(**about)
    able = RollEntry.objects.filter(motion=motion, excluded_because="").values_list("member_id", flat=True)
    for person in hall.people:
        if person.pk in set(able):
            cast_ballot(
                motion_id=motion.pk,
                member=person,
                choice="for" if adopted else "against",
                key=uuid.uuid4(),
                now=hall.now,
            )
    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    motion.refresh_from_db()
    return motion
