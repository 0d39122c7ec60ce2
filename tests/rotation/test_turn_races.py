"""Several phones at once, and the clock meanwhile: one comes, one swap is done, one turn is told."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from record.models import Act
from record.rules import Refused
from rotation.actions.covers import accept_cover, ask_cover, decline_cover, take_back_cover
from rotation.actions.missed import write_missed
from rotation.actions.swaps import agree_swap, end_swap, propose_swap
from rotation.actions.ticks import tick_step
from rotation.models import Cover, CoverOffer, Duty, Mandate
from rotation.tasks import turn_the_wheel
from tests.assemblies.conftest import hall_of
from tests.assemblies.test_close_races import all_at_once
from tests.rotation.wheel import Wheel, wheel_of

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")


@pytest.fixture
def wheel(_many_connections: None) -> Wheel:
    wheel = wheel_of(hall_of(9))
    wheel.told({("chair", 0): 0, ("chair", 1): 1, ("door", 1): 2, ("chair", 2): 3})
    return wheel


def test_of_several_who_say_yes_at_once_one_comes(wheel: Wheel):
    cover = ask_cover(duty_id=wheel.turn("chair", 1).pk, actor=wheel.people[1], now=wheel.hall.now)
    asked = [offer.member for offer in cover.offers.order_by("place")]
    taps = [
        partial(accept_cover, cover_id=cover.pk, actor=who, now=wheel.hall.now) for who in asked for _ in "12"
    ]
    answers = all_at_once(taps)
    cover.refresh_from_db()
    assert cover.covered_by in asked
    assert wheel.turn("chair", 1).member == cover.covered_by
    assert wheel.turn("chair", 1).sequence == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 4  # the same tap twice is one yes
    assert Act.objects.filter(verb="rotation.cover.taken").count() == 1


def test_i_can_after_all_or_somebody_comes_and_never_both(wheel: Wheel):
    cover = ask_cover(duty_id=wheel.turn("chair", 1).pk, actor=wheel.people[1], now=wheel.hall.now)
    first = cover.offers.get(place=1).member
    all_at_once(
        [
            partial(accept_cover, cover_id=cover.pk, actor=first, now=wheel.hall.now),
            partial(take_back_cover, cover_id=cover.pk, actor=wheel.people[1], now=wheel.hall.now),
        ]
    )
    cover.refresh_from_db()
    whose = wheel.people[1] if cover.covered_by is None else first
    assert wheel.turn("chair", 1).member == whose
    verbs = ("rotation.cover.taken", "rotation.cover.taken_back")
    assert Act.objects.filter(verb__in=verbs).count() == 1


def test_two_taps_ask_once_and_two_noes_ask_two_more(wheel: Wheel):
    turn = wheel.turn("chair", 1)
    tap = partial(ask_cover, duty_id=turn.pk, actor=wheel.people[1], now=wheel.hall.now)
    all_at_once([tap, tap, tap])
    cover = Cover.objects.get()
    said = [offer.member for offer in cover.offers.order_by("place")[:2]]
    all_at_once(
        [
            partial(decline_cover, cover_id=cover.pk, actor=who, now=wheel.hall.now)
            for who in said
            for _ in "12"
        ]
    )
    assert CoverOffer.objects.filter(declined_at=None).count() == 3
    assert sorted(CoverOffer.objects.values_list("place", flat=True)) == [1, 2, 3, 4, 5]


def test_a_swap_is_done_once_however_often_the_last_agrees(wheel: Wheel):
    ids = [wheel.turn("chair", 1).pk, wheel.turn("door", 1).pk, wheel.turn("chair", 2).pk]
    swap = propose_swap(duty_ids=ids, actor=wheel.people[1], now=wheel.hall.now)
    all_at_once(
        [
            partial(agree_swap, swap_id=swap.pk, actor=wheel.people[who], now=wheel.hall.now)
            for who in (2, 3, 2, 3, 1)
        ]
    )
    assert [wheel.whose(*turn) for turn in (("chair", 1), ("door", 1), ("chair", 2))] == [2, 3, 1]
    assert Act.objects.filter(verb="rotation.swap.done").count() == 1


def test_of_a_swap_a_cover_and_a_no_at_once_each_turn_has_one_holder_and_one_story(wheel: Wheel):
    turn = wheel.turn("chair", 1)
    ids = [turn.pk, wheel.turn("chair", 2).pk]
    first = propose_swap(duty_ids=ids, actor=wheel.people[1], now=wheel.hall.now)
    other = propose_swap(
        duty_ids=[turn.pk, wheel.turn("door", 1).pk], actor=wheel.people[1], now=wheel.hall.now
    )
    cover = ask_cover(duty_id=turn.pk, actor=wheel.people[1], now=wheel.hall.now)
    stand_in = cover.offers.get(place=1).member
    all_at_once(
        [
            partial(agree_swap, swap_id=first.pk, actor=wheel.people[3], now=wheel.hall.now),
            partial(agree_swap, swap_id=other.pk, actor=wheel.people[2], now=wheel.hall.now),
            partial(end_swap, swap_id=other.pk, actor=wheel.people[2], now=wheel.hall.now),
            partial(accept_cover, cover_id=cover.pk, actor=stand_in, now=wheel.hall.now),
            partial(turn_the_wheel, wheel.hall.now),
        ]
    )
    swap_won = [swap for swap in (first, other) if type(swap).objects.get(pk=swap.pk).done_at is not None]
    cover.refresh_from_db()
    assert len(swap_won) + (cover.covered_by is not None) == 1
    assert wheel.turn("chair", 1).sequence == (2 if swap_won == [other] else 1)
    holders = [wheel.whose(*each) for each in (("chair", 1), ("door", 1), ("chair", 2))]
    assert len(set(holders)) == 3


def test_clocks_that_look_at_once_tell_and_seat_once(wheel: Wheel):
    wheel.plan({("door", 0): 4, ("door", 2): 5}, from_on=wheel.turn("chair", 0).due_on)
    all_at_once([partial(turn_the_wheel, wheel.hall.now) for _machine in range(4)])
    assert Duty.objects.filter(post=wheel.door, cancelled_at=None).count() == 2
    assert Mandate.objects.filter(post=wheel.door).count() == 1


def test_the_last_line_ticked_twice_is_done_once(wheel: Wheel):
    turn = wheel.turn("chair", 0)
    all_at_once(
        [
            partial(
                tick_step, duty_id=turn.pk, step=step, done=True, actor=wheel.people[0], now=wheel.hall.now
            )
            for step in (0, 1, 0, 1)
        ]
    )
    assert turn.ticks.count() == 2
    assert Act.objects.filter(verb="rotation.duty.done").count() == 1


def test_a_turn_missed_said_by_several_is_made_up_once(wheel: Wheel):
    turn = wheel.turn("chair", 0)
    tap = partial(write_missed, duty_id=turn.pk, actor=wheel.hall.chair, now=wheel.day(0, 1))
    all_at_once([tap, tap, tap])
    assert Duty.objects.filter(repairs=turn).count() == 1
    assert Act.objects.filter(verb="rotation.turn.missed").count() == 1
