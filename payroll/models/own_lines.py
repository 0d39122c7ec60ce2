"""The third signature: on the line of somebody who signs a run and whose pay in it differs from everyone's."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from payroll.models.payslips import Payslip


class LineSignature(models.Model):
    """A third person looked at one line of a run and signed it, because its own member signs the run.

    The signature of that member counts for everybody else's lines, never for their own.
    """

    slip = models.OneToOneField(Payslip, on_delete=models.PROTECT, related_name="line_signature")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    under = models.ForeignKey("rotation.Mandate", on_delete=models.PROTECT, null=True, related_name="+")
    """By which mandate; none where nobody else had a post of pay, and any other member signs."""
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("slip",)

    def __str__(self) -> str:
        return f"line of payslip {self.slip_id}, signed by {self.by_id}"
