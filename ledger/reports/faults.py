"""What is wrong with the books: every entry's balance, seal and place in the record, worked out again."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import Sum

from ledger.models import BankLine, Entry, Paper, Period, PeriodReopening, Posting
from ledger.rules import content_of, seal_of
from record.models import Act

AT_A_TIME = 5000


def faults() -> list[str]:
    """One sentence for each fault; none when the books are as they were sealed."""
    return [*_faults_of_entries(), *_faults_of_periods(), *_faults_of_bank_lines(), *_faults_of_papers()]


def _faults_of_entries() -> Iterator[str]:
    recorded = {
        subject: facts.get("seal")
        for subject, facts in Act.objects.filter(verb="ledger.entry.posted").values_list("subject", "facts")
    }
    entries = {entry.pk: entry for entry in Entry.objects.select_related("period", "reverses")}
    with_lines: set[uuid.UUID] = set()
    for entry_id, lines in _lines_by_entry():
        entry = entries.get(entry_id)
        if entry is None:
            yield f"ledger: {len(lines)} lines belong to no entry ({entry_id})"
            continue
        with_lines.add(entry_id)
        if sum(cents for _, cents, _, _ in lines):
            yield f"ledger: entry {entry.number} does not balance"
        content = content_of(
            on=entry.on,
            memo=entry.memo,
            because=entry.because,
            reverses=entry.reverses.number if entry.reverses else None,
            lines=lines,
        )
        seal = seal_of(number=entry.number, key=entry.key, period=entry.period.name, content=content)
        if entry.seal != seal:
            yield f"ledger: entry {entry.number} was changed after it was sealed"
    for expected, entry in enumerate(sorted(entries.values(), key=lambda entry: entry.number), start=1):
        if entry.number != expected:
            yield f"ledger: the entries are not numbered one after another (entry {entry.number})"
            break
    for entry in entries.values():
        if entry.pk not in with_lines:
            yield f"ledger: entry {entry.number} has no lines"
        if not entry.period.from_on <= entry.on < entry.period.until_on:
            yield f"ledger: entry {entry.number} is not of the days of {entry.period.name}"
        if recorded.pop(f"ledger.entry:{entry.pk}", None) != entry.seal:
            yield f"ledger: entry {entry.number} is not the one in the record"
    for subject in recorded:
        yield f"ledger: the record names {subject}, which is not here"


def _lines_by_entry() -> Iterator[tuple[uuid.UUID, list[tuple[str, int, int | None, str]]]]:
    """Every entry's lines as they are sealed, without holding them all at once."""
    rows = (
        Posting.objects.order_by("entry_id")
        .values_list("entry_id", "account__code", "cents", "member__number", "note")
        .iterator(chunk_size=AT_A_TIME)
    )
    for entry_id, lines in groupby(rows, key=itemgetter(0)):
        yield entry_id, [(code, cents, number, note) for _, code, cents, number, note in lines]


def _faults_of_periods() -> Iterator[str]:
    before: Period | None = None
    verbs = ("ledger.period.closed", "ledger.period.reopened")
    last: dict[str, str] = {}
    reopened: set[tuple[str, str]] = set()
    for subject, verb, because in (
        Act.objects.filter(verb__in=verbs).order_by("seq").values_list("subject", "verb", "because")
    ):
        last[subject] = verb
        if verb == "ledger.period.reopened":
            reopened.add((subject, because))
    for period_id, because in PeriodReopening.objects.values_list("period_id", "because"):
        if (f"ledger.period:{period_id}", because) not in reopened:
            yield f"ledger: period {period_id} was opened again, and the record does not say so"
    for period in Period.objects.order_by("from_on"):
        if before is not None and period.from_on < before.until_on:
            yield f"ledger: {before.name} and {period.name} share days"
        if (period.closed_at is not None) != (
            last.get(f"ledger.period:{period.pk}") == "ledger.period.closed"
        ):
            yield f"ledger: the record does not say the same of {period.name} being closed"
        before = period


def _faults_of_bank_lines() -> Iterator[str]:
    moved: dict[tuple[uuid.UUID | None, int], int] = {
        (entry_id, account_id): cents
        for entry_id, account_id, cents in Posting.objects.filter(entry__bank_line__isnull=False)
        .order_by()
        .values_list("entry_id", "account_id")
        .annotate(cents=Sum("cents"))
    }
    for line in BankLine.objects.filter(entry__isnull=False):
        if moved.get((line.entry_id, line.account_id)) != line.cents:
            yield f"ledger: bank line {line.pk} is not what its entry says"


def _faults_of_papers() -> Iterator[str]:
    for paper in Paper.objects.iterator():
        try:
            with paper.file.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            yield f"ledger: the file of paper {paper.pk} is not there"
            continue
        if sha256 != paper.sha256:
            yield f"ledger: paper {paper.pk} is not the one that was given"
