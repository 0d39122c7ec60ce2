"""What is wrong with what this room posted: something that stands here, whose entry was undone in the books."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey

from ledger.models import Entry
from payroll.models import (
    Advance,
    FoundTransfer,
    FundPayment,
    PayRunState,
    ProjectPayment,
    RefundPayment,
    Withholding,
)
from payroll.rules.undoing import another_key, kind_of_payment, undone_key
from record.models import Act

STAY_WHEN_UNDONE = (Advance, FundPayment, ProjectPayment, RefundPayment)
"""Their rows stay where their payment was undone by its own act (`undo_payment`), and count no more."""


def faults() -> Iterator[str]:
    """Each row of each table that points at an entry: nothing here is undone but by the act that undoes it."""
    recorded = _undone_by("payroll.payment.undone")
    others = _undone_by("payroll.transfer.was_another")
    for model in apps.get_app_config("payroll").get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, ForeignKey) or field.related_model is not Entry:
                continue
            undone = model._base_manager.filter(**{f"{field.name}__reversed_by__isnull": False})
            rows = undone.order_by("pk").values_list(
                "pk",
                f"{field.name}_id",
                f"{field.name}__number",
                f"{field.name}__reversed_by__number",
                f"{field.name}__reversed_by__key",
            )
            for pk, entry_id, number, by, key in rows:
                as_it_should = key == undone_key(number) and f"ledger.entry:{entry_id}" in recorded
                if model is FoundTransfer:
                    as_it_should = key == another_key(number) and f"ledger.entry:{entry_id}" in others
                if not (model in (*STAY_WHEN_UNDONE, FoundTransfer) and as_it_should):
                    yield f"{model._meta.label_lower}:{pk} stands, and its entry {number} was undone by entry {by}"
    undoings = Entry.objects.filter(key__startswith=undone_key(0)[:-1]).order_by("number")
    for number, key in undoings.values_list("number", "reverses__key"):
        if key is None or kind_of_payment(key) is None:
            yield f"entry {number} undoes what is no payment that may be undone so"
    taken = Withholding.objects.filter(advance__entry__reversed_by__isnull=False).order_by("advance_id")
    live = taken.exclude(payslip__run__state=PayRunState.ABANDONED)
    for pk in live.values_list("advance_id", flat=True).distinct():
        yield f"advance {pk} was undone, and a pay takes some of it back"


def _undone_by(verb: str) -> set[str]:
    """What was undone by acts of this verb."""
    return set(Act.objects.filter(verb=verb).values_list("subject", flat=True))
