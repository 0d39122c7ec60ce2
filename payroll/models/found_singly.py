"""Where the bank lists each transfer of a payment by itself: that it does, each one found; what was another one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from payroll.models.payments import Payment, PaymentPart


class SingleBooking(models.Model):
    """That the bank books each transfer of a payment by itself.

    Its entry takes the whole payment from the bank back to what is on its way; each transfer that is found leaves
    the bank then with an entry of its own. So the books have what the bank lists, movement by movement.
    """

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="booked_singly")
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, related_name="payment_booked_singly"
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    objects: ClassVar[models.Manager[SingleBooking]] = models.Manager()

    class Meta:
        ordering = ("payment",)

    def __str__(self) -> str:
        return f"payment {self.payment_id}, transfer by transfer"


class FoundTransfers(models.QuerySet["FoundTransfer"]):
    """Transfers that were found."""

    def standing(self) -> FoundTransfers:
        """Those that were not another movement after all: what was undone counts as not found."""
        return self.filter(entry__reversed_by=None)


class FoundTransfer(models.Model):
    """One transfer of a payment, found as one movement of the bank.

    Where it was another movement its entry is undone and the row stays, and counts no more: the transfer and the
    movement wait again. Standing, each part has one movement, and each movement is one part's.
    """

    part = models.ForeignKey(PaymentPart, on_delete=models.PROTECT, related_name="found_as")
    line = models.ForeignKey("ledger.BankLine", on_delete=models.PROTECT, related_name="transfers_found")
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="transfer_found")
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    objects = FoundTransfers.as_manager()

    class Meta:
        ordering = ("part", "pk")

    def __str__(self) -> str:
        return f"part {self.part_id} found as line {self.line_id}"


class ConfirmationUndone(models.Model):
    """That a payment was not found so, after all: who had said it, when, and as what. It waits to be found again."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="confirmations_undone")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    confirmed_by_what = models.CharField(max_length=120, blank=True)
    line = models.ForeignKey(
        "ledger.BankLine", on_delete=models.PROTECT, null=True, related_name="payments_not_found"
    )
    """The movement that it was found as, where it was found as one."""
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField()

    objects: ClassVar[models.Manager[ConfirmationUndone]] = models.Manager()

    class Meta:
        ordering = ("payment", "pk")

    def __str__(self) -> str:
        return f"payment {self.payment_id} was not found after all"
