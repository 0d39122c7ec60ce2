"""Equal pay by exact days: one rounding, no cent lost, the same for the same."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import BadNumber
from payroll.rules.equal_pay import (
    DatedAmount,
    Period,
    Span,
    fixed_pay,
    full_pay,
    instalments,
    month,
    payslip_lines,
    pool_by_days,
    pool_equal,
    recovered,
    worked_days,
)

JUNE = month(2025, 6)
SINCE_JANUARY = [DatedAmount(from_on=date(2025, 1, 1), cents=123456789)]


def since(day, until=None):
    return [Span(from_on=day, until_on=until)]


def test_who_joins_on_the_eleventh_of_june_has_twenty_days():
    """G09."""
    assert worked_days(JUNE, since(date(2025, 6, 11))) == 20
    assert fixed_pay(JUNE, since(date(2025, 6, 11)), SINCE_JANUARY) == 82304526


@pytest.mark.parametrize(("year", "cents"), [(2028, 123103), (2027, 127500)])
def test_who_leaves_on_the_seventeenth_of_february_has_seventeen_days(year, cents):
    """G10 and G10b: the last day worked is the 17th, so the stay ends before the 18th."""
    amounts = [DatedAmount(from_on=date(year, 1, 1), cents=210000)]
    stay = since(date(2020, 1, 1), until=date(year, 2, 18))

    assert worked_days(month(year, 2), stay) == 17
    assert fixed_pay(month(year, 2), stay, amounts) == cents


def test_a_raise_voted_mid_month_is_rounded_once():
    """G34: twelve days at 1500, nineteen at 1650."""
    amounts = [
        DatedAmount(from_on=date(2025, 1, 13), cents=165000),
        DatedAmount(from_on=date(2024, 6, 1), cents=150000),
    ]

    assert full_pay(month(2025, 1), amounts) == 159194


def test_who_was_away_and_came_back_is_paid_for_both_stays():
    stays = [*since(date(2025, 6, 1), until=date(2025, 6, 6)), *since(date(2025, 6, 21))]

    assert worked_days(JUNE, stays) == 15
    assert fixed_pay(JUNE, stays, [DatedAmount(from_on=date(2025, 1, 1), cents=30001)]) == 15001


def test_a_day_in_two_stays_is_one_day():
    assert worked_days(JUNE, since(date(2025, 5, 1), until=date(2025, 6, 11)) + since(date(2025, 6, 1))) == 30


def test_who_joins_next_month_has_nothing_to_be_paid_and_nothing_to_explain():
    assert fixed_pay(JUNE, since(date(2025, 7, 1)), []) == 0


def test_days_without_a_voted_pay_are_refused():
    with pytest.raises(
        BadNumber, match="No equal pay is in force on 1 June 2025: an equal-pay motion"
    ) as why:
        full_pay(JUNE, [DatedAmount(from_on=date(2025, 6, 2), cents=100)])
    assert "vigente el 1 de junio de 2025: una moción de retiro igual dice" in why.value.said("es-ar")


def test_a_period_or_a_stay_cannot_end_before_it_begins():
    with pytest.raises(BadNumber):
        Period(from_on=date(2025, 6, 1), until_on=date(2025, 6, 1))
    with pytest.raises(BadNumber):
        Span(from_on=date(2025, 6, 2), until_on=date(2025, 6, 1))


def test_december_ends_with_the_year():
    assert month(2025, 12) == Period(from_on=date(2025, 12, 1), until_on=date(2026, 1, 1))


def test_a_pool_gives_everyone_the_same_and_shows_what_waits():
    run = pool_equal(100000, [3, 1, 2], carry_in_cents=1)

    assert run.shares == {1: 33333, 2: 33333, 3: 33333}
    assert run.carry_out_cents == 2


def test_a_pool_by_days_gives_the_same_days_the_same():
    run = pool_by_days(3000000, {1: 30, 2: 30, 3: 30, 4: 30, 5: 20})

    assert run.shares == {1: 642857, 2: 642857, 3: 642857, 4: 642857, 5: 428571}
    assert run.carry_out_cents == 1


def test_a_debt_never_eats_the_protected_floor():
    """G29."""
    assert recovered(due_cents=15000, net_cents=50000, floor_cents=40000) == 10000
    assert recovered(due_cents=15000, net_cents=30000, floor_cents=40000) == 0
    assert recovered(due_cents=15000, net_cents=90000, floor_cents=40000) == 15000


def test_the_last_instalment_takes_the_remainder():
    """G28."""
    assert instalments(10000000, 3) == (3333333, 3333333, 3333334)
    with pytest.raises(BadNumber):
        instalments(100, 0)


def test_days_not_worked_are_the_complement_of_what_was_earned():
    """G11: one of two days absent of 100.01."""
    two_days = Period(from_on=date(2025, 6, 1), until_on=date(2025, 6, 3))
    amounts = [DatedAmount(from_on=date(2025, 1, 1), cents=10001)]
    earned = fixed_pay(two_days, since(date(2025, 6, 2)), amounts)

    lines = payslip_lines(full_cents=10001, earned_cents=earned)

    assert [line.cents for line in lines] == [10001, -5000, 0, 0, 5001]


def test_a_payslip_is_a_sum_of_five_lines():
    lines = payslip_lines(
        full_cents=127000000, earned_cents=127000000, differences_cents=500, recovered_cents=2000
    )

    assert [(line.said("en"), line.cents) for line in lines] == [
        ("Equal pay", 127000000),
        ("Days not worked", 0),
        ("Differences voted by the assembly", 500),
        ("Advances and deductions", -2000),
        ("To pay", 126998500),
    ]


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@st.composite
def stays(draw):
    spans = []
    for _ in range(draw(st.integers(0, 4))):
        from_on = draw(days)
        length = draw(st.none() | st.integers(0, 200))
        until_on = None if length is None else from_on + timedelta(length)
        spans.append(Span(from_on=from_on, until_on=until_on))
    return spans


periods = st.builds(
    lambda start, length: Period(from_on=start, until_on=start + timedelta(length)), days, st.integers(1, 40)
)
raises = st.lists(
    st.builds(DatedAmount, from_on=days, cents=st.integers(0, 10**9)),
    max_size=4,
    unique_by=lambda a: a.from_on,
)


@given(periods, stays(), raises)
def test_it_agrees_with_going_through_the_calendar_day_by_day(period, spans, amounts):
    amounts = [DatedAmount(from_on=date(2000, 1, 1), cents=777), *amounts]
    exact = Fraction(0)
    worked = 0
    for number in range(period.days):
        day = period.from_on + timedelta(number)
        if any(span.from_on <= day and (span.until_on is None or day < span.until_on) for span in spans):
            in_force = max((amount for amount in amounts if amount.from_on <= day), key=lambda a: a.from_on)
            exact += Fraction(in_force.cents, period.days)
            worked += 1

    assert worked_days(period, spans) == worked
    assert fixed_pay(period, spans, amounts) == int(exact + Fraction(1, 2))
