"""Machines and works: wanted, quoted, voted, paid for, in use."""

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


class ProjectQuote(models.Model):
    """What somebody asks for a machine or a work, as they said it on a day."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="quotes")
    supplier = models.CharField(max_length=120)
    cents = models.BigIntegerField()
    given_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("cents", "id")
        constraints = (models.CheckConstraint(condition=Q(cents__gte=0), name="a_quote_is_never_negative"),)

    def __str__(self) -> str:
        return f"{self.supplier} for {self.project_id}"


class ProjectPayment(models.Model):
    """What was paid for a project; all of it together is never more than was voted, by the database's own sum."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="payments")
    cents = models.BigIntegerField()
    paid_on = models.DateField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="project_payment")

    class Meta:
        ordering = ("paid_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_project_payment_is_of_something"),
        )

    def __str__(self) -> str:
        return f"payment for {self.project_id}"
