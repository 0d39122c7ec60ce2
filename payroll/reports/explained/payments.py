"""What a payment comes to, opened up."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext as _

from ledger.reports.explained import Explained, Given, line_read
from payroll.models import Payment, PayRun
from payroll.reports.runs import said_days

MADE = "payroll.payment.made"


def payment_explained(payment: Payment, *, shows_nets: bool) -> Explained:
    """All that a payment paid, pay by pay for whoever sees what each is paid.

    At most one question, where the payment was read with its entry and with its line of the record (`line_of`).
    """
    runs = PayRun.objects.filter(payslips__payments__payment=payment).select_related("period")
    paid = runs.annotate(cents=Sum("payslips__payments__cents")).order_by("from_on", "pk")
    return Explained(
        key="payment",
        name=_("Paid"),
        cents=payment.total_cents,
        formula=_("What it paid to each, together: of the pays that were owed, the oldest first."),
        given=tuple(
            Given(
                text=_("Pay of %(days)s") % {"days": said_days(run)},
                cents=run.cents,
                counts=1,
                link=f"/pay/runs/{run.pk}/",
            )
            for run in (paid if shows_nets else ())
        ),
        entry=(str(payment.entry_id), payment.entry.number),
        act=line_read(payment),
    )
