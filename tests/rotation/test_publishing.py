"""Turns are told as the plan gives them, changed only where a newer one differs, and seated on their day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assemblies.actions import cancel_assembly, convoke_weekly
from assemblies.models import Assembly
from members.models import Absence, Notice
from record.models import Act
from rotation.actions.covers import accept_cover, ask_cover
from rotation.actions.publishing import publish_turns
from rotation.models import Duty, Mandate
from rotation.reports.powers import powers_of
from rotation.reports.problem import wheel_problem
from rotation.reports.replanning import rest_of
from rotation.tasks import sweep, turn_the_wheel, write_this_week
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY, write_house_rule
from tests.pages import at
from tests.rotation.wheel import DAY, WEEK, Wheel, wheel_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wheel(hall: Hall) -> Wheel:
    return wheel_of(hall)


def told() -> list[tuple[str, int]]:
    rows = Notice.objects.filter(key__startswith="turn")
    return sorted(rows.values_list("text_id", "member__number"))


def test_turns_are_told_as_many_weeks_ahead_as_our_rule_says_and_once(wheel: Wheel):
    write_house_rule("rotation.publishing", {"weeks": 2, "frozen_days": 7})
    wheel.told({("chair", 1): 0, ("door", 1): 1, ("chair", 2): 2, ("chair", 3): 3, ("door", 2): None})

    turns = list(Duty.objects.order_by("due_on", "post__code").values_list("post__code", "due_on", "member"))
    people = wheel.people
    assert turns == [
        ("chair", TODAY + WEEK, people[0].pk),
        ("door", TODAY + WEEK, people[1].pk),
        ("chair", TODAY + 2 * WEEK, people[2].pk),
    ]
    assert [number for _text, number in told()] == [1, 2, 3]
    assert Duty.objects.get(member=people[0]).steps == ["Open on time", "Read the agenda"]

    acts = Act.objects.count()
    turn_the_wheel(wheel.hall.now)
    publish_turns(now=wheel.hall.now)
    assert Act.objects.count() == acts
    assert (Duty.objects.count(), len(told())) == (3, 3)


def test_a_plan_that_no_motion_adopted_tells_nobody_anything(wheel: Wheel):
    wheel.told({("chair", 1): 0}, adopted_at=None)
    assert not Duty.objects.exists()


def test_a_newer_plan_changes_only_what_differs_and_tells_only_those_touched(wheel: Wheel):
    plan = wheel.told({("chair", 1): 0, ("door", 1): 1, ("chair", 2): 2, ("door", 2): 3})
    kept = wheel.turn("chair", 1)
    Notice.objects.all().delete()

    wheel.told({("chair", 1): 0, ("door", 1): 4, ("chair", 2): 2, ("door", 2): None}, after=plan)

    assert (wheel.whose("chair", 1), wheel.whose("door", 1), wheel.whose("chair", 2)) == (0, 4, 2)
    assert not Duty.objects.filter(post=wheel.door, due_on=TODAY + 2 * WEEK, cancelled_at=None).exists()
    assert wheel.turn("chair", 1).sequence == kept.sequence == 0
    assert wheel.turn("door", 1).sequence == 1
    assert {number for _text, number in told()} == {2, 5, 4}


def test_a_newer_plan_may_pass_the_turns_of_one_day_round(wheel: Wheel):
    plan = wheel.told({("chair", 1): 0, ("door", 1): 1})
    wheel.told({("chair", 1): 1, ("door", 1): 0}, after=plan)
    assert (wheel.whose("chair", 1), wheel.whose("door", 1)) == (1, 0)
    assert Duty.objects.filter(due_on__gt=TODAY + 300 * WEEK).count() == 0


def test_a_newer_plan_leaves_a_turn_with_whoever_took_it_meanwhile(wheel: Wheel):
    plan = wheel.told({("chair", 1): 0, ("door", 1): 1})
    cover = ask_cover(duty_id=wheel.turn("chair", 1).pk, actor=wheel.people[0], now=wheel.hall.now)
    stand_in = cover.offers.order_by("place")[0].member
    accept_cover(cover_id=cover.pk, actor=stand_in, now=wheel.hall.now)

    wheel.told({("chair", 1): 0, ("door", 1): 1}, after=plan)
    assert wheel.turn("chair", 1).member == stand_in


def test_the_planner_reads_turns_as_they_were_taken_and_not_as_they_were_planned(wheel: Wheel):
    wheel.told({("chair", 1): 0})
    cover = ask_cover(duty_id=wheel.turn("chair", 1).pk, actor=wheel.people[0], now=wheel.hall.now)
    stand_in = cover.offers.order_by("place")[0].member
    accept_cover(cover_id=cover.pk, actor=stand_in, now=wheel.hall.now)
    problem = wheel_problem(on=TODAY, seed="x")
    assert problem.slot_of[f"chair/1/{TODAY + WEEK}"].published == stand_in.number


def test_turns_of_an_assembly_that_was_cancelled_are_called_off(wheel: Wheel):
    wheel.told({("chair", 1): 0, ("chair", 2): 1})
    friday = NOW + DAY
    weekly = convoke_weekly(now=friday)
    assert weekly is not None
    turn_the_wheel(friday)
    assert wheel.turn("chair", 1).assembly == weekly
    cancel_assembly(assembly_id=weekly.pk, actor=wheel.hall.chair, now=friday)
    turn_the_wheel(friday)
    turn_the_wheel(friday)
    assert list(Duty.objects.filter(cancelled_at=None).values_list("due_on", flat=True)) == [TODAY + 2 * WEEK]
    off = Duty.objects.exclude(cancelled_at=None).get()
    assert off.sequence == 1
    assert Notice.objects.filter(key=f"turn-gone:{off.pk}:1", member=wheel.people[0]).count() == 1
    assert Assembly.objects.get(pk=weekly.pk).state == "cancelled"


def test_on_the_day_from_midnight_on_whoever_has_the_turn_is_seated_by_the_motion(wheel: Wheel):
    wheel.told({("chair", 1): 0})
    midnight = (NOW + WEEK).replace(hour=3, minute=0)
    turn_the_wheel(midnight - timedelta(minutes=1))
    assert wheel.turn("chair", 1).mandate is None

    turn_the_wheel(midnight)
    turn_the_wheel(midnight + timedelta(minutes=1))
    mandate = wheel.turn("chair", 1).mandate
    assert mandate is not None
    assert (mandate.member, mandate.motion, mandate.seat) == (wheel.people[0], wheel.motion, 1)
    assert (mandate.from_on, mandate.until_on) == (TODAY + WEEK, TODAY + WEEK + DAY)
    assert "assemblies.chair" in powers_of(wheel.people[0].pk, midnight)
    assert "assemblies.chair" not in powers_of(wheel.people[0].pk, midnight + DAY)
    assert Mandate.objects.filter(post=wheel.chair).count() == 1


def test_where_somebody_cannot_be_seated_whoever_convokes_is_told_once(wheel: Wheel):
    wheel.told({("chair", 1): 0, ("door", 1): 1})
    Absence.objects.create(
        member=wheel.people[0],
        from_on=TODAY,
        until_on=TODAY + 60 * DAY,
        entered_at=NOW,
        entered_by=wheel.people[0],
    )
    turn_the_wheel(wheel.day(1))
    turn_the_wheel(wheel.day(1) + timedelta(minutes=1))
    assert wheel.turn("chair", 1).mandate is None
    assert wheel.turn("door", 1).mandate is not None
    assert list(Notice.objects.filter(key__startswith="turn-unseated").values_list("member", flat=True)) == [
        wheel.hall.chair.pk
    ]


def test_what_a_turn_does_is_in_the_turn_and_not_written_again_for_the_week(wheel: Wheel):
    wheel.told({("chair", 0): 0})
    assert wheel.turn("chair", 0).mandate is not None
    assert write_this_week(wheel.hall.now) == 0


def test_the_sweep_tells_and_seats(wheel: Wheel, monkeypatch: pytest.MonkeyPatch):
    wheel.plan({("chair", 0): 0})
    at(wheel.hall.now, monkeypatch)
    sweep()
    assert wheel.turn("chair", 0).mandate is not None


def test_on_the_day_itself_a_seated_turn_does_not_make_the_plan_again(wheel: Wheel):
    plan = wheel.told({("chair", 0): 0, ("door", 0): 1, ("chair", 1): 2})
    assert wheel.turn("chair", 0).mandate is not None
    rest = rest_of(plan, on=TODAY)
    assert rest is not None
    assert rest.broken == []


def test_a_plan_changes_nothing_of_the_day_on_which_it_is_adopted(wheel: Wheel):
    plan = wheel.told({("chair", 0): 0, ("chair", 1): 0})
    wheel.told({("chair", 0): 3, ("door", 0): 4, ("chair", 1): 3}, after=plan, adopted_at=wheel.hall.now)
    assert (wheel.whose("chair", 0), wheel.whose("chair", 1)) == (0, 3)
    assert not Duty.objects.filter(post=wheel.door).exists()
    assert [one.member for one in Mandate.objects.filter(post=wheel.chair)] == [wheel.people[0]]
