"""What is owed to others, by others and to ourselves, opened up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger.chart import PAY_OWED
from ledger.models import InvoicePayment, Posting
from ledger.reports.explained import Explained, Given
from ledger.reports.parties import BackPay, OpenInvoice


def side_explained(key: str, name: str, rows: Sequence[OpenInvoice]) -> Explained:
    """What is left of all open invoices of one side together. It asks nothing."""
    given = tuple(
        Given(
            text=f"{row.invoice.party.name} {row.invoice.number}",
            cents=row.left_cents,
            counts=1,
            link=f"/books/parties/{row.invoice.party_id}/",
        )
        for row in rows
    )
    return Explained(
        key=key,
        name=name,
        cents=sum(row.left_cents for row in rows),
        formula=_("What is left of each invoice, together."),
        given=given,
    )


@dataclass(frozen=True, kw_only=True)
class InvoiceOpened:
    """An invoice with what is left of it."""

    row: OpenInvoice
    left: Explained


def invoices_explained(rows: Sequence[OpenInvoice]) -> list[InvoiceOpened]:
    """What is left of each invoice, payment by payment. One question."""
    paid: dict[int, list[InvoicePayment]] = {}
    found = InvoicePayment.objects.filter(
        invoice__in=[row.invoice.pk for row in rows], entry__reversed_by=None
    )
    for payment in found.select_related("entry").order_by("entry__number"):
        paid.setdefault(payment.invoice_id, []).append(payment)
    return [InvoiceOpened(row=row, left=_left_of(row, paid.get(row.invoice.pk, []))) for row in rows]


def _left_of(row: OpenInvoice, paid: Sequence[InvoicePayment]) -> Explained:
    payments = (
        Given(
            text=_("Paid on %(day)s") % {"day": date_format(payment.entry.on, "SHORT_DATE_FORMAT")},
            cents=payment.settled_cents,
            counts=-1,
            link=f"/books/entries/{payment.entry_id}/",
        )
        for payment in paid
    )
    invoice = row.invoice
    return Explained(
        key=f"invoice-{invoice.pk}",
        name=_("Left to pay"),
        cents=row.left_cents,
        formula=_("The invoice, less what was paid of it."),
        given=(Given(text=invoice.number, cents=invoice.cents, counts=1), *payments),
        entry=(str(invoice.entry_id), invoice.entry.number),
    )


@dataclass(frozen=True, kw_only=True)
class BackPayOpened:
    """Pay that is owed to all of us, and to the reader."""

    whole: Explained
    own: Explained


def back_pay_explained(back: BackPay, *, reader_id: int) -> BackPayOpened:
    """Both as sums of the account where pay that is owed stands. One question."""
    lines = Posting.objects.filter(account__code=PAY_OWED, member=reader_id)
    became = lines.filter(cents__lt=0).aggregate(cents=Sum("cents"))["cents"] or 0
    return BackPayOpened(
        whole=Explained(
            key="back-pay",
            name=_("Pay owed to us"),
            cents=back.whole_cents,
            formula=_(
                "Every pay that was entered in the books, less what was paid of it: what is in its account."
            ),
            given=(
                Given(text=_("Its account in the books"), link=f"/books/accounts/{PAY_OWED}/"),
                Given(text=_("The pay of every month"), link="/pay/runs/"),
            ),
        ),
        own=Explained(
            key="own-back-pay",
            name=_("Yours"),
            cents=back.own_cents,
            formula=_("What came to be owed to you, less what was paid."),
            given=(
                Given(text=_("Came to be owed"), cents=-became, counts=1, link="/pay/"),
                Given(text=_("Paid"), cents=-became - back.own_cents, counts=-1),
            ),
        ),
    )
