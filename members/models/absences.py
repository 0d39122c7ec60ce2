"""When a member is not there: days away, and that they go."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.models.register import Member


class AbsenceKind(models.TextChoices):
    PERSONAL = "personal", _("personal")
    ILLNESS = "illness", _("illness or accident")
    CARE = "care", _("caring for somebody")
    HOLIDAY = "holiday", _("holiday")
    STUDY = "study", _("study or training")


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> AbsenceQuerySet:
        """Those not taken back."""
        return self.filter(taken_back_at__isnull=True)

    def on(self, day: date) -> AbsenceQuerySet:
        return self.standing().filter(from_on__lte=day, until_on__gt=day)


class Absence(models.Model):
    """Days on which a member is not there, entered once and respected everywhere: [from_on, until_on).

    Its reason, if any, is the member's own affair: only they and whoever keeps the register read it.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=10, choices=AbsenceKind.choices, default=AbsenceKind.PERSONAL)
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    objects: ClassVar[AbsenceQuerySet] = AbsenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("from_on",)
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="an_absence_ends"),
        )
        indexes = (models.Index(fields=["member", "from_on"], name="absences_of_a_member"),)

    def __str__(self) -> str:
        return f"{self.member_id} is away [{self.from_on}, {self.until_on})"


class LeavingNotice(models.Model):
    """That a member gave notice that they go, from when, and whether they took it back."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="leaving_notices")
    at = models.DateTimeField()
    leaves_on = models.DateField()
    taken_back_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    """When the day had come and they were written down as gone."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(taken_back_at__isnull=True, left_at__isnull=True),
                name="a_member_gives_notice_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(left_at__isnull=True),
                name="a_notice_is_taken_back_or_carried_out",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id} leaves on {self.leaves_on}"
