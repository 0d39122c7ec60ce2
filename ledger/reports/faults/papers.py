"""What is wrong with the papers: each file as it was given, and of the entry that the record says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ledger.models import Paper, PaperKind, PaperOfEntry
from record.models import Act


def faults() -> Iterator[str]:
    for paper in Paper.objects.order_by("pk").iterator():
        try:
            with paper.file.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                size = file.tell()
        except OSError:
            yield f"ledger: the file of paper {paper.pk} is not there"
            continue
        if (sha256, size) != (paper.sha256, paper.size):
            yield f"ledger: paper {paper.pk} is not the one that was given"
    yield from _faults_of_tickets()


def _faults_of_tickets() -> Iterator[str]:
    """Every ticket is of the entry it was put to, and nothing that was put is gone."""
    put = {
        (subject, facts["entry"]): facts["sha256"]
        for subject, facts in Act.objects.filter(verb="ledger.ticket.put").values_list("subject", "facts")
    }
    said = PaperOfEntry.objects.filter(paper__kind=PaperKind.TICKET).order_by("pk")
    for paper_id, number, sha256 in said.values_list("paper_id", "entry__number", "paper__sha256"):
        if put.pop((f"ledger.paper:{paper_id}", number), None) != sha256:
            yield f"ledger: the record does not say that paper {paper_id} is of entry {number}"
    for subject, number in sorted(put):
        yield f"ledger: the record says that {subject} is of entry {number}, which is not here"
