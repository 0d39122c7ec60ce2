"""An assembly, its agenda, and who was there."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AssemblyKind(models.TextChoices):
    WEEKLY = "weekly", _("weekly assembly")
    EMERGENCY = "emergency", _("emergency assembly")
    LEGAL_ORDINARY = "legal_ordinary", _("ordinary assembly (by law)")
    LEGAL_EXTRAORDINARY = "legal_extraordinary", _("extraordinary assembly (by law)")


class AssemblyState(models.TextChoices):
    CONVOKED = "convoked", _("convoked")
    OPEN = "open", _("open")
    RECESS = "recess", _("in recess")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class AssemblyQuerySet(models.QuerySet["Assembly"]):
    def under_way(self) -> AssemblyQuerySet:
        return self.filter(state__in=(AssemblyState.OPEN, AssemblyState.RECESS))

    def coming(self, now: datetime) -> AssemblyQuerySet:
        return self.filter(state=AssemblyState.CONVOKED, ends_at__gt=now).order_by("starts_at")

    def due_to_open(self, now: datetime) -> AssemblyQuerySet:
        """Those whose window has begun and that nobody has opened yet."""
        return self.filter(state=AssemblyState.CONVOKED, starts_at__lte=now)

    def due_second_call(self, now: datetime) -> AssemblyQuerySet:
        return self.filter(state=AssemblyState.OPEN, second_call_due_at__lte=now, second_call_at__isnull=True)

    def due_to_close(self, now: datetime) -> AssemblyQuerySet:
        return self.under_way().filter(ends_at__lte=now)


class Assembly(models.Model):
    """A meeting that decides: in the hall and, where the rules allow, on phones over a window of hours."""

    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=20, choices=AssemblyKind.choices)
    state = models.CharField(max_length=10, choices=AssemblyState.choices, default=AssemblyState.CONVOKED)
    place = models.CharField(max_length=120)
    convoked_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """Until when votes may stay open: the window spans the shifts."""
    starts_on = models.DateField()
    from_home = models.BooleanField(default=True)
    hall_code = models.CharField(max_length=8)
    opened_at = models.DateTimeField(null=True)
    second_call_due_at = models.DateTimeField(null=True)
    second_call_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[AssemblyQuerySet] = AssemblyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-starts_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["starts_on"], condition=Q(kind="weekly"), name="one_weekly_assembly_a_day"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="an_assembly_lasts"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="a_closed_assembly_says_when",
            ),
        )
        indexes = (models.Index(fields=["state", "starts_at"], name="assemblies_by_state"),)

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.starts_on}"


class AgendaItem(models.Model):
    """One matter of an assembly, in order. A motion is on at most one agenda at a time."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="agenda_items"
    )
    minutes = models.PositiveIntegerField(null=True)
    """How long it may take."""
    carried_over = models.BooleanField(default=False)
    """True where it was not reached and went on to a later agenda."""
    key = models.CharField(max_length=60, blank=True)
    """What put it there by itself (`duty:12`, a task not done); empty for what somebody put there."""

    class Meta:
        ordering = ("assembly", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["assembly", "key"],
                condition=~Q(key=""),
                name="what_comes_back_comes_once_to_an_agenda",
            ),
            models.UniqueConstraint(
                fields=["assembly", "position"], name="one_item_in_each_place_of_the_agenda"
            ),
            models.UniqueConstraint(
                fields=["motion"],
                condition=Q(carried_over=False),
                name="a_motion_is_on_one_agenda_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class PresenceChannel(models.TextChoices):
    HALL_CODE = "hall_code", _("with the hall code")
    HOME = "home", _("from home")
    DOOR = "door", _("at the door")


class PresenceQuerySet(models.QuerySet["Presence"]):
    def at(self, moment: datetime) -> PresenceQuerySet:
        """Who was there at that moment."""
        return self.filter(Q(left_at__isnull=True) | Q(left_at__gt=moment), arrived_at__lte=moment)


class Presence(models.Model):
    """One stay of one member in one assembly, from arrival to departure.

    Arrivals are not acts (one line per person would serialise the door); the closing act seals them all.
    """

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="presences")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="presences")
    channel = models.CharField(max_length=10, choices=PresenceChannel.choices)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects: ClassVar[PresenceQuerySet] = PresenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["assembly", "member"],
                condition=Q(left_at__isnull=True),
                name="nobody_is_present_twice",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="one_leaves_after_arriving",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id} in {self.assembly_id}"
