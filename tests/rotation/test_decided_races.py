"""The clock on several machines, two taps at once, and somebody who says meanwhile that it is done."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from record.models import Act
from rotation.actions import finish_duty
from rotation.actions.decided import turn_into_task
from rotation.models import Duty
from rotation.tasks import bring_back_tasks
from tests.assemblies.conftest import hall_of
from tests.assemblies.test_close_races import all_at_once
from tests.rotation.conftest import decide, hold, make_post
from tests.rotation.test_decided import SOON, late, next_weekly

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")


def test_clocks_that_look_at_once_bring_it_back_once() -> None:
    hall = hall_of(9)
    duty = late(hall)
    weekly, friday = next_weekly(hall)

    all_at_once([partial(bring_back_tasks, friday + timedelta(days=4)) for _machine in range(4)])

    assert list(weekly.items.values_list("key", flat=True)) == [f"duty:{duty.pk}"]
    assert Act.objects.filter(verb="assemblies.task.brought_back").count() == 1


def test_what_is_done_at_that_moment_came_back_before_or_does_not_come() -> None:
    hall = hall_of(9)
    duty = late(hall)
    weekly, friday = next_weekly(hall)
    monday = friday + timedelta(days=4)

    all_at_once(
        [
            partial(finish_duty, duty_id=duty.pk, actor=hall.people[2], now=monday),
            partial(bring_back_tasks, monday),
            partial(bring_back_tasks, monday),
        ]
    )

    verbs = list(
        Act.objects.filter(verb__in=("rotation.duty.done", "assemblies.task.brought_back"))
        .order_by("seq")
        .values_list("verb", flat=True)
    )
    assert verbs in (["rotation.duty.done"], ["assemblies.task.brought_back", "rotation.duty.done"])
    assert weekly.items.count() == len(verbs) - 1


def test_two_taps_at_once_make_one_task() -> None:
    hall = hall_of(9)
    hold(make_post(), hall.people[2])
    motion = decide(hall)
    taps = partial(
        turn_into_task,
        motion_id=motion.pk,
        what="Ask three prices",
        post="treasury",
        due_on=SOON,
        actor=hall.chair,
        now=hall.now,
    )
    all_at_once([taps, taps, taps])
    assert Duty.objects.count() == 1
    assert Act.objects.filter(verb="rotation.duty.written").count() == 1
