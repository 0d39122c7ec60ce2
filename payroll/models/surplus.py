"""The yearly surplus, and each one's part of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payroll.models.payslips import Payslip


class SurplusState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    PROPOSED = "proposed", _("proposed to the assembly")
    POSTED = "posted", _("shared")
    FALLEN = "fallen", _("not adopted")


class Surplus(models.Model):
    """The surplus of some periods worked out by law and by vote, and shared when the assembly adopts it.

    `inputs` and `steps` are frozen when it is proposed: the exact figures voted are the ones posted.
    """

    name = models.CharField(max_length=40)
    """"2025" for a year, "2026-03" for one period."""
    from_on = models.DateField()
    until_on = models.DateField()
    pack = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=SurplusState.choices, default=SurplusState.DRAFT)
    inputs = models.JSONField()
    steps = models.JSONField(default=list)
    result_cents = models.BigIntegerField()
    for_return_cents = models.BigIntegerField(default=0)
    left_over_cents = models.BigIntegerField(default=0)
    """Cents that an equal division left; named, and carried to the next."""
    motion = models.OneToOneField(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="surplus"
    )
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="surplus")
    made_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "surpluses"
        ordering = ("-from_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["name"], condition=Q(state="posted"), name="a_surplus_is_shared_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="posted") | Q(entry__isnull=False, motion__isnull=False),
                name="only_a_motion_shares_surplus",
            ),
        )

    def __str__(self) -> str:
        return f"surplus {self.name} ({self.state})"


class Return(models.Model):
    """One member's part of a shared surplus, paid with a payslip."""

    surplus = models.ForeignKey(Surplus, on_delete=models.PROTECT, related_name="returns")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="returns")
    weight = models.CharField(max_length=24, default="1")
    cents = models.BigIntegerField()
    payslip = models.ForeignKey(Payslip, on_delete=models.PROTECT, null=True, related_name="returns")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["surplus", "member"], name="one_return_each"),
            models.CheckConstraint(condition=Q(cents__gte=0), name="a_return_is_never_negative"),
        )

    def __str__(self) -> str:
        return f"return of {self.member_id} in {self.surplus_id}"
