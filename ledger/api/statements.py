"""The books as a whole, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from ledger.api.shapes import router
from ledger.days import today
from ledger.reports.balances import balances
from ledger.reports.statements import balance_sheet, by_month, cash_forecast


class MonthOut(Schema):
    period: str
    income_cents: int
    cost_cents: int
    result_cents: int


class SumsOut(Schema):
    have_cents: int
    owe_cents: int
    ours_cents: int


class WeekOut(Schema):
    from_on: date
    comes_cents: int
    goes_cents: int
    known_cents: int
    pace_cents: int


class AheadOut(Schema):
    cash_cents: int
    usual_in_cents: int
    usual_out_cents: int
    weeks_in_hand: int | None
    weeks: list[WeekOut]


class StatementsOut(Schema):
    months: list[MonthOut]
    balance: SumsOut
    ahead: AheadOut


@router.get(
    "/ledger/statements",
    response=StatementsOut,
    summary="Income and cost by month, what we have and owe, and the weeks ahead",
)
def statements(request: HttpRequest) -> dict[str, Any]:
    rows = balances()
    return {
        "months": [
            {
                "period": month.period.name,
                "income_cents": month.income_cents,
                "cost_cents": month.cost_cents,
                "result_cents": month.result_cents,
            }
            for month in by_month()
        ],
        "balance": balance_sheet(rows),
        "ahead": cash_forecast(today(), rows),
    }
