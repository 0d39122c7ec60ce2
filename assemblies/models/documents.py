"""Documents attached to a motion or to an assembly's notice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from assemblies.models.assemblies import Assembly
from assemblies.models.motions import Motion


class Document(models.Model):
    """A file as it was attached: checked by size and type, sealed by its hash, served as a download only."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, null=True, related_name="documents")
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, null=True, related_name="documents")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    """Bytes."""
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="documents/", max_length=120)
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("attached_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(motion__isnull=False, assembly__isnull=True)
                | Q(motion__isnull=True, assembly__isnull=False),
                name="a_document_belongs_to_one_thing",
            ),
        )

    def __str__(self) -> str:
        return self.name
