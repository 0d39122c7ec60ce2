"""Somebody leaves, and only what must change changes; somebody asks what if; an empty seat says what would fill it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rotation.rules import months_later
from rotation.rules.planning import (
    Bar,
    Knows,
    Plan,
    PostRules,
    Problem,
    Span,
    difference,
    faults,
    frozen,
    make_plan,
    published,
    replan,
    slots_of_posts,
    standings,
    to_replan,
    touched,
    what_if,
    why_empty,
)
from tests.rotation.planning.instances import BEGINS, wheel
from tests.rotation.planning.test_bylaws import delia, post, problem, slot

LATER = months_later(BEGINS, 1)


def without(problem: Problem, number: int, *, from_on: date) -> Problem:
    """The same, when somebody leaves on a day."""
    people = tuple(
        replace(one, member_spans=(Span(from_on=date(2015, 1, 1), until_on=from_on),))
        if one.number == number
        else one
        for one in problem.people
    )
    return replace(problem, people=people)


def nobody_was_told(problem: Problem) -> Problem:
    return replace(problem, slots=tuple(replace(one, pinned=None, published=None) for one in problem.slots))


def a_departure_changes_only_what_must_change(seed: int) -> None:
    before = nobody_was_told(wheel(seed, people=7, weeks=4, most_slots=12, points=seed % 2 == 1))
    plan = make_plan(before)
    leaver = before.people[seed % len(before.people)].number
    after = without(before, leaver, from_on=BEGINS + timedelta(days=15))
    again = replan(after, plan, on=BEGINS + timedelta(days=15))
    assert faults(to_replan(after, plan, on=BEGINS + timedelta(days=15)), again) == []
    moved = difference(plan, again)
    must = {
        one.slot
        for one in plan.placements
        if one.member == leaver and before.slot_of[one.slot].until_on > BEGINS + timedelta(days=15)
    }
    assert must <= {one.slot for one in moved}
    fills = {one.slot for one in moved if one.before is None}
    if again.stage_of["changed"].is_proved and again.stage_of["changed"].value[0] == len(must):
        assert {one.slot for one in moved} - fills == must
    # What changes beyond the leaver's own turns only fills a seat that would be empty otherwise.
    if {one.slot for one in moved} - fills != must:
        kept = {one.slot: (None if one.slot in must else one.member) for one in plan.placements}
        alone = {key for key, who in kept.items() if who is None and key in again.empty}
        assert len(again.empty) <= len([key for key, who in kept.items() if who is None])
        assert alone <= set(again.empty)


@pytest.mark.thorough
@given(seed=st.integers(0, 10**6))
@settings(max_examples=5, deadline=None, derandomize=True, phases=[Phase.generate])
def test_a_departure_changes_only_what_must_change(seed: int) -> None:
    a_departure_changes_only_what_must_change(seed)


@pytest.mark.thorough
@given(seed=st.integers(0, 10**6))
@settings(max_examples=100, deadline=None, phases=[Phase.generate])
def test_a_departure_changes_only_what_must_change_in_many_more(seed: int) -> None:
    a_departure_changes_only_what_must_change(seed)


def roomy() -> tuple[Problem, Plan]:
    """Twelve people and six seats: nobody is indispensable."""
    posts = (
        PostRules(code="treasury", seats=2, max_consecutive_terms=2),
        PostRules(code="press", points=2),
        PostRules(code="door"),
    )
    slots = slots_of_posts(posts, from_on=BEGINS, months=12, free_from={})
    whole = Problem(
        people=tuple(delia(number) for number in range(1, 13)),
        posts=posts,
        slots=tuple(slots),
        from_on=BEGINS,
        until_on=months_later(BEGINS, 12),
        seed="a head",
    )
    return whole, make_plan(whole)


def test_when_somebody_leaves_exactly_their_turns_change() -> None:
    whole, plan = roomy()
    for leaver in (one.number for one in whole.people):
        after = without(whole, leaver, from_on=LATER)
        again = replan(after, plan, on=LATER)
        moved = difference(plan, again)
        assert {one.slot for one in moved} == {one.slot for one in plan.placements if one.member == leaver}
        assert all(one.before == leaver and one.after is not None for one in moved)
        assert again.stage_of["changed"].is_proved
        assert set(touched(moved)) == {who for one in moved for who in (one.before, one.after)}


def test_when_nothing_happened_nothing_changes() -> None:
    whole, plan = roomy()
    assert difference(plan, replan(whole, plan, on=LATER)) == ()


def test_a_turn_inside_the_freeze_stays_even_if_another_would_be_lighter() -> None:
    whole, plan = roomy()
    near = frozen(published(whole, plan), on=BEGINS, days=60)
    assert {one.key for one in near.slots if one.pinned is not None} == {
        one.key for one in whole.slots if one.from_on < BEGINS + timedelta(days=60)
    }


def test_whoever_was_recalled_is_not_put_back() -> None:
    whole, plan = roomy()
    key, member = next((one.slot, one.member) for one in plan.placements if one.slot.startswith("press"))
    bars = (Bar(post="press", from_on=BEGINS, until_on=months_later(BEGINS, 24), because="recalled"),)
    people = tuple(replace(one, bars=bars) if one.number == member else one for one in whole.people)
    again = replan(replace(whole, people=people), plan, on=BEGINS)
    assert again.member_of[key] not in (member, None)


@pytest.mark.thorough
def test_what_if_says_what_would_move_and_what_it_would_be_worth() -> None:
    whole, plan = roomy()
    key = plan.placements[0].slot
    other = next(one.number for one in whole.people if one.number != plan.member_of[key])
    found = what_if(whole, plan, member=other, slot=key)
    assert found.rule is None
    assert found.plan.member_of[key] == other
    assert key in {one.slot for one in found.moved}
    assert ("changed", (0,), (len(found.moved),)) in [
        (name, was[:1], then[:1]) for name, was, then in found.stages
    ]


@pytest.mark.thorough
def test_what_if_says_which_rule_stops_it() -> None:
    whole, plan = roomy()
    gone = without(whole, 3, from_on=BEGINS)
    assert what_if(gone, make_plan(gone), member=3, slot=plan.placements[0].slot).rule.name == "member"


@pytest.mark.thorough
def test_everybody_stands_somewhere_before_a_slot() -> None:
    whole, plan = roomy()
    for one in plan.placements:
        found = standings(whole, plan, one.slot)
        able = [each for each in found if each.rule is None]
        assert len(found) == len(whole.people)
        assert [each.place for each in able] == list(range(1, len(able) + 1))
        assert [each.member for each in able if each.is_placed] == [one.member]
        assert [each.then for each in able] == sorted(each.then for each in able)
        assert all(each.place is None for each in found if each.rule is not None)


def test_an_empty_seat_names_the_rule_and_whom_to_train() -> None:
    skilled = (Knows(skill="books", from_on=date(2020, 1, 1)),)
    short = problem(
        delia(1, skills=skilled),
        delia(2),
        delia(3),
        posts=(post("books", skills=("books",)), post("audit", skills=("books",))),
        slots=(slot("books"), slot("audit")),
    )
    plan = make_plan(short)
    assert len(plan.empty) == 1
    found = why_empty(short, plan, plan.empty[0])
    assert found.rules == ("skill", "at_once")
    assert dict(found.stopped) == {"skill": 2, "at_once": 1}
    assert {way.member for way in found.ways_out if way.rules == ("skill",)} >= {2, 3}
    assert any(way.member is None and way.unfilled == (0, 0) for way in found.ways_out)
