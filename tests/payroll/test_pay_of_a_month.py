"""What a month of equal pay is where we are paid by the month, the fortnight or the week: worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from payroll.actions.runs import compute_run, prepare_pay
from payroll.models import Product
from payroll.reports.costs import from_books, paid_each
from payroll.reports.what_if import what_if_page
from payroll.rules.costs import Made
from payroll.rules.rhythm import cycles_in
from payroll.rules.what_if import Asked
from tests.makers import write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine, month

BY_HAND = [
    ("month", 100_000_000, 100_000_000),
    ("fortnight", 50_000_000, 100_000_000),
    ("week", 25_000_000, 110_714_286),  # 31/7 of 250,000 = 1,107,142.857...
]
"""How often, what is voted for each time, and what March is of it."""


@pytest.mark.parametrize(("rhythm", "cycles"), [("month", 1), ("fortnight", 2), ("week", Fraction(31, 7))])
def test_march_is_one_month_two_fortnights_and_thirty_one_sevenths_of_a_week(
    rhythm: str, cycles: Fraction | int
) -> None:
    assert cycles_in(*MARCH, rhythm) == cycles


def test_a_part_of_a_month_is_its_days_over_all_its_days() -> None:
    assert cycles_in(date(2026, 3, 11), date(2026, 4, 16), "month") == Fraction(21, 31) + Fraction(15, 30)


@pytest.mark.django_db
@pytest.mark.parametrize(("rhythm", "voted", "of_march"), BY_HAND)
def test_a_minute_of_work_costs_the_month_over_its_hours_however_often_we_are_paid(
    nine: Nine, rhythm: str, voted: int, of_march: int
) -> None:
    write_house_rule("pay.equal", {"method": "fixed", "amount_cents": voted, "rhythm": rhythm})
    Product.objects.create(code="tile", name="Tile", unit="m²")
    sheet = from_books(
        month("2026-03"), {"tile": Made(quantity=1, minutes=Fraction(60))}, hours=160, work="work"
    )[0]
    assert paid_each(month("2026-03")) == of_march
    assert sheet.minute_cents == of_march // 9_600
    assert sheet.lines[0].cents == (of_march * 60 + 4_800) // 9_600
    minutes, each, in_a_month = sheet.lines[0].why.given
    assert (minutes.said, each.cents, in_a_month.said) == ("60", of_march, "9,600")


@pytest.mark.django_db
@pytest.mark.parametrize(("rhythm", "voted", "of_march"), BY_HAND)
def test_one_more_of_us_costs_a_month_of_pay_however_often_we_are_paid(
    nine: Nine, rhythm: str, voted: int, of_march: int
) -> None:
    write_house_rule("pay.equal", {"method": "fixed", "amount_cents": voted, "rhythm": rhythm})
    month("2026-03")
    nine.earn(900_000_000)
    page = what_if_page(None, Asked(joining=1), today=date(2026, 4, 1))
    assert page is not None
    assert page.before.result_cents - page.answer.result_cents == of_march
    assert page.as_it_is.pay_cents == of_march


@pytest.mark.django_db
def test_a_pool_by_the_week_is_asked_as_a_month_among_all(nine: Nine) -> None:
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 9 * 7_000, "rhythm": "week"})
    month("2026-03")
    nine.earn(900_000)
    page = what_if_page(None, Asked(), today=date(2026, 4, 1))
    assert page is not None
    assert page.as_it_is.pay_cents == 31_000


@pytest.mark.django_db
def test_slips_of_a_weekly_pool_make_the_month_day_by_day(nine: Nine) -> None:
    """Two weeks worked out, 7,000 and 14,000 each: 14 days are worth 21,000, so March is 31 × 1,500."""
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 9 * 7_000, "rhythm": "week"})
    period = month("2026-03")
    assert paid_each(period) == 0, "nothing is known of it yet"
    for day, cents in ((date(2026, 3, 2), 7_000), (date(2026, 3, 9), 14_000)):
        rule = {"method": "pool", "amount_cents": 9 * cents, "rhythm": "week"}
        write_house_rule("pay.equal", rule, from_on=day)
        run = prepare_pay(on=day, actor=nine.delia, now=LATER)
        run = compute_run(run_id=run.pk, actor=nine.delia, now=LATER + timedelta(minutes=1))
        assert (run.from_on, run.until_on - run.from_on) == (day, timedelta(days=7))
    assert paid_each(period) == 46_500
