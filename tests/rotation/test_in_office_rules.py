"""Who is in office, for how long and how often; how much of it a few of us carry."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from rotation.charts import strip_of_many, strip_of_person
from rotation.rules import Term
from rotation.rules.in_office import (
    at_once,
    by_month,
    days_in_office,
    fewest_for,
    months_back,
    row_of,
    top_tenth,
    weight_of,
)

ON = date(2026, 3, 5)


def term(from_on: date, until_on: date, post: str = "treasury", *, seat: int = 1, points: int = 1) -> Term:
    return Term(post=post, seat=seat, from_on=from_on, until_on=until_on, points=points)


HALF_A_YEAR = term(date(2025, 9, 5), date(2026, 3, 5))


def test_a_day_in_two_posts_is_one_day_in_office_and_weighs_twice():
    both = [HALF_A_YEAR, term(HALF_A_YEAR.from_on, HALF_A_YEAR.until_on, "door", points=2)]
    assert days_in_office(both, from_on=date(2024, 3, 5), until_on=ON) == 181
    assert weight_of(both, from_on=date(2024, 3, 5), until_on=ON) == Fraction(181 * 3 * 12, 365)


def test_only_days_of_the_window_count():
    assert days_in_office([HALF_A_YEAR], from_on=date(2026, 3, 1), until_on=ON) == 4
    assert days_in_office([term(ON, date(2027, 1, 1))], from_on=date(2024, 3, 5), until_on=ON) == 0


def test_two_seats_of_one_post_are_one_post():
    day = date(2026, 1, 1)
    assert at_once([HALF_A_YEAR, term(HALF_A_YEAR.from_on, ON, seat=2)], on=day) == 1
    assert at_once([HALF_A_YEAR, term(HALF_A_YEAR.from_on, ON, "door")], on=day) == 2
    assert at_once([HALF_A_YEAR], on=ON) == 0


def test_going_from_post_to_post_is_one_row_in_office():
    found = row_of(
        [
            term(date(2023, 1, 1), date(2024, 1, 1), "door"),
            term(date(2024, 1, 15), date(2025, 1, 15), "minutes"),
            term(date(2025, 2, 1), date(2026, 9, 1)),
        ],
        on=ON,
    )
    assert found is not None
    assert (found.since, found.terms) == (date(2023, 1, 1), 3)
    assert found.is_over(24, on=ON)
    assert found.is_over(38, on=ON)
    assert not found.is_over(39, on=ON)


def test_a_real_rest_ends_the_row():
    rested = [term(date(2023, 1, 1), date(2024, 1, 1)), term(date(2024, 3, 1), date(2026, 9, 1))]
    found = row_of(rested, on=ON)
    assert found is not None
    assert (found.since, found.terms) == (date(2024, 3, 1), 1)


def test_whoever_holds_nothing_today_is_in_no_row():
    assert row_of([HALF_A_YEAR], on=ON) is None
    assert row_of([term(date(2026, 4, 1), date(2026, 9, 1))], on=ON) is None


def test_month_by_month_the_most_posts_at_once_and_nothing_to_come():
    months = months_back(ON, 4)
    assert [one.from_on for one in months] == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]
    terms = [
        term(date(2026, 1, 10), date(2026, 2, 10)),
        term(date(2026, 2, 10), date(2026, 3, 20), "door"),
        term(date(2026, 2, 20), date(2026, 2, 25), "minutes"),
        term(date(2026, 3, 6), date(2027, 1, 1), "minutes"),
    ]
    assert by_month(terms, months, on=ON) == [0, 1, 2, 1]


@pytest.mark.parametrize(("people", "tenth"), [(1, 1), (9, 1), (10, 1), (11, 2), (43, 5), (312, 32)])
def test_the_tenth_of_some_people_is_at_least_one_and_upwards(people: int, tenth: int):
    assert top_tenth([Fraction(1)] * people).people == tenth


def test_what_the_tenth_carried_is_exact_and_never_rounded_below_what_it_is_over():
    over = top_tenth([Fraction(501), *[Fraction(499, 9)] * 9])
    assert over.share == Fraction(501, 1000)
    assert over.percent == 51
    assert top_tenth([Fraction(500), *[Fraction(500, 9)] * 9]).percent == 50


def test_where_nobody_carried_anything_nobody_carried_too_much():
    for none in ([], [Fraction(0)] * 12):
        assert top_tenth(none).share == 0
        assert fewest_for(none, percent=50) == 0


def test_how_few_carried_half():
    assert fewest_for([Fraction(1)] * 10, percent=50) == 5
    assert fewest_for([Fraction(5), Fraction(3), Fraction(1), Fraction(1)], percent=50) == 1
    assert fewest_for([Fraction(49), Fraction(2), Fraction(49)], percent=50) == 2


def test_a_month_in_two_posts_is_drawn_otherwise_than_a_month_in_one():
    strip = strip_of_person([0, 1, 2])
    assert strip.width == 30
    assert strip.one == "M11 0h8v10h-8z"
    assert strip.more == "M21 0h8v4h-8zM21 6h8v4h-8z"


def test_the_more_of_a_sector_were_in_office_the_higher_is_the_month():
    strip = strip_of_many([0, 1, 4, 8], most=8)
    assert strip.one == "M11 8h8v2h-8zM21 5h8v5h-8zM31 0h8v10h-8z"
    assert strip_of_many([0, 0], most=0).one == ""
