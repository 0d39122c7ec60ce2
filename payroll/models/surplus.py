"""The yearly surplus, and each one's part of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payroll.models.payslips import Payslip


class SurplusState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    PROPOSED = "proposed", _("proposed to the assembly")
    POSTED = "posted", _("shared")
    FALLEN = "fallen", _("not adopted")
    REPLACED = "replaced", _("replaced by an amendment")


class Surplus(models.Model):
    """The surplus of some periods worked out by law and by vote, and shared when the assembly adopts it.

    `inputs`, `steps` and `how` are frozen when it is proposed: the exact figures voted are the ones posted. An
    amendment that is adopted freezes others in another row, `instead_of` this one, which then is replaced.
    """

    name = models.CharField(max_length=40)
    """"2025" for a year, "2026-03" for one period."""
    from_on = models.DateField()
    until_on = models.DateField()
    pack = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=SurplusState.choices, default=SurplusState.DRAFT)
    inputs = models.JSONField()
    steps = models.JSONField(default=list)
    how = models.JSONField(default=dict)
    """How it returns: {"key": "days", "cash": "2/5", "heads": "1/2"}, shares as text (rules.surplus_terms)."""
    result_cents = models.BigIntegerField()
    for_return_cents = models.BigIntegerField(default=0)
    left_over_cents = models.BigIntegerField(default=0)
    """Cents that the division left: named, and ours together."""
    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="surpluses"
    )
    instead_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="surplus")
    adopted_by = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="surpluses_shared"
    )
    """The motion that was adopted: `motion`, or a later round of it after a tie. It is the one contested."""
    key = models.CharField(max_length=64, null=True)
    """The form's own: a form sent twice works it out once."""
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
                condition=~Q(state="posted")
                | Q(entry__isnull=False, motion__isnull=False, adopted_by__isnull=False),
                name="only_a_motion_shares_surplus",
            ),
            models.UniqueConstraint(
                fields=["motion"],
                condition=~Q(state="replaced"),
                name="a_motion_stands_for_one_surplus",
            ),
            models.UniqueConstraint(fields=["key"], name="a_form_works_out_one_surplus"),
        )

    def __str__(self) -> str:
        return f"surplus {self.name} ({self.state})"


class Return(models.Model):
    """One member's part of a shared surplus: money, paid with a payslip, and shares, in their account at once."""

    surplus = models.ForeignKey(Surplus, on_delete=models.PROTECT, related_name="returns")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="returns")
    weight = models.TextField(default="1")
    """What it was worked out by, exact: days, hours, one for each, or a mix of them ("5/8")."""
    cents = models.BigIntegerField()
    """What is paid in money; `interest_cents` of it are interest on their shares."""
    interest_cents = models.BigIntegerField(default=0)
    shares_cents = models.BigIntegerField(default=0)
    held_cents = models.BigIntegerField(null=True)
    """What they held in shares at the end of that time, by which the interest is; empty before this was kept."""
    payslip = models.ForeignKey(Payslip, on_delete=models.PROTECT, null=True, related_name="returns")
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="return_paid"
    )
    """How it was paid to somebody who left meanwhile, and gets no payslip any more."""
    given_up_by = models.ForeignKey(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="returns_given_up"
    )
    """Where it went instead, when a contest of the surplus was right and the assembly decided so."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["surplus", "member"], name="one_return_each"),
            models.CheckConstraint(
                condition=Q(cents__gte=F("interest_cents"), interest_cents__gte=0, shares_cents__gte=0),
                name="a_return_is_never_negative",
            ),
            models.CheckConstraint(
                condition=Q(payslip__isnull=True) | Q(entry__isnull=True), name="a_return_is_paid_once"
            ),
            models.CheckConstraint(
                condition=Q(given_up_by__isnull=True) | Q(payslip__isnull=True, entry__isnull=True),
                name="what_was_given_up_is_not_paid",
            ),
        )

    def __str__(self) -> str:
        return f"return of {self.member_id} in {self.surplus_id}"
