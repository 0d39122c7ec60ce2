"""One option out of several by ranking them: published examples, another library, and what never happens."""

from __future__ import annotations

import hashlib
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrankvote import Ballot as TheirBallot
from pyrankvote import Candidate, instant_runoff_voting
from votelib.evaluate.core import Plurality
from votelib.evaluate.sequential import TransferableVoteSelector

from assemblies.rules.preferences import BadBallot, BadOptions, drawn
from assemblies.rules.ranked import count_ranked, from_data, sentences, to_data

LABELS = {
    "memphis": "Memphis",
    "nashville": "Nashville",
    "chattanooga": "Chattanooga",
    "knoxville": "Knoxville",
}
TENNESSEE = (
    [("memphis", "nashville", "chattanooga", "knoxville")] * 42
    + [("nashville", "chattanooga", "knoxville", "memphis")] * 26
    + [("chattanooga", "knoxville", "nashville", "memphis")] * 15
    + [("knoxville", "chattanooga", "nashville", "memphis")] * 17
)
"""The capital of Tennessee, as Wikipedia works it out under "Instant-runoff voting"."""


@st.composite
def elections(draw):
    options = "abcdef"[: draw(st.integers(2, 6))]
    ballot = st.lists(st.sampled_from(options), unique=True, max_size=len(options))
    return options, draw(st.lists(ballot.map(tuple), max_size=25))


def random_election(seed):
    luck = random.Random(seed)
    options = "abcdefgh"[: luck.randint(2, 8)]
    ballots = [
        tuple(luck.sample(options, luck.randint(1, len(options)))) for _ in range(luck.randint(1, 120))
    ]
    return options, ballots


def test_the_capital_of_tennessee_is_knoxville_in_three_rounds():
    result = count_ranked(list(LABELS), TENNESSEE, seed="")

    assert [dict(each.counts) for each in result.rounds] == [
        {"memphis": 42, "nashville": 26, "chattanooga": 15, "knoxville": 17},
        {"memphis": 42, "nashville": 26, "knoxville": 32},
        {"memphis": 42, "knoxville": 58},
    ]
    assert [each.eliminated for each in result.rounds] == [("chattanooga",), ("nashville",), ()]
    assert result.winner == "knoxville"


def test_it_says_each_round_in_both_languages():
    result = count_ranked(list(LABELS), [*TENNESSEE, ("nashville",)], seed="")

    assert sentences(result, LABELS, "en") == [
        "Round 1: Memphis 42, Nashville 27, Knoxville 17, Chattanooga 15. Out: Chattanooga.",
        "Round 2: Memphis 42, Knoxville 32, Nashville 27. Out: Nashville.",
        "Round 3: Knoxville 58, Memphis 42. 1 ballot counts for nobody now."
        " Knoxville wins with 58 of 100: more than half.",
    ]
    assert sentences(result, LABELS, "es-ar")[2] == (
        "Vuelta 3: Knoxville 58, Memphis 42. 1 voto ya no cuenta para nadie."
        " Gana Knoxville, con 58 de 100: más de la mitad."
    )


@pytest.mark.parametrize(
    ("elections", "at_least"), [(90, 25), pytest.param(900, 300, marks=pytest.mark.thorough)]
)
def test_two_libraries_say_the_same_winner_in_at_least_three_hundred_random_elections(elections, at_least):
    agreed: Counter[str] = Counter()
    for seed in range(elections):
        options, ballots = random_election(seed)
        result = count_ranked(options, ballots, seed="x")
        if any(each.level for each in result.rounds):
            continue  # each library has its own rule for these; ours is tested below
        candidates = {code: Candidate(code) for code in options}
        theirs = instant_runoff_voting(
            list(candidates.values()), [TheirBallot([candidates[c] for c in ballot]) for ballot in ballots]
        )
        assert [str(winner) for winner in theirs.get_winners()] == [result.winner]
        agreed["pyrankvote"] += 1
        if any(len(each.eliminated) > 1 for each in result.rounds):
            continue  # votelib gives up where several have no ballot at all
        exact = TransferableVoteSelector(retainer=Plurality(), quota_function="droop")
        assert exact.evaluate(dict(Counter(ballots)), 1) == [result.winner]
        agreed["votelib"] += 1
    assert len(agreed) == 2
    assert min(agreed.values()) >= at_least


def test_more_than_half_of_the_first_places_wins_at_once():
    result = count_ranked("abc", ["a", "ab", "c"], seed="")

    assert result.winner == "a"
    assert len(result.rounds) == 1


def test_half_is_not_more_than_half():
    result = count_ranked("abc", ["a", "a", "b", "cb"], seed="")

    assert result.rounds[0].winner is None


