"""The bank's movements, each once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.models.accounts import Account
from ledger.models.entries import Entry
from ledger.models.papers import Paper


class BankLines(models.QuerySet["BankLine"]):
    """Movements of the bank."""

    def waiting(self) -> BankLines:
        """Those that wait for their account: they have no entry, or the one they had was undone."""
        return self.filter(Q(entry=None) | Q(entry__reversed_by__isnull=False))

    def settled(self) -> BankLines:
        """Those that have an entry, and it stands."""
        return self.filter(entry__isnull=False, entry__reversed_by=None)


class BankLine(models.Model):
    """One line of a bank file, in once however often the file is imported.

    `fingerprint` is a hash of account, day, cents, and the bank's reference, or its words where it gives none
    (`ledger.rules.bank.mark_of`); `occurrence` tells equal lines of one day apart.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="bank_lines")
    fingerprint = models.CharField(max_length=64)
    occurrence = models.PositiveIntegerField(default=1)
    on = models.DateField()
    text = models.CharField(max_length=200)
    words = models.CharField(max_length=120, blank=True)
    """Its text without what changes every time (`ledger.rules.memory.words_of`): how we know its like."""
    cents = models.BigIntegerField()
    imported_at = models.DateTimeField()
    reference = models.CharField(max_length=80, blank=True)
    """The bank's own name for it, where the format of the file has one."""
    format = models.CharField(max_length=4, default="csv")
    """Of the file that brought it: "csv", "ofx", "camt"."""
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="bank_lines")
    """The file that brought it."""
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="bank_line")
    """What it is in the books. Once that entry is undone, the movement waits again, for another."""
    unmatched = models.PositiveIntegerField(default=0)
    """How often it was found in the books as an entry that it was not (`BankMatchUndone`)."""

    objects = BankLines.as_manager()

    class Meta:
        ordering = ("-on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["account", "fingerprint", "occurrence"], name="a_bank_line_enters_once"
            ),
        )
        indexes = (models.Index(fields=["words"], name="bank_lines_of_the_same_words"),)

    def __str__(self) -> str:
        return f"{self.on} {self.text} {self.cents}"


class BankMatchUndone(models.Model):
    """That a movement, found in the books as an entry, was not that entry: the `nth` time for this movement.

    The entry stays as it is, and nothing moves in the books; the movement waits again.
    """

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="matches_undone")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="matches_undone")
    nth = models.PositiveIntegerField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField()

    objects: ClassVar[models.Manager[BankMatchUndone]] = models.Manager()

    class Meta:
        ordering = ("line", "nth")
        constraints = (models.UniqueConstraint(fields=["line", "nth"], name="a_match_is_undone_once"),)

    def __str__(self) -> str:
        return f"line {self.line_id} is not entry {self.entry_id}"


class BankColumns(models.Model):
    """Where a bank's CSV has what, as somebody said once for all its files."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="bank_columns")
    columns = models.JSONField[dict[str, Any]]()
    """The fields of `ledger.bank_files.Columns`."""
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.columns}"
