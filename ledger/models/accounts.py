"""Accounts: where money is, comes from and goes to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    ASSET = "asset", _("what we have")
    LIABILITY = "liability", _("what we owe")
    EQUITY = "equity", _("what is ours together")
    INCOME = "income", _("money that comes in")
    COST = "cost", _("money that goes out")


class Place(models.TextChoices):
    BANK = "bank", _("bank account")
    CASH = "cash", _("cash box")


class Account(models.Model):
    """A place where money is, comes from or goes to. Debits are positive cents, credits negative."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    is_shareable = models.BooleanField(default=True)
    """False for reserves that may never be shared out."""
    place = models.CharField(max_length=4, choices=Place.choices, blank=True)
    """Where it is a place that money is in: a bank account or a cash box."""

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(place="") | Q(kind__in=("asset", "liability")),
                name="a_place_of_money_is_had_or_owed",
            ),
        )

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
