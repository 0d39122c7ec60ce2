"""What is wrong with the counts of the cash boxes: the notes, what the books said then, and the difference."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from django.db.models import Q, Sum

from ledger.chart import CASH_DIFFERENCES
from ledger.models import CashCount, Posting
from ledger.reports.entry_sums import sums_of
from ledger.rules.agreement import disagreements
from ledger.rules.cash import total_of
from record.models import Act


def faults() -> Iterator[str]:
    counts = list(CashCount.objects.select_related("account", "entry", "first_by").order_by("pk"))
    if not counts:
        return
    booked = sums_of(Q(entry__cash_count__isnull=False))
    confirmed = {
        subject: (seq, facts)
        for subject, seq, facts in Act.objects.filter(verb="ledger.cash.confirmed").values_list(
            "subject", "seq", "facts"
        )
    }
    posted = list(
        Act.objects.filter(verb="ledger.entry.posted").order_by("seq").values_list("seq", "facts__number")
    )
    for count in counts:
        name = f"ledger: cash count {count.pk} of {count.account.code}"
        notes = total_of({int(cents): n for cents, n in count.notes.items()})
        if notes != count.counted_cents:
            yield f"{name} says {count.counted_cents}, its notes are {notes}"
        if count.second_at is None:
            continue
        seq, facts = confirmed.pop(f"ledger.cashcount:{count.pk}", (0, {}))
        said = {"cents": count.counted_cents, "difference": count.difference_cents}
        if said != {each: facts.get(each) for each in said} or facts.get("first") != count.first_by.number:
            yield f"{name} is not the one in the record"
            continue
        before = bisect_left(posted, (seq, 0))
        last = posted[before - 1][1] if before else 0
        if (books := _books_then(count, last)) != count.books_cents:
            yield f"{name} says that the books had {count.books_cents}, they had {books}"
        difference = count.difference_cents
        says = {count.account.code: difference, CASH_DIFFERENCES: -difference}
        yield from disagreements(
            name, says=says, lines=booked.get(count.entry_id, {}) if count.entry_id else {}
        )
    for subject in sorted(confirmed):
        yield f"ledger: the record names {subject}, which is not here"


def _books_then(count: CashCount, last: int) -> int:
    """What the books had in the box on that day, by the entries there were when it was confirmed."""
    lines = Posting.objects.filter(
        account_id=count.account_id, entry__number__lte=last, entry__on__lte=count.on
    )
    if count.entry_id is not None:
        lines = lines.exclude(entry_id=count.entry_id)
    return lines.aggregate(cents=Sum("cents"))["cents"] or 0
