"""What energy we used and what it cost, what was made with it, what we owe for it, and what we voted to save."""

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


class MonthMade(models.Model):
    """What was made in a period, all together in the unit we count in: what the energy of it is measured by.

    The last word about a period counts.
    """

    period = models.ForeignKey("ledger.Period", on_delete=models.PROTECT, related_name="made")
    quantity = models.PositiveBigIntegerField()
    unit = models.CharField(max_length=12)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("period", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(unit=""), name="what_was_made_is_counted_in_something"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit} in {self.period_id}"


class EnergyDebt(models.Model):
    """Whether a debt is owed for energy, as whoever keeps the books says. The last word about a debt counts."""

    debt = models.ForeignKey("ledger.Debt", on_delete=models.PROTECT, related_name="of_energy")
    is_energy = models.BooleanField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("debt", "id")

    def __str__(self) -> str:
        return f"{self.debt_id}: {self.is_energy}"


class EnergySaving(models.Model):
    """What a machine or a work is to save of one kind of energy, as was said before it was voted."""

    project = models.ForeignKey("payroll.Project", on_delete=models.PROTECT, related_name="savings")
    kind = models.CharField(max_length=12, choices=EnergyKind.choices)
    share = models.CharField(max_length=60)
    """An exact fraction of what is used without it ("9/100"); "0" takes back what was said."""
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("project", "id")
        constraints = (models.CheckConstraint(condition=~Q(share=""), name="a_saving_says_how_much"),)

    def __str__(self) -> str:
        return f"{self.share} of {self.kind} by {self.project_id}"
