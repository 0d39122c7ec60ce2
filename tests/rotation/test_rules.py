"""What the bylaws say about posts: limits, rest, turns and lots."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rotation.rules import (
    Candidate,
    Limits,
    Term,
    consecutive_terms,
    draw,
    in_turn,
    load_of,
    lot,
    months_later,
    term_end,
    why_not_eligible,
)

DAY = timedelta(days=1)
TREASURY = Limits(post="treasury", term_months=6, max_consecutive_terms=2, cool_down_months=12)
TWICE_UNTIL = date(2026, 3, 5)


def term(from_on: date, until_on: date, post: str = "treasury", points: int = 1) -> Term:
    return Term(post=post, seat=1, from_on=from_on, until_on=until_on, points=points)


TWICE = (term(date(2025, 3, 5), date(2025, 9, 5)), term(date(2025, 9, 5), TWICE_UNTIL))


def candidate(*terms: Term, number: int = 5, **about: Any) -> Candidate:
    whole: dict[str, Any] = {
        "name": "Delia Quiroga",
        "standing": "member",
        "joined_on": date(2020, 1, 1),
    } | about
    return Candidate(number=number, terms=terms, **whole)


def why_not(who: Candidate, limits: Limits = TREASURY, *, on: date) -> str | None:
    with translation.override("en"):
        reason = why_not_eligible(who, limits, on=on)
        return None if reason is None else str(reason)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, then: date):
    assert months_later(day, months) == then


def test_a_term_is_of_months_or_where_there_are_none_of_days():
    assert term_end(date(2026, 3, 5), months=6) == date(2026, 9, 5)
    assert term_end(date(2026, 3, 5), months=6, days=3) == date(2026, 9, 5)
    assert term_end(date(2026, 3, 5), months=0, days=1) == date(2026, 3, 6)


def test_two_terms_in_a_row_are_the_limit():
    assert why_not(candidate(TWICE[1]), on=TWICE_UNTIL) is None
    assert why_not(candidate(*TWICE), on=TWICE_UNTIL) == "has had all the terms in a row that the post allows"


def test_stepping_aside_for_a_month_does_not_break_a_row():
    rest = why_not(candidate(*TWICE), on=TWICE_UNTIL + 31 * DAY)
    assert rest == "has had all the terms in a row that the post allows"
    assert why_not(candidate(*TWICE), on=TWICE_UNTIL + 32 * DAY) == (
        "rests from this post until the cool-down is over"
    )


def test_the_rest_ends_on_its_day():
    assert (
        why_not(candidate(*TWICE), on=date(2027, 3, 4)) == "rests from this post until the cool-down is over"
    )
    assert why_not(candidate(*TWICE), on=date(2027, 3, 5)) is None


def test_no_rest_after_fewer_terms_than_the_limit():
    assert why_not(candidate(TWICE[1]), on=TWICE_UNTIL + 60 * DAY) is None


def test_without_a_limit_nobody_rests():
    free = Limits(post="treasury", term_months=6, max_consecutive_terms=0, cool_down_months=12)
    assert why_not(candidate(*TWICE), free, on=TWICE_UNTIL) is None


def test_terms_of_other_posts_do_not_count():
    others = [term(t.from_on, t.until_on, "garden") for t in TWICE]
    assert why_not(candidate(*others), on=TWICE_UNTIL) is None


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        ("probation", "is on probation: has a voice, and not yet a vote or a post"),
        ("on_leave", "is not available: on leave, suspended, or no longer here"),
        ("suspended", "is not available: on leave, suspended, or no longer here"),
        ("left", "is not available: on leave, suspended, or no longer here"),
    ],
)
def test_only_full_members_hold_posts(standing: str, sentence: str):
    assert why_not(candidate(standing=standing), on=TWICE_UNTIL) == sentence


def test_nobody_holds_two_seats_of_a_post_or_two_that_do_not_go_together():
    running = term(date(2026, 1, 1), date(2026, 7, 1))
    assert why_not(candidate(running), on=date(2026, 6, 30)) == "holds a seat of this post already"
    apart = Limits(post="second-signature", term_months=6, incompatible_with=frozenset({"treasury"}))
    assert why_not(candidate(running), apart, on=date(2026, 6, 30)) == (
        "holds a post that does not go with this one"
    )
    assert why_not(candidate(running), apart, on=date(2026, 7, 1)) is None


def test_a_row_is_counted_back_from_a_day():
    assert consecutive_terms(TWICE, before=TWICE_UNTIL) == 2
    assert consecutive_terms(TWICE, before=TWICE_UNTIL + 40 * DAY) == 0
    assert consecutive_terms(reversed(TWICE), before=TWICE_UNTIL) == 2
    assert consecutive_terms([], before=TWICE_UNTIL) == 0


def test_load_is_points_a_year_and_the_first_year_counts_whole():
    on = date(2022, 1, 1)
    old = candidate(term(date(2021, 1, 1), on, points=4), joined_on=date(2020, 1, 2))
    new = candidate(term(date(2021, 12, 1), on, points=4), joined_on=date(2021, 12, 1))
    assert load_of(old, on=on) == Fraction(4 * 365, 365) / Fraction(730, 365)
    assert load_of(new, on=on) == Fraction(4 * 31, 365)
    assert load_of(candidate(term(on, on + 5 * DAY)), on=on) == 0


def test_the_least_burdened_come_first_and_those_who_cannot_last():
    on = date(2026, 3, 5)
    never = candidate(number=1)
    little = candidate(term(date(2024, 1, 1), date(2024, 7, 1), "garden"), number=2)
    much = candidate(term(date(2021, 1, 1), date(2024, 7, 1), "garden"), number=3)
    cannot = candidate(number=4, standing="on_leave")
    turns = in_turn([cannot, much, little, never], TREASURY, on=on, seed="x")
    assert [(turn.number, turn.place) for turn in turns] == [(1, 1), (2, 2), (3, 3), (4, None)]
    assert "never carried a post" in str(turns[0].said)
    assert "never this post" in turns[1].said


days = st.dates(min_value=date(2021, 1, 1), max_value=date(2026, 2, 1))
terms = st.builds(
    lambda start, length, post, points: term(start, start + length * DAY, post, points),
    days,
    st.integers(1, 400),
    st.sampled_from(["treasury", "garden", "chair"]),
    st.integers(0, 5),
)
people = st.lists(
    st.builds(
        lambda number, had, standing: candidate(*had, number=number, standing=standing),
        st.integers(1, 500),
        st.lists(terms, max_size=4),
        st.sampled_from(["member", "member", "on_leave", "probation"]),
    ),
    max_size=12,
    unique_by=lambda who: who.number,
)


@given(everyone=people, data=st.data())
def test_whose_turn_it_is_does_not_depend_on_the_order_of_the_list(everyone: list[Candidate], data: Any):
    other = data.draw(st.permutations(everyone))
    on = date(2026, 3, 5)
    assert in_turn(everyone, TREASURY, on=on, seed="s") == in_turn(other, TREASURY, on=on, seed="s")


@given(everyone=people)
def test_everyone_is_in_the_list_once_with_a_reason(everyone: list[Candidate]):
    turns = in_turn(everyone, TREASURY, on=date(2026, 3, 5), seed="s")
    assert sorted(turn.number for turn in turns) == sorted(who.number for who in everyone)
    assert [t.place for t in turns if t.place] == list(range(1, sum(1 for t in turns if t.place) + 1))
    assert all(turn.said for turn in turns)


def test_a_ticket_is_a_hash_that_anyone_can_write_down():
    assert lot("seed", 7) == hashlib.sha256(b"seed/7").hexdigest()


@given(pool=st.sets(st.integers(1, 10_000), min_size=1, max_size=60), many=st.integers(1, 60), data=st.data())
def test_a_draw_can_be_done_again_with_a_pencil(pool: set[int], many: int, data: Any):
    order = data.draw(st.permutations(sorted(pool)))
    picked = draw("seed", order, many)
    tickets = sorted((hashlib.sha256(f"seed/{n}".encode()).hexdigest(), n) for n in pool)
    assert picked == [n for _, n in tickets][:many]
    assert len(set(picked)) == len(picked) == min(many, len(pool))


def test_a_draw_takes_nobody_twice():
    assert sorted(draw("s", [1, 1, 2, 2], 4)) == [1, 2]
