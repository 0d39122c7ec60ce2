"""What is wrong with the books: every entry's balance, seal and place in the record, worked out again."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import Q, Sum

from ledger.models import Entry, Posting
from ledger.rules import content_of, seal_of
from ledger.rules.agreement import undoes
from record.models import Act

AT_A_TIME = 5000


def faults() -> Iterator[str]:
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
    yield from _faults_of_undoings()


def _lines_by_entry() -> Iterator[tuple[uuid.UUID, list[tuple[str, int, int | None, str]]]]:
    """Every entry's lines as they are sealed, without holding them all at once."""
    rows = (
        Posting.objects.order_by("entry_id")
        .values_list("entry_id", "account__code", "cents", "member__number", "note")
        .iterator(chunk_size=AT_A_TIME)
    )
    for entry_id, lines in groupby(rows, key=itemgetter(0)):
        yield entry_id, [(code, cents, number, note) for _, code, cents, number, note in lines]


def _faults_of_undoings() -> Iterator[str]:
    """An entry that undoes another has its lines the other way round."""
    lines: dict[uuid.UUID, dict[tuple[str, int | None], int]] = {}
    rows = (
        Posting.objects.filter(Q(entry__reverses__isnull=False) | Q(entry__reversed_by__isnull=False))
        .order_by()
        .values_list("entry_id", "account__code", "member_id")
        .annotate(cents=Sum("cents"))
    )
    for entry_id, code, member_id, cents in rows:
        lines.setdefault(entry_id, {})[code, member_id] = cents
    undoings = Entry.objects.filter(reverses__isnull=False).order_by("number")
    for entry_id, undone_id, number in undoings.values_list("pk", "reverses_id", "number"):
        if not undoes(lines.get(entry_id, {}), lines.get(undone_id, {})):
            yield f"ledger: entry {number} does not undo the one that it says"
