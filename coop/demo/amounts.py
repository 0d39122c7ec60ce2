"""The story's amounts at the size of this demo."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum

from coop.demo.motions import told
from coop.demo.stage import WHOLE, Stage
from ledger.models import Posting


def of_size(stage: Stage, pesos: int) -> int:
    """The story's amount in cents, at the size of this demo (whole pesos)."""
    return (pesos if stage.is_whole else pesos * stage.size // WHOLE) * 100


def no_more_than(stage: Stage, pesos: int) -> int:
    """The story's amount in cents; smaller where this demo is smaller, and never larger."""
    return min(pesos * 100, of_size(stage, pesos))


def left_to_tell(stage: Stage, index: int) -> dict[str, int]:
    """What each account still has to move in a month of the story, in cents, debit positive, by code in order.

    What invoices, tickets, instalments and the bank's list moved already is a part of the month's total.
    """
    first, after = stage.calendar.month(index), stage.calendar.month(index + 1)
    lines = Posting.objects.filter(entry__on__gte=first, entry__on__lt=after).order_by()
    there = dict(lines.values_list("account__code").annotate(moved=Sum("cents")))
    accounts: dict[str, Any] = told()["accounts"]
    return {
        code: (-1 if account["kind"] == "R" else 1) * of_size(stage, account["values"][index])
        - there.get(code, 0)
        for code, account in sorted(accounts.items())
    }
