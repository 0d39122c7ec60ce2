"""The rules in force, and every rule that was."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models


class HouseRuleQuerySet(models.QuerySet["HouseRule"]):
    def in_force(self, key: str, *, on: date) -> HouseRule | None:
        """The row that says what `key` is on that day: the latest to have come into force by then."""
        return self.filter(key=key, in_force_from__lte=on).order_by("-in_force_from", "-id").first()


class HouseRule(models.Model):
    """A dated, typed value that only a motion (or the founding) sets. Rows are only ever added."""

    key = models.CharField(max_length=60)
    value = models.JSONField()
    in_force_from = models.DateField()
    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="house_rules"
    )
    """The motion that set it; empty for those written at the founding."""
    review_on = models.DateField(null=True)
    """The day it comes back to the agenda by itself."""

    objects: ClassVar[HouseRuleQuerySet] = HouseRuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("key", "-in_force_from", "-id")
        indexes = (models.Index(fields=["key", "-in_force_from"], name="house_rules_in_force"),)

    def __str__(self) -> str:
        return f"{self.key} from {self.in_force_from}"
