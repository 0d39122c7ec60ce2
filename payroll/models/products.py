"""What we make, and what one of each costs."""

from __future__ import annotations

from django.db import models


class Product(models.Model):
    """Something we make and sell. What it costs is in its dated cost sheets."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=12)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class CostSheet(models.Model):
    """What one unit of a product costs from a day on, line by line, open to every member.

    `lines` is [{"text", "cents"}] in the order of the sheet; the work line is minutes at the equal rate.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="cost_sheets")
    in_force_from = models.DateField()
    lines = models.JSONField()
    total_cents = models.BigIntegerField()
    price_cents = models.BigIntegerField()

    class Meta:
        ordering = ("product", "-in_force_from")
        constraints = (
            models.UniqueConstraint(fields=["product", "in_force_from"], name="one_cost_sheet_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.product_id} from {self.in_force_from}"
