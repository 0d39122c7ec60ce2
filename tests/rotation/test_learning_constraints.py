"""What the database itself refuses about skills, shadow seats, wishes and a no, when somebody goes round the actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assemblies.models import Motion
from rotation.models import Declined, Mandate, Post, Shadow, Skill, SkillGrant, Wish
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY
from tests.promises import delete_all, refused, replace_all
from tests.rotation.conftest import UNTIL, hold, make_post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def books() -> Skill:
    return Skill.objects.create(code="books", name="Keep the books")


@pytest.fixture
def treasury(hall: Hall) -> Post:
    return make_post(skills=["books"])


@pytest.fixture
def held(hall: Hall, treasury: Post) -> Mandate:
    return hold(treasury, hall.people[4])


@pytest.fixture
def motion(hall: Hall) -> Motion:
    motion: Motion = hall.motion()
    return motion


def grant(hall: Hall, skill: Skill, **about: Any) -> SkillGrant:
    whole: dict[str, Any] = {"member": hall.people[1], "from_on": TODAY, "from_founding": True} | about
    return SkillGrant.objects.create(skill=skill, **whole)


def beside(hall: Hall, held: Mandate, skill: Skill, **about: Any) -> Shadow:
    whole: dict[str, Any] = {"member": hall.people[1], "from_on": TODAY, "until_on": UNTIL} | about
    return Shadow.objects.create(mandate=held, skill=skill, **whole)


# --- skills -------------------------------------------------------------------------------------------------


def test_a_skill_is_granted_once_a_day(hall: Hall, books: Skill):
    grant(hall, books)
    with refused("a_skill_is_granted_once_a_day", columns="rotation_skillgrant.skill_id"):
        grant(hall, books)
    grant(hall, books, from_on=TODAY + DAY)


def test_a_skill_lasts(hall: Hall, books: Skill):
    with refused("a_skill_lasts"):
        grant(hall, books, until_on=TODAY)
    grant(hall, books, until_on=TODAY + DAY)


def test_every_skill_has_its_source(hall: Hall, books: Skill, held: Mandate, motion: Motion):
    shadow = beside(hall, held, books)
    for sources in (
        {"from_founding": False},
        {"from_founding": True, "motion": motion},
        {"from_founding": False, "shadow": shadow},
        {"from_founding": True, "from_practice": held},
        {"from_founding": False, "motion": motion, "from_practice": held},
        {"from_founding": False, "motion": motion, "shadow": shadow, "from_practice": held},
    ):
        with refused("every_skill_has_its_source"):
            grant(hall, books, **sources)
    grant(hall, books, from_founding=False, motion=motion, shadow=shadow)


def test_a_skill_is_only_ever_ended(hall: Hall, books: Skill, held: Mandate, motion: Motion):
    grant(hall, books, until_on=UNTIL)
    changes: list[dict[str, Any]] = [
        {"skill": Skill.objects.create(code="kilns", name="Kilns")},
        {"member": hall.people[2]},
        {"from_on": TODAY - DAY},
        {"until_on": UNTIL + DAY},
        {"until_on": None},
        {"from_founding": False, "motion": motion},
        {"from_founding": False, "from_practice": held},
        {"from_founding": False, "motion": motion, "shadow": beside(hall, held, books)},
    ]
    for change in changes:
        with refused("a_skill_is_only_ever_ended"):
            SkillGrant.objects.update(**change)
    SkillGrant.objects.update(ended_on=TODAY + DAY)
    with refused("a_skill_is_only_ever_ended"):
        SkillGrant.objects.update(ended_on=None)


def test_what_does_not_expire_is_not_made_to(hall: Hall, books: Skill):
    grant(hall, books)
    with refused("a_skill_is_only_ever_ended"):
        SkillGrant.objects.update(until_on=UNTIL)


def test_a_skill_granted_is_never_deleted(hall: Hall, books: Skill):
    grant(hall, books)
    with refused("a_skill_granted_is_never_deleted"):
        delete_all("rotation_skillgrant")


# --- shadow seats -------------------------------------------------------------------------------------------


def test_a_shadow_seat_ends(hall: Hall, held: Mandate, books: Skill):
    with refused("a_shadow_seat_ends"):
        beside(hall, held, books, until_on=TODAY)


def test_one_shadows_once(hall: Hall, held: Mandate, books: Skill):
    beside(hall, held, books)
    with refused("one_shadows_once", columns="rotation_shadow.mandate_id"):
        beside(hall, held, books)
    Shadow.objects.update(ended_at=NOW)
    beside(hall, held, books)


def test_a_shadow_confirmed_stays(hall: Hall, held: Mandate, books: Skill):
    beside(hall, held, books)
    other = hold(make_post("garden"), hall.people[5])
    Shadow.objects.update(confirmed_at=NOW)
    changes: list[dict[str, Any]] = [
        {"mandate": other},
        {"member": hall.people[2]},
        {"skill": Skill.objects.create(code="kilns", name="Kilns")},
        {"confirmed_at": None},
        {"confirmed_at": NOW + DAY},
    ]
    for change in changes:
        with refused("a_shadow_confirmed_stays"):
            Shadow.objects.update(**change)
    Shadow.objects.update(ended_at=NOW)
    with refused("a_shadow_confirmed_stays"):
        Shadow.objects.update(ended_at=None)


# --- wishes, and a no ---------------------------------------------------------------------------------------


def test_one_wishes_for_a_post_once(hall: Hall, treasury: Post):
    Wish.objects.create(member=hall.people[1], post=treasury, at=NOW)
    with refused("one_wishes_for_a_post_once", columns="rotation_wish.member_id"):
        Wish.objects.create(member=hall.people[1], post=treasury, at=NOW)


def test_a_no_ends(hall: Hall, treasury: Post):
    with refused("a_no_ends"):
        Declined.objects.create(member=hall.people[1], post=treasury, from_on=TODAY, until_on=TODAY, at=NOW)


def test_a_no_is_only_ever_added(hall: Hall, treasury: Post):
    Declined.objects.create(member=hall.people[1], post=treasury, from_on=TODAY, until_on=UNTIL, at=NOW)
    with refused("a_no_is_never_changed"):
        Declined.objects.update(until_on=TODAY + DAY)
    with refused("a_no_is_never_deleted"):
        delete_all("rotation_declined")
    with refused("a_no_is_never_replaced"):
        replace_all("rotation_declined")
