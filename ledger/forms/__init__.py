"""What people write about the money, made into cents, days and accounts."""

from ledger.forms.accounts import AccountForm
from ledger.forms.bank import BankAccountForm, BankFileForm, ColumnsForm
from ledger.forms.cash import NotesForm
from ledger.forms.entries import EntryForm, UndoForm
from ledger.forms.fields import AmountField, DayField, account_choices, any_account, places_of_money
from ledger.forms.parties import DebtForm, InvoiceForm, PartyForm, PayInstalmentForm, PayInvoiceForm
from ledger.forms.tickets import PictureForm, TicketForm

__all__ = [
    "AccountForm",
    "AmountField",
    "BankAccountForm",
    "BankFileForm",
    "ColumnsForm",
    "DayField",
    "DebtForm",
    "EntryForm",
    "InvoiceForm",
    "NotesForm",
    "PartyForm",
    "PayInstalmentForm",
    "PayInvoiceForm",
    "PictureForm",
    "TicketForm",
    "UndoForm",
    "account_choices",
    "any_account",
    "places_of_money",
]
