"""What one member got for a period, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from payroll.models.runs import PayRun


class Payslip(models.Model):
    """What one member got for a period, and why: its lines add up, by the database's own sum.

    `days` of `period_days` were theirs, namely those of `span` ("2026-03-01/2026-04-01", half-open; several
    joined by a space, however many). Two slips of a run with the same span have the same equal part: the database refuses
    anything else. A difference stands apart and cites a motion. `lines` is the sum, as
    [{"code", "cents", …}]; the words are made when it is shown, in the reader's language.
    """

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="payslips")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payslips")
    days = models.PositiveIntegerField()
    period_days = models.PositiveIntegerField()
    span = models.TextField()
    equal_cents = models.BigIntegerField()
    difference_cents = models.BigIntegerField(default=0)
    difference_by = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    return_cents = models.BigIntegerField(default=0)
    """The member's part of a shared surplus, paid with this slip."""
    withheld_cents = models.BigIntegerField(default=0)
    net_cents = models.BigIntegerField()
    lines = models.JSONField(default=list)
    nonce = models.CharField(max_length=32, blank=True)
    """By chance: its own member has it, so that nobody else can guess what the seal of this slip hides. Slips from
    before there were such seals have none."""
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    """The slip of the run that a correction corrects; only such a slip may have parts below zero."""

    class Meta:
        ordering = ("run", "member__number")
        constraints = (
            models.UniqueConstraint(fields=["run", "member"], name="one_payslip_each_a_run"),
            models.CheckConstraint(
                condition=Q(
                    net_cents=F("equal_cents")
                    + F("difference_cents")
                    + F("return_cents")
                    - F("withheld_cents")
                ),
                name="payslip_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(difference_cents=0) | Q(difference_by__isnull=False),
                name="a_difference_cites_its_motion",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=F("period_days")), name="days_are_within_the_period"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=False)
                | Q(equal_cents__gte=0, withheld_cents__gte=0, return_cents__gte=0),
                name="pay_is_never_negative",
            ),
            models.CheckConstraint(
                condition=Q(net_cents__gte=0), name="nobody_goes_home_owing_for_their_work"
            ),
        )
        indexes = (
            models.Index(fields=["member", "run"], name="payslips_of_a_member"),
            models.Index(fields=["run", "span", "equal_cents"], name="payslips_of_a_span"),
        )

    def __str__(self) -> str:
        return f"payslip of {self.member_id} in run {self.run_id}"
