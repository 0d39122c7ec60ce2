"""Who asks to speak, who speaks, and for how long."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assemblies.models.assemblies import AgendaItem, Assembly


class FloorKind(models.TextChoices):
    TURN = "turn", _("to speak")
    POINT_OF_ORDER = "order", _("point of order")


class Guest(models.Model):
    """An adviser or a guest: a voice in one assembly, never a vote, counted in nothing."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=120)
    """As what they speak: adviser, from the union, from the school."""
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    let_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="a_guest_leaves_after_arriving",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} in {self.assembly_id}"


class FloorRequest(models.Model):
    """One turn to speak: asked for, perhaps given, ended or taken back. Order is computed, never stored."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="floor")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="floor")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, related_name="floor")
    """Who speaks: one of us, or somebody let in."""
    kind = models.CharField(max_length=5, choices=FloorKind.choices, default=FloorKind.TURN)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When they stopped speaking, or took the request back (then `started_at` stays empty)."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["assembly", "member"],
                condition=Q(ended_at__isnull=True),
                name="nobody_waits_for_the_floor_twice",
            ),
            models.UniqueConstraint(
                fields=["guest"],
                condition=Q(ended_at__isnull=True),
                name="no_guest_waits_for_the_floor_twice",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, guest__isnull=True)
                | Q(member__isnull=True, guest__isnull=False),
                name="a_turn_to_speak_is_one_persons",
            ),
            models.UniqueConstraint(
                fields=["assembly"],
                condition=Q(started_at__isnull=False, ended_at__isnull=True),
                name="one_speaks_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True) | Q(started_at__gte=F("asked_at")),
                name="one_speaks_after_asking",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at")),
                name="a_turn_ends_after_it_began",
            ),
        )
        indexes = (models.Index(fields=["assembly", "asked_at"], name="floor_of_an_assembly"),)

    def __str__(self) -> str:
        return f"{self.member_id or self.guest} asks for the floor in {self.assembly_id}"
