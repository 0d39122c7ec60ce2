"""What is made first, for whom, as the assembly put it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ProductionOrder(models.Model):
    """One line of a voted order of work: so much of a product, for somebody, in its place, from a day to a day."""

    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, related_name="production_orders"
    )
    place = models.PositiveIntegerField()
    product = models.ForeignKey("payroll.Product", on_delete=models.PROTECT, related_name="orders")
    quantity = models.PositiveBigIntegerField()
    """A month, in the product's unit."""
    for_whom = models.CharField(max_length=120)
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        ordering = ("-from_on", "motion", "place")
        constraints = (
            models.UniqueConstraint(fields=["motion", "place"], name="one_thing_in_each_place_of_an_order"),
            models.CheckConstraint(
                condition=Q(until_on__gt=models.F("from_on"), quantity__gt=0),
                name="an_order_of_work_lasts_and_is_of_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}. {self.product_id}"
