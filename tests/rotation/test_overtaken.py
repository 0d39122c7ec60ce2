"""A motion about a change of a plan goes off the agenda by itself once another change took its place."""

from __future__ import annotations

import pytest

from assemblies.actions import draft_motion, table_motion
from assemblies.models import Motion, MotionState
from members.models import Member, Notice
from record.models import Act
from rotation.actions.overtaken import withdraw_overtaken
from rotation.actions.planning import make_plan
from rotation.actions.replanning import replan
from rotation.models import Plan
from rotation.reports.planned import seats_of
from tests.assemblies.conftest import Hall
from tests.makers import give_power, write_house_rule
from tests.rotation.conftest import decide
from tests.rotation.test_plans import adopted, goes_away, in_turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(hall: Hall) -> Member:
    """The second hands out duties."""
    write_house_rule("rotation.horizon", {"months": 12, "weeks": 4})
    give_power(hall.people[1], "rotation.assign_duties")
    return hall.people[1]


def changed(hall: Hall, plan: Plan) -> Plan:
    """Whoever has the last seat of a plan goes away, and it is made again."""
    row = seats_of(plan)[-1]
    assert row.member is not None
    goes_away(row.member, row.from_on, row.until_on)
    again = replan(kind="posts", now=hall.now)
    assert again is not None
    return again


def about(plan: Plan) -> Motion:
    return Motion.objects.get(kind="plan", terms__plan=plan.pk)


@pytest.mark.thorough
def test_the_older_change_is_withdrawn_with_its_line_and_its_proposer_is_told(
    hall: Hall, coordinator: Member
):
    in_turn("kilns")
    first = changed(hall, adopted(hall))
    assert about(first).state == MotionState.ON_AGENDA
    second = changed(hall, first)
    assert about(first).state == MotionState.WITHDRAWN
    assert about(second).state == MotionState.ON_AGENDA
    act = Act.objects.get(verb="assemblies.motion.withdrawn")
    assert (act.actor_number, act.because) == (None, f"rotation.plan:{second.pk}")
    assert act.facts == {"motion": about(first).number}
    assert Notice.objects.get(key=f"overtaken:{about(first).pk}").member == about(first).proposer
    assert withdraw_overtaken(kind="posts", now=hall.now) == [], "once"


@pytest.mark.thorough
def test_a_change_of_a_plan_that_holds_no_more_goes_too_and_another_whole_plan_stays(
    hall: Hall, coordinator: Member
):
    in_turn("kilns")
    change = changed(hall, adopted(hall))
    whole, other = (make_plan(kind="posts", actor=coordinator, now=hall.now) for _nth in range(2))
    waits = draft_motion(
        kind="plan", title="The other", text="x", terms={"plan": other.pk}, proposer=coordinator, now=hall.now
    )
    table_motion(motion_id=waits.pk, actor=coordinator, now=hall.now)
    assert decide(hall, kind="plan", terms={"plan": whole.pk}, title="A whole one").enacted_at is not None
    assert about(change).state == MotionState.WITHDRAWN
    waits.refresh_from_db()
    assert waits.state != MotionState.WITHDRAWN
