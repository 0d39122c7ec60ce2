"""What we keep of the money, and what can never be true of it.

An entry is sealed by the database: its postings are inserted first, the entry last; inserting the entry
checks that they sum to zero; once it exists nothing is added, changed or removed (ledger/guards.py).
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    ASSET = "asset", _("what we have")
    LIABILITY = "liability", _("what we owe")
    EQUITY = "equity", _("what is ours together")
    INCOME = "income", _("money that comes in")
    COST = "cost", _("money that goes out")


class Account(models.Model):
    """A place where money is, comes from or goes to. Debits are positive cents, credits negative."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    is_shareable = models.BooleanField(default=True)
    """False for reserves that may never be shared out."""

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def said(self) -> str:
        """Its name in the reader's language."""
        spanish = (get_language() or "").startswith("es")
        return (self.name_es if spanish else "") or self.name

    @property
    def sign(self) -> int:
        """What turns its cents into what members expect to read: 1 or -1."""
        return 1 if self.kind in (AccountKind.ASSET, AccountKind.COST) else -1


class Period(models.Model):
    """A stretch of days whose books are open or closed: half-open [from_on, until_on)."""

    name = models.CharField(max_length=20, unique=True)
    """"2026-03" for a month."""
    from_on = models.DateField(unique=True)
    until_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("from_on",)
        constraints = (models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="a_period_lasts"),)

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> str:
        """A month by its name and year in the reader's language; another period by its own name."""
        is_month = self.name == f"{self.from_on:%Y-%m}"
        return date_format(self.from_on, "F Y") if is_month else self.name


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
