"""What members ask the funds for, confidentially."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HelpFund(models.TextChoices):
    HARDSHIP = "hardship", _("for one of us in need")
    COMMUNITY = "community", _("for the neighbourhood")


class HelpState(models.TextChoices):
    ASKED = "asked", _("waits for an answer")
    GRANTED = "granted", _("granted, not paid yet")
    DECLINED = "declined", _("not granted")
    PAID = "paid", _("paid")


class HelpRequest(models.Model):
    """Somebody asks a fund for help. Only they, and whoever hears requests, read it; whoever pays sees no reason.

    The record says that a request was made and for how much, never by whom nor why.
    """

    fund = models.CharField(max_length=10, choices=HelpFund.choices)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="help_requests"
    )
    text = models.TextField()
    cents = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=HelpState.choices, default=HelpState.ASKED)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="help_request"
    )

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(cents__gt=0), name="help_is_of_something"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("member")),
                name="nobody_answers_their_own_request",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(entry__isnull=False), name="help_that_was_paid_has_its_entry"
            ),
        )

    def __str__(self) -> str:
        return f"request {self.pk}"
