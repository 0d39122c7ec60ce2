"""A vote rehearsed: who could not vote now, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assemblies.actions import depart
from assemblies.kinds import kind_called
from assemblies.reports.rehearsal import rehearse
from members.models import Member, SignInCard, Standing
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import make_member
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(db: None) -> Hall:
    hall = hall_of(9)
    Member.objects.update(password="md5$x$y", phone="299 555")
    for person in hall.people:
        person.refresh_from_db()
    return hall


def groups(hall: Hall, motion: Any) -> dict[str, list[tuple[int, str]]]:
    found = rehearse(motion, now=hall.now).groups
    return {group.code: [(one.number, one.because) for one in group.people] for group in found}


def test_where_everybody_can_vote_nobody_is_named(hall):
    page = rehearse(hall.motion(), now=hall.now)

    assert (page.roll, page.able, page.groups) == (9, 9, [])


def test_probation_and_suspension_have_no_vote(hall):
    make_member(20, standing=Standing.PROBATION)
    make_member(21, standing=Standing.SUSPENDED)
    make_member(22, standing=Standing.LEFT)

    assert groups(hall, hall.motion())["no-vote"] == [(20, "on probation"), (21, "suspended")]


def test_whoever_has_an_interest_is_out_by_name_and_reason(hall, monkeypatch):
    motion = hall.motion()
    kind = type(kind_called("decision"))
    monkeypatch.setattr(kind, "excluded", lambda *_args, **_kw: {hall.people[2].pk: "sells it to us"})

    page = rehearse(motion, now=hall.now)

    assert groups(hall, motion) == {"excluded": [(3, "sells it to us")]}
    assert (page.roll, page.able) == (8, 8)


def test_whoever_is_not_here_is_named_once_the_assembly_has_begun(hall):
    depart(assembly_id=hall.assembly.pk, member=hall.people[3], now=hall.now)

    assert groups(hall, hall.motion())["away"] == [(4, "")]


def test_without_a_pin_one_has_a_card_or_none(hall):
    for person in hall.people[:2]:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    SignInCard.objects.create(
        member=hall.people[0], secret_hash="x", made_at=hall.now, lapses_at=hall.now + timedelta(days=1)
    )

    assert groups(hall, hall.motion()) == {
        "no-pin": [(1, "has a card and has not used it"), (2, "has no card")]
    }


def test_without_a_phone_one_votes_otherwise(hall):
    Member.objects.filter(number=5).update(phone="")

    assert groups(hall, hall.motion()) == {"no-phone": [(5, "")]}
    assert rehearse(hall.motion(), now=hall.now).able == 9


def test_the_chair_sees_it_on_a_page_of_few_questions(hall, monkeypatch):
    at(hall.now, monkeypatch)
    motion = hall.motion()
    make_member(20, "Nahuel Ibarra", standing=Standing.PROBATION)
    Member.objects.filter(number=5).update(phone="")
    chair = signed_in(hall.chair)
    chair.get("/")

    with CaptureQueriesContext(connection) as asked:
        said = chair.get(f"/motions/{motion.pk}/rehearsal/").content.decode()

    assert "Nahuel Ibarra" in said
    assert "on probation" in said
    assert len(asked) <= 12
    assert "rehearsal" in chair.get(f"/motions/{motion.pk}/").content.decode()


def test_others_do_not_see_it_and_only_of_what_is_on_an_agenda(hall, monkeypatch):
    at(hall.now, monkeypatch)
    motion, open_one = hall.motion(), hall.vote(title="Open")

    assert signed_in(hall.people[0]).get(f"/motions/{motion.pk}/rehearsal/").status_code == 403
    assert signed_in(hall.chair).get(f"/motions/{open_one.pk}/rehearsal/").status_code == 404


def test_a_long_list_is_cut_short_and_says_by_how_much(monkeypatch):
    hall = hall_of(130)
    at(hall.now, monkeypatch)
    motion = hall.motion()

    page = rehearse(motion, now=hall.now)
    said = signed_in(hall.chair).get(f"/motions/{motion.pk}/rehearsal/").content.decode()

    assert {group.code: (len(group.people), group.more) for group in page.groups} == {
        "no-pin": (130, 30),
        "no-phone": (130, 30),
    }
    assert "and 30 more" in said
