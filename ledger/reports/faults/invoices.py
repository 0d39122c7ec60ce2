"""What is wrong with invoices: each one, each payment of it, and each one's open balance, against the books."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from django.db.models import Q

from ledger.chart import CUSTOMERS, EXCHANGE_DIFFERENCES, SUPPLIERS
from ledger.models import Direction, Entry, Invoice, InvoicePayment
from ledger.reports.entry_sums import places, sums_of
from ledger.rules.agreement import disagreements
from ledger.rules.invoices import in_our_cents
from members.models import Cooperative

Sums = dict[uuid.UUID, dict[str, int]]

OF_INVOICES = (
    Q(entry__invoice__isnull=False)
    | Q(entry__invoice_payment__isnull=False)
    | Q(entry__reverses__invoice__isnull=False)
    | Q(entry__reverses__invoice_payment__isnull=False)
)


def faults() -> Iterator[str]:
    coop = Cooperative.objects.first()
    if coop is None:
        return
    booked, where = sums_of(OF_INVOICES), places()
    undone = set(Entry.objects.filter(reversed_by__isnull=False).values_list("pk", flat=True))
    invoices = list(Invoice.objects.select_related("party", "account").order_by("pk"))
    payments: dict[int, list[InvoicePayment]] = defaultdict(list)
    for payment in InvoicePayment.objects.order_by("pk"):
        payments[payment.invoice_id].append(payment)
    for invoice in invoices:
        yield from _of_invoice(invoice, booked, decimals=coop.decimals)
        for payment in payments[invoice.pk]:
            ours = None if invoice.currency == coop.currency else coop.decimals
            yield from _of_payment(invoice, payment, booked, decimals=ours, where=where)
        yield from _of_all_that_was_paid(
            invoice, [p for p in payments[invoice.pk] if p.entry_id not in undone]
        )
    yield from _of_parties(invoices, payments, booked, undone)


def _name(invoice: Invoice) -> str:
    return f"ledger: invoice {invoice.pk} ({invoice.party.name} {invoice.number})"


def _sides(invoice: Invoice) -> tuple[int, str]:
    """Its sign and the account that it is owed on."""
    return (1, SUPPLIERS) if invoice.direction == Direction.BILL else (-1, CUSTOMERS)


def _of_invoice(invoice: Invoice, booked: Sums, *, decimals: int) -> Iterator[str]:
    sign, owed = _sides(invoice)
    worth = in_our_cents(invoice.amount, Fraction(invoice.rate), theirs=invoice.decimals, ours=decimals)
    if worth != invoice.cents:
        yield f"{_name(invoice)} says {invoice.cents}, by its amount and rate it is {worth}"
    says = {invoice.account.code: sign * invoice.cents, owed: -sign * invoice.cents}
    yield from disagreements(_name(invoice), says=says, lines=booked.get(invoice.entry_id, {}))


def _of_payment(
    invoice: Invoice, payment: InvoicePayment, booked: Sums, *, decimals: int | None, where: frozenset[str]
) -> Iterator[str]:
    """`decimals` are of our money, None where the invoice is in it."""
    sign, owed = _sides(invoice)
    part = payment.settled_cents
    moved = (
        part
        if decimals is None
        else in_our_cents(payment.amount, Fraction(payment.rate), theirs=invoice.decimals, ours=decimals)
    )
    says = {owed: sign * part, EXCHANGE_DIFFERENCES: sign * (moved - part)}
    name = f"{_name(invoice)}, payment {payment.pk}"
    yield from disagreements(name, says=says, lines=booked.get(payment.entry_id, {}), rest=where)


def _of_all_that_was_paid(invoice: Invoice, standing: list[InvoicePayment]) -> Iterator[str]:
    """Never more than the invoice; and paid in full, all of it is settled to the cent."""
    paid, settled = sum(p.amount for p in standing), sum(p.settled_cents for p in standing)
    if (
        paid > invoice.amount
        or settled > invoice.cents
        or (paid == invoice.amount) != (settled == invoice.cents)
    ):
        yield (
            f"{_name(invoice)}: {paid} of {invoice.amount} was paid, "
            f"which settles {settled} of {invoice.cents}"
        )


def _of_parties(
    invoices: list[Invoice], payments: dict[int, list[InvoicePayment]], booked: Sums, undone: set[uuid.UUID]
) -> Iterator[str]:
    """What is open with each one is what all the entries of their invoices leave on the account it is owed on."""
    undoings = dict(Entry.objects.filter(reverses__isnull=False).values_list("reverses_id", "pk"))
    open_cents: dict[tuple[str, str], int] = defaultdict(int)
    in_books: dict[tuple[str, str], int] = defaultdict(int)
    for invoice in invoices:
        sign, owed = _sides(invoice)
        key = (invoice.party.name, owed)
        rows = [(invoice.entry_id, invoice.cents)]
        rows += [(each.entry_id, -each.settled_cents) for each in payments[invoice.pk]]
        for entry_id, cents in rows:
            open_cents[key] += 0 if entry_id in undone else -sign * cents
            for each in (entry_id, undoings.get(entry_id)):
                in_books[key] += booked.get(each, {}).get(owed, 0) if each else 0
    for name, owed in sorted(open_cents):
        if open_cents[name, owed] != in_books[name, owed]:
            yield (
                f"ledger: {name} has {open_cents[name, owed]} open on {owed}, "
                f"the entries say {in_books[name, owed]}"
            )
