"""Several seats by ranking: a published example, another library, and what never happens."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from votelib.evaluate.core import Plurality
from votelib.evaluate.sequential import TransferableVoteSelector

from assemblies.rules.preferences import BadOptions, drawn
from assemblies.rules.ranked import count_ranked
from assemblies.rules.seats import count_seats, from_data, quota_of, sentences, to_data

PARTY = (
    [("orange",)] * 4
    + [("pear", "orange")] * 2
    + [("chocolate", "strawberry")] * 8
    + [("chocolate", "sweets")] * 4
    + [("strawberry",)]
    + [("sweets",)]
)
"""What twenty guests eat at a party, three of five: Wikipedia, "Single transferable vote" (as of 2012)."""
FOOD = {
    "orange": "Orange",
    "pear": "Pear",
    "chocolate": "Chocolate",
    "strawberry": "Strawberry",
    "sweets": "Sweets",
}


@st.composite
def elections(draw):
    options = "abcdef"[: draw(st.integers(2, 6))]
    ballot = st.lists(st.sampled_from(options), unique=True, max_size=len(options))
    return options, draw(st.lists(ballot.map(tuple), max_size=25)), draw(st.integers(1, len(options) - 1))


def random_election(seed):
    luck = random.Random(seed)
    options = "abcdefgh"[: luck.randint(3, 8)]
    ballots = [tuple(luck.sample(options, luck.randint(1, len(options)))) for _ in range(luck.randint(5, 90))]
    return options, ballots, luck.randint(1, len(options) - 1)


def test_the_guests_eat_chocolate_oranges_and_strawberries():
    result = count_seats(list(FOOD), PARTY, seats=3, seed="")

    assert result.quota == 6
    assert [(each.elected, each.eliminated) for each in result.rounds] == [
        (("chocolate",), ()),
        ((), ("pear",)),
        (("orange",), ()),
        ((), ("sweets",)),
        (("strawberry",), ()),
    ]
    assert result.rounds[1].counts == {"orange": 4, "pear": 2, "strawberry": 5, "sweets": 3}
    assert result.elected == ("chocolate", "orange", "strawberry")


def test_it_says_each_round_in_both_languages():
    result = count_seats(list(FOOD), PARTY, seats=3, seed="")

    assert sentences(result, FOOD, "en")[:3] == [
        "6 of 20 votes take a seat: there are 3.",
        "Round 1: Chocolate 12, Orange 4, Pear 2, Strawberry 1, Sweets 1. In: Chocolate.",
        "Round 2: Strawberry 5, Orange 4, Sweets 3, Pear 2. Out: Pear.",
    ]
    assert sentences(result, FOOD, "es-ar")[1] == (
        "Vuelta 1: Chocolate 12, Orange 4, Pear 2, Strawberry 1, Sweets 1. Entra Chocolate."
    )


@pytest.mark.parametrize(
    ("elections", "at_least"), [(90, 25), pytest.param(900, 300, marks=pytest.mark.thorough)]
)
def test_a_library_fills_the_same_seats_in_at_least_three_hundred_random_elections(elections, at_least):
    agreed = 0
    for seed in range(elections):
        options, ballots, seats = random_election(seed)
        result = count_seats(options, ballots, seats=seats, seed="x")
        if any(each.level or len(each.eliminated) > 1 for each in result.rounds) or result.empty_seats:
            continue  # the library gives up on any tie, and gives empty seats to whoever is left
        theirs = TransferableVoteSelector(retainer=Plurality()).evaluate(dict(Counter(ballots)), seats)
        assert set(theirs) == set(result.elected)
        agreed += 1
    assert agreed >= at_least


def test_the_quota_is_the_least_that_only_so_many_can_reach():
    for ballots in range(60):
        for seats in range(1, 10):
            quota = quota_of(ballots, seats)
            assert quota * (seats + 1) > ballots
            assert (quota - 1) * (seats + 1) <= ballots


def test_what_is_above_the_quota_passes_on_in_exact_parts():
    ballots = ["ab"] * 5 + ["ac"] * 2 + ["b", "c", "d"]
    result = count_seats("abcd", ballots, seats=2, seed="")

    assert result.quota == 4
    assert result.rounds[1].counts == {"b": 1 + Fraction(15, 7), "c": 1 + Fraction(6, 7), "d": 1}
    assert "b 3.14, c 1.86" in sentences(result, {c: c for c in "abcd"}, "en")[2]
    assert "b 3,14, c 1,86" in sentences(result, {c: c for c in "abcd"}, "es")[2]


def test_a_third_of_us_has_one_seat_of_three_whatever_the_others_do():
    ballots = ["abc"] * 20 + ["def"] * 10

    assert set(count_seats("abcdef", ballots, seats=3, seed="").elected) == {"a", "b", "d"}


def test_nobody_is_elected_without_a_vote():
    result = count_seats("abc", ["a", "a"], seats=2, seed="")

    assert result.elected == ("a",)
    assert result.empty_seats == 1
    assert sentences(result, {c: c for c in "abc"}, "es")[-1] == "Queda sin cubrir: 1. Nadie más tuvo votos."


def test_no_more_left_than_seats_all_who_have_a_vote_are_elected():
    result = count_seats("abcd", ["a"] * 5 + ["b"] * 2 + ["c"], seats=2, seed="")

    assert result.elected == ("a", "b")
    assert result.rounds[-1].by_remaining
    assert "No more are left than seats." in sentences(result, {c: c for c in "abcd"}, "en")[-1]


def test_level_in_every_round_it_is_drawn():
    outs = {
        (seed, count_seats("abc", ["a", "b", "c"], seats=2, seed=str(seed)).rounds[0].eliminated)
        for seed in range(20)
    }

    assert all(out == (drawn("abc", str(seed))[0],) for seed, out in outs)
    assert len({out for _, out in outs}) == 3


@pytest.mark.parametrize("seats", [0, -1, 3, True])
def test_there_are_fewer_seats_than_candidates(seats):
    with pytest.raises(BadOptions):
        count_seats("abc", [], seats=seats, seed="")


@given(elections(), st.text(max_size=5))
def test_with_one_seat_it_is_who_wins_by_rounds(election, seed):
    options, ballots, _ = election
    winner = count_ranked(options, ballots, seed=seed).winner

    assert count_seats(options, ballots, seats=1, seed=seed).elected == ((winner,) if winner else ())


@given(elections(), st.randoms(use_true_random=False), st.text(max_size=5))
def test_the_order_of_ballots_and_of_options_never_changes_anything(election, luck, seed):
    options, ballots, seats = election
    once = count_seats(options, ballots, seats=seats, seed=seed)
    again = count_seats(
        luck.sample(options, len(options)), luck.sample(ballots, len(ballots)), seats=seats, seed=seed
    )

    assert once.elected == again.elected
    assert [each.counts for each in once.rounds] == [each.counts for each in again.rounds]


@given(elections(), st.text(max_size=5))
def test_no_vote_is_lost_and_no_more_are_elected_than_seats(election, seed):
    options, ballots, seats = election
    result = count_seats(options, ballots, seats=seats, seed=seed)
    seated = 0
    for each in result.rounds:
        assert sum(each.counts.values()) + each.exhausted + seated * result.quota == result.ballots
        seated += len(each.elected)
    assert len(result.elected) == len(set(result.elected)) <= seats
    assert from_data(to_data(result)) == result
