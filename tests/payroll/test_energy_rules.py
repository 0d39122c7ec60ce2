"""How much energy something saves: what is used for as much work, before and since."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from payroll.rules.energy import UsedMonth, saved

SINCE = date(2026, 3, 1)


def month(
    number: int, quantity: int, *, made: int | None = None, minutes: int | None = None, cents: int = 0
) -> UsedMonth:
    return UsedMonth(month=date(2026, number, 1), quantity=quantity, cents=cents, made=made, minutes=minutes)


def test_it_goes_by_what_was_made_and_not_by_the_month():
    """Twice as much was made since: as much gas is a half less for each."""
    found = saved([month(2, 100, made=50), month(3, 100, made=100, cents=500)], since=SINCE)
    assert found is not None
    assert (found.basis, found.rate, found.expected, found.saved) == ("made", Fraction(2), 200, 100)
    assert (found.per_mille, found.cents) == (500, 500), "a hundred units at five cents each"


def test_without_what_was_made_it_goes_by_hours_and_without_hours_by_the_month():
    by_hours = [month(2, 100, made=50, minutes=600), month(3, 90, minutes=1200)]
    found = saved(by_hours, since=SINCE)
    assert found is not None
    assert (found.basis, found.expected, found.saved) == ("hours", 200, 110)
    found = saved([month(1, 90), month(2, 110), month(3, 91)], since=SINCE)
    assert found is not None
    assert (found.basis, found.expected, found.per_mille) == ("months", 100, 90)


def test_a_month_in_which_nothing_was_made_is_a_month_all_the_same():
    found = saved([month(1, 100, made=50), month(2, 0, made=0), month(3, 10, made=0)], since=SINCE)
    assert found is not None
    assert (found.basis, found.expected, found.saved, found.per_mille) == ("made", 0, -10, 0)
    stood_still = saved([month(2, 5, made=0), month(3, 5, made=9)], since=SINCE)
    assert stood_still is not None
    assert stood_still.basis == "months", "nothing was made before: there is no rate of it"


def test_what_was_said_is_reached_to_the_nearest_thousandth():
    found = saved([month(2, 10_000), month(3, 9_104)], since=SINCE)
    assert found is not None
    assert found.per_mille == 90
    assert found.reaches(Fraction(9, 100))
    assert not found.reaches(Fraction(91, 1000))


def test_more_used_than_before_is_nothing_saved():
    found = saved([month(2, 100), month(3, 150, cents=300)], since=SINCE)
    assert found is not None
    assert (found.saved, found.per_mille, found.cents) == (-50, -500, -100)
    assert not found.reaches(Fraction(1, 100))


def test_the_month_it_came_into_use_in_the_middle_of_is_left_out():
    rows = [month(2, 100), month(3, 1_000), month(4, 80)]
    found = saved(rows, since=date(2026, 3, 15))
    assert found is not None
    assert (found.before, found.expected, found.saved) == (1, 100, 20)


def test_nothing_is_said_while_there_is_nothing_to_compare():
    assert saved([month(3, 100)], since=SINCE) is None
    assert saved([month(2, 100)], since=SINCE) is None
    assert saved([], since=SINCE) is None


def test_at_most_twelve_months_before_are_compared_with():
    before = [UsedMonth(month=date(2025, n, 1), quantity=100, cents=0) for n in range(1, 13)]
    found = saved(
        [UsedMonth(month=date(2024, 12, 1), quantity=9, cents=0), *before, month(1, 50)],
        since=date(2026, 1, 1),
    )
    assert found is not None
    assert (found.before, found.expected) == (12, 100)
