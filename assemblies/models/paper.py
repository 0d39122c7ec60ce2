"""Votes on paper, in one count with the phones."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from assemblies.models.motions import Motion


class PaperVoter(models.Model):
    """That a member was handed a paper ballot on a motion, and so votes on paper and on nothing else.

    What they write on it is known to the box alone: an open vote with paper in it is counted by name for the
    phones and by totals for the box.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="paper_voters")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["motion", "member"], name="one_member_one_paper"),)

    def __str__(self) -> str:
        return f"{self.member_id} votes on paper on {self.motion_id}"


class PaperCount(models.Model):
    """The box as one scrutineer counted it. Two different ones must find the same before it is counted.

    `blank` papers are abstentions. A scrutineer who counts again writes another row: the last one holds.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="paper_counts")
    scrutineer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    in_favour = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    blank = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["motion", "counted_at"], name="paper_counts_of_a_motion"),)

    def __str__(self) -> str:
        return f"{self.scrutineer_id} counted the box of {self.motion_id}"
