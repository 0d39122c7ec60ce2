"""Marking all one approves of: a published example, another library, and what never happens."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from votelib.convert import ApprovalToSimpleVotes
from votelib.evaluate.core import Plurality

from assemblies.rules.approval import (
    count_approvals,
    drawn_sentence,
    from_data,
    headline,
    in_order,
    sentence,
    to_data,
)
from assemblies.rules.preferences import BadBallot, BadOptions, drawn

TENNESSEE = (
    [("memphis", "nashville")] * 42
    + [("nashville", "chattanooga")] * 26
    + [("chattanooga", "knoxville")] * 15
    + [("knoxville", "chattanooga")] * 17
)
"""The capital of Tennessee, everybody marking the two nearest cities: Wikipedia, "Approval voting"."""
CITIES = ["memphis", "nashville", "chattanooga", "knoxville"]


@st.composite
def elections(draw):
    options = "abcdef"[: draw(st.integers(2, 6))]
    ballot = st.lists(st.sampled_from(options), unique=True, max_size=len(options))
    return options, draw(st.lists(ballot.map(tuple), max_size=25)), draw(st.integers(1, len(options) - 1))


def test_the_capital_of_tennessee_is_nashville():
    result = count_approvals(CITIES, TENNESSEE, seed="")

    assert result.counts == {"memphis": 42, "nashville": 68, "chattanooga": 58, "knoxville": 32}
    assert result.chosen == ("nashville",)


def test_a_library_chooses_the_same_in_three_hundred_random_elections():
    agreed = 0
    for seed in range(500):
        luck = random.Random(seed)
        options = "abcdefgh"[: luck.randint(2, 8)]
        seats = luck.randint(1, len(options) - 1)
        ballots = [
            tuple(luck.sample(options, luck.randint(1, len(options)))) for _ in range(luck.randint(1, 90))
        ]
        result = count_approvals(options, ballots, seats=seats, seed="x")
        if result.level or len(result.chosen) < seats:
            continue
        marks = ApprovalToSimpleVotes().convert(dict(Counter(frozenset(ballot) for ballot in ballots)))
        assert set(Plurality().evaluate(marks, seats)) == set(result.chosen)
        agreed += 1
    assert agreed >= 300


def test_level_for_the_last_place_it_is_drawn():
    chosen = set()
    for number in range(20):
        seed = f"seed {number}"
        result = count_approvals("abc", ["ab", "ac"], seats=2, seed=seed)
        assert result.chosen == ("a", drawn("bc", seed)[0])
        assert set(result.level) == {"b", "c"}
        chosen.add(result.chosen)
    assert len(chosen) == 2
    assert drawn_sentence(result, {c: c for c in "abc"}, "en") == (
        "b and c were level, with no room for all of them: it was drawn."
    )


def test_level_with_room_for_all_nothing_is_drawn():
    assert count_approvals("abc", ["a", "b", "ab"], seats=2, seed="").level == ()


def test_what_nobody_marked_is_never_chosen():
    result = count_approvals("abc", ["a"], seats=2, seed="")

    assert result.chosen == ("a",)
    assert in_order(result) == ["a", "b", "c"]
    assert [sentence(result, code, "es") for code in "ab"] == [
        "La marcó 1 de 1. Queda elegida.",
        "No la marcó nadie. No queda elegida.",
    ]
    assert [sentence(result, code, "en") for code in "ab"] == [
        "1 of 1 marked it. Chosen.",
        "Nobody marked it. Not chosen.",
    ]
    assert headline(result, {"a": "Horno"}, "es-ar") == "Queda elegida: Horno."


def test_it_says_all_that_are_chosen_and_draws_nothing_without_need():
    result = count_approvals("abc", ["ab", "abc", "a"], seats=2, seed="")

    assert headline(result, {c: c.upper() for c in "abc"}, "es") == "Quedan elegidas: A y B."
    assert headline(result, {c: c.upper() for c in "abc"}, "en") == "Chosen: A and B."
    assert drawn_sentence(result, {}, "es") == ""


def test_with_no_marks_nothing_is_chosen():
    result = count_approvals("ab", ["", ""], seed="")

    assert (result.chosen, result.blank) == ((), 2)
    assert headline(result, {}, "en") == "Nobody marked any option."


@pytest.mark.parametrize("seats", [0, -1, 2, 3, True])
def test_fewer_are_chosen_than_there_are(seats):
    with pytest.raises(BadOptions):
        count_approvals("ab", [], seats=seats, seed="")


def test_a_mark_twice_or_for_what_is_not_there_is_refused():
    for ballot in ("aa", "z"):
        with pytest.raises(BadBallot):
            count_approvals("ab", [ballot], seed="")


@given(elections(), st.randoms(use_true_random=False), st.text(max_size=5))
def test_the_order_of_ballots_of_marks_and_of_options_never_changes_anything(election, luck, seed):
    options, ballots, seats = election
    once = count_approvals(options, ballots, seats=seats, seed=seed)
    again = count_approvals(
        luck.sample(options, len(options)),
        [tuple(luck.sample(ballot, len(ballot))) for ballot in luck.sample(ballots, len(ballots))],
        seats=seats,
        seed=seed,
    )

    assert (once.counts, once.chosen, set(once.level)) == (again.counts, again.chosen, set(again.level))
    assert from_data(to_data(once)) == once


@given(elections(), st.text(max_size=5))
def test_one_more_mark_for_what_is_chosen_never_takes_it_out(election, seed):
    options, ballots, seats = election
    for code in count_approvals(options, ballots, seats=seats, seed=seed).chosen:
        assert code in count_approvals(options, [*ballots, (code,)], seats=seats, seed=seed).chosen


@given(elections(), st.text(max_size=5))
def test_nobody_left_out_has_more_marks_than_somebody_chosen(election, seed):
    options, ballots, seats = election
    result = count_approvals(options, ballots, seats=seats, seed=seed)

    assert len(result.chosen) <= seats
    left_out = [result.counts[code] for code in options if code not in result.chosen]
    if len(result.chosen) == seats:
        assert min(result.counts[code] for code in result.chosen) >= max(left_out)
    else:
        assert max(left_out) == 0
