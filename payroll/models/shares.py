"""Members' shares: what each one subscribed, and what was asked back. What was paid is in the books, per member."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class ShareSubscription(models.Model):
    """So much in shares, to be paid in so many monthly parts: the same for everybody, by the house rule of its day."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="share_subscriptions"
    )
    cents = models.BigIntegerField()
    instalments = models.PositiveIntegerField()
    first_due_on = models.DateField()
    rule = models.ForeignKey("assemblies.HouseRule", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("first_due_on", "id")
        constraints = (
            models.UniqueConstraint(fields=["member", "rule"], name="one_subscription_each_a_rule"),
            models.CheckConstraint(
                condition=Q(cents__gt=0, instalments__gte=1), name="a_subscription_is_of_something"
            ),
        )

    def __str__(self) -> str:
        return f"subscription of {self.member_id}"


class ShareRefund(models.Model):
    """Shares that somebody who left asked back; paid as the house's yearly limit lets, the oldest first."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="share_refunds"
    )
    cents = models.BigIntegerField()
    asked_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("asked_on", "id")
        constraints = (models.CheckConstraint(condition=Q(cents__gt=0), name="a_refund_is_of_something"),)

    def __str__(self) -> str:
        return f"refund {self.pk}"


class RefundPayments(models.QuerySet["RefundPayment"]):
    """Shares that were given back."""

    def standing(self) -> RefundPayments:
        """Those that were not undone: what was undone counts as never given back."""
        return self.filter(entry__reversed_by=None)


class RefundPayment(models.Model):
    """What was paid of a request on a day; never more than was asked, by the database's own sum.

    Where its entry was undone the row stays and counts no more: the request waits again, at its place.
    """

    refund = models.ForeignKey(ShareRefund, on_delete=models.PROTECT, related_name="payments")
    cents = models.BigIntegerField()
    paid_on = models.DateField()
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, related_name="share_refunds")

    objects = RefundPayments.as_manager()

    class Meta:
        ordering = ("paid_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_refund_payment_is_of_something"),
        )

    def __str__(self) -> str:
        return f"payment of refund {self.refund_id}"
