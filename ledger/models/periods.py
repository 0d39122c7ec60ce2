"""Periods: stretches of days whose books are open or closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format


class Period(models.Model):
    """A stretch of days whose books are open or closed: half-open [from_on, until_on)."""

    name = models.CharField(max_length=20, unique=True)
    """"2026-03" for a month."""
    from_on = models.DateField(unique=True)
    until_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("from_on",)
        constraints = (models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="a_period_lasts"),)

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> str:
        """A month by its name and year in the reader's language; another period by its own name."""
        is_month = self.name == f"{self.from_on:%Y-%m}"
        return date_format(self.from_on, "F Y") if is_month else self.name


class PeriodReopening(models.Model):
    """A closed month opened again because the assembly voted it. Said before it is opened, and never taken back."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reopenings")
    because = models.CharField(max_length=80)
    """The motion: "assemblies.motion:33"."""
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["period", "because"], name="a_motion_reopens_a_month_once"),
        )

    def __str__(self) -> str:
        return f"{self.period_id} {self.because}"
