"""Swaps of two and of three: every rule asked twice, all turns at once or none, and one outcome only."""

from __future__ import annotations

from typing import Any

import pytest

from members.models import Absence, Notice
from record.models import Act
from record.rules import Refused
from rotation.actions.covers import ask_cover
from rotation.actions.swaps import agree_swap, end_swap, propose_swap
from rotation.models import Declined, Swap
from rotation.reports.changing import turns_told
from rotation.reports.powers import powers_of
from rotation.reports.swapping import swaps_of_mine
from rotation.tasks import turn_the_wheel
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY
from tests.rotation.wheel import DAY, WEEK, Wheel, wheel_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wheel(hall: Hall) -> Wheel:
    wheel = wheel_of(hall)
    wheel.told({("chair", 1): 0, ("door", 1): 1, ("chair", 2): 2, ("door", 3): 3})
    return wheel


def propose(wheel: Wheel, *turns: tuple[str, int], by: int = 0, **more: Any) -> Swap:
    ids = [wheel.turn(*turn).pk for turn in turns]
    return propose_swap(duty_ids=ids, actor=wheel.people[by], **({"now": wheel.hall.now} | more))


def agree(wheel: Wheel, swap: Swap, who: int, **more: Any) -> Swap:
    return agree_swap(swap_id=swap.pk, actor=wheel.people[who], **({"now": wheel.hall.now} | more))


def away(wheel: Wheel, who: int, week: int) -> None:
    day = TODAY + week * WEEK
    person = wheel.people[who]
    Absence.objects.create(member=person, from_on=day, until_on=day + DAY, entered_at=NOW, entered_by=person)


def test_two_swap_when_the_other_agrees(wheel: Wheel):
    swap = propose(wheel, ("chair", 1), ("chair", 2))
    assert propose(wheel, ("chair", 1), ("chair", 2)) == swap
    assert (wheel.whose("chair", 1), wheel.whose("chair", 2)) == (0, 2)
    assert Notice.objects.get(key=f"swap:{swap.pk}").member == wheel.people[2]

    for _twice in range(2):
        swap = agree(wheel, swap, 2)

    assert (wheel.whose("chair", 1), wheel.whose("chair", 2)) == (2, 0)
    assert [wheel.turn("chair", week).sequence for week in (1, 2)] == [1, 1]
    assert swap.done_at == swap.ended_at == wheel.hall.now
    assert Act.objects.filter(verb="rotation.swap.done").count() == 1
    assert Notice.objects.filter(key=f"swap-done:{swap.pk}").count() == 2


def test_three_swap_when_the_last_agrees_and_not_before(wheel: Wheel):
    swap = propose(wheel, ("chair", 1), ("chair", 2), ("door", 3))
    agree(wheel, swap, 2)
    agree(wheel, swap, 0)
    assert (wheel.whose("chair", 1), wheel.whose("chair", 2), wheel.whose("door", 3)) == (0, 2, 3)
    agree(wheel, swap, 3)
    assert (wheel.whose("chair", 1), wheel.whose("chair", 2), wheel.whose("door", 3)) == (2, 3, 0)


def test_two_swap_their_seats_of_the_same_day(wheel: Wheel):
    swap = propose(wheel, ("chair", 1), ("door", 1))
    agree(wheel, swap, 1)
    assert (wheel.whose("chair", 1), wheel.whose("door", 1)) == (1, 0)


def test_a_swap_on_the_day_itself_seats_both_at_once(wheel: Wheel):
    now = wheel.day(1)
    turn_the_wheel(now)
    swap = propose(wheel, ("chair", 1), ("door", 1), now=now)
    agree(wheel, swap, 1, now=now)
    assert "assemblies.chair" in powers_of(wheel.people[1].pk, now)
    assert "assemblies.keep_door" in powers_of(wheel.people[0].pk, now)
    assert "assemblies.chair" not in powers_of(wheel.people[0].pk, now)


def test_a_rule_that_stops_one_stops_the_proposal(wheel: Wheel):
    away(wheel, 0, 2)
    with pytest.raises(Refused, match=r"Zulema.* is away"):
        propose(wheel, ("chair", 1), ("chair", 2))
    assert not Swap.objects.exists()


def test_every_rule_is_asked_again_at_the_moment_it_is_done(wheel: Wheel):
    swap = propose(wheel, ("chair", 1), ("chair", 2), ("door", 3))
    agree(wheel, swap, 2)
    away(wheel, 0, 3)
    with pytest.raises(Refused, match=r"Zulema.* is away"):
        agree(wheel, swap, 3)
    assert (wheel.whose("chair", 1), wheel.whose("chair", 2), wheel.whose("door", 3)) == (0, 2, 3)
    swap.refresh_from_db()
    assert swap.ended_at is None


