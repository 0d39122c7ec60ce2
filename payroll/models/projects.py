"""Machines and works: wanted, voted, in use."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Project(models.Model):
    """A machine or a work we could put money in: what it costs, what it is said to do, and the vote."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    cents = models.BigIntegerField()
    effect = models.CharField(max_length=200)
    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="projects"
    )
    """The motion that adopted it; empty while it is only wanted."""
    in_use_since = models.DateField(null=True)

    class Meta:
        ordering = ("-cents", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(in_use_since__isnull=True) | Q(motion__isnull=False),
                name="what_is_in_use_was_voted",
            ),
        )

    def __str__(self) -> str:
        return self.name
