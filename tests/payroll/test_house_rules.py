"""The house rules of pay: what they read, refuse and say."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation

from assemblies.house_rules import in_force
from payroll.house_rules import EQUAL_PAY, SET_ASIDES
from tests.makers import TODAY, make_coop, write_house_rule

pytestmark = pytest.mark.django_db
SHARES = [{"purpose": "reinvestment", "share": "45/100"}, {"purpose": "community", "share": "rest"}]


@pytest.fixture(autouse=True)
def _a_coop() -> None:
    make_coop()


def test_equal_pay_is_said_in_the_readers_language():
    pay = EQUAL_PAY.load({"method": "fixed", "amount_cents": 109_000_000})
    with translation.override("en"):
        assert "1,090,000" in EQUAL_PAY.say(pay)
    with translation.override("es-ar"):
        assert "1.090.000" in EQUAL_PAY.say(pay)
    pool = EQUAL_PAY.load({"method": "pool", "amount_cents": 100})
    with translation.override("en"):
        assert "divided equally" in EQUAL_PAY.say(pool)


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "x", "amount_cents": 1},
        {"method": "fixed", "amount_cents": -1},
        {"method": "fixed", "amount_cents": 1.0},
        {"method": "fixed", "amount_cents": True},
        {"method": "fixed", "amount_cents": 10**15 + 1},
    ],
)
def test_pay_that_is_none_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValueError):
        EQUAL_PAY.load(wrong)


def test_too_much_pay_says_to_check_the_zeros():
    with translation.override("en"), pytest.raises(ValueError, match="too large"):
        EQUAL_PAY.load({"method": "fixed", "amount_cents": 10**15 + 1})


def test_before_any_rule_nothing_is_paid_or_set_aside():
    assert in_force(EQUAL_PAY, on=TODAY).amount_cents == 0
    assert in_force(SET_ASIDES, on=TODAY) is None
    with translation.override("en"):
        assert SET_ASIDES.say(None) == "nothing is set aside"


def test_set_asides_are_exact_fractions_and_are_said_in_hundredths():
    write_house_rule("pay.set_asides", {"shares": SHARES, "cushion": "community", "unit_cents": 100})
    rule = in_force(SET_ASIDES, on=TODAY)
    assert rule is not None
    assert rule.shares[0].share == Fraction(9, 20)
    with translation.override("en"):
        assert SET_ASIDES.say(rule) == "45 % reinvestment, the rest: community"