def test_one_begins_with_a_turn_of_ones_own_and_swaps_with_others(wheel: Wheel):
    with pytest.raises(Refused, match="turn of your own"):
        propose(wheel, ("chair", 2), ("chair", 1))
    with pytest.raises(Refused, match="two or three"):
        propose(wheel, ("chair", 1))
    with pytest.raises(Refused, match="two or three"):
        propose(wheel, ("chair", 1), ("chair", 1))
    with pytest.raises(Refused, match="two or three"):
        propose(wheel, ("chair", 1), ("chair", 2), ("door", 3), ("door", 1))
    with pytest.raises(Refused):
        propose_swap(duty_ids=[], actor=wheel.people[0], now=NOW)
    with pytest.raises(Refused, match="not a turn"):
        propose_swap(duty_ids=[wheel.turn("chair", 1).pk, 10**6], actor=wheel.people[0], now=NOW)


def test_whoever_is_in_it_may_say_no_and_then_it_is_over(wheel: Wheel):
    swap = propose(wheel, ("chair", 1), ("chair", 2))
    with pytest.raises(Refused, match="between others"):
        end_swap(swap_id=swap.pk, actor=wheel.people[5], now=wheel.hall.now)
    with pytest.raises(Refused, match="between others"):
        agree(wheel, swap, 5)
    for _twice in range(2):
        end_swap(swap_id=swap.pk, actor=wheel.people[2], now=wheel.hall.now)
    told = Notice.objects.get(key=f"swap-ended:{swap.pk}")
    assert told.member == wheel.people[0]
    assert "cannot swap" in told.text_id
    with pytest.raises(Refused, match="came to nothing"):
        agree(wheel, swap, 2)


def test_whoever_proposed_it_may_take_it_back_until_it_is_done(wheel: Wheel):
    swap = propose(wheel, ("chair", 1), ("chair", 2))
    end_swap(swap_id=swap.pk, actor=wheel.people[0], now=wheel.hall.now)
    assert "takes the proposed swap back" in Notice.objects.get(key=f"swap-ended:{swap.pk}").text_id
    again = propose(wheel, ("chair", 1), ("chair", 2))
    agree(wheel, again, 2)
    with pytest.raises(Refused, match="done already"):
        end_swap(swap_id=again.pk, actor=wheel.people[0], now=wheel.hall.now)


def test_of_two_swaps_of_one_turn_the_first_that_is_done_ends_the_other(wheel: Wheel):
    first = propose(wheel, ("chair", 1), ("chair", 2))
    other = propose(wheel, ("chair", 1), ("door", 3))
    looking = ask_cover(duty_id=wheel.turn("chair", 1).pk, actor=wheel.people[0], now=wheel.hall.now)
    agree(wheel, first, 2)
    other.refresh_from_db()
    looking.refresh_from_db()
    assert (other.done_at, other.ended_at, looking.ended_at) == (None, wheel.hall.now, wheel.hall.now)
    with pytest.raises(Refused, match="came to nothing"):
        agree(wheel, other, 3)
    assert wheel.whose("chair", 1) == 2


def test_it_lapses_when_the_day_of_a_turn_is_over(wheel: Wheel):
    swap = propose(wheel, ("chair", 1), ("chair", 2))
    turn_the_wheel(wheel.day(1))
    swap.refresh_from_db()
    assert swap.ended_at is None
    turn_the_wheel(wheel.day(1, 1))
    swap.refresh_from_db()
    assert swap.done_at is None
    assert Swap.objects.get().ended_at == wheel.day(1, 1)
    with pytest.raises(Refused):
        agree(wheel, swap, 2, now=wheel.day(1, 1))


def test_what_is_offered_is_what_a_proposal_would_not_refuse(wheel: Wheel):
    away(wheel, 2, 1)
    mine = wheel.turn("chair", 1)
    Declined.objects.create(
        member=wheel.people[3],
        post=wheel.chair,
        from_on=TODAY,
        until_on=TODAY + 4 * WEEK,
        at=NOW,
    )
    others = [wheel.turn(*at) for at in (("door", 1), ("chair", 2), ("door", 3))]
    offered = swaps_of_mine(mine, list(turns_told(from_on=TODAY)), on=TODAY)
    refused = {}
    for other in others:
        try:
            propose_swap(duty_ids=[mine.pk, other.pk], actor=wheel.people[0], now=wheel.hall.now)
        except Refused as refusal:
            refused[other.pk] = refusal.sentence
    assert refused == {pk: f"{one.name} {one.why_not}." for pk, one in offered.stopped.items()}
    assert offered.two == {others[0].pk} == {other.pk for other in others} - set(refused)
