"""What the database itself refuses about plans, when somebody goes round the actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assemblies.models import Motion
from rotation.models import Acknowledgement, Plan, PlannedSeat, Post
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY
from tests.promises import delete_all, refused, replace_all
from tests.rotation.conftest import make_post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def kilns(hall: Hall) -> Post:
    return make_post("kilns")


@pytest.fixture
def motion(hall: Hall) -> Motion:
    motion: Motion = hall.motion()
    return motion


def a_plan(**about: Any) -> Plan:
    whole: dict[str, Any] = {
        "kind": "posts",
        "from_on": TODAY,
        "until_on": TODAY + 30 * DAY,
        "seed": "s",
        "seed_act": 1,
        "problem": {"people": []},
        "input_hash": "h",
        "engine": "1",
        "stages": [],
        "made_at": NOW,
    }
    return Plan.objects.create(**(whole | about))


def a_seat(plan: Plan, post: Post, **about: Any) -> PlannedSeat:
    whole: dict[str, Any] = {"seat": 1, "from_on": TODAY, "until_on": TODAY + DAY} | about
    return PlannedSeat.objects.create(plan=plan, post=post, **whole)


def test_a_plan_ends(hall: Hall):
    with refused("a_plan_ends"):
        a_plan(until_on=TODAY)
    a_plan(until_on=TODAY + DAY)


def test_a_plan_is_adopted_by_a_motion(motion: Motion):
    with refused("a_plan_is_adopted_by_a_motion"):
        a_plan(adopted_at=NOW)
    a_plan(adopted_at=NOW, motion=motion)


def test_a_plan_is_replaced_once(motion: Motion):
    first = a_plan(adopted_at=NOW, motion=motion)
    two, three = a_plan(replaces=first), a_plan(replaces=first)
    Plan.objects.filter(pk=two.pk).update(adopted_at=NOW, motion=motion)
    with refused("a_plan_is_replaced_once", columns="rotation_plan.replaces_id"):
        Plan.objects.filter(pk=three.pk).update(adopted_at=NOW, motion=motion)


def test_a_plan_is_only_ever_adopted(motion: Motion):
    plan, other = a_plan(), a_plan()
    changes: list[dict[str, Any]] = [
        {"input_hash": "other"},
        {"seed": "other"},
        {"engine": "2"},
        {"problem": {"people": [1]}},
        {"stages": [{"name": "load"}]},
        {"from_on": TODAY - DAY},
        {"until_on": TODAY + 31 * DAY},
        {"replaces": other},
    ]
    for change in changes:
        with refused("a_plan_is_only_ever_adopted"):
            Plan.objects.filter(pk=plan.pk).update(**change)
    Plan.objects.filter(pk=plan.pk).update(adopted_at=NOW, motion=motion)
    for change in ({"adopted_at": None}, {"adopted_at": NOW + DAY}, {"motion": None, "adopted_at": None}):
        with refused("a_plan_is_only_ever_adopted"):
            Plan.objects.filter(pk=plan.pk).update(**change)


def test_a_plan_is_never_deleted(hall: Hall):
    a_plan()
    with refused("a_plan_is_never_deleted"):
        delete_all("rotation_plan")


def test_a_seat_is_planned_once_in_a_plan(kilns: Post):
    plan = a_plan()
    a_seat(plan, kilns)
    with refused("a_seat_is_planned_once_in_a_plan", columns="rotation_plannedseat.plan_id"):
        a_seat(plan, kilns, until_on=TODAY + 2 * DAY)
    a_seat(plan, kilns, seat=2)
    a_seat(plan, kilns, from_on=TODAY + DAY, until_on=TODAY + 2 * DAY)
    a_seat(a_plan(), kilns)


def test_a_planned_seat_ends(kilns: Post):
    with refused("a_planned_seat_ends"):
        a_seat(a_plan(), kilns, until_on=TODAY)


def test_a_planned_seat_stays_as_it_was_planned(hall: Hall, kilns: Post):
    a_seat(a_plan(), kilns)
    for change in (
        {"member": hall.people[0]},
        {"seat": 2},
        {"because": {"place": 1}},
        {"until_on": TODAY + 5 * DAY},
    ):
        with refused("a_planned_seat_is_never_changed"):
            PlannedSeat.objects.update(**change)
    with refused("a_planned_seat_is_never_deleted"):
        delete_all("rotation_plannedseat")
    with refused("a_planned_seat_is_never_replaced"):
        replace_all("rotation_plannedseat")


def test_one_acknowledges_once(hall: Hall, kilns: Post):
    seat = a_seat(a_plan(), kilns)
    Acknowledgement.objects.create(planned=seat, member=hall.people[0], at=NOW)
    with refused("one_acknowledges_once", columns="rotation_acknowledgement.planned_id"):
        Acknowledgement.objects.create(planned=seat, member=hall.people[0], at=NOW + DAY)
    Acknowledgement.objects.create(planned=seat, member=hall.people[1], at=NOW)


def test_an_acknowledgement_stays(hall: Hall, kilns: Post):
    Acknowledgement.objects.create(planned=a_seat(a_plan(), kilns), member=hall.people[0], at=NOW)
    with refused("an_acknowledgement_is_never_changed"):
        Acknowledgement.objects.update(member=hall.people[1])
    with refused("an_acknowledgement_is_never_deleted"):
        delete_all("rotation_acknowledgement")
    with refused("an_acknowledgement_is_never_replaced"):
        replace_all("rotation_acknowledgement")
