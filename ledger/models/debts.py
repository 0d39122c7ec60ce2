"""Debts: who lent, for what, by which motion, and how they are paid back."""

from __future__ import annotations

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.amounts import say_exact
from ledger.models.accounts import Account
from ledger.models.entries import Entry
from ledger.models.parties import Party


class Debt(models.Model):
    """Money lent to us, or an old bill put into instalments. What was agreed never changes."""

    lender = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="debts")
    purpose = models.CharField(max_length=200)
    voted = models.CharField(max_length=80, blank=True)
    """The motion that voted it: "assemblies.motion:33". Empty where it is older than the co-operative."""
    motion_number = models.PositiveIntegerField(null=True)
    on = models.DateField()
    principal_cents = models.BigIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debts")
    """Where it is owed in the books."""
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="debt")
    """How it came into the books; none where it was in the opening balance."""
    key = models.CharField(max_length=120, blank=True)
    """The form's own, so that writing it down twice is once. Empty in those older than this field."""
    yearly_rate = models.CharField(max_length=60, blank=True)
    """An exact fraction of what is left, for a year ("9/20"); empty where its interest was agreed otherwise."""
    way = models.CharField(max_length=10, blank=True)
    """How it is paid back at that rate: "principal" or "instalment", the same each time."""
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(principal_cents__gt=0), name="a_debt_owes_something"),
            models.CheckConstraint(
                condition=Q(yearly_rate="", way="")
                | (~Q(yearly_rate="") & Q(way__in=("principal", "instalment"))),
                name="a_rate_says_how_it_is_paid_back",
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="a_debt_is_written_down_once"),
        )

    def __str__(self) -> str:
        return self.purpose

    @property
    def in_a_hundred(self) -> str:
        """Its rate as the reader says it: "45", "45.5" or "45,5", else as a fraction."""
        return say_exact(Fraction(self.yearly_rate or 0) * 100)


class Instalment(models.Model):
    """One part of a debt as it was agreed: when it is due, what it pays back, what it costs."""

    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveIntegerField()
    due_on = models.DateField()
    principal_cents = models.BigIntegerField()
    interest_cents = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("debt", "number")
        constraints = (
            models.UniqueConstraint(fields=["debt", "number"], name="an_instalment_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(principal_cents__gte=0, interest_cents__gte=0),
                name="an_instalment_takes_nothing_back",
            ),
        )

    def __str__(self) -> str:
        return f"{self.debt_id} {self.number}"

    @property
    def cents(self) -> int:
        return self.principal_cents + self.interest_cents


class InstalmentPayment(models.Model):
    """An instalment paid, with its entry. One that stands; where that was undone, another."""

    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="payments")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="instalment_payment")

    def __str__(self) -> str:
        return f"{self.instalment_id} {self.entry_id}"
