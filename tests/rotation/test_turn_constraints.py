"""What the database itself refuses about duties, ticks, covers and swaps, when somebody goes round the actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from members.models import Member
from rotation.models import Cover, CoverOffer, Duty, Post, Swap, SwapLeg, Tick
from tests.makers import NOW, TODAY, make_coop, make_voters
from tests.promises import delete_all, refused
from tests.rotation.conftest import make_post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def people() -> list[Member]:
    make_coop()
    return make_voters(4)


@pytest.fixture
def chair(people: list[Member]) -> Post:
    return make_post("chair", term_months=0, term_days=1, on_wheel=True)


_keys = iter(range(10**6))


def a_turn(post: Post | None, member: Member | None, **about: Any) -> Duty:
    whole: dict[str, Any] = {
        "kind": "turn",
        "title": "Chair",
        "post": post,
        "member": member,
        "seat": 1,
        "key": f"turn:{next(_keys)}",
        "from_on": TODAY,
        "due_on": TODAY,
    } | about
    return Duty.objects.create(**whole)


# --- duties ---------------------------------------------------------------------------------------------------


def test_a_duty_is_somebodys(people: list[Member], chair: Post):
    with refused("a_duty_is_somebodys"):
        a_turn(None, None, kind="task")
    a_turn(chair, None, kind="task")
    a_turn(None, people[0], kind="task")


def test_a_turn_has_its_seat_and_its_person(people: list[Member], chair: Post):
    lacks: list[dict[str, Any]] = [{"seat": None}, {"member": None}, {"post": None}]
    for lacking in lacks:
        with refused("a_turn_has_its_seat_and_its_person"):
            whole: dict[str, Any] = {"post": chair, "member": people[0]} | lacking
            a_turn(**whole)


def test_one_turn_for_a_seat_a_day(people: list[Member], chair: Post):
    a_turn(chair, people[0])
    columns = "rotation_duty.post_id, rotation_duty.seat, rotation_duty.due_on"
    with refused("one_turn_for_a_seat_a_day", columns=columns):
        a_turn(chair, people[1])
    a_turn(chair, people[1], seat=2)
    Duty.objects.filter(member=people[0]).update(cancelled_at=NOW, sequence=1)
    a_turn(chair, people[0])


def test_nobody_has_two_turns_on_a_day(people: list[Member], chair: Post):
    door = make_post("door")
    a_turn(chair, people[0])
    with refused("nobody_has_two_turns_on_a_day", columns="rotation_duty.member_id, rotation_duty.due_on"):
        a_turn(door, people[0])
    a_turn(door, people[0], due_on=TODAY + DAY)
    a_turn(door, people[1], kind="task")


def test_what_was_missed_was_not_done(people: list[Member], chair: Post):
    with refused("what_was_missed_was_not_done"):
        a_turn(chair, people[0], missed_at=NOW, done_at=NOW, done_by=people[0])


def test_a_make_up_repairs_a_turn(people: list[Member], chair: Post):
    with refused("a_make_up_repairs_a_turn"):
        a_turn(chair, people[0], kind="make_up")


def test_a_missed_turn_is_made_up_once(people: list[Member], chair: Post):
    turn = a_turn(chair, people[0], missed_at=NOW)
    a_turn(chair, people[0], kind="make_up", repairs=turn)
    with refused("a_missed_turn_is_made_up_once", columns="rotation_duty.repairs_id"):
        a_turn(chair, people[0], kind="make_up", repairs=turn)


def test_a_duty_done_stays_done(people: list[Member], chair: Post):
    done = a_turn(chair, people[0], done_at=NOW, done_by=people[0])
    changes: list[dict[str, Any]] = [
        {"done_at": None},
        {"done_at": NOW + DAY},
        {"member": people[1], "sequence": 1},
        {"kind": "task"},
        {"key": "other"},
        {"title": "Other"},
    ]
    for change in changes:
        with refused("a_duty_done_stays_done"):
            Duty.objects.filter(pk=done.pk).update(**change)
    missed = a_turn(chair, people[1], seat=2, missed_at=NOW)
    for change in ({"missed_at": None}, {"missed_at": NOW + DAY}):
        with refused("a_duty_done_stays_done"):
            Duty.objects.filter(pk=missed.pk).update(**change)
    off = a_turn(chair, people[2], seat=3, cancelled_at=NOW)
    with refused("a_duty_done_stays_done"):
        Duty.objects.filter(pk=off.pk).update(cancelled_at=None)


def test_a_changed_duty_says_so(people: list[Member], chair: Post):
    turn = a_turn(chair, people[0])
    changes: list[dict[str, Any]] = [
        {"member": people[1]},
        {"due_on": TODAY + DAY},
        {"cancelled_at": NOW},
    ]
    for change in changes:
        with refused("a_changed_duty_says_so"):
            Duty.objects.filter(pk=turn.pk).update(**change)
    for nth, change in enumerate(changes, start=1):
        Duty.objects.filter(pk=turn.pk).update(**change, sequence=nth)
    Duty.objects.filter(pk=turn.pk).update(facts={"seen": True})


def test_a_duty_is_never_deleted(people: list[Member], chair: Post):
    a_turn(chair, people[0])
    with refused("a_duty_is_never_deleted"):
        delete_all("rotation_duty")


# --- ticks ----------------------------------------------------------------------------------------------------


def test_a_line_is_ticked_once(people: list[Member], chair: Post):
    turn = a_turn(chair, people[0], steps=["Open", "Close"])
    Tick.objects.create(duty=turn, step=0, by=people[0], at=NOW)
    Tick.objects.create(duty=turn, step=1, by=people[0], at=NOW)
    with refused("a_line_is_ticked_once", columns="rotation_tick.duty_id, rotation_tick.step"):
        Tick.objects.create(duty=turn, step=0, by=people[1], at=NOW)


# --- covers ---------------------------------------------------------------------------------------------------


def a_cover(duty: Duty, asked_by: Member, **about: Any) -> Cover:
    return Cover.objects.create(duty=duty, asked_by=asked_by, asked_at=NOW, **about)


def test_a_turn_looks_for_one_stand_in(people: list[Member], chair: Post):
    turn = a_turn(chair, people[0])
    first = a_cover(turn, people[0])
    with refused("a_turn_looks_for_one_stand_in", columns="rotation_cover.duty_id"):
        a_cover(turn, people[0])
    Cover.objects.filter(pk=first.pk).update(ended_at=NOW)
    a_cover(turn, people[0])


def test_a_cover_ends_when_somebody_comes(people: list[Member], chair: Post):
    with refused("a_cover_ends_when_somebody_comes"):
        a_cover(a_turn(chair, people[0]), people[0], covered_by=people[1])


def test_nobody_stands_in_for_themselves(people: list[Member], chair: Post):
    with refused("nobody_stands_in_for_themselves"):
        a_cover(a_turn(chair, people[0]), people[0], covered_by=people[0], ended_at=NOW)


def test_a_cover_that_ended_stays(people: list[Member], chair: Post):
    turn, other = a_turn(chair, people[0]), a_turn(chair, people[1], seat=2)
    cover = a_cover(turn, people[0])
    before: list[dict[str, Any]] = [{"duty": other}, {"asked_by": people[1]}]
    after: list[dict[str, Any]] = [{"covered_by": people[2]}, {"ended_at": None, "covered_by": None}]
    for change in before:
        with refused("a_cover_that_ended_stays"):
            Cover.objects.filter(pk=cover.pk).update(**change)
    Cover.objects.filter(pk=cover.pk).update(ended_at=NOW, covered_by=people[1])
    for change in after:
        with refused("a_cover_that_ended_stays"):
            Cover.objects.filter(pk=cover.pk).update(**change)


def test_one_is_asked_once(people: list[Member], chair: Post):
    cover = a_cover(a_turn(chair, people[0]), people[0])
    CoverOffer.objects.create(cover=cover, member=people[1], place=1, at=NOW)
    columns = "rotation_coveroffer.cover_id, rotation_coveroffer.member_id"
    with refused("one_is_asked_once", columns=columns):
        CoverOffer.objects.create(cover=cover, member=people[1], place=2, at=NOW)


# --- swaps ----------------------------------------------------------------------------------------------------


def a_swap(proposed_by: Member, **about: Any) -> Swap:
    return Swap.objects.create(proposed_by=proposed_by, proposed_at=NOW, **about)


def a_leg(swap: Swap, duty: Duty, giver: Member, taker: Member, **about: Any) -> SwapLeg:
    return SwapLeg.objects.create(swap=swap, duty=duty, giver=giver, taker=taker, **about)


def test_a_swap_done_is_over(people: list[Member]):
    with refused("a_swap_done_is_over"):
        a_swap(people[0], done_at=NOW, ended_at=NOW + DAY)
    with refused("a_swap_done_is_over"):
        a_swap(people[0], done_at=NOW)
    swap = a_swap(people[0])
    with refused("a_swap_done_is_over"):
        Swap.objects.filter(pk=swap.pk).update(done_at=NOW, ended_at=NOW - DAY)
    a_swap(people[0], done_at=NOW, ended_at=NOW)


def test_a_swap_that_ended_stays(people: list[Member]):
    swap = a_swap(people[0], ended_at=NOW)
    for change in ({"ended_at": None}, {"done_at": NOW}):
        with refused("a_swap_that_ended_stays"):
            Swap.objects.filter(pk=swap.pk).update(**change)


def test_each_gives_one_turn_and_takes_one_in_a_swap(people: list[Member], chair: Post):
    zulema, walter, ailen, marcos = people
    swap = a_swap(zulema)
    turn, other = a_turn(chair, zulema), a_turn(chair, walter, due_on=date(2026, 3, 12))
    a_leg(swap, turn, zulema, walter)
    legs = "rotation_swapleg"
    with refused("a_turn_is_once_in_a_swap", columns=f"{legs}.swap_id, {legs}.duty_id"):
        a_leg(swap, turn, ailen, marcos)
    with refused("one_gives_once_in_a_swap", columns=f"{legs}.swap_id, {legs}.giver_id"):
        a_leg(swap, other, zulema, ailen)
    with refused("one_takes_once_in_a_swap", columns=f"{legs}.swap_id, {legs}.taker_id"):
        a_leg(swap, other, ailen, walter)
    with refused("one_swaps_with_somebody_else"):
        a_leg(swap, other, ailen, ailen)
    a_leg(swap, other, walter, zulema)


def test_an_agreed_leg_stays(people: list[Member], chair: Post):
    turn, other = a_turn(chair, people[0]), a_turn(chair, people[2], seat=2)
    leg = a_leg(a_swap(people[0]), turn, people[0], people[1])
    for change in ({"duty": other}, {"giver": people[2]}, {"taker": people[2]}):
        with refused("an_agreed_leg_stays"):
            SwapLeg.objects.filter(pk=leg.pk).update(**change)
    SwapLeg.objects.filter(pk=leg.pk).update(agreed_at=NOW)
    for agreed in (None, NOW + DAY):
        with refused("an_agreed_leg_stays"):
            SwapLeg.objects.filter(pk=leg.pk).update(agreed_at=agreed)
