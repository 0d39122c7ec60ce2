"""What somebody answers whom a motion would exclude."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from assemblies.models.motions import Motion


class Defence(models.Model):
    """The answer of the person a motion would exclude, in their own words, until the vote opens.

    Each version stays; the last one counts.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="defences")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="a_defence_says_something"),)

    def __str__(self) -> str:
        return f"{self.member_id} answers {self.motion_id}"