def test_a_short_ballot_stops_counting_when_all_on_it_are_out():
    result = count_ranked("abc", ["a", "a", "a", "b", "b", "c"], seed="")

    assert [each.exhausted for each in result.rounds] == [0, 1]
    assert result.winner == "a"


def test_options_nobody_put_first_go_out_together():
    result = count_ranked("abcde", ["acd", "a", "bde", "bd", "ce"], seed="")

    assert result.rounds[0].eliminated == ("d", "e")
    assert not result.rounds[0].level


def test_level_in_the_last_place_the_round_before_tells_them_apart():
    ballots = ["a"] * 6 + ["b"] * 4 + ["c"] * 3 + ["dc"] * 1
    result = count_ranked("abcd", ballots, seed="")

    assert result.rounds[1].counts == {"a": 6, "b": 4, "c": 4}
    assert result.rounds[1].eliminated == ("c",)
    assert (set(result.rounds[1].level), result.rounds[1].decided_by_round) == ({"b", "c"}, 1)
    assert "Round 1 tells them apart." in sentences(result, {c: c for c in "abcd"}, "en")[1]
    assert not result.was_drawn


def test_level_in_every_round_it_is_drawn_and_anybody_can_draw_again():
    outs = set()
    for number in range(20):
        seed = f"seed {number}"
        result = count_ranked("abc", ["a", "a", "b", "c"], seed=seed)
        assert result.was_drawn
        assert result.rounds[0].eliminated == (drawn(["b", "c"], seed)[0],)
        outs.add(result.rounds[0].eliminated)
    assert outs == {("b",), ("c",)}
    assert "It was drawn." in sentences(result, {c: c for c in "abc"}, "en")[0]


def test_the_draw_is_by_sha_256_of_seed_and_code():
    by_hand = sorted("abc", key=lambda code: hashlib.sha256(b"x/" + code.encode()).digest())

    assert drawn("cab", "x") == by_hand


def test_nobody_wins_when_every_ballot_is_blank():
    result = count_ranked("ab", ["", ""], seed="")

    assert (result.winner, result.ballots, result.blank) == (None, 0, 2)
    assert sentences(result, {}, "en") == ["Nobody ranked any option."]


def test_an_option_twice_or_unknown_is_refused_with_a_sentence():
    with pytest.raises(BadBallot) as twice:
        count_ranked("ab", ["aba"], seed="")
    with pytest.raises(BadBallot) as unknown:
        count_ranked("ab", ["az"], seed="")

    assert twice.value.said("es") == "Una opción aparece dos veces."
    assert unknown.value.said("en") == "“z” is not one of the options."


@pytest.mark.parametrize("options", [[], ["a"], ["a", "a"], ["a", ""]])
def test_there_are_two_different_options_at_least(options):
    with pytest.raises(BadOptions):
        count_ranked(options, [], seed="")


@given(elections(), st.randoms(use_true_random=False), st.text(max_size=5))
def test_the_order_of_ballots_and_of_options_never_changes_anything(election, luck, seed):
    options, ballots = election
    once = count_ranked(options, ballots, seed=seed)
    shuffled, mixed = luck.sample(options, len(options)), luck.sample(ballots, len(ballots))
    again = count_ranked(shuffled, mixed, seed=seed)

    assert once.winner == again.winner
    assert [
        (each.counts, each.exhausted, set(each.eliminated), set(each.level), each.decided_by_round)
        for each in once.rounds
    ] == [
        (each.counts, each.exhausted, set(each.eliminated), set(each.level), each.decided_by_round)
        for each in again.rounds
    ]


@given(elections(), st.text(max_size=5))
def test_every_round_counts_every_ballot_once(election, seed):
    options, ballots = election
    result = count_ranked(options, ballots, seed=seed)

    assert result.ballots + result.blank == len(ballots)
    for each in result.rounds:
        assert sum(each.counts.values()) + each.exhausted == result.ballots
    assert (result.winner is not None) == (result.ballots > 0)


@given(elections(), st.text(max_size=5))
def test_one_more_ballot_for_the_winner_alone_never_makes_it_lose(election, seed):
    options, ballots = election
    winner = count_ranked(options, ballots, seed=seed).winner
    if winner is None:
        return

    # A ballot that names only the winner delays no elimination of others and never changes their order.
    assert count_ranked(options, [*ballots, (winner,)], seed=seed).winner == winner


@given(elections(), st.text(max_size=5))
def test_what_is_kept_reads_back_the_same(election, seed):
    options, ballots = election
    result = count_ranked(options, ballots, seed=seed)

    assert from_data(to_data(result)) == result
