"""The second signature that was not given, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from payroll.models.runs import PayRun


class PayRefusal(models.Model):
    """Whoever looked at a run for its second signature did not sign it, and said why. The run was set aside by it.

    What was worked out is never changed: whoever prepares mends what was wrong, and works it out in a run of its own.
    """

    run = models.OneToOneField(PayRun, on_delete=models.PROTECT, related_name="refusal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    under = models.ForeignKey("rotation.Mandate", on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=160)
    refused_at = models.DateTimeField()

    class Meta:
        ordering = ("run",)
        constraints = (models.CheckConstraint(condition=~Q(because=""), name="a_refusal_says_why"),)

    def __str__(self) -> str:
        return f"pay run {self.run_id}, refused by {self.by_id}"
