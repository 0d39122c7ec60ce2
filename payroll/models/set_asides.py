"""What a month's result is set aside for."""

from __future__ import annotations

from django.db import models


class SetAside(models.Model):
    """A voted share of a month's result, kept for a purpose (negative: drawn from the cushion)."""

    period = models.ForeignKey("ledger.Period", on_delete=models.PROTECT, related_name="set_asides")
    purpose = models.CharField(max_length=40)
    share = models.CharField(max_length=24)
    """The exact fraction voted, as text ("45/100"); "rest" for the purpose that takes the remainder."""
    cents = models.BigIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    """1 the first time; later ones are what differed when the month was opened again and closed."""
    rule = models.ForeignKey("assemblies.HouseRule", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("period", "id")
        constraints = (
            models.UniqueConstraint(fields=["period", "purpose", "round"], name="set_aside_once_a_period"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} of {self.period_id}"
