"""Cash boxes counted, note by note, by two people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ledger.models.accounts import Account
from ledger.models.entries import Entry


class CashCount(models.Model):
    """What two of us counted in a box. Until the second has counted, it waits; then it stays."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="cash_counts")
    notes = models.JSONField[dict[str, Any]]()
    """How many of each note and coin: cents (as text) to count."""
    counted_cents = models.BigIntegerField()
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True)
    on = models.DateField(null=True)
    """The day it was confirmed."""
    books_cents = models.BigIntegerField(null=True)
    """What the books said there was when it was confirmed."""
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="cash_count")
    """The difference, where there was one."""
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-first_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("first_by")), name="a_cash_box_is_counted_by_two"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None, second_at=None, on=None, books_cents=None, entry=None)
                | Q(
                    second_by__isnull=False,
                    second_at__isnull=False,
                    on__isnull=False,
                    books_cents__isnull=False,
                    dropped_at=None,
                ),
                name="a_cash_count_is_whole_or_waits",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(second_at=None, dropped_at=None),
                name="one_count_of_a_box_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.counted_cents}"

    @property
    def difference_cents(self) -> int:
        """What was counted less what the books said; below zero where something is missing."""
        return self.counted_cents - (self.books_cents or 0)
