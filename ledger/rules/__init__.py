"""What our bylaws say about the books: an entry balances, is sealed, and happens in an open month."""

from ledger.rules.accounts import why_not_open_account, why_not_place
from ledger.rules.bank import why_not_bank, why_not_columns, why_not_match, why_not_of_a_bank
from ledger.rules.entries import (
    Line,
    content_of,
    seal_of,
    why_not_enter,
    why_not_post,
    why_not_reverse,
)
from ledger.rules.ground import (
    CLOSE_PERIOD,
    FIRST_YEAR,
    KEEP_BOOKS,
    LARGEST_CENTS,
    LAST_YEAR,
    LONGEST_BECAUSE,
    LONGEST_KEY,
    LONGEST_MEMO,
    LONGEST_NOTE,
    Actor,
    Sentence,
    is_plain,
    may,
    why_not_day,
)
from ledger.rules.periods import (
    month_span,
    why_not_close_period,
    why_not_in_period,
    why_not_open_period,
    why_not_reopen,
)

__all__ = [
    "CLOSE_PERIOD",
    "FIRST_YEAR",
    "KEEP_BOOKS",
    "LARGEST_CENTS",
    "LAST_YEAR",
    "LONGEST_BECAUSE",
    "LONGEST_KEY",
    "LONGEST_MEMO",
    "LONGEST_NOTE",
    "Actor",
    "Line",
    "Sentence",
    "content_of",
    "is_plain",
    "may",
    "month_span",
    "seal_of",
    "why_not_bank",
    "why_not_close_period",
    "why_not_columns",
    "why_not_day",
    "why_not_enter",
    "why_not_in_period",
    "why_not_match",
    "why_not_of_a_bank",
    "why_not_open_account",
    "why_not_open_period",
    "why_not_place",
    "why_not_post",
    "why_not_reopen",
    "why_not_reverse",
]
