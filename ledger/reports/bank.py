"""Movements of the bank that wait: where their like went before, and whether they are in the books already."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from ledger.models import Account, BankLine, Entry, Posting
from ledger.rules.by_hand import KEPT_FROM_HANDS
from ledger.rules.memory import MATCH_WITHIN_DAYS, Choice, remembered


@dataclass(frozen=True, kw_only=True)
class WaitingLine:
    """A movement, where its like went last time ("" where there is none), and its entry where it has one."""

    line: BankLine
    remembered: str
    account: Account | None = None
    as_on: date | None = None
    """The day of the movement that its account is remembered from."""
    found: Entry | None = None
    """An entry of the same amount, some days around it, that no movement of the bank is yet."""


def with_memory(lines: Sequence[BankLine]) -> list[WaitingLine]:
    """These movements with what was chosen for their like, and with the entries they may be. Three queries."""
    latest = remembered(_choices({line.words for line in lines if line.words}))
    accounts = Account.objects.in_bulk({choice.account for choice in latest.values()}, field_name="code")
    entries = _entries_like(lines)
    rows: list[WaitingLine] = []
    for line in lines:
        choice = latest.get((line.words, line.cents > 0))
        near = entries.get((line.account_id, line.cents), [])
        found = min(
            (entry for entry in near if abs((entry.on - line.on).days) <= MATCH_WITHIN_DAYS),
            key=lambda entry: (abs((entry.on - line.on).days), entry.number),
            default=None,
        )
        if found is not None:
            near.remove(found)  # the next of the same amount is another entry
        if choice is not None and choice.account == line.account.code:
            choice = None
        rows.append(
            WaitingLine(
                line=line,
                remembered=choice.account if choice else "",
                account=accounts.get(choice.account) if choice else None,
                as_on=choice.on if choice else None,
                found=found,
            )
        )
    return rows


def _choices(words: set[str]) -> list[Choice]:
    """What was said of movements with these words: entries that were undone or have several accounts aside, and
    accounts that no hand moves: what another act found in the bank teaches nothing."""
    lines = (
        Posting.objects.filter(entry__bank_line__words__in=words, entry__reversed_by=None)
        .exclude(account=F("entry__bank_line__account"))
        .filter(account__is_shareable=True)
        .exclude(account__code__in=KEPT_FROM_HANDS)
        .order_by("entry__number")
        .values_list(
            "entry__bank_line__words",
            "entry__bank_line__cents",
            "account__code",
            "cents",
            "entry__bank_line__on",
            "entry__number",
        )
    )
    return [
        Choice(words=said, came_in=moved > 0, account=code, on=on, number=number)
        for said, moved, code, cents, on, number in lines
        if cents == -moved
    ]


def _entries_like(lines: Sequence[BankLine]) -> dict[tuple[int, int], list[Entry]]:
    """Entries that moved the same cents on the same account about then and are no movement of the bank yet."""
    if not lines:
        return {}
    around = timedelta(days=MATCH_WITHIN_DAYS)
    found: dict[tuple[int, int], list[Entry]] = {}
    seen: set[tuple[int, int, uuid.UUID]] = set()
    postings = Posting.objects.filter(
        account__in={line.account_id for line in lines},
        cents__in={line.cents for line in lines},
        member=None,
        entry__on__range=(min(line.on for line in lines) - around, max(line.on for line in lines) + around),
        entry__bank_line=None,
        entry__reverses=None,
        entry__reversed_by=None,
    ).select_related("entry")
    for posting in postings.order_by("entry__number"):
        key = (posting.account_id, posting.cents)
        if (*key, posting.entry_id) not in seen:
            seen.add((*key, posting.entry_id))
            found.setdefault(key, []).append(posting.entry)
    return found
