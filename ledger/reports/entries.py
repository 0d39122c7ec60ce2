"""An account opened to its entries, and an entry opened to its lines.

Lines kept per member stand together with how many people they are of: everyone sees the sum, each sees
their own.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from ledger.models import Account, BankLine, Entry, Paper, PaperOfEntry, Period, Posting


@dataclass(frozen=True, kw_only=True)
class EntryOfAccount:
    """An entry and what it moved on one account; debit positive, in cents."""

    entry: Entry
    cents: int
    papers: list[int]
    """The keys of its tickets."""


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
    papers: list[Paper]
    """What it rests on: pictures of its tickets."""


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
    """The entries of these ids, in this order, with their tickets. Two queries."""
    found = Entry.objects.select_related("period").in_bulk([key for key, _ in some])
    papers: dict[uuid.UUID, list[int]] = {}
    for entry_id, paper_id in (
        PaperOfEntry.objects.filter(entry_id__in=found).order_by("pk").values_list("entry_id", "paper_id")
    ):
        papers.setdefault(entry_id, []).append(paper_id)
    return [EntryOfAccount(entry=found[key], cents=cents, papers=papers.get(key, [])) for key, cents in some]


def entry_page(entry_id: uuid.UUID, *, reader_id: int | None) -> EntryPage | None:
    """An entry as a member reads it; None where there is no such entry. Seven queries."""
    entry = (
        Entry.objects.select_related("period", "posted_by", "reverses", "bank_line")
        .filter(pk=entry_id)
        .first()
    )
    if entry is None:
        return None
    return EntryPage(
        entry=entry,
        lines=lines_of([entry_id], reader_id=reader_id)[entry_id],
        undone_by=Entry.objects.filter(reverses=entry).first(),
        bank_line=getattr(entry, "bank_line", None),
        papers=list(Paper.objects.filter(entries__entry=entry).order_by("entries__pk")),
    )


def lines_of(entry_ids: Sequence[uuid.UUID], *, reader_id: int | None) -> dict[uuid.UUID, list[EntryLine]]:
    """The lines of these entries as a member reads them, what comes in first. Four queries at most."""
    lines: dict[uuid.UUID, list[EntryLine]] = {key: [] for key in entry_ids}
    of_these = Posting.objects.filter(entry_id__in=entry_ids)
    for line in of_these.filter(member=None).select_related("account").order_by("id"):
        lines[line.entry_id].append(
            EntryLine(account=line.account, cents=line.cents, note=line.note, people=0, own_cents=None)
        )
    together = list(
        of_these.filter(member__isnull=False)
        .order_by()
        .values_list("entry_id", "account_id")
        .annotate(cents=Sum("cents"), people=Count("member", distinct=True))
    )
    if together:
        accounts = Account.objects.in_bulk({account_id for _, account_id, _, _ in together})
        mine = of_these.filter(member_id=reader_id) if reader_id is not None else of_these.none()
        own = {
            (key, account_id): cents
            for key, account_id, cents in mine.order_by()
            .values_list("entry_id", "account_id")
            .annotate(cents=Sum("cents"))
        }
        for key, account_id, cents, people in together:
            lines[key].append(
                EntryLine(
                    account=accounts[account_id],
                    cents=cents,
                    note="",
                    people=people,
                    own_cents=own.get((key, account_id)),
                )
            )
    return {
        key: sorted(found, key=lambda line: (line.cents < 0, line.account.code))
        for key, found in lines.items()
    }
