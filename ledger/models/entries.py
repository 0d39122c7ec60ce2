"""Entries and their postings, sealed by the database.

An entry's postings are inserted first, the entry last; inserting the entry checks that they sum to zero; once it
exists nothing is added, changed or removed (ledger/guards.py).
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.models.accounts import Account
from ledger.models.periods import Period


class Entry(models.Model):
    """One thing that happened to the money, balanced and sealed.

    `key` makes it happen once: posting the same key again returns the entry that is there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.BigIntegerField(unique=True)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="entries")
    on = models.DateField()
    memo = models.CharField(max_length=200)
    key = models.CharField(max_length=120, unique=True)
    because = models.CharField(max_length=80, blank=True)
    """The thing that caused it: "payroll.payrun:4", "ledger.bankline:9", "assemblies.motion:33"."""
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    seal = models.CharField(max_length=64)
    """SHA-256 over its contents (`ledger.rules.seal_of`), so that `verify` sees a changed line."""

    class Meta:
        ordering = ("-on", "-number")
        indexes = (models.Index(fields=["period", "on"], name="entries_of_a_period"),)

    def __str__(self) -> str:
        return f"{self.number} {self.memo}"


class Posting(models.Model):
    """One line of an entry: so many cents on one account, debit positive, credit negative."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    cents = models.BigIntegerField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="postings"
    )
    """Whose, where an account is kept per member (pay owed, return owed, shares)."""
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(cents=0), name="a_posting_moves_money"),)
        indexes = (models.Index(fields=["account", "member"], name="postings_of_an_account"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.cents}"
