"""The row a bare view inserts."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Row(models.Model):
    """As wide as a ballot and as unique, with no promise kept."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    motion = models.PositiveIntegerField()
    choice = models.CharField(max_length=7)
    key = models.UUIDField(unique=True)
    cast_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.choice
