"""What makes one payslip unlike another: a difference that was voted, an advance, a deduction."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payroll.models.payslips import Payslip


class Difference(models.Model):
    """What one member gets above or below everyone's pay of a whole period: voted, with a reason, until a day.

    `cents` are of a whole period of our rhythm; the days of a period that it covers count exactly.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pay_differences"
    )
    cents = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField()
    motion = models.ForeignKey("assemblies.Motion", on_delete=models.PROTECT, related_name="pay_differences")

    objects: ClassVar[models.Manager[Difference]] = models.Manager()

    class Meta:
        ordering = ("from_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")), name="a_difference_between_us_ends"
            ),
            models.CheckConstraint(condition=~Q(cents=0), name="a_difference_is_not_nothing"),
            models.UniqueConstraint(fields=["motion", "member"], name="a_motion_makes_one_difference_each"),
        )

    def __str__(self) -> str:
        return f"{self.cents} for {self.member_id} [{self.from_on}, {self.until_on})"


class Advance(models.Model):
    """Money a member had before its day, taken back from their pay in instalments.

    It is given by somebody else than whoever gets it. Where a correction finds that somebody was paid too much,
    that too is an advance (`overpaid` is the correction's slip) and nothing leaves the bank.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pay_advances"
    )
    cents = models.BigIntegerField()
    instalments = models.PositiveSmallIntegerField(default=1)
    from_on = models.DateField()
    """Taken back from the first pay that has this day or a later one."""
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)
    """Of the form that asked for it: sent twice, it is given once."""
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="pay_advance"
    )
    overpaid = models.OneToOneField(Payslip, on_delete=models.PROTECT, null=True, related_name="made_advance")

    objects: ClassVar[models.Manager[Advance]] = models.Manager()

    class Meta:
        ordering = ("from_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(cents__gt=0, instalments__gte=1),
                name="an_advance_is_some_money_in_some_instalments",
            ),
            models.CheckConstraint(
                condition=~Q(member=F("given_by")), name="nobody_gives_themselves_an_advance"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | Q(overpaid__isnull=False),
                name="an_advance_is_in_the_books",
            ),
        )

    def __str__(self) -> str:
        return f"advance of {self.cents} to {self.member_id}"


class DeductionKind(models.TextChoices):
    STATUTORY = "statutory", _("by law, the same for all")
    IN_KIND = "in_kind", _("had in kind, at a voted value")
    VOLUNTARY = "voluntary", _("asked for by oneself")


class Deduction(models.Model):
    """What is kept back from pay: from all alike because the law or the assembly says so, or because one asks.

    Either `cents` of a whole period or an exact `share` of one's pay ("3/100"). What is had in kind is what
    each has from our own goods as part of the pay, at the value the assembly voted.
    """

    kind = models.CharField(max_length=10, choices=DeductionKind.choices)
    name = models.CharField(max_length=80)
    cents = models.BigIntegerField(default=0)
    share = models.CharField(max_length=24, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="pay_deductions"
    )
    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="pay_deductions"
    )
    asked_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Deduction]] = models.Manager()

    class Meta:
        ordering = ("from_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="voluntary", member__isnull=False, motion__isnull=True)
                | Q(kind__in=("statutory", "in_kind"), member__isnull=True, motion__isnull=False),
                name="a_deduction_is_voted_for_all_or_asked_for_by_oneself",
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0, share="") | (Q(cents=0) & ~Q(share="")),
                name="a_deduction_is_an_amount_or_a_share",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="a_deduction_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["member", "name", "cents", "share", "from_on"],
                condition=Q(member__isnull=False, until_on__isnull=True),
                name="the_same_is_kept_back_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


class Withholding(models.Model):
    """One thing that a payslip keeps back, and what of: an instalment of an advance, or a deduction.

    Below zero it gives back what an earlier slip kept: only the slip of a correction does, and of a deduction.
    """

    payslip = models.ForeignKey(Payslip, on_delete=models.PROTECT, related_name="withholdings")
    advance = models.ForeignKey(Advance, on_delete=models.PROTECT, null=True, related_name="withholdings")
    deduction = models.ForeignKey(Deduction, on_delete=models.PROTECT, null=True, related_name="withholdings")
    cents = models.BigIntegerField()

    objects: ClassVar[models.Manager[Withholding]] = models.Manager()

    class Meta:
        ordering = ("payslip", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(advance__isnull=False, deduction__isnull=True)
                | Q(advance__isnull=True, deduction__isnull=False),
                name="what_is_kept_back_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0) | (Q(deduction__isnull=False) & ~Q(cents=0)),
                name="what_is_kept_back_is_above_zero",
            ),
            models.UniqueConstraint(fields=["payslip", "advance"], name="an_advance_once_a_payslip"),
            models.UniqueConstraint(fields=["payslip", "deduction"], name="a_deduction_once_a_payslip"),
        )

    def __str__(self) -> str:
        return f"{self.cents} kept back from payslip {self.payslip_id}"
