"""Minutes: what an assembly did, written from the data."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from assemblies.models.assemblies import Assembly


class Minutes(models.Model):
    """What an assembly did. The data part is drafted at closing; only the free notes are typed.

    Once approved they are sealed by the database.
    """

    assembly = models.OneToOneField(Assembly, on_delete=models.PROTECT, related_name="minutes")
    contents = models.JSONField()
    notes = models.TextField(blank=True)
    head_seq = models.BigIntegerField()
    head_hash = models.CharField(max_length=64)
    """Where the record stood when they were drafted: printed, so that members' phones can compare."""
    drafted_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"minutes of assembly {self.assembly_id}"
