"""What can be done with the books, by noun. Only these write."""

from ledger.actions.accounts import open_account, open_accounts
from ledger.actions.bank import (
    BankImport,
    import_bank_file,
    keep_bank_file,
    say_columns,
)
from ledger.actions.bank_lines import (
    MOST_LINES_AT_ONCE,
    classify_as_remembered,
    classify_bank_line,
    match_bank_line,
    unmatch_bank_line,
)
from ledger.actions.cash import confirm_cash, count_cash, drop_count
from ledger.actions.debts import pay_instalment, take_debt
from ledger.actions.entries import enter_by_hand, post_entry, reverse_entry
from ledger.actions.parties import OtherMoney, enter_invoice, pay_invoice, write_party
from ledger.actions.periods import close_period, month_of, open_period, reopen_period
from ledger.actions.tickets import enter_ticket, put_ticket

__all__ = [
    "MOST_LINES_AT_ONCE",
    "BankImport",
    "OtherMoney",
    "classify_as_remembered",
    "classify_bank_line",
    "close_period",
    "confirm_cash",
    "count_cash",
    "drop_count",
    "enter_by_hand",
    "enter_invoice",
    "enter_ticket",
    "import_bank_file",
    "keep_bank_file",
    "match_bank_line",
    "month_of",
    "open_account",
    "open_accounts",
    "open_period",
    "pay_instalment",
    "pay_invoice",
    "post_entry",
    "put_ticket",
    "reopen_period",
    "reverse_entry",
    "say_columns",
    "take_debt",
    "unmatch_bank_line",
    "write_party",
]
