"""The pay run of a period: who prepared it, who signed, and how far it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PayRunState(models.TextChoices):
    DRAFT = "draft", _("draft")
    COMPUTED = "computed", _("computed")
    COUNTERSIGNED = "countersigned", _("countersigned")
    POSTED = "posted", _("posted")
    PAID = "paid", _("paid")
    ABANDONED = "abandoned", _("set aside")


class PayRun(models.Model):
    """Equal pay for a period: computed by one mandate, countersigned by another, posted once, paid once.

    `inputs` is everything the sum was worked out from (method, amount or pool, carry, the house rule and its
    motion, days of the period), so that anyone can work it out again.
    """

    period = models.ForeignKey("ledger.Period", on_delete=models.PROTECT, related_name="pay_runs")
    state = models.CharField(max_length=14, choices=PayRunState.choices, default=PayRunState.DRAFT)
    inputs = models.JSONField(default=dict)
    total_cents = models.BigIntegerField(default=0)
    carry_in_cents = models.BigIntegerField(default=0)
    carry_out_cents = models.BigIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    prepared_under = models.ForeignKey(
        "rotation.Mandate", on_delete=models.PROTECT, null=True, related_name="+"
    )
    computed_at = models.DateTimeField(null=True)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    countersigned_under = models.ForeignKey(
        "rotation.Mandate", on_delete=models.PROTECT, null=True, related_name="+"
    )
    countersigned_at = models.DateTimeField(null=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="pay_run")
    posted_at = models.DateTimeField(null=True)
    payment_entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="pay_run_paid"
    )
    paid_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    """Seal of the payslips as computed: a second signature signs exactly these."""

    found_done = False
    """Not kept: true where an action found its step taken already, and so changed nothing."""

    class Meta:
        ordering = ("-period__from_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["period"], condition=~Q(state="abandoned"), name="one_pay_run_a_period"
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=F("prepared_by")),
                name="two_people_sign_a_pay_run",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_under__isnull=True) | ~Q(countersigned_under=F("prepared_under")),
                name="two_mandates_sign_a_pay_run",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("posted", "paid"))
                | Q(entry__isnull=False, countersigned_by__isnull=False, posted_at__isnull=False),
                name="what_is_posted_was_countersigned",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(payment_entry__isnull=False, paid_at__isnull=False),
                name="what_is_paid_has_its_entry",
            ),
        )

    def __str__(self) -> str:
        return f"pay run {self.pk} ({self.state})"
