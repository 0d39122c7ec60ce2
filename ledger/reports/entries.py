"""An account opened to its entries, and an entry opened to its lines.

Lines kept per member stand together with how many people they are of: everyone sees the sum, each sees
their own.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from ledger.models import Account, BankLine, Entry, Period, Posting


@dataclass(frozen=True, kw_only=True)
class EntryOfAccount:
    """An entry and what it moved on one account; debit positive, in cents."""

    entry: Entry
    cents: int


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """What an entry moves on an account: one line, or the lines of several people together."""

    account: Account
    cents: int
    note: str
    people: int
    own_cents: int | None
    """The reader's own part of it, where it has one."""


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """An entry opened to its lines."""

    entry: Entry
    lines: list[EntryLine]
    undone_by: Entry | None
    bank_line: BankLine | None


def entries_of(account: Account, period: Period | None = None) -> QuerySet[Posting, tuple[uuid.UUID, int]]:
    """The ids of an account's entries with the cents each moved on it, newest first; slice it."""
    lines = Posting.objects.filter(account=account)
    if period is not None:
        lines = lines.filter(entry__period=period)
    return (
        lines.values_list("entry_id")
        .annotate(cents=Sum("cents"))
        .order_by("-entry__on", "-entry__number")
        .values_list("entry_id", "cents")
    )


def opened(some: list[tuple[uuid.UUID, int]]) -> list[EntryOfAccount]:
    """The entries of these ids, in this order. One query."""
    found = Entry.objects.select_related("period").in_bulk([key for key, _ in some])
    return [EntryOfAccount(entry=found[key], cents=cents) for key, cents in some]


def entry_page(entry_id: uuid.UUID, *, reader_id: int | None) -> EntryPage | None:
    """An entry as a member reads it; None where there is no such entry. Five queries."""
    entry = (
        Entry.objects.select_related("period", "posted_by", "reverses", "bank_line")
        .filter(pk=entry_id)
        .first()
    )
    if entry is None:
        return None
    alone = entry.postings.filter(member=None).select_related("account").order_by("id")
    lines = [
        EntryLine(account=line.account, cents=line.cents, note=line.note, people=0, own_cents=None)
        for line in alone
    ]
    together = list(
        entry.postings.filter(member__isnull=False)
        .order_by()
        .values_list("account_id")
        .annotate(cents=Sum("cents"), people=Count("member", distinct=True))
    )
    if together:
        accounts = Account.objects.in_bulk([account_id for account_id, _, _ in together])
        own = (
            {}
            if reader_id is None
            else dict(
                entry.postings.filter(member_id=reader_id)
                .order_by()
                .values_list("account_id")
                .annotate(cents=Sum("cents"))
            )
        )
        lines += [
            EntryLine(
                account=accounts[account_id],
                cents=cents,
                note="",
                people=people,
                own_cents=own.get(account_id),
            )
            for account_id, cents, people in together
        ]
    return EntryPage(
        entry=entry,
        lines=sorted(lines, key=lambda line: (line.cents < 0, line.account.code)),
        undone_by=Entry.objects.filter(reverses=entry).first(),
        bank_line=getattr(entry, "bank_line", None),
    )
