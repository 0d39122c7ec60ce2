"""What `verify` says of plans that were adopted: nothing while they are what they say, and what is wrong otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest

from members.models import Member
from rotation.actions.planning import make_plan, seat_planned
from rotation.actions.replanning import replan
from rotation.models import Mandate, Plan, PlannedSeat
from rotation.reports.faults import faults
from rotation.reports.planned import seats_of
from tests.assemblies.conftest import Hall
from tests.makers import TODAY
from tests.promises import lift
from tests.rotation.test_plans import adopted, at_the_table, coordinator, goes_away, in_turn

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
__all__ = ["coordinator"]


@pytest.fixture
def plan(hall: Hall, coordinator: Member) -> Plan:
    in_turn("kilns")
    return adopted(hall)


def test_a_plan_with_its_mandates_is_what_it_says(hall: Hall, plan: Plan):
    assert seat_planned(planned_id=seats_of(plan)[0].pk, now=hall.now) is not None
    make_plan(kind="posts", actor=hall.people[1], now=hall.now)
    assert faults() == []


def test_a_plan_made_again_is_what_it_says(hall: Hall, coordinator: Member):
    at_the_table("table-chair")
    row = seats_of(adopted(hall, "wheel"))[0]
    assert row.member is not None
    goes_away(row.member, row.from_on, row.until_on)
    again = replan(kind="wheel", now=hall.now)
    assert again is not None
    assert again.adopted_at is not None
    assert faults() == []


def test_a_seat_given_to_somebody_else_is_named(hall: Hall, plan: Plan):
    lift("a_planned_seat_is_never_changed", on="rotation_plannedseat")
    row = seats_of(plan)[0]
    other = next(one for one in hall.people if one.pk != row.member_id)
    PlannedSeat.objects.filter(pk=row.pk).update(member=other)
    said = faults()
    assert any("is not worth what the plan says" in fault or "against the rule" in fault for fault in said)
    assert any("adopted another one" in fault for fault in said)


def test_facts_that_were_changed_afterwards_are_named(hall: Hall, plan: Plan):
    lift("a_plan_is_only_ever_adopted", on="rotation_plan")
    plan.problem["people"][0]["history"] = "7"
    Plan.objects.filter(pk=plan.pk).update(problem=plan.problem)
    assert f"plan {plan.pk}: what it was made from does not have the hash that it says" in faults()


def test_facts_that_cannot_be_read_are_named(hall: Hall, plan: Plan):
    lift("a_plan_is_only_ever_adopted", on="rotation_plan")
    Plan.objects.filter(pk=plan.pk).update(problem={"people": 3})
    assert f"plan {plan.pk}: what it was made from cannot be read" in faults()


def test_a_seed_that_was_chosen_is_named(hall: Hall, plan: Plan):
    lift("a_plan_is_only_ever_adopted", on="rotation_plan")
    Plan.objects.filter(pk=plan.pk).update(seed_act=plan.seed_act + 1)
    assert f"plan {plan.pk}: its seed is not the hash of the act that it names" in faults()


def test_a_plan_that_no_motion_adopted_is_named(hall: Hall, plan: Plan):
    fell = make_plan(kind="posts", actor=hall.people[1], now=hall.now)
    Plan.objects.filter(pk=fell.pk).update(adopted_at=hall.now, motion=hall.motion())
    assert f"plan {fell.pk}: no motion adopted it" in faults()


def test_a_mandate_that_the_plan_does_not_name_is_named(hall: Hall, plan: Plan):
    row = seats_of(plan)[0]
    other = next(one for one in hall.people if one.pk != row.member_id)
    made = Mandate.objects.create(
        post=row.post, seat=1, member=other, from_on=TODAY, until_on=TODAY + DAY, motion=plan.motion
    )
    assert faults() == [f"mandate {made.pk}: the plan that it comes from does not say so"]
