"""What cannot be true of turns at the table, fault by fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rotation.rules.told import (
    MadeUp,
    SwapDone,
    ToldTurn,
    faults_of_make_ups,
    faults_of_swaps,
    faults_of_turns,
)

THURSDAY, FRIDAY = date(2026, 3, 12), date(2026, 3, 13)
CHAIR = ("chair", 1, THURSDAY)
DELIA, RAUL, ZULEMA = 5, 9, 11
TURN = ToldTurn(id=7, place=CHAIR, member=DELIA, planned_place=CHAIR, planned_for=DELIA)


def faults(*turns: ToldTurn) -> list[str]:
    return list(faults_of_turns(turns))


def test_a_turn_as_it_was_planned_is_right() -> None:
    assert faults(replace(TURN, seated=(CHAIR, DELIA), meets_on=THURSDAY)) == []


@pytest.mark.parametrize(
    "about",
    [
        {"member": RAUL, "taken_by": (RAUL,), "sequence": 1},
        {"member": ZULEMA, "taken_by": (RAUL, ZULEMA), "sequence": 3},
        {"member": RAUL, "planned_for": None, "made_up_by": RAUL},
        {"is_cancelled": True, "sequence": 1},
    ],
)
def test_who_took_it_over_or_made_a_turn_up_has_it_rightly(about: dict[str, Any]) -> None:
    assert faults(replace(TURN, **about)) == []


@pytest.mark.parametrize(
    ("about", "fault"),
    [
        ({"has_plan": False}, "no line of a plan gave it"),
        ({"is_adopted": False}, "its plan was not adopted"),
        ({"planned_place": ("door", 1, THURSDAY)}, "its line of the plan is of another seat or day"),
        ({"member": RAUL}, f"neither the plan, a swap nor a stand-in gave it to member {RAUL}"),
        ({"member": RAUL, "taken_by": (RAUL,)}, "it changed more often than its number says"),
        ({"is_cancelled": True}, "it changed more often than its number says"),
        ({"seated": (CHAIR, RAUL)}, "its mandate is of another seat, day or person"),
        ({"seated": (("chair", 1, FRIDAY), DELIA)}, "its mandate is of another seat, day or person"),
        ({"meets_on": FRIDAY}, "its assembly is on another day"),
    ],
)
def test_each_fault_is_named(about: dict[str, Any], fault: str) -> None:
    assert faults(replace(TURN, **about)) == [f"turn 7: {fault}"]


def test_two_turns_of_one_person_on_one_day_are_named_unless_one_was_called_off() -> None:
    door = ("door", 1, THURSDAY)
    other = replace(TURN, id=8, place=door, planned_place=door)
    assert faults(TURN, other) == [f"turns 7 and 8: both of member {DELIA} on {THURSDAY}"]
    assert faults(replace(TURN, is_cancelled=True, sequence=1), other) == []


def test_two_turns_of_one_seat_are_named() -> None:
    other = replace(TURN, id=8, member=RAUL, planned_for=RAUL)
    assert faults(TURN, other) == [f"turns 7 and 8: both of one seat on {THURSDAY}"]


def test_a_make_up_is_of_whoever_missed_a_turn() -> None:
    right = MadeUp(id=3, member=DELIA, missed_by=DELIA, was_missed=True)
    assert list(faults_of_make_ups([right])) == []
    assert list(faults_of_make_ups([replace(right, was_missed=False)])) == [
        "make-up 3: the turn that it repairs was not missed"
    ]
    assert list(faults_of_make_ups([replace(right, member=RAUL)])) == [
        f"make-up 3: member {DELIA} missed it, not member {RAUL}"
    ]


def test_a_swap_done_was_agreed_by_all_and_goes_round() -> None:
    right = SwapDone(id=4, givers=(DELIA, RAUL), takers=(RAUL, DELIA))
    assert list(faults_of_swaps([right])) == []
    assert list(faults_of_swaps([replace(right, silent=1)])) == [
        "swap 4: done, and somebody in it never said yes"
    ]
    assert list(faults_of_swaps([replace(right, takers=(RAUL, ZULEMA))])) == [
        "swap 4: it is not round two or three"
    ]
