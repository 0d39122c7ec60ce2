"""What people write about the money, made into cents, days and accounts."""

from ledger.forms.bank import BankAccountForm, BankFileForm
from ledger.forms.entries import EntryForm, UndoForm
from ledger.forms.fields import AmountField, DayField, account_choices, any_account, money_account

__all__ = [
    "AmountField",
    "BankAccountForm",
    "BankFileForm",
    "DayField",
    "EntryForm",
    "UndoForm",
    "account_choices",
    "any_account",
    "money_account",
]
