"""What a payment comes to, opened up."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext as _

from ledger.reports.explained import Explained, Given, in_record
from payroll.models import Payment, PayRun
from payroll.reports.runs import said_days


def payment_explained(payment: Payment, *, shows_nets: bool) -> Explained:
    """All that a payment paid, pay by pay for whoever sees what each is paid. Four questions at most."""
    sums: dict[int, int] = {}
    if shows_nets:
        by_run = payment.parts.order_by().values_list("payslip__run").annotate(cents=Sum("cents"))
        sums = dict(by_run)
    runs = PayRun.objects.filter(pk__in=sums).order_by("from_on", "pk") if sums else []
    subject = f"payroll.payment:{payment.pk}"
    return Explained(
        key="payment",
        name=_("Paid"),
        cents=payment.total_cents,
        formula=_("What it paid to each, together: of the pays that were owed, the oldest first."),
        given=tuple(
            Given(
                text=_("Pay of %(days)s") % {"days": said_days(run)},
                cents=sums[run.pk],
                counts=1,
                link=f"/pay/runs/{run.pk}/",
            )
            for run in runs
        ),
        entry=(str(payment.entry_id), payment.entry.number),
        act=in_record(["payroll.payment.made"], [subject]).get(subject),
    )
