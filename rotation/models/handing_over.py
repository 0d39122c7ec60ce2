"""The two-sided act that ends one mandate and starts the next."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rotation.models.mandates import Mandate


class Handover(models.Model):
    """From whoever leaves a seat to whoever takes it: notes, a check-list, and both signatures."""

    outgoing = models.OneToOneField(Mandate, on_delete=models.PROTECT, related_name="handed_over")
    incoming = models.OneToOneField(Mandate, on_delete=models.PROTECT, related_name="taken_over")
    notes = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    """What whoever takes it has to say: what is missing, what was found."""
    opened_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    """When the outgoing one signed."""
    accepted_at = models.DateTimeField(null=True)
    """When the incoming one signed."""
    alerted_at = models.DateTimeField(null=True)
    """When everybody was told that the day came and it was not signed."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(outgoing=F("incoming")), name="a_handover_has_two_sides"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True)
                | Q(given_at__isnull=False, accepted_at__gte=F("given_at")),
                name="one_accepts_what_was_given",
            ),
        )

    def __str__(self) -> str:
        return f"handover {self.outgoing_id} to {self.incoming_id}"


class HandoverLine(models.Model):
    """One thing that passes on: of the post's list, a task still open, a motion under way, a file, a key."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    what = models.CharField(max_length=300)
    link = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=80)
    """What it is of (`duty:12`, `motion:9`, `list:3`): each thing is listed once."""
    given_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["handover", "key"], name="a_thing_is_handed_over_once"),
        )

    def __str__(self) -> str:
        return self.what


class CalendarFeed(models.Model):
    """A private address that a calendar reads: a member's own, or (without a member) the wall's.

    Only its hash is kept.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="calendar_feeds"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at__isnull=True), name="one_calendar_address_each"
            ),
        )

    def __str__(self) -> str:
        return f"calendar of {self.member_id or 'the wall'}"
