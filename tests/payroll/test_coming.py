"""What our pay takes from the money of the weeks ahead."""

from datetime import date

import pytest

from ledger.reports import balances
from ledger.reports.statements import cash_forecast
from payroll.reports.coming import money_to_members
from tests.makers import write_house_rule
from tests.payroll.conftest import Nine, nine_of

pytestmark = pytest.mark.django_db
TODAY, JUNE = date(2026, 4, 2), date(2026, 6, 30)
EACH = 100_000_000


def said(today: date = TODAY, until_on: date = JUNE) -> list[tuple[date, int]]:
    on_accounts = {row.account.code: row.balance_cents for row in balances()}
    return [(known.on, known.cents) for known in money_to_members(today, until_on, on_accounts)]


@pytest.fixture
def nine() -> Nine:
    return nine_of()


def test_each_month_to_come_takes_what_is_voted_for_all_of_us(nine: Nine) -> None:
    nine.paid("2026-03")
    assert said() == [(date(2026, 5, 1), -9 * EACH), (date(2026, 6, 1), -9 * EACH)]


def test_what_is_in_the_books_and_not_paid_is_due_now(nine: Nine) -> None:
    nine.posted("2026-03")
    assert said()[0] == (TODAY, -9 * EACH)
    assert said()[1] == (date(2026, 5, 1), -9 * EACH)


def test_a_month_that_is_late_is_due_now_too(nine: Nine) -> None:
    nine.paid("2026-02")
    assert [on for on, _cents in said()] == [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)]


def test_a_raise_counts_from_its_day_and_a_pool_is_one_sum(nine: Nine) -> None:
    nine.paid("2026-03")
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 700_00}, from_on=date(2026, 5, 1))
    assert said() == [(date(2026, 5, 1), -9 * EACH), (date(2026, 6, 1), -700_00)]


def test_the_books_count_it_in_their_forecast(nine: Nine) -> None:
    nine.paid("2026-03")
    weeks = cash_forecast(TODAY).weeks
    goes = [week.goes_cents for week in weeks]
    assert sum(goes) == -27 * EACH, "April, May and, on the first of July, June"
    assert goes[4] == -9 * EACH
    assert [(each.cents, each.link, bool(each.what)) for each in weeks[4].known] == [
        (-9 * EACH, "/pay/", True)
    ]


def test_before_pay_was_voted_nothing_is_known() -> None:
    nine_of(pay_cents=0)
    assert said() == []
