"""How much of a whole week each of us works."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from members.models.register import Member


class ShareOfTime(models.Model):
    """From a day on somebody works `part` of the `whole` hours of a week: 24 of 40. Whole where nothing is said.

    Of those that have begun on a day the latest is in force, and of two from the same day the one entered last.
    Rows are only ever added, so that what was is never other than it was.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="shares_of_time")
    part = models.PositiveSmallIntegerField()
    whole = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    entered_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects: ClassVar[models.Manager[ShareOfTime]] = models.Manager()

    class Meta:
        ordering = ("member", "from_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(part__gte=1, part__lte=F("whole")), name="a_share_of_time_is_a_part_of_a_whole"
            ),
        )
        indexes = (models.Index(fields=["member", "from_on"], name="shares_of_a_member"),)

    def __str__(self) -> str:
        return f"{self.member_id} works {self.part} of {self.whole} from {self.from_on}"

    @property
    def share(self) -> Fraction:
        """The exact part of a whole."""
        return Fraction(self.part, self.whole)
