"""A proposal of who takes which seat over the coming terms or weeks, as it was worked out and voted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rotation.models.posts import Post


class PlanKind(models.TextChoices):
    POSTS = "posts", _("posts, by terms")
    WHEEL = "wheel", _("the table of each assembly, by weeks")


class Plan(models.Model):
    """One plan: everything it was computed from, and what was proved of it. Only its adoption is written later.

    `problem` is the canonical input; anybody who gives it to the planner again gets the same plan, byte for
    byte. `stages` says for each objective its value, its bound, and whether it was proved best.
    """

    kind = models.CharField(max_length=5, choices=PlanKind.choices)
    from_on = models.DateField()
    until_on = models.DateField()
    seed = models.CharField(max_length=64)
    seed_act = models.BigIntegerField()
    """The act of the record whose hash the seed is: a head that stood before the pool was closed."""
    problem = models.JSONField()
    input_hash = models.CharField(max_length=64)
    engine = models.CharField(max_length=40)
    stages = models.JSONField()
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    motion = models.ForeignKey("assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="plans")
    adopted_at = models.DateTimeField(null=True)
    """From then its turns are published. A replanned one takes the motion of the plan it replaces."""

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="a_plan_ends"),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True) | Q(motion__isnull=False),
                name="a_plan_is_adopted_by_a_motion",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(adopted_at__isnull=False), name="a_plan_is_replaced_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} [{self.from_on}, {self.until_on})"


class PlannedSeat(models.Model):
    """One seat for one term or one day, as planned: for whom, or empty, and because of what."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="seats")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="planned")
    seat = models.PositiveIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="planned"
    )
    because = models.JSONField(default=dict)
    """What the planner knew of this seat: rank among the eligible, load, what stood in the way where empty."""

    class Meta:
        ordering = ("from_on", "post", "seat")
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "post", "seat", "from_on"], name="a_seat_is_planned_once_in_a_plan"
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="a_planned_seat_ends"),
        )
        indexes = (models.Index(fields=["member", "from_on"], name="planned_for_a_member"),)

    def __str__(self) -> str:
        return f"{self.post_id}/{self.seat} from {self.from_on}"


class Acknowledgement(models.Model):
    """Somebody whose turn changed has seen it."""

    planned = models.ForeignKey(PlannedSeat, on_delete=models.PROTECT, related_name="acknowledged")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["planned", "member"], name="one_acknowledges_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} has seen {self.planned_id}"
