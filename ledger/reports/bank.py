"""Movements of the bank that wait for their account, with the one that was given to their like before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from ledger.models import BankLine, Posting


@dataclass(frozen=True, kw_only=True)
class WaitingLine:
    """A movement, and the account its like went to last time ("" where there is none)."""

    line: BankLine
    remembered: str


def with_memory(lines: Sequence[BankLine]) -> list[WaitingLine]:
    """These movements with what was chosen the last time the bank wrote the same text. One query."""
    texts = {line.text for line in lines}
    chosen: dict[str, str] = dict(
        Posting.objects.filter(entry__bank_line__text__in=texts)
        .exclude(account=F("entry__bank_line__account"))
        .order_by("entry__number")
        .values_list("entry__bank_line__text", "account__code")
    )
    return [WaitingLine(line=line, remembered=chosen.get(line.text, "")) for line in lines]
