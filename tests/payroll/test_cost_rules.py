"""What a thing costs: the equal minute, and the sheets of the demo to the peso."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ledger.money import BadNumber
from payroll.rules.costs import Made, equal_minute, margin, per_mille, unit_costs, work_of

PAY = 1_270_000_00
SHEETS = {
    "red": ((1_023, 780, 350, 1_333, 689, 40, 68, 1_270, 3_409), 9_216, 254, 28, Fraction(96, 10)),
    "white": ((1_220, 1_367, 407, 1_650, 814, 51, 102, 1_693, 4_158), 12_728, 1_266, 99, Fraction(128, 10)),
    "porcelain": (
        (2_023, 1_333, 531, 2_656, 1_785, 79, 170, 2_302, 6_029),
        19_969,
        3_061,
        153,
        Fraction(174, 10),
    ),
}
"""Lines, price, difference, the difference in thousandths, minutes: October in the demo, pesos for a m²."""


def test_a_minute_of_work_is_the_pay_over_a_hundred_and_sixty_hours():
    assert equal_minute(PAY) == Fraction(PAY, 9_600)
    assert int(equal_minute(PAY)) == 132_29


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheets_of_the_demo_to_the_peso(name: str):
    lines, price, difference, thousandths, minutes = SHEETS[name]

    assert price - sum(lines) == difference
    assert per_mille(margin(price, sum(lines))) == thousandths
    assert abs(work_of(minutes, PAY) - lines[7] * 100) < 100, "the work line, to the peso"


def test_all_that_the_books_say_is_given_to_some_product():
    costs = {"5.1.1": 1_000_000, "5.2.1": 333_333}
    made = {
        "red": Made(quantity=100, minutes=Fraction(10)),
        "white": Made(quantity=50, minutes=Fraction(20)),
    }

    found = unit_costs(costs, made, pay_cents=PAY)

    assert found["red"].others == {"5.1.1": 5_000, "5.2.1": 1_667}
    assert found["white"].others == {"5.1.1": 10_000, "5.2.1": 3_333}
    for account, cents in costs.items():
        given = sum(found[code].others[account] * each.quantity for code, each in made.items())
        assert abs(given - cents) <= sum(each.quantity for each in made.values())
    assert found["red"].work_cents == work_of(Fraction(10), PAY)
    assert found["red"].total_cents == found["red"].work_cents + 6_667


@pytest.mark.parametrize("made", [{}, {"a": Made(quantity=0, minutes=Fraction(1))}])
def test_costs_of_nothing_made_are_refused(made: dict[str, Made]):
    with pytest.raises(BadNumber):
        unit_costs({"5.1.1": 1}, made, pay_cents=PAY)


def test_no_price_has_no_margin():
    assert margin(0, 5) == 0
