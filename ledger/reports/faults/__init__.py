"""What is wrong with the books: every entry, movement, paper, invoice, debt and count, worked out again."""

from __future__ import annotations

from ledger.reports.faults import bank, cash, debts, entries, invoices, papers, periods, undone


def faults() -> list[str]:
    """One sentence for each fault, naming its row; none when the books are as they were written."""
    return [
        fault
        for part in (entries, periods, bank, papers, invoices, debts, undone, cash)
        for fault in part.faults()
    ]
