"""A surplus as a program reads it: the steps everybody's, the part one's own."""

from __future__ import annotations

import json
from datetime import date

import pytest

from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.models import Return, Surplus
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, month

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def surplus(nine: Nine, monkeypatch: pytest.MonkeyPatch) -> Surplus:
    at(LATER, monkeypatch)
    month("2026-03")
    nine.earn(900_000)
    return draft_surplus(
        name="2026-03",
        from_on=date(2026, 3, 1),
        until_on=date(2026, 4, 1),
        typed={"non_member_share": "0", "reinvestment": "1/10", "community": "0"},
        actor=nine.teresa,
        now=LATER,
    )


def test_everybody_reads_a_surplus_step_by_step(nine: Nine, surplus: Surplus) -> None:
    zulema = signed_in(nine.people[0])
    listed = zulema.get(f"{API}/surpluses").json()
    one = zulema.get(f"{API}/surpluses/{surplus.pk}").json()

    assert (listed["count"], listed["items"][0]["id"], listed["items"][0]["state"]) == (
        1,
        surplus.pk,
        "draft",
    )
    assert one["result_cents"] == 900_000
    assert sum(step["cents"] for step in one["steps"]) + one["for_return_cents"] == 900_000
    assert [step["cents"] for step in one["steps"] if step["code"] == "reinvestment"] == [90_000]
    assert all(step["label"] for step in one["steps"])
    assert (one["motion"], one["entry"], one["mine_cents"]) == (None, None, None)


def test_the_motion_that_proposes_it_is_named(nine: Nine, surplus: Surplus) -> None:
    motion = propose_surplus(
        surplus_id=surplus.pk, title="Share March", text="As worked out.", actor=nine.teresa, now=LATER
    )
    one = signed_in(nine.people[0]).get(f"{API}/surpluses/{surplus.pk}").json()
    assert (one["motion"], one["state"]) == (motion.pk, "proposed")


def test_my_part_is_mine_and_nobody_elses(nine: Nine, surplus: Surplus) -> None:
    Return.objects.all().delete()
    for place, person in enumerate(nine.people[:2]):
        Return.objects.create(surplus=surplus, member=person, cents=123_456 + place)
    zulema = signed_in(nine.people[0]).get(f"{API}/surpluses/{surplus.pk}").json()
    assert (zulema["mine_cents"], zulema["people"]) == (123_456, 2)
    assert "123457" not in json.dumps(zulema)
    assert signed_in(nine.people[5]).get(f"{API}/surpluses/{surplus.pk}").json()["mine_cents"] is None


@pytest.mark.parametrize("pk", ["999", "0", "-1", "9" * 30, "x"])
def test_a_surplus_that_is_not_there_is_not_there(nine: Nine, surplus: Surplus, pk: str) -> None:
    assert signed_in(nine.people[0]).get(f"{API}/surpluses/{pk}").status_code in (404, 422)
