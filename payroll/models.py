"""What we keep of equal pay and of the surplus, and what can never be true of it."""

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


class Payslip(models.Model):
    """What one member got for a period, and why: its lines add up, by the database's own sum.

    `days` of `period_days` were theirs, namely those of `span` ("2026-03-01/2026-04-01", half-open; several
    joined by a space). Two slips of a run with the same span have the same equal part: the database refuses
    anything else. A difference stands apart and cites a motion. `lines` is the sum, as
    [{"code", "cents", …}]; the words are made when it is shown, in the reader's language.
    """

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="payslips")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payslips")
    days = models.PositiveIntegerField()
    period_days = models.PositiveIntegerField()
    span = models.CharField(max_length=120)
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
                condition=Q(equal_cents__gte=0, withheld_cents__gte=0, return_cents__gte=0),
                name="pay_is_never_negative",
            ),
        )
        indexes = (
            models.Index(fields=["member", "run"], name="payslips_of_a_member"),
            models.Index(fields=["run", "span", "equal_cents"], name="payslips_of_a_span"),
        )

    def __str__(self) -> str:
        return f"payslip of {self.member_id} in run {self.run_id}"


class SetAside(models.Model):
    """A voted share of a month's result, kept for a purpose (negative: drawn from the cushion)."""

    period = models.ForeignKey("ledger.Period", on_delete=models.PROTECT, related_name="set_asides")
    purpose = models.CharField(max_length=40)
    share = models.CharField(max_length=24)
    """The exact fraction voted, as text ("45/100"); "rest" for the purpose that takes the remainder."""
    cents = models.BigIntegerField()
    rule = models.ForeignKey("assemblies.HouseRule", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("period", "id")
        constraints = (models.UniqueConstraint(fields=["period", "purpose"], name="set_aside_once_a_period"),)

    def __str__(self) -> str:
        return f"{self.purpose} of {self.period_id}"


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


class Product(models.Model):
    """Something we make and sell. What it costs is in its dated cost sheets."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=12)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class CostSheet(models.Model):
    """What one unit of a product costs from a day on, line by line, open to every member.

    `lines` is [{"text", "cents"}] in the order of the sheet; the work line is minutes at the equal rate.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="cost_sheets")
    in_force_from = models.DateField()
    lines = models.JSONField()
    total_cents = models.BigIntegerField()
    price_cents = models.BigIntegerField()

    class Meta:
        ordering = ("product", "-in_force_from")
        constraints = (
            models.UniqueConstraint(fields=["product", "in_force_from"], name="one_cost_sheet_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.product_id} from {self.in_force_from}"


class Project(models.Model):
    """A machine or a work we could put money in: what it costs, what it is said to do, and the vote."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    cents = models.BigIntegerField()
    effect = models.CharField(max_length=200)
    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="projects"
    )
    """The motion that adopted it; empty while it is only wanted."""
    in_use_since = models.DateField(null=True)

    class Meta:
        ordering = ("-cents", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(in_use_since__isnull=True) | Q(motion__isnull=False),
                name="what_is_in_use_was_voted",
            ),
        )

    def __str__(self) -> str:
        return self.name
