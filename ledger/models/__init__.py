"""What we keep of the money, and what can never be true of it."""

from ledger.models.accounts import Account, AccountKind
from ledger.models.bank import BankLine
from ledger.models.entries import Entry, Posting
from ledger.models.periods import Period

__all__ = ["Account", "AccountKind", "BankLine", "Entry", "Period", "Posting"]
