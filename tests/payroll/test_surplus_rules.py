"""The yearly surplus: each country's table to the cent, and what must hold for any year."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import BadNumber
from payroll.rules.law_packs import PACKS, law_pack
from payroll.rules.surplus import SurplusInput, waterfall

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "surplus.json").read_text())
CODES = {
    "special_reserve", "prior_losses", "reserves_rebuilt", "legal_reserve", "labour_fund", "education_fund",
    "mutual_fund", "development_fund", "non_member_reserve", "interest_on_shares", "reinvestment",
    "community", "collective_account", "social_fund",
}  # fmt: skip
THE_SAME_YEAR = SurplusInput(
    result_cents=100_000_000_00,
    non_member_share=Fraction(1, 10),
    prior_losses_cents=12_000_000_00,
    legal_reserve_cents=4_000_000_00,
    capital_cents=20_000_000_00,
    highest_capital_cents=20_000_000_00,
)


def a_year(result_cents, **figures):
    return SurplusInput(result_cents=result_cents, **figures)


def taken(pack, year):
    return {step.code: step.cents for step in waterfall(pack, year).steps}


def from_request(request):
    figures = {name: value for name, value in request.items() if name not in ("pack", "voted")}
    figures["non_member_share"] = Fraction(figures["non_member_share"])
    voted = request["voted"]
    return SurplusInput(
        **figures,
        interest_on_shares_cents=voted["interest_on_shares_cents"],
        reinvestment=Fraction(voted["reinvestment"]),
        community=Fraction(voted["community"]),
    )


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_it_answers_the_golden_cases(case):
    proposal = waterfall(case["request"]["pack"], from_request(case["request"]))

    assert proposal.for_return_cents == case["expected"]["for_return_cents"]
    amounts = {step.code: step.cents for step in proposal.steps}
    assert amounts == case["expected"].get("amounts", amounts)


@pytest.mark.parametrize(
    ("pack", "steps", "for_return", "floor"),
    [
        (
            "AR",
            {
                "special_reserve": 10_000_000,
                "prior_losses": 12_000_000,
                "legal_reserve": 3_900_000,
                "labour_fund": 3_900_000,
                "education_fund": 3_900_000,
            },
            66_300_000,
            0,
        ),
        (
            "ES",
            {
                "prior_losses": 12_000_000,
                "legal_reserve": 15_600_000,
                "education_fund": 3_900_000,
                "non_member_reserve": 5_000_000,
            },
            63_500_000,
            0,
        ),
        (
            "UY",
            {
                "prior_losses": 12_000_000,
                "legal_reserve": 13_200_000,
                "education_fund": 4_400_000,
                "non_member_reserve": 8_800_000,
            },
            61_600_000,
            30_800_000,
        ),
        (
            "IT",
            {"prior_losses": 12_000_000, "legal_reserve": 26_400_000, "mutual_fund": 2_640_000},
            58_960_000,
            0,
        ),
        ("FR", {"prior_losses": 12_000_000, "legal_reserve": 13_200_000}, 74_800_000, 22_000_000),
        (
            "BR",
            {
                "non_member_reserve": 10_000_000,
                "prior_losses": 12_000_000,
                "legal_reserve": 7_800_000,
                "education_fund": 3_900_000,
            },
            66_300_000,
            0,
        ),
        (
            "US",
            {"non_member_reserve": 10_000_000, "prior_losses": 12_000_000, "collective_account": 39_000_000},
            39_000_000,
            0,
        ),
        (
            "MONDRAGON",
            {"prior_losses": 12_000_000, "legal_reserve": 39_600_000, "social_fund": 8_800_000},
            39_600_000,
            0,
        ),
        ("NONE", {"prior_losses": 12_000_000}, 88_000_000, 0),
    ],
)
def test_the_same_year_under_each_law(pack, steps, for_return, floor):
    proposal = waterfall(pack, THE_SAME_YEAR)

    assert {step.code: step.cents for step in proposal.steps} == {
        code: pesos * 100 for code, pesos in steps.items()
    }
    assert proposal.for_return_cents == for_return * 100
    assert proposal.return_floor_cents == floor * 100


def test_the_united_states_ask_for_a_fifth_of_the_return_in_cash():
    assert waterfall("US", THE_SAME_YEAR).cash_floor_cents == 7_800_000_00


def test_the_demo_year_is_the_one_that_the_accountant_wrote():
    year = a_year(1_244_499_773_00, non_member_share=Fraction(78, 3714), prior_losses_cents=212_400_000_00)

    proposal = waterfall("AR", year)

    assert [(step.code, step.base_cents, step.cents) for step in proposal.steps] == [
        ("special_reserve", 1_244_499_773_00, 26_136_505_74),
        ("prior_losses", 212_400_000_00, 212_400_000_00),
        ("legal_reserve", 1_005_963_267_26, 50_298_163_37),
        ("labour_fund", 1_005_963_267_26, 50_298_163_37),
        ("education_fund", 1_005_963_267_26, 50_298_163_37),
    ]
    assert proposal.for_return_cents == 855_068_777_15
    assert proposal.warnings == ()


def test_the_french_reserve_stops_at_the_highest_capital():
    """G15 and G16."""
    far = a_year(10000000, highest_capital_cents=6000000, legal_reserve_cents=4000000)
    near = a_year(10000000, highest_capital_cents=2000000, legal_reserve_cents=1200000)
    full = a_year(10000000, highest_capital_cents=2000000, legal_reserve_cents=2000000)

    assert [waterfall("FR", year).cents_of("legal_reserve") for year in (far, near, full)] == [
        1500000,
        800000,
        0,
    ]
    assert waterfall("FR", far).return_floor_cents == 2500000
    assert taken("FR", full) == {"legal_reserve": 0}


def test_the_french_floor_is_never_more_than_the_reserve_leaves():
    one_cent = waterfall("FR", a_year(1, highest_capital_cents=100))

    assert (one_cent.cents_of("legal_reserve"), one_cent.for_return_cents) == (1, 0)
    assert (one_cent.return_floor_cents, one_cent.warnings) == (0, ())


def test_the_highest_capital_is_at_least_the_capital_of_today():
    year = a_year(10000000, capital_cents=6000000, highest_capital_cents=0)

    assert waterfall("FR", year).cents_of("legal_reserve") == 1500000


@pytest.mark.parametrize(
    ("reserve", "expected"),
    [
        (0, 15_000_00),  # 15 % of all
        (90_000_00, 13_333_34),  # 10,000 with two thirds of the surplus, then 10 % of the last third
        (100_000_00, 10_000_00),  # equals the capital: 10 %
        (295_000_00, 5_000_00),  # only what is missing to three times
        (300_000_00, 0),
        (400_000_00, 0),
    ],
)
def test_the_uruguayan_reserve_changes_its_rate_and_then_stops(reserve, expected):
    year = a_year(100_000_00, capital_cents=100_000_00, legal_reserve_cents=reserve)

    assert waterfall("UY", year).cents_of("legal_reserve") == expected


def test_spain_sends_half_of_extraordinary_results_to_the_reserve():
    """G20: eighty thousand of co-operative result and ten thousand of extraordinary."""
    steps = taken("ES", a_year(9000000, extraordinary_cents=1000000))

    assert steps == {"legal_reserve": 1600000, "education_fund": 400000, "non_member_reserve": 500000}
    assert waterfall("ES", a_year(9000000, extraordinary_cents=1000000)).for_return_cents == 6500000


def test_spanish_losses_are_taken_from_the_co_operative_result_first():
    year = a_year(10000, extraordinary_cents=4000, prior_losses_cents=7000)

    assert taken("ES", year) == {
        "prior_losses": 7000,
        "legal_reserve": 0,
        "education_fund": 0,
        "non_member_reserve": 1500,
    }


@pytest.mark.parametrize("pack", ["ES", "MONDRAGON"])
def test_in_spain_interest_on_shares_is_a_cost_before_the_funds(pack):
    with_interest = a_year(100_000_00, interest_on_shares_cents=20_000_00)

    assert waterfall(pack, with_interest).cents_of("legal_reserve") == waterfall(
        pack, a_year(80_000_00)
    ).cents_of("legal_reserve")


def test_uruguayan_interest_on_shares_comes_out_of_what_the_funds_leave():
    year = a_year(100_000_00, capital_cents=200_000_00, interest_on_shares_cents=10_000_00)
    proposal = waterfall("UY", year)

    assert proposal.cents_of("legal_reserve") == 15_000_00
    assert proposal.for_return_cents == 60_000_00


@pytest.mark.parametrize("pack", ["ES", "IT", "BR", "MONDRAGON"])
def test_where_no_law_puts_rebuilding_first_it_does_not_make_the_funds_smaller(pack):
    rebuilt = waterfall(pack, a_year(100_000_00, reserves_to_rebuild_cents=30_000_00))

    assert rebuilt.cents_of("reserves_rebuilt") == 30_000_00
    assert rebuilt.cents_of("legal_reserve") == waterfall(pack, a_year(100_000_00)).cents_of("legal_reserve")


def test_argentine_funds_round_up_and_the_return_takes_what_is_left():
    """G21."""
    proposal = waterfall("AR", a_year(100000001))

    assert [step.cents for step in proposal.steps] == [5000001] * 3
    assert proposal.for_return_cents == 84999998


def test_one_cent_is_never_shared_three_times():
    proposal = waterfall("AR", a_year(1))

    assert [step.cents for step in proposal.steps] == [1, 0, 0]
    assert proposal.for_return_cents == 0


def test_voted_shares_are_of_the_same_rest_and_round_down():
    year = a_year(10001, reinvestment=Fraction(1, 2), community=Fraction(1, 3), interest_on_shares_cents=2)

    assert taken("NONE", year) == {"interest_on_shares": 2, "reinvestment": 4999, "community": 3333}
    assert waterfall("NONE", year).for_return_cents == 1667


def test_a_vote_for_more_than_the_whole_is_refused():
    with pytest.raises(BadNumber, match="more than the whole"):
        a_year(100, reinvestment=Fraction(2, 3), community=Fraction(1, 2))


@pytest.mark.parametrize(
    "wrong",
    [{"prior_losses_cents": -1}, {"non_member_share": Fraction(11, 10)}, {"community": Fraction(-1, 2)}],
)
def test_a_year_that_cannot_be_is_refused(wrong):
    with pytest.raises(BadNumber):
        a_year(100, **wrong)


def test_a_vote_that_leaves_less_than_the_law_returns_is_said():
    proposal = waterfall("UY", a_year(100000, reinvestment=Fraction(3, 5)))

    assert proposal.for_return_cents < proposal.return_floor_cents
    assert any("below" in warning.en for warning in proposal.warnings)


def test_interest_that_does_not_reach_is_paid_as_far_as_it_goes_and_said():
    proposal = waterfall("NONE", a_year(100, interest_on_shares_cents=150))

    assert proposal.cents_of("interest_on_shares") == 100
    assert proposal.for_return_cents == 0
    assert proposal.warnings[0].en == "It does not reach: 0.50 missing for “Interest on shares, as voted”."


@pytest.mark.parametrize("pack", PACKS)
def test_a_loss_gives_no_return_and_says_how_it_is_covered(pack):
    proposal = waterfall(pack, a_year(-100000, prior_losses_cents=500, reinvestment=Fraction(1, 2)))

    assert (proposal.available_cents, proposal.steps, proposal.for_return_cents) == (0, (), 0)
    assert proposal.warnings == (proposal.pack.loss,)
    assert "loss" in proposal.pack.loss.en


@pytest.mark.parametrize("pack", PACKS)
def test_a_result_of_nothing_shares_nothing(pack):
    assert waterfall(pack, a_year(0)).for_return_cents == 0


def test_an_unknown_pack_is_refused_with_those_we_have():
    with pytest.raises(BadNumber, match="MONDRAGON"):
        law_pack("XX")


@pytest.mark.parametrize("code", PACKS)
def test_every_pack_is_dated_bilingual_and_uses_known_codes_once(code):
    pack = law_pack(code)
    codes = [step.code for step in pack.steps]

    assert pack.code == code
    assert isinstance(pack.last_checked, date)
    assert pack.checked_against.en
    assert pack.checked_against.es
    assert set(codes) <= CODES
    assert len(codes) == len(set(codes))
    for step in pack.steps:
        assert step.article
        assert step.label.en
        assert step.label.es
        assert step.takes in ("outside", "amount", "rate", "bands")
        assert step.rounding in ("up", "down")
    assert {"reinvestment", "community", "interest_on_shares", "prior_losses", "reserves_rebuilt"} <= set(
        codes
    )


cents = st.integers(0, 10**13) | st.integers(0, 50)
shares = st.fractions(min_value=0, max_value=1, max_denominator=60)
years = st.builds(
    SurplusInput,
    result_cents=st.integers(-100, 10**13) | st.integers(-5, 200),
    non_member_share=shares,
    extraordinary_cents=cents,
    prior_losses_cents=cents,
    reserves_to_rebuild_cents=cents,
    legal_reserve_cents=cents,
    capital_cents=cents,
    highest_capital_cents=cents,
    interest_on_shares_cents=cents,
    reinvestment=shares.map(lambda share: share / 2),
    community=shares.map(lambda share: share / 2),
)


@given(st.sampled_from(PACKS), years)
def test_steps_and_return_sum_to_what_was_there_and_nothing_is_negative(pack, year):
    proposal = waterfall(pack, year)

    assert sum(step.cents for step in proposal.steps) + proposal.for_return_cents == max(0, year.result_cents)
    assert all(step.cents >= 0 for step in proposal.steps)
    assert min(proposal.for_return_cents, proposal.return_floor_cents, proposal.cash_floor_cents) >= 0
    assert proposal.cash_floor_cents <= proposal.for_return_cents
    codes = [step.code for step in proposal.steps]
    assert len(codes) == len(set(codes))
    assert set(codes) <= CODES


@given(years)
def test_argentina_agrees_with_doing_it_by_hand(year):
    proposal = waterfall("AR", year)
    if year.result_cents <= 0:
        return

    ordinary = max(0, year.result_cents - year.extraordinary_cents)
    left = year.result_cents - (special := up(ordinary * year.non_member_share))
    left -= (losses := min(left, year.prior_losses_cents))
    left -= (rebuilt := min(left, year.reserves_to_rebuild_cents))
    fund = up(left * Fraction(1, 20))
    funds = [min(fund, left), min(fund, max(0, left - fund)), min(fund, max(0, left - 2 * fund))]
    left -= sum(funds)
    left -= (interest := min(left, year.interest_on_shares_cents))
    reinvested, given = left * year.reinvestment // 1, left * year.community // 1

    expected = [special, losses, rebuilt, *funds, interest, reinvested, given]
    codes = "special_reserve prior_losses reserves_rebuilt legal_reserve labour_fund education_fund"
    codes += " interest_on_shares reinvestment community"
    assert [proposal.cents_of(code) for code in codes.split()] == expected
    assert proposal.for_return_cents == left - reinvested - given


def up(part):
    return -(-part.numerator // part.denominator)


@given(years)
def test_the_uruguayan_reserve_agrees_with_its_two_slopes(year):
    """15 % up to the capital, 10 % up to three times; the reserve never passes that."""
    proposal = waterfall("UY", year)
    reserve, capital = year.legal_reserve_cents, year.capital_cents
    step = next((step for step in proposal.steps if step.code == "legal_reserve"), None)
    if step is None:
        return

    to_capital = max(0, capital - reserve)
    at_fifteen = min(step.base_cents * Fraction(15, 100), to_capital)
    at_ten = min(
        (step.base_cents - at_fifteen * Fraction(100, 15)) * Fraction(1, 10),
        max(0, 3 * capital - max(reserve, capital)),
    )
    assert step.cents == min(up(at_fifteen + at_ten), step.base_cents)
    assert reserve + step.cents <= max(reserve, 3 * capital)
