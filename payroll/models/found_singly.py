"""Where the bank lists each transfer of a payment by itself: that it does, and each one that was found."""

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


class FoundTransfer(models.Model):
    """One transfer of a payment, found as one movement of the bank. Each part once, each movement once."""

    part = models.OneToOneField(PaymentPart, on_delete=models.PROTECT, related_name="found_as")
    line = models.OneToOneField("ledger.BankLine", on_delete=models.PROTECT, related_name="transfer_found")
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="transfer_found")
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    objects: ClassVar[models.Manager[FoundTransfer]] = models.Manager()

    class Meta:
        ordering = ("part",)

    def __str__(self) -> str:
        return f"part {self.part_id} found as line {self.line_id}"
