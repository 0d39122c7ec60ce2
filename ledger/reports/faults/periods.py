"""What is wrong with the months: days shared, or closed and opened without the record saying so."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.models import Period, PeriodReopening
from record.models import Act


def faults() -> Iterator[str]:
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
