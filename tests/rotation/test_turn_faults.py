"""What `verify` says of turns at the table when somebody rewrote them round the actions."""

from __future__ import annotations

import pytest
from django.db.models import F

from rotation.actions.covers import accept_cover, ask_cover
from rotation.actions.missed import write_missed
from rotation.actions.swaps import agree_swap, propose_swap
from rotation.models import Duty, SwapLeg
from rotation.reports.turn_faults import turn_faults
from rotation.tasks import turn_the_wheel
from tests.assemblies.conftest import Hall
from tests.promises import lift
from tests.rotation.wheel import Wheel, wheel_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wheel(hall: Hall) -> Wheel:
    """A week of everything: a turn held, one swapped, one covered, one missed and made up."""
    wheel = wheel_of(hall)
    wheel.told({("chair", 0): 0, ("door", 0): 1, ("chair", 1): 2, ("door", 1): 3, ("chair", 2): 4})
    swap = propose_swap(
        duty_ids=[wheel.turn("chair", 1).pk, wheel.turn("chair", 2).pk],
        actor=wheel.people[2],
        now=hall.now,
    )
    agree_swap(swap_id=swap.pk, actor=wheel.people[4], now=hall.now)
    cover = ask_cover(duty_id=wheel.turn("door", 1).pk, actor=wheel.people[3], now=hall.now)
    offer = cover.offers.select_related("member").order_by("place")[0]
    accept_cover(cover_id=cover.pk, actor=offer.member, now=hall.now)
    turn_the_wheel(wheel.day(1))
    write_missed(duty_id=wheel.turn("door", 0).pk, actor=hall.chair, now=wheel.day(0, 1))
    return wheel


@pytest.mark.thorough
def test_nothing_is_wrong_after_swaps_stand_ins_and_make_ups(wheel: Wheel):
    assert Duty.objects.filter(kind="make_up").exists()
    assert Duty.objects.filter(kind="turn", mandate__isnull=False).exists()
    assert turn_faults() == []


@pytest.mark.thorough
def test_a_turn_given_to_somebody_by_nothing_is_named(wheel: Wheel):
    turn = wheel.turn("chair", 2)
    Duty.objects.filter(pk=turn.pk).update(member=wheel.people[7], sequence=F("sequence") + 1)
    number = wheel.people[7].number
    assert turn_faults() == [
        f"turn {turn.pk}: neither the plan, a swap nor a stand-in gave it to member {number}"
    ]


@pytest.mark.thorough
def test_a_mandate_of_somebody_else_is_named(wheel: Wheel):
    turn, other = wheel.turn("chair", 1), wheel.turn("door", 1)
    assert turn.mandate is not None
    Duty.objects.filter(pk=turn.pk).update(mandate=other.mandate)
    assert turn_faults() == [f"turn {turn.pk}: its mandate is of another seat, day or person"]


@pytest.mark.thorough
def test_a_turn_called_off_without_saying_so_is_named(wheel: Wheel):
    lift("a_changed_duty_says_so", on="rotation_duty")
    turn = wheel.turn("chair", 0)
    Duty.objects.filter(pk=turn.pk).update(cancelled_at=wheel.hall.now)
    assert turn_faults() == [f"turn {turn.pk}: it changed more often than its number says"]


@pytest.mark.thorough
def test_a_swap_that_was_done_against_somebody_is_named(wheel: Wheel):
    lift("an_agreed_leg_stays", on="rotation_swapleg")
    leg = SwapLeg.objects.order_by("pk")[0]
    SwapLeg.objects.filter(pk=leg.pk).update(agreed_at=None)
    assert turn_faults() == [f"swap {leg.swap_id}: done, and somebody in it never said yes"]
