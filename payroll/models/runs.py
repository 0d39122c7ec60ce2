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
    RECONCILED = "reconciled", _("found in the bank and in the cash box")
    CLOSED = "closed", _("closed")
    ABANDONED = "abandoned", _("set aside")


BOOKED = (PayRunState.POSTED, PayRunState.PAID, PayRunState.RECONCILED, PayRunState.CLOSED)
"""What is in the books, and so is everybody's to see."""


class RunKind(models.TextChoices):
    REGULAR = "regular", _("everyone's pay")
    CORRECTION = "correction", _("a correction for one person")


class Rhythm(models.TextChoices):
    """How often we are paid. A fortnight is half a calendar month: from the 1st, and from the 16th."""

    MONTH = "month", _("a month")
    FORTNIGHT = "fortnight", _("a fortnight")
    WEEK = "week", _("a week")


class PayRun(models.Model):
    """Equal pay for a period: computed by one mandate, countersigned by another, posted once, paid once.

    It covers the days [from_on, until_on); `period` is the month of the books in which it is entered. Two of
    everyone's never cover the same day. A correction covers the days of the run that it corrects, for one
    member, with a single slip: what they should have had less what they had.

    `inputs` is everything the sum was worked out from (method, amount or pool, carry, the house rule and its
    motion, days of the period), so that anyone can work it out again.
    """

    period = models.ForeignKey("ledger.Period", on_delete=models.PROTECT, related_name="pay_runs")
    kind = models.CharField(max_length=10, choices=RunKind.choices, default=RunKind.REGULAR)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.MONTH)
    from_on = models.DateField()
    until_on = models.DateField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="pay_corrections"
    )
    """Whose correction it is."""
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
    payment_entry = models.ForeignKey(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="pay_runs_paid"
    )
    """Of the first payment that paid some of it; a payment may pay some of several runs."""
    paid_at = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    """Seal of the payslips as computed: a second signature signs exactly these."""

    found_done = False
    """Not kept: true where an action found its step taken already, and so changed nothing."""

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["from_on"],
                condition=Q(kind="regular") & ~Q(state="abandoned"),
                name="one_pay_run_a_period",
            ),
            models.UniqueConstraint(
                fields=["corrects", "member"],
                condition=Q(kind="correction", state__in=("draft", "computed", "countersigned")),
                name="one_correction_at_a_time",
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="a_pay_run_has_a_day"),
            models.CheckConstraint(
                condition=Q(kind="regular", corrects__isnull=True, member__isnull=True)
                | Q(kind="correction", corrects__isnull=False, member__isnull=False),
                name="a_correction_names_its_run_and_its_member",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=True)
                | (
                    (Q(prepared_by__isnull=True) | ~Q(member=F("prepared_by")))
                    & (Q(countersigned_by__isnull=True) | ~Q(member=F("countersigned_by")))
                ),
                name="nobody_signs_a_correction_of_their_own",
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
                condition=~Q(state__in=("posted", "paid", "reconciled", "closed"))
                | Q(entry__isnull=False, countersigned_by__isnull=False, posted_at__isnull=False),
                name="what_is_posted_was_countersigned",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("paid", "reconciled", "closed"))
                | Q(payment_entry__isnull=False, paid_at__isnull=False)
                | Q(total_cents=0),
                name="what_is_paid_has_its_entry",
            ),
        )

    def __str__(self) -> str:
        return f"pay run {self.pk} ({self.state})"
