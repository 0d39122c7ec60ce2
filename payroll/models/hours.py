"""The hours that members worked, where the surplus is shared by hours."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class HoursWorked(models.Model):
    """What somebody worked in a period, in minutes. The last word about a period counts; the ones before stay."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hours_worked"
    )
    period = models.ForeignKey("ledger.Period", on_delete=models.PROTECT, related_name="hours_worked")
    minutes = models.PositiveIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("period", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__lte=24 * 60 * 366), name="nobody_works_more_than_all_day"
            ),
        )
        indexes = (models.Index(fields=["period", "member"], name="hours_of_a_period"),)

    def __str__(self) -> str:
        return f"{self.minutes} minutes of {self.member_id} in {self.period_id}"
