"""What a sum pays for: the worked examples of equalshares.net, another library, and what never happens."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assemblies.rules.budget import (
    Completion,
    FundedBy,
    Project,
    count_budget,
    from_data,
    to_data,
)
from assemblies.rules.budget_words import headline, sentence, summary
from assemblies.rules.preferences import BadBallot, BadOptions, drawn

THEIRS = json.loads((Path(__file__).parent / "equal_shares_by_pabutools.json").read_text())
COSTS = {"path": 70000, "gym": 40000, "park": 25000, "playground": 20000, "library": 10000}
SPORTS = [("path", "gym"), ("path", "gym", "park")]
CHILDREN = [
    ("park", "playground", "library"),
    ("playground",),
    ("playground", "library"),
    ("park", "playground", "library"),
]
ELEVEN = [SPORTS[0], SPORTS[1], SPORTS[0], SPORTS[1], SPORTS[1], SPORTS[0], *CHILDREN]
"""The first ten of the eleven voters of equalshares.net/explanation; the last one differs."""


def money(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def funded(costs, ballots, total_cents, completion=Completion.NONE, seed=""):
    return count_budget(
        [Project(code=code, cost_cents=cost) for code, cost in costs.items()],
        ballots,
        total_cents=total_cents,
        completion=completion,
        seed=seed,
    )


def codes(result):
    return [project.code for project in result.funded]


@st.composite
def votes(draw):
    names = "abcdef"[: draw(st.integers(2, 6))]
    total = draw(st.integers(1, 5000))
    costs = {code: draw(st.integers(1, total)) for code in names}
    ballot = st.lists(st.sampled_from(names), unique=True, max_size=len(names)).map(tuple)
    return costs, draw(st.lists(ballot, max_size=14)), total


def test_the_first_example_of_equalshares_net():
    result = funded(COSTS, [*ELEVEN, ("path",)], 110000)

    assert codes(result) == ["path", "playground", "library"]
    assert [project.payments for project in result.funded] == [
        ((Fraction(10000), 7),),
        ((Fraction(5000), 4),),
        ((Fraction(10000, 3), 3),),
    ]


def test_the_second_example_of_equalshares_net():
    result = funded(COSTS, [*ELEVEN, ("gym",)], 110000)

    assert codes(result) == ["gym", "park", "playground"]
    gym, park, playground = result.funded
    assert gym.payments == ((Fraction(40000, 7), 7),)
    # "three supporters pay the 43 they have left; the two others divide the rest and pay 60.5"
    left = 10000 - Fraction(40000, 7)
    each = (25000 - 3 * left) / 2
    assert park.payments == ((each, 2), (left, 3))
    assert playground.payments == ((each, 2), (10000 - each, 2))


@pytest.mark.parametrize("how_many", [40, pytest.param(400, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("completion", list(Completion))
def test_a_library_buys_the_same_in_four_hundred_random_votes(completion, how_many):
    assert len(THEIRS) >= 300
    for case in THEIRS[:how_many]:
        result = funded(case["costs"], case["ballots"], case["total_cents"], completion, seed="any")
        assert sorted(codes(result)) == list(case[completion])


def test_the_random_votes_tell_the_completions_apart():
    assert sum(case["none"] != case["utilitarian"] for case in THEIRS) > 100
    assert sum(case["utilitarian"] != case["add1"] for case in THEIRS) > 50


def test_half_of_us_decide_on_half_of_the_money():
    many = {f"red {n}": 100 for n in range(4)}
    few = {f"blue {n}": 100 for n in range(4)}
    result = funded(many | few, [tuple(many)] * 6 + [tuple(few)] * 6, 400)

    assert sum(code.startswith("blue") for code in codes(result)) == 2
    assert sum(code.startswith("red") for code in codes(result)) == 2


def test_without_completion_the_rest_stays_and_it_says_how_much_was_missing():
    result = funded({"lathe": 600, "oven": 500}, [("lathe",)] * 3 + [("oven",)] * 2, 1000)

    lathe, oven = result.projects
    assert headline(result, {"lathe": "Torno"}, "es") == "Se compra: Torno."
    assert codes(result) == ["lathe"]
    assert (oven.could_pay, oven.left_cents) == (400, None)
    assert sentence(lathe, money, "en") == "Bought: 3 marked it, and each pays 2.00."
    assert (
        sentence(oven, money, "en")
        == "Not bought: 2 marked it; 4.00 of their shares was left and it costs 5.00."
    )
    assert sentence(oven, money, "es-ar") == (
        "No se compra: lo marcaron 2; de sus partes quedaban 4.00 y cuesta 5.00."
    )
    assert summary(result, money, "en") == [
        "5 voted; of 10.00, each has a share of 2.00.",
        "6.00 is spent; 4.00 stays.",
    ]


def test_with_completion_the_most_supported_of_the_rest_that_fits_is_bought():
    costs = {"lathe": 600, "oven": 500, "clock": 300, "lamp": 400}
    ballots = [("lathe",)] * 3 + [("oven",)] * 1 + [("clock",)] * 1
    result = funded(costs, ballots, 1000, Completion.UTILITARIAN)

    by_code = {project.code: project for project in result.projects}
    assert codes(result) == ["lathe", "clock"]
    assert by_code["clock"].funded_by is FundedBy.SUPPORT
    assert sentence(by_code["clock"], money, "es") == "Se compra con lo que sobraba: lo marcó 1, y alcanzaba."
    assert (
        sentence(by_code["oven"], money, "en")
        == "Not bought: 1 marked it; 1.00 was left over and it costs 5.00."
    )
    assert sentence(by_code["lamp"], money, "en") == "Not bought: nobody marked it."


def test_shares_are_counted_larger_while_it_costs_no_more_than_there_is():
    costs = {"lathe": 600, "oven": 450}
    result = funded(costs, [("lathe",)] * 3 + [("oven",)] * 2, 1050, Completion.ADD1)

    assert codes(result) == ["lathe", "oven"]
    assert all(project.funded_by is FundedBy.SHARES for project in result.funded)
    assert result.first_share == 210
    assert result.share == 210 + 8 * Fraction(210, 100)  # the first step at which two pay 450
    assert summary(result, money, "en")[1] == (
        "So that less was left over, each share was counted as about 2.27."
    )


def test_shares_never_more_than_double():
    costs = {"lamp": 1, "press": 1000}
    result = funded(costs, [("lamp",)] * 9 + [("press",)], 1001, Completion.ADD1)

    assert result.share == 2 * result.first_share
    assert next(p for p in result.projects if p.code == "press").funded_by is FundedBy.SUPPORT


def test_it_says_who_paid_less_and_who_had_nothing_left():
    result = funded(COSTS, [*ELEVEN, ("gym",)], 110000)

    assert sentence(result.funded[1], money, "en") == (
        "Bought: 5 marked it. 2 pay about 60.71; 3, what they had left, which was less."
    )
    assert sentence(result.funded[1], money, "es") == (
        "Se compra: lo marcaron 5. 2 ponen unos 60.71; 3, lo que les quedaba, que era menos."
    )
    spent = funded({"a": 300, "b": 50}, [("a", "b"), ("a",), ("a",), ("b",)], 400)
    assert sentence(spent.funded[1], money, "en") == "Bought: 2 marked it. 1 pays 0.50; 1 had nothing left."


def test_level_the_cheaper_goes_first_then_the_more_supported_then_it_is_drawn():
    cheaper = funded({"a": 120, "b": 100}, [("a", "b")] * 2, 120)
    assert codes(cheaper) == ["b"]
    for number in range(8):
        seed = f"seed {number}"
        assert codes(funded({"a": 100, "b": 100}, [("a", "b")] * 2, 100, seed=seed)) == [drawn("ab", seed)[0]]


def test_blank_ballots_have_no_share():
    result = funded({"a": 100, "b": 90}, [("a",), (), ()], 100)

    assert (result.ballots, result.blank, result.first_share) == (1, 2, 100)
    assert codes(result) == ["a"]


def test_with_no_marks_nothing_is_bought():
    result = funded({"a": 100, "b": 90}, [()], 100, Completion.ADD1)

    assert codes(result) == []
    assert headline(result, {}, "en") == "Nothing is bought."
    assert summary(result, money, "es") == ["Nadie marcó ningún proyecto."]


@pytest.mark.parametrize(
    ("costs", "total", "said"),
    [
        ({"a": 0, "b": 1}, 10, "A project costs something."),
        ({"a": 11, "b": 1}, 10, "A project costs more than there is."),
        ({"a": 1, "b": 1}, 0, "There is some money to share."),
        ({"a": 1}, 10, "There must be at least 2 to choose from."),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(costs, total, said):
    with pytest.raises(BadOptions) as refusal:
        funded(costs, [], total)

    assert refusal.value.said("en") == said


def test_a_project_twice_or_unknown_is_refused():
    for ballot in (("a", "a"), ("z",)):
        with pytest.raises(BadBallot):
            funded({"a": 1, "b": 1}, [ballot], 10)


@pytest.mark.thorough
@given(votes(), st.sampled_from(Completion), st.randoms(use_true_random=False), st.text(max_size=5))
def test_the_order_of_ballots_of_marks_and_of_projects_never_changes_anything(vote, completion, luck, seed):
    costs, ballots, total = vote
    once = funded(costs, ballots, total, completion, seed)
    again = funded(
        dict(luck.sample(list(costs.items()), len(costs))),
        [tuple(luck.sample(ballot, len(ballot))) for ballot in luck.sample(ballots, len(ballots))],
        total,
        completion,
        seed,
    )

    assert once == again
    assert from_data(to_data(once)) == once


@given(votes(), st.sampled_from(Completion))
def test_no_more_is_spent_than_there_is_and_every_cent_is_accounted_for(vote, completion):
    costs, ballots, total = vote
    result = funded(costs, ballots, total, completion)

    assert result.spent_cents <= total
    assert sorted(project.code for project in result.projects) == sorted(costs)
    for project in result.projects:
        if project.funded_by is FundedBy.SHARES:
            assert sum(amount * people for amount, people in project.payments) == project.cost_cents
            assert sum(people for _, people in project.payments) <= project.supporters
        elif project.funded_by is None and completion is Completion.NONE:
            assert project.could_pay < project.cost_cents
        assert sentence(project, money, "es") != sentence(project, money, "en")


@given(votes())
def test_with_completion_nothing_that_somebody_marked_still_fits(vote):
    costs, ballots, total = vote
    for completion in (Completion.UTILITARIAN, Completion.ADD1):
        result = funded(costs, ballots, total, completion)
        rest = total - result.spent_cents
        assert all(p.cost_cents > rest for p in result.projects if p.funded_by is None and p.supporters)


@given(votes())
def test_shares_buy_what_a_slow_and_plain_count_of_it_buys(vote):
    costs, ballots, total = vote

    assert codes(funded(costs, ballots, total)) == plainly(costs, [b for b in ballots if b], total)


def plainly(costs, ballots, total):
    """The same rule by another way: voter by voter, trying every payment at which somebody runs out."""
    left = [Fraction(total, len(ballots)) for _ in ballots]
    order = drawn(costs, "")
    bought = []
    while True:
        best = None
        for code, cost in costs.items():
            mine = [i for i, ballot in enumerate(ballots) if code in ballot]
            if code in bought or sum((left[i] for i in mine), Fraction(0)) < cost:
                continue
            # What is paid in all grows with the most each pays, in straight pieces between what people have.
            tries = sorted({left[i] for i in mine} | {Fraction(0)})
            below = max(t for t in tries if sum(min(left[i], t) for i in mine) < cost)
            more = [i for i in mine if left[i] > below]
            most = below + (cost - sum(min(left[i], below) for i in mine)) / len(more)
            found = (most / cost, cost, -len(mine), order.index(code), code, most, mine)
            best = found if best is None or found < best else best
        if best is None:
            return bought
        *_, code, most, mine = best
        bought.append(code)
        for i in mine:
            left[i] -= min(left[i], most)
