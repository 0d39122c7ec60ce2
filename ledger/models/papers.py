"""The papers behind the books: tickets, and the bank's files as the bank gave them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.models.accounts import Account
from ledger.models.entries import Entry


class PaperKind(models.TextChoices):
    TICKET = "ticket"
    BANK = "bank"


class Paper(models.Model):
    """A file as it was given: checked by size and type, sealed by its hash, served as a download only."""

    kind = models.CharField(max_length=6, choices=PaperKind.choices)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="papers")
    """The account a bank's file is of."""
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    """Bytes."""
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="papers/", max_length=120)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-kept_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(kind="ticket"), name="a_ticket_is_kept_once"
            ),
            models.UniqueConstraint(
                fields=["account", "sha256"], condition=Q(kind="bank"), name="a_bank_file_is_kept_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class PaperOfEntry(models.Model):
    """Which paper an entry rests on. Said once, and never taken back."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="papers")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="entries")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entry", "paper"], name="a_paper_is_of_an_entry_once"),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} {self.paper_id}"
