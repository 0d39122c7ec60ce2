"""Shares: put in by instalments, given back the oldest first, and interest by what each one holds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import BadNumber
from payroll.rules.share_accounts import (
    Asked,
    Instalment,
    ceiling,
    due,
    instalments,
    interest_by_shares,
    queue,
)

JANUARY = date(2026, 1, 31)


def test_three_instalments_of_a_hundred_thousand_and_the_last_takes_the_cent_g28():
    assert instalments(100_000_00, 3, first_due_on=JANUARY) == [
        Instalment(due_on=date(2026, 1, 31), cents=33_333_33),
        Instalment(due_on=date(2026, 2, 28), cents=33_333_33),
        Instalment(due_on=date(2026, 3, 31), cents=33_333_34),
    ]


@pytest.mark.parametrize(("cents", "how_many"), [(0, 1), (-5, 2), (100, 0), (100, 121), (2, 3)])
def test_instalments_that_make_no_sense_are_refused(cents: int, how_many: int):
    with pytest.raises(BadNumber):
        instalments(cents, how_many, first_due_on=JANUARY)


def test_what_is_due_is_what_fell_due_and_was_not_paid():
    parts = instalments(300, 3, first_due_on=JANUARY)

    assert [due(parts, paid_cents=100, on=date(2026, month, 28)) for month in (1, 2, 3, 4)] == [
        0,
        100,
        100,
        200,
    ]
    assert due(parts, paid_cents=500, on=date(2026, 12, 1)) == 0


def test_five_in_a_hundred_a_year_less_what_was_given():
    assert ceiling(1_000_01, Fraction(1, 20), paid_this_year_cents=20_00) == 30_01
    assert ceiling(1_000_00, Fraction(1, 20), paid_this_year_cents=60_00) == 0
    assert ceiling(-5, Fraction(1), paid_this_year_cents=0) == 0


def test_the_oldest_request_is_paid_first_and_nobody_overtakes():
    asked = [
        Asked(id=3, asked_on=date(2026, 3, 1), cents=10),
        Asked(id=1, asked_on=date(2026, 1, 1), cents=50),
        Asked(id=2, asked_on=date(2026, 2, 1), cents=80),
    ]

    assert [(each.id, each.place, each.cents) for each in queue(asked, ceiling_cents=100)] == [
        (1, 1, 50),
        (2, 2, 50),
        (3, 3, 0),
    ]


def test_interest_goes_by_shares_held_and_what_does_not_divide_is_named():
    assert interest_by_shares(100, {1: 200, 2: 100, 3: 0}) == ({1: 66, 2: 33}, 1)
    assert interest_by_shares(100, {}) == ({}, 100)


@given(st.integers(1, 10**12), st.integers(1, 120))
def test_instalments_sum_to_the_subscription(cents: int, how_many: int):
    if cents < how_many:
        return
    parts = instalments(cents, how_many, first_due_on=JANUARY)
    assert sum(part.cents for part in parts) == cents
    assert len({part.due_on for part in parts}) == how_many


@given(st.lists(st.integers(0, 10**9), max_size=30), st.integers(0, 10**10))
def test_the_queue_never_pays_more_than_the_ceiling_nor_than_was_asked(amounts: list[int], limit: int):
    asked = [Asked(id=nth, asked_on=JANUARY, cents=cents) for nth, cents in enumerate(amounts)]
    paid = queue(asked, ceiling_cents=limit)
    assert sum(each.cents for each in paid) == min(limit, sum(amounts))
    for before, after in pairwise(paid):
        assert not after.cents or before.cents == amounts[before.id]
