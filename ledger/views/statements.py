"""The books as a whole: month by month, what we have and owe, how far it reaches."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ledger.days import today
from ledger.reports.balances import balances
from ledger.reports.explained.books import statements_explained
from ledger.reports.statements import balance_sheet, by_month, cash_forecast


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Income and cost by month, the balance, the weeks ahead."""
    rows = balances()
    sheet, ahead = balance_sheet(rows), cash_forecast(today(), rows)
    context = {
        "months": by_month(),
        "sheet": sheet,
        "ahead": ahead,
        "opened": statements_explained(sheet, ahead, rows),
    }
    response = render(request, "ledger/statements_page.html", context)
    response.headers["X-Offline"] = "yes"
    return response
