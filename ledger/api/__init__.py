"""JSON over the same actions as the pages. Cents: debit positive, credit negative."""

from ledger.api import bank, books, cash, exports, parties, statements, tickets  # noqa: F401 - their calls are registered by importing them
from ledger.api.shapes import router

__all__ = ["router"]
