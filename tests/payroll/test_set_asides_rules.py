"""Set-asides: every row adds up to the month, to the cent."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import BadNumber
from payroll.rules.set_asides import SetAsideRule, SetAsideShare, set_asides

PURPOSES = ("legal_funds", "reinvestment", "cushion", "community", "yearly_decision")


def a_rule(*percents, purposes=PURPOSES, cushion="cushion", unit_cents=100):
    shares = tuple(
        SetAsideShare(purpose=purpose, share=Fraction(percent, 100))
        for purpose, percent in zip(purposes, percents, strict=True)
    )
    return SetAsideRule(shares=shares, cushion=cushion, unit_cents=unit_cents)


DEMO = a_rule(15, 45, 10, 3, 27)
THE_YEAR = [  # pesos
    (61094531, 9164180, 27492539, 6109453, 1832836, 16495523),
    (84497362, 12674604, 38023813, 8449736, 2534921, 22814288),
    (137210533, 20581580, 61744740, 13721053, 4116316, 37046844),
    (167444561, 25116684, 75350052, 16744456, 5023337, 45210032),
    (166731801, 25009770, 75029310, 16673180, 5001954, 45017587),
    (94557504, 14183626, 42550877, 9455750, 2836725, 25530526),
    (-75091444, 0, 0, -75091444, 0, 0),
    (71579681, 10736952, 32210856, 7157968, 2147390, 19326515),
    (156711916, 23506787, 70520362, 15671192, 4701357, 42312218),
    (179071119, 26860668, 80582004, 17907112, 5372134, 48349201),
    (157104510, 23565677, 70697030, 15710451, 4713135, 42418217),
    (43587699, 6538155, 19614465, 4358770, 1307631, 11768678),
]


@pytest.mark.parametrize("pesos", THE_YEAR)
def test_every_month_of_the_demo_is_reproduced_to_the_peso(pesos):
    result, *expected = pesos

    assert [row.cents for row in set_asides(result * 100, DEMO)] == [part * 100 for part in expected]


def test_the_demo_year_sums_to_its_result():
    rows = [set_asides(result * 100, DEMO) for result, *_ in THE_YEAR]

    totals = [sum(month[place].cents for month in rows) // 100 for place in range(5)]
    assert totals == [197938683, 593816048, 56867677, 39587736, 356289629]
    assert sum(totals) == 1244499773


def test_the_last_purpose_takes_the_odd_cents():
    assert [row.cents for row in set_asides(10050, DEMO)] == [1500, 4500, 1000, 300, 2750]


def test_a_month_of_one_peso_is_not_shared_twice():
    halves = a_rule(50, 50, 0, purposes=("reinvestment", "cushion", "rest"))

    assert [row.cents for row in set_asides(100, halves)] == [100, 0, 0]


def test_a_month_of_nothing_sets_nothing_aside():
    assert {row.cents for row in set_asides(0, DEMO)} == {0}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: a_rule(60, 50, purposes=("cushion", "rest")),
        lambda: a_rule(-10, 50, purposes=("cushion", "rest")),
        lambda: a_rule(10, 10, purposes=("cushion", "cushion")),
        lambda: a_rule(10, 10, purposes=("reinvestment", "rest")),
        lambda: SetAsideRule(shares=(), cushion="cushion"),
        lambda: a_rule(100, purposes=("cushion",), unit_cents=0),
    ],
)
def test_a_rule_that_cannot_add_up_is_refused(wrong):
    with pytest.raises(BadNumber):
        wrong()


@given(
    st.integers(-(10**13), 10**13) | st.integers(-300, 300),
    st.lists(st.integers(0, 25), min_size=4, max_size=4),
    st.sampled_from([1, 100, 1000]),
)
def test_every_row_adds_up_and_a_good_month_takes_from_nobody(result, percents, unit):
    rows = set_asides(result, a_rule(*percents, 0, unit_cents=unit))

    assert sum(row.cents for row in rows) == result
    if result >= 0:
        assert all(row.cents >= 0 for row in rows)
    else:
        assert [row.purpose for row in rows if row.cents] == ["cushion"]
