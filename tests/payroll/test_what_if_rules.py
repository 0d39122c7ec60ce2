"""What if: the same steps with other figures, to the cent, and never a figure that was not asked for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from payroll.rules.law_packs import PACKS, law_pack
from payroll.rules.surplus import SurplusInput, waterfall
from payroll.rules.what_if import AsItIs, Asked, months_to_target, weeks_in_hand, what_if

YEAR = SurplusInput(
    result_cents=1_244_499_773_00,
    non_member_share=Fraction(78, 3714),
    prior_losses_cents=212_400_000_00,
)
NOW = AsItIs(
    year=YEAR,
    months=12,
    people=312,
    pay_cents=1_270_000_00,
    late_base_cents=1_210_796_645_00,
    costs_cents=1_167_208_946_00,
    cash_cents=2_000_000_000_00,
)
AR = law_pack("AR")


def test_nothing_moved_is_the_year_as_it_is():
    answer = what_if(AR, NOW, Asked())

    assert answer.steps == waterfall(AR, YEAR)
    assert answer.each_cents == 2_740_605_05
    assert (answer.pay_cents, answer.people, answer.cash_cents) == (1_270_000_00, 312, 2_000_000_000_00)


def test_a_raise_costs_its_amount_for_each_of_us_each_month():
    answer = what_if(AR, NOW, Asked(pay_cents=1_280_000_00))

    assert YEAR.result_cents - answer.result_cents == 10_000_00 * 312 * 12
    assert NOW.cash_cents - answer.cash_cents == 10_000_00 * 312 * 12


def test_who_joins_is_paid_the_same_and_shares_the_same():
    answer = what_if(AR, NOW, Asked(joining=14))

    assert answer.people == 326
    assert YEAR.result_cents - answer.result_cents == 14 * 1_270_000_00 * 12


def test_customers_who_pay_late_take_nothing_from_the_result_and_much_from_the_box():
    answer = what_if(AR, NOW, Asked(late=Fraction(3, 10)))

    assert answer.result_cents == YEAR.result_cents
    assert NOW.cash_cents - answer.cash_cents == 363_238_993_50
    assert (what_if(AR, NOW, Asked()).weeks, answer.weeks) == (7, 6)


def test_a_pay_that_the_year_does_not_reach_is_a_loss_and_says_so():
    answer = what_if(AR, NOW, Asked(pay_cents=3_000_000_00))

    assert answer.result_cents < 0
    assert (answer.steps.for_return_cents, answer.each_cents) == (0, 0)
    assert "loss" in answer.steps.warnings[0].en
    assert answer.weeks == 0


def test_where_both_parts_do_not_fit_the_community_takes_what_reinvestment_leaves():
    answer = what_if(AR, NOW, Asked(reinvestment=Fraction(7, 10), community=Fraction(6, 10)))
    assert answer.steps.for_return_cents <= 1
    assert answer.steps.cents_of("reinvestment") > answer.steps.cents_of("community")


def test_weeks_in_hand_are_whole_weeks():
    assert [weeks_in_hand(cash, 52_00) for cash in (0, 11_99, 12_00, -5, 120_00)] == [0, 0, 1, 0, 10]
    assert weeks_in_hand(100, 0) is None


def test_a_fund_says_how_many_months_it_still_takes():
    assert [months_to_target(100, balance, 30) for balance in (100, 120, 10, 9)] == [0, 0, 3, 4]
    assert months_to_target(100, 0, 0) is None


shares = st.fractions(min_value=0, max_value=1, max_denominator=100)


@given(
    st.sampled_from(PACKS),
    st.integers(-(10**9), 10**12),
    st.builds(
        Asked,
        reinvestment=shares,
        community=shares,
        pay_cents=st.integers(0, 10**9),
        joining=st.integers(0, 200),
        late=shares,
    ),
)
def test_whatever_is_asked_no_cent_is_lost_or_made(pack: str, result: int, asked: Asked):
    now = replace(NOW, year=replace(YEAR, result_cents=result))
    answer = what_if(law_pack(pack), now, asked)
    steps = answer.steps
    assert sum(step.cents for step in steps.steps) + steps.for_return_cents == max(0, answer.result_cents)
    assert answer.each_cents * answer.people <= steps.for_return_cents
