"""What we keep of the money, and what can never be true of it."""

from ledger.models.accounts import Account, AccountKind, Place
from ledger.models.bank import BankColumns, BankLine, BankMatchUndone
from ledger.models.cash import CashCount
from ledger.models.debts import Debt, Instalment, InstalmentPayment
from ledger.models.entries import Entry, Posting
from ledger.models.papers import Paper, PaperKind, PaperOfEntry
from ledger.models.parties import Direction, Invoice, InvoicePayment, Party
from ledger.models.periods import Period, PeriodReopening

__all__ = [
    "Account",
    "AccountKind",
    "BankColumns",
    "BankLine",
    "BankMatchUndone",
    "CashCount",
    "Debt",
    "Direction",
    "Entry",
    "Instalment",
    "InstalmentPayment",
    "Invoice",
    "InvoicePayment",
    "Paper",
    "PaperKind",
    "PaperOfEntry",
    "Party",
    "Period",
    "PeriodReopening",
    "Place",
    "Posting",
]
