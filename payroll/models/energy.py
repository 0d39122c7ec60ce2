"""What energy we used, and what it cost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EnergyKind(models.TextChoices):
    GAS = "gas", _("gas, m³")
    ELECTRICITY = "electricity", _("electricity, kWh")
    WATER = "water", _("water, m³")


class EnergyReading(models.Model):
    """A bill or a meter: how much of it was used in a period, and what it cost. The last word about it counts."""

    kind = models.CharField(max_length=12, choices=EnergyKind.choices)
    period = models.ForeignKey("ledger.Period", on_delete=models.PROTECT, related_name="energy_readings")
    quantity = models.PositiveBigIntegerField()
    """Whole units: m³ or kWh."""
    cents = models.BigIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("period", "id")
        constraints = (models.CheckConstraint(condition=Q(cents__gte=0), name="energy_is_never_paid_to_us"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.period_id}"
