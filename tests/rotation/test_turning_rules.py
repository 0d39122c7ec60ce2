"""Who stands in and in which order, which swaps hold, which turns change with a plan: rules, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from rotation.rules.drawing import lot
from rotation.rules.planning import Person, PostRules, Problem, Slot, Span
from rotation.rules.publishing import Planned, Told, what_changes
from rotation.rules.terms import Term
from rotation.rules.ticking import is_all_ticked, why_not_done, why_not_tick
from rotation.rules.turning import (
    Leg,
    Table,
    TurnState,
    how_many_to_ask,
    legs_of,
    stand_ins,
    table_of,
    what_stops,
    why_not_a_swap,
    why_not_change,
    why_not_missed,
    why_not_take,
)

FIRST = date(2026, 3, 5)
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
EVER = (Span(from_on=date(2020, 1, 1), until_on=date.max),)


def key(post: str, week: int, seat: int = 1) -> str:
    return slot(post, week, seat).key


def slot(post: str, week: int, seat: int = 1) -> Slot:
    day = FIRST + week * WEEK
    return Slot(post=post, seat=seat, from_on=day, until_on=day + DAY, points=1)


def table(holders: Mapping[str, int], *people: Person, post: Mapping[str, Any] | None = None) -> Table:
    """The chair and the door of eight weeks; six people who all could, unless said otherwise."""
    own = {one.number: one for one in people}
    everyone = tuple(own.get(n, Person(number=n, member_spans=EVER)) for n in range(1, 7))
    posts = tuple(
        PostRules(code=code, term_months=0, term_days=1, **(post or {})) for code in ("chair", "door")
    )
    slots = [slot(code, week) for code in ("chair", "door") for week in range(8)]
    problem = Problem(
        people=everyone,
        posts=posts,
        slots=(),
        from_on=FIRST,
        until_on=FIRST + 26 * WEEK,
        seed="s",
        spacing_days=28,
    )
    return table_of(problem, slots, holders)


def person(number: int, **about: Any) -> Person:
    return Person(number=number, **({"member_spans": EVER} | about))


def asked(found: Table, wanted: str, **more: Any) -> list[int]:
    return [one.number for one in stand_ins(found, slot=wanted, seed="s", **more)]


def test_whoever_carries_least_is_asked_first():
    mine = key("chair", 1)
    found = table(
        {mine: 1, key("door", 3): 2, key("door", 4): 2, key("door", 5): 3},
        person(4, history=Fraction(1, 2)),
        person(5, history=Fraction(1, 3)),
        person(6, history=Fraction(4)),
    )
    assert asked(found, mine, leaving_out={1}) == [5, 4, 3, 2, 6]


def test_of_those_who_carry_the_same_whoever_sat_at_the_table_longest_ago():
    mine = key("chair", 1)
    terms = {
        number: (Term(post="door", seat=1, from_on=FIRST - days * DAY, until_on=FIRST - (days - 1) * DAY),)
        for number, days in ((2, 60), (3, 700), (4, 90))
    }
    found = table({mine: 1}, *(person(n, terms=had) for n, had in terms.items()))
    order = asked(found, mine, leaving_out={1})
    assert set(order[:2]) == {5, 6}  # never
    assert order[2:] == [3, 4, 2]


def test_a_turn_to_come_before_that_day_counts_as_having_served_then():
    found = table({key("door", 0): 2, key("door", 6): 3, key("chair", 3): 1})
    assert found.last_served(2, before=FIRST + 3 * WEEK) == FIRST
    assert found.last_served(3, before=FIRST + 3 * WEEK) == date.min


def test_of_those_alike_a_lot_from_the_seed_and_nothing_else():
    mine = key("chair", 1)
    found = table({mine: 1})
    assert asked(found, mine, leaving_out={1}) == sorted(range(2, 7), key=lambda n: lot("s", n))
    assert asked(found, mine, leaving_out={1, 3, 4}) == sorted((2, 5, 6), key=lambda n: lot("s", n))


@pytest.mark.parametrize(
    "barred",
    [
        person(2, member_spans=(Span(from_on=date(2020, 1, 1), until_on=FIRST),)),
        person(2, absences=(Span(from_on=FIRST, until_on=FIRST + 30 * DAY),)),
        person(2, terms=(Term(post="chair", seat=1, from_on=FIRST + 5 * DAY, until_on=FIRST + 20 * DAY),)),
    ],
    ids=["no longer a member", "away", "holds the post already"],
)
def test_nobody_is_asked_whom_a_rule_stops(barred: Person):
    mine = key("chair", 1)
    assert 2 not in asked(table({mine: 1}, barred), mine)
    assert 2 in asked(table({mine: 1}), mine)


def test_nobody_is_asked_who_has_another_turn_that_day():
    mine = key("chair", 1)
    found = table({mine: 1, key("door", 1): 2})
    assert 2 not in asked(found, mine)
    assert str(why_not_take(found, member=2, slot=mine)) == "has another turn on that day"


def test_a_skill_that_the_seat_asks_for_is_asked_of_whoever_stands_in():
    mine = key("chair", 1)
    assert asked(table({mine: 1}, post={"skills": ("chairing",)}), mine) == []


def test_the_mandate_of_today_is_the_turn_and_not_a_second_one():
    today = key("chair", 0)
    seated = person(1, terms=(Term(post="chair", seat=1, from_on=FIRST, until_on=FIRST + DAY),))
    found = table({today: 1, key("door", 0): 2}, seated)
    legs = legs_of([(today, 1), (key("door", 0), 2)])
    assert what_stops(found, legs) is None


def test_three_are_asked_at_once_and_a_no_asks_one_more():
    assert how_many_to_ask(at_once=3, open_offers=0, left=9) == 3
    assert how_many_to_ask(at_once=3, open_offers=2, left=9) == 1
    assert how_many_to_ask(at_once=3, open_offers=3, left=9) == 0
    assert how_many_to_ask(at_once=3, open_offers=1, left=1) == 1
    assert how_many_to_ask(at_once=3, open_offers=4, left=9) == 0


def test_a_swap_of_three_goes_round():
    assert legs_of([("a", 1), ("b", 2), ("c", 3)]) == [
        Leg(slot="a", giver=1, taker=2),
        Leg(slot="b", giver=2, taker=3),
        Leg(slot="c", giver=3, taker=1),
    ]


@pytest.mark.parametrize(
    "turns",
    [
        [("a", 1)],
        [("a", 1), ("b", 1)],
        [("a", 1), ("a", 2)],
        [("a", 1), ("b", 2), ("c", 2)],
        [("a", 1), ("b", 2), ("c", 3), ("d", 4)],
        [("a", 1), ("b", 2), ("c", 1)],
    ],
)
def test_a_swap_is_of_one_turn_each_of_two_or_three(turns: list[tuple[str, int]]):
    assert why_not_a_swap(legs_of(turns)) is not None


def test_two_and_three_may_swap():
    assert why_not_a_swap(legs_of([("a", 1), ("b", 2)])) is None
    assert why_not_a_swap(legs_of([("a", 1), ("b", 2), ("c", 3)])) is None


def test_a_rule_stops_a_swap_for_whomever_it_stops():
    holders = {key("chair", 1): 1, key("door", 2): 2, key("chair", 3): 3}
    away = person(3, absences=(Span(from_on=FIRST + 2 * WEEK, until_on=FIRST + 2 * WEEK + DAY),))
    legs = legs_of([(key("chair", 1), 1), (key("door", 2), 2), (key("chair", 3), 3)])
    assert what_stops(table(holders), legs) is None
    stopped = what_stops(table(holders, away), legs)
    assert stopped is not None
    assert stopped.member == 3
    assert "away" in str(stopped.why_not)


def test_a_swap_of_two_turns_of_one_day_is_one_for_each():
    holders = {key("chair", 1): 1, key("door", 1): 2}
    assert what_stops(table(holders), legs_of([(key("chair", 1), 1), (key("door", 1), 2)])) is None


def test_a_swap_into_a_day_on_which_one_has_a_third_turn_is_stopped():
    holders = {key("chair", 1): 1, key("door", 2): 2, key("chair", 2): 1}
    stopped = what_stops(table(holders), legs_of([(key("chair", 1), 1), (key("door", 2), 2)]))
    assert stopped is not None
    assert stopped.member == 1


def test_a_turn_that_is_somebody_elses_by_now_stops_the_swap():
    holders = {key("chair", 1): 4, key("door", 2): 2}
    stopped = what_stops(table(holders), legs_of([(key("chair", 1), 1), (key("door", 2), 2)]))
    assert stopped is not None
    assert stopped.member == 1


def state(**about: Any) -> TurnState:
    whole: dict[str, Any] = {
        "is_turn": True,
        "due_on": FIRST,
        "is_done": False,
        "is_missed": False,
        "is_cancelled": False,
    }
    return TurnState(**(whole | about))


def test_a_turn_changes_hands_to_the_end_of_its_day():
    assert why_not_change(state(), today=FIRST) is None
    assert why_not_change(state(), today=FIRST + DAY) is not None
    for about in ({"is_turn": False}, {"is_done": True}, {"is_missed": True}, {"is_cancelled": True}):
        assert why_not_change(state(**about), today=FIRST - DAY) is not None


def test_that_nobody_came_is_written_after_the_day_by_whoever_may():
    assert why_not_missed(state(), today=FIRST + DAY, may_say=True) is None
    assert why_not_missed(state(), today=FIRST, may_say=True) is not None
    assert why_not_missed(state(), today=FIRST + DAY, may_say=False) is not None
    assert why_not_missed(state(is_done=True), today=FIRST + DAY, may_say=True) is not None


# --- what a plan changes --------------------------------------------------------------------------------------

PLACE = (1, 1, FIRST)
COVERED = (FIRST, FIRST + 8 * WEEK)


def told(
    pk: int, member: int, *, at: int = 0, post: int = 1, planned: int = 90, planned_for: int | None = None
):
    return Told(
        id=pk,
        place=(post, 1, FIRST + at * WEEK),
        member=member,
        planned=planned,
        planned_for=member if planned_for is None else planned_for,
    )


def planned(pk: int, member: int | None, *, at: int = 0, post: int = 1) -> Planned:
    return Planned(id=pk, place=(post, 1, FIRST + at * WEEK), member=member)


def test_what_was_not_told_is_told_once():
    found = what_changes([planned(1, 5), planned(2, None, at=1)], [], covered=COVERED)
    assert [one.id for one in found.new] == [1]
    again = what_changes([planned(1, 5)], [told(7, 5, planned=1)], covered=COVERED)
    assert not again
    called_off = what_changes([planned(1, 5)], [], told_once={1}, covered=COVERED)
    assert not called_off


def test_a_swap_since_stays_while_the_plan_is_the_same():
    assert not what_changes([planned(1, 5)], [told(7, 6, planned=1, planned_for=5)], covered=COVERED)


def test_a_newer_plan_changes_only_what_differs():
    found = what_changes(
        [planned(1, 5), planned(2, 6, at=1), planned(3, None, at=2)],
        [told(7, 5), told(8, 4, at=1), told(9, 3, at=2), told(10, 2, at=3), told(11, 2, at=-1)],
        covered=COVERED,
    )
    assert found.passed == {8: 6}
    assert sorted(found.called_off) == [
        9,
        10,
    ]  # emptied, and no longer a seat; before the plan nothing changes
    assert found.replanned == {7: 1, 8: 2}
    assert found.new == []


def test_a_newer_plan_that_did_not_change_a_seat_leaves_it_with_whoever_took_it():
    found = what_changes([planned(1, 5)], [told(7, 6, planned_for=5)], covered=COVERED)
    assert found.passed == {}
    assert found.replanned == {7: 1}


def test_a_plan_may_pass_two_turns_of_a_day_round():
    found = what_changes(
        [planned(1, 6), planned(2, 5, post=2)], [told(7, 5), told(8, 6, post=2)], covered=COVERED
    )
    assert found.passed == {7: 6, 8: 5}


def test_a_plan_never_gives_a_second_turn_to_somebody_who_swapped_into_that_day():
    swapped = told(8, 6, post=2, planned=2, planned_for=5)
    found = what_changes([planned(1, 6), planned(2, 5, post=2)], [told(7, 4), swapped], covered=COVERED)
    assert found.passed == {}
    assert found.replanned == {}
    fresh = what_changes([planned(1, 6), planned(2, 5, post=2)], [swapped], covered=COVERED)
    assert fresh.new == []


def test_a_cancelled_assembly_calls_its_turns_off_and_one_convoked_gets_its_turns():
    off = what_changes([], [told(7, 5)], cancelled_days={FIRST})
    assert off.called_off == [7]
    found = what_changes([planned(1, 5)], [told(7, 5, planned=1)], assemblies={FIRST: 3}, covered=COVERED)
    assert found.assemblies == {7: 3}
    assert not found.says_something


# --- check-lists ----------------------------------------------------------------------------------------------


def test_a_list_is_done_when_every_line_is_ticked():
    assert is_all_ticked([0, 1, 2], steps=3)
    assert not is_all_ticked([0, 2], steps=3)
    assert not is_all_ticked([], steps=0)


def test_a_turn_is_done_from_its_day_on():
    about: dict[str, Any] = {"is_of_a_day": True, "due_on": FIRST, "is_missed": False, "is_cancelled": False}
    assert why_not_done(**about, today=FIRST) is None
    assert why_not_done(**about, today=FIRST - DAY) is not None
    assert why_not_done(**about | {"is_of_a_day": False}, today=FIRST - DAY) is None
    assert why_not_done(**about | {"is_missed": True}, today=FIRST) is not None
    assert why_not_done(**about | {"is_cancelled": True}, today=FIRST) is not None


def test_only_lines_that_are_there_are_ticked_while_it_stands():
    stands: dict[str, Any] = {"steps": 2, "is_done": False, "is_cancelled": False, "is_missed": False}
    assert why_not_tick(step=1, **stands) is None
    for step, change in ((2, {}), (-1, {}), (0, {"is_done": True}), (0, {"is_cancelled": True})):
        assert why_not_tick(step=step, **stands | change) is not None
