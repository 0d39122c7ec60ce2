"""Where posts turn and nobody made a plan yet, the clock proposes the first."""

from __future__ import annotations

import pytest

from rotation.models import Plan
from rotation.plan_clock import kinds_without_a_plan, propose_first_plan
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY
from tests.rotation.conftest import make_post

pytestmark = pytest.mark.django_db


def test_elected_posts_ask_for_no_plan(hall: Hall):
    make_post()
    assert kinds_without_a_plan(on=TODAY) == []
    assert propose_first_plan("posts", NOW) is None


def test_the_first_plan_is_proposed_once_and_holds_nothing_by_itself(hall: Hall):
    make_post("admissions", filled="in_turn")
    make_post("door", filled="in_turn", term_months=0, term_days=1, on_wheel=True)
    assert kinds_without_a_plan(on=TODAY) == ["posts", "wheel"]
    plan = propose_first_plan("posts", NOW)
    assert plan is not None
    assert plan.adopted_at is None
    assert plan.seats.exclude(member=None).exists()
    assert propose_first_plan("posts", NOW) is None
    assert Plan.objects.count() == 1
    assert kinds_without_a_plan(on=TODAY) == ["wheel"]
