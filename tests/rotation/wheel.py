"""A table of assemblies with a plan that was adopted: the chair and the door, week by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from assemblies.models import Motion
from members.models import Member
from rotation.models import Duty, Plan, PlannedSeat, Post
from rotation.tasks import turn_the_wheel
from tests.assemblies.conftest import LAST_WEEK, Hall
from tests.makers import NOW, TODAY
from tests.rotation.conftest import make_post

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
TEN_MINUTES = timedelta(minutes=10)

Seats = Mapping[tuple[str, int], int | None]
"""(post, weeks from today): whose, by place among the hall's people; None where the plan left it empty."""


@dataclass
class Wheel:
    """A hall, its table, and the motion by which its plans hold."""

    hall: Hall
    chair: Post
    door: Post
    motion: Motion

    @property
    def people(self) -> list[Member]:
        return self.hall.people

    def plan(self, seats: Seats, *, after: Plan | None = None, from_on: date = TODAY, **about: Any) -> Plan:
        """A plan adopted by the motion, with these seats."""
        whole: dict[str, Any] = {
            "kind": "wheel",
            "from_on": from_on,
            "until_on": from_on + 26 * WEEK,
            "seed": "seed",
            "seed_act": 1,
            "problem": {},
            "input_hash": "0" * 64,
            "engine": "1",
            "stages": [],
            "replaces": after,
            "made_at": NOW,
            "motion": self.motion,
            "adopted_at": LAST_WEEK if after is None else (after.adopted_at or LAST_WEEK) + TEN_MINUTES,
        }
        plan = Plan.objects.create(**(whole | about))
        for (code, week), who in seats.items():
            PlannedSeat.objects.create(
                plan=plan,
                post=self.chair if code == "chair" else self.door,
                seat=1,
                from_on=TODAY + week * WEEK,
                until_on=TODAY + week * WEEK + DAY,
                member=None if who is None else self.people[who],
            )
        return plan

    def told(self, seats: Seats, **about: Any) -> Plan:
        """The same, with its turns told."""
        plan = self.plan(seats, **about)
        turn_the_wheel(self.hall.now)
        return plan

    def turn(self, code: str, week: int) -> Duty:
        """The turn of a post so many weeks from today, as it stands."""
        day = TODAY + week * WEEK
        return Duty.objects.select_related("member", "mandate").get(
            kind="turn", post__code=code, due_on=day, cancelled_at=None
        )

    def whose(self, code: str, week: int) -> int:
        """The place among the people of whoever has a turn."""
        return [one.pk for one in self.people].index(self.turn(code, week).member_id or 0)

    def day(self, weeks: int, days: int = 0) -> datetime:
        """An hour of the day so many weeks from today."""
        return self.hall.now + weeks * WEEK + days * DAY


def wheel_of(hall: Hall, *, motion: Motion | None = None, **terms: Any) -> Wheel:
    """The chair and the door at the table, a day at a time, without limit; the chair has a list of two lines."""
    a_day: dict[str, Any] = {
        "term_months": 0,
        "term_days": 1,
        "max_consecutive_terms": 0,
        "cool_down_months": 0,
        "on_wheel": True,
        "filled": "in_turn",
        "overlap_days": 0,
    } | terms
    chair = make_post(
        "chair", **(a_day | {"powers": ["assemblies.chair"], "duties": ["Open on time", "Read the agenda"]})
    )
    door = make_post("door", **(a_day | {"powers": ["assemblies.keep_door"], "duties": []}))
    return Wheel(hall=hall, chair=chair, door=door, motion=motion or hall.motion())
