"""The bank's movements, each once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ledger.models.accounts import Account
from ledger.models.entries import Entry


class BankLine(models.Model):
    """One line of a bank file, in once however often the file is imported.

    `fingerprint` is a hash of account, day, text and cents; `occurrence` tells equal lines of one day apart.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="bank_lines")
    fingerprint = models.CharField(max_length=64)
    occurrence = models.PositiveIntegerField(default=1)
    on = models.DateField()
    text = models.CharField(max_length=200)
    cents = models.BigIntegerField()
    imported_at = models.DateTimeField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="bank_line")

    objects: ClassVar[models.Manager[BankLine]] = models.Manager()

    class Meta:
        ordering = ("-on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["account", "fingerprint", "occurrence"], name="a_bank_line_enters_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.text} {self.cents}"
