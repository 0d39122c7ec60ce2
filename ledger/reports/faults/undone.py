"""What is wrong with what was undone: a payment that stands, of an invoice or a debt that does not."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.models import InstalmentPayment, InvoicePayment


def faults() -> Iterator[str]:
    stands = {"entry__reversed_by": None}
    of_invoices = InvoicePayment.objects.filter(**stands, invoice__entry__reversed_by__isnull=False)
    for pk, invoice_id in of_invoices.order_by("pk").values_list("pk", "invoice_id"):
        yield f"ledger: payment {pk} stands, and its invoice {invoice_id} was undone"
    of_debts = InstalmentPayment.objects.filter(**stands, instalment__debt__entry__reversed_by__isnull=False)
    rows = of_debts.order_by("pk").values_list("instalment__number", "instalment__debt_id")
    for number, debt_id in rows:
        yield f"ledger: instalment {number} stands as paid, and its debt {debt_id} was undone"
