"""What `verify` says of posts and power when somebody rewrote the tables."""

from __future__ import annotations

from datetime import date

import pytest

from rotation.models import Draw, Mandate
from rotation.reports import faults
from rotation.rules import draw
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY
from tests.promises import lift
from tests.rotation.conftest import decide, hold, make_post

pytestmark = pytest.mark.django_db


def test_nothing_is_wrong_after_elections_recalls_and_lots(hall: Hall):
    held = hold(make_post(), hall.people[2])
    decide(hall, kind="election", terms={"post": "treasury", "seat": 1, "member": 2})
    decide(hall, kind="recall", terms={"mandate": held.pk})
    assert faults() == []


def test_a_draw_that_comes_out_otherwise_is_named(hall: Hall):
    drawn = Draw.objects.create(
        title="x", seed="s", pool=[1, 2, 3], picked=draw("s", [1, 2, 3], 1), drawn_at=NOW
    )
    assert faults() == []
    lift("a_draw_is_never_changed", on="rotation_draw")
    Draw.objects.update(picked=[n for n in (1, 2, 3) if n not in drawn.picked][:1])
    assert faults() == [f"draw {drawn.pk}: done again it picks others"]


def test_a_mandate_by_a_motion_that_was_not_adopted_is_named(hall: Hall):
    post = make_post()
    motion = decide(hall, adopted=False, kind="election", terms={"post": "treasury", "seat": 1, "member": 2})
    held = hold(post, hall.people[1], motion=motion, from_founding=False)
    assert faults() == [f"mandate {held.pk}: its motion {motion.number} was not adopted"]


def test_a_mandate_whose_draw_picked_somebody_else_is_named(hall: Hall):
    drawn = Draw.objects.create(title="x", seed="s", pool=[4], picked=[4], drawn_at=NOW)
    held = hold(make_post(), hall.people[1], draw=drawn, from_founding=False)
    assert faults() == [f"mandate {held.pk}: its draw did not pick member 2"]


def test_a_mandate_ended_by_a_recall_that_fell_is_named(hall: Hall):
    held = hold(make_post(), hall.people[2])
    motion = decide(hall, adopted=False, kind="recall", terms={"mandate": held.pk})
    Mandate.objects.filter(pk=held.pk).update(ended_on=TODAY, ended_at=NOW, ended_by=motion)
    assert faults() == [f"mandate {held.pk}: the recall that ended it was not adopted"]


def test_two_in_one_seat_are_named(hall: Hall):
    post = make_post()
    lift("two_mandates_never_overlap_in_a_seat", on="rotation_mandate")
    first = hold(post, hall.people[1])
    second = hold(post, hall.people[2], from_on=date(2026, 5, 1), until_on=date(2026, 10, 1))
    assert faults() == [f"mandates {first.pk} and {second.pk}: both in one seat at once"]
