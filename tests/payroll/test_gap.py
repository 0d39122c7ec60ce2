"""How far apart we are paid, and that only equal pay reads as 1.00."""

from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation

from payroll.reports import pay_gap, said_gap
from payroll.reports.gap import gap_of
from tests.payroll.conftest import nine_of
from tests.payroll.paying import a_difference


def test_the_gap_is_the_highest_over_the_lowest() -> None:
    assert gap_of([100, 150, 120]) == Fraction(3, 2)
    assert gap_of([100, 100]) == 1
    assert gap_of([]) is None
    assert gap_of([0, 100]) is None


@pytest.mark.parametrize(
    ("gap", "said"),
    [(Fraction(1), "1.00"), (Fraction(3, 2), "1.50"), (Fraction(100_000_001, 100_000_000), "1.01")],
)
def test_only_equal_pay_reads_as_equal(gap: Fraction, said: str) -> None:
    with translation.override("en"):
        assert said_gap(gap) == said
    with translation.override("es-ar"):
        assert said_gap(gap) == said.replace(".", ",")


@pytest.mark.django_db
def test_it_is_of_the_last_pay_in_the_books_differences_and_all() -> None:
    nine = nine_of()
    assert pay_gap() is None
    nine.computed("2026-03")
    assert pay_gap() is None, "not in the books yet"


@pytest.mark.django_db
def test_a_difference_that_was_voted_is_a_gap() -> None:
    nine = nine_of()
    equal = nine.posted("2026-02")
    a_difference(nine.people[-1], 50_000_000, from_on=date(2026, 3, 1), until_on=date(2026, 4, 1))
    apart = nine.posted("2026-03")
    assert [pay_gap(equal), pay_gap(apart), pay_gap()] == [Fraction(1), Fraction(3, 2), Fraction(3, 2)]
