"""What was put on the hall's screen to be looked at together."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class WhatIfShown(models.Model):
    """Where the sliders stood when somebody showed them to everybody. The last one of a surplus is on the screen."""

    surplus = models.ForeignKey(
        "payroll.Surplus", on_delete=models.PROTECT, null=True, related_name="what_ifs"
    )
    """None: the last whole months of the books."""
    asked = models.CharField(max_length=200, blank=True)
    """As an address says it: "reinvestment=25&joining=3"."""
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"what if {self.pk}"
