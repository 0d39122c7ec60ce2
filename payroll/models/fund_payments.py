"""What was spent of the funds, as the assembly voted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class FundPayment(models.Model):
    """So much of a fund, for a motion that let it be spent, on a cost or on plant.

    All under one motion together is never more than was voted, and no fund gives more than it has, by the
    database's own sums.
    """

    fund = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+")
    towards = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+")
    """What it was spent on: an account of costs, or plant and machines."""
    motion = models.ForeignKey("assemblies.Motion", on_delete=models.PROTECT, related_name="fund_payments")
    cents = models.BigIntegerField()
    paid_on = models.DateField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="fund_payment")

    class Meta:
        ordering = ("-paid_on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_fund_payment_is_of_something"),
        )

    def __str__(self) -> str:
        return f"payment out of fund {self.fund_id}"
