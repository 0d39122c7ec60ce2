"""What is asked of the books: balances, a month, an account, an entry, what is wrong."""

from ledger.reports.balances import (
    AccountBalance,
    balance,
    balances,
    balances_by_member,
    name_of,
    result_of,
)
from ledger.reports.entries import EntryLine, EntryPage, entries_of, entry_page, lines_of, opened
from ledger.reports.faults import faults
from ledger.reports.months import MonthBooks, month_books, period_shown

__all__ = [
    "AccountBalance",
    "EntryLine",
    "EntryPage",
    "MonthBooks",
    "balance",
    "balances",
    "balances_by_member",
    "entries_of",
    "entry_page",
    "faults",
    "lines_of",
    "month_books",
    "name_of",
    "opened",
    "period_shown",
    "result_of",
]
