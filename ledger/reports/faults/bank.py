"""What is wrong with the movements of the banks: each as its bank said it, as many as came, and as its entry says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, Sum

from ledger.models import BankLine, Entry
from ledger.reports.entry_sums import sums_of
from ledger.rules import mark_of, older_mark_of
from record.models import Act


def faults() -> Iterator[str]:
    booked = sums_of(Q(entry__bank_line__isnull=False))
    for line in BankLine.objects.select_related("account").order_by("pk").iterator(chunk_size=5000):
        said: dict[str, Any] = {
            "account": line.account.code,
            "on": line.on,
            "text": line.text,
            "cents": line.cents,
        }
        marks = {mark(**said, reference=line.reference) for mark in (mark_of, older_mark_of)}
        if line.fingerprint not in marks:
            yield f"ledger: bank line {line.pk} was changed after it came in"
        if line.entry_id and booked.get(line.entry_id, {}).get(line.account.code) != line.cents:
            yield f"ledger: bank line {line.pk} is not what its entry says"
    astray = Entry.objects.filter(key__startswith="bank:", bank_line=None, reversed_by=None)
    for number in astray.order_by("number").values_list("number", flat=True):
        yield f"ledger: entry {number} was made for a bank line, and stands without one"
    yield from _faults_of_files()


def _faults_of_files() -> Iterator[str]:
    """As many movements of each file, and as much money, as the record says came in."""
    came: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for facts in Act.objects.filter(verb="ledger.bank.imported").values_list("facts", flat=True):
        if "file" in facts:
            lines, cents = came[facts["account"], facts["file"]]
            came[facts["account"], facts["file"]] = lines + facts["lines"], cents + facts["cents"]
    here = {
        (code, sha256): (lines, cents)
        for code, sha256, lines, cents in BankLine.objects.filter(paper__isnull=False)
        .order_by()
        .values_list("account__code", "paper__sha256")
        .annotate(lines=Count("pk"), cents=Sum("cents"))
    }
    older = set(BankLine.objects.filter(paper=None).order_by().values_list("account__code", flat=True))
    for (code, sha256), said in sorted(came.items()):
        found = here.get((code, sha256), (0, 0))
        if found != said and code not in older:  # older ones came in before files were kept
            yield (
                f"ledger: of the file {sha256[:12]} of {code} the record says {said[0]} movements of {said[1]}, "
                f"there are {found[0]} of {found[1]}"
            )
