"""Whom we deal with: suppliers, customers and lenders; and their invoices."""

from __future__ import annotations

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from ledger.amounts import say_exact
from ledger.models.accounts import Account
from ledger.models.entries import Entry
from ledger.money import format_money


class Party(models.Model):
    """Somebody outside whom we buy from, sell to, or owe."""

    name = models.CharField(max_length=120, unique=True)
    is_supplier = models.BooleanField(default=False)
    is_customer = models.BooleanField(default=False)
    is_lender = models.BooleanField(default=False)
    tax_number = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(is_supplier=True) | Q(is_customer=True) | Q(is_lender=True),
                name="a_party_is_something_to_us",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Direction(models.TextChoices):
    BILL = "bill"
    SALE = "sale"


class Invoice(models.Model):
    """What a supplier asks of us, or we of a customer; in its own money and in ours, at the rate of its day."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="invoices")
    direction = models.CharField(max_length=4, choices=Direction.choices)
    number = models.CharField(max_length=40)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    due_on = models.DateField()
    currency = models.CharField(max_length=3)
    decimals = models.PositiveSmallIntegerField(default=2)
    amount = models.BigIntegerField()
    """In the smallest parts of its money."""
    rate = models.CharField(max_length=60, default="1")
    """Units of our money for one of its, an exact fraction as text."""
    rate_on = models.DateField()
    rate_source = models.CharField(max_length=120, blank=True)
    cents = models.BigIntegerField()
    """The same in our money."""
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="invoice")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0, cents__gt=0), name="an_invoice_asks_for_money"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.cents}"

    @property
    def written(self) -> str:
        """The amount in its own money, as the reader writes numbers."""
        language = get_language() or "es-ar"
        return format_money(self.amount, currency_symbol="", decimals=self.decimals, language=language)

    @property
    def rate_written(self) -> str:
        """The rate with its decimals where it has an end, as the reader writes numbers; else as a fraction."""
        return say_exact(Fraction(self.rate))


class InvoicePayment(models.Model):
    """A part of an invoice that was paid, and what it settled of it."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="invoice_payment")
    amount = models.BigIntegerField()
    """In the smallest parts of the invoice's money."""
    settled_cents = models.BigIntegerField()
    rate = models.CharField(max_length=60, default="1")
    rate_source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_of_an_invoice_pays"),
        )

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.amount}"
