"""What we keep of posts and of who carries them, and what can never be true of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Post(models.Model):
    """A responsibility. What it is worth knowing about it is in its `PostTerms`, which change by motion."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    sector = models.ForeignKey("members.Sector", on_delete=models.PROTECT, null=True, related_name="posts")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class WayOfFilling(models.TextChoices):
    ELECTED = "elected", _("elected")
    DRAWN = "drawn", _("drawn by lot")
    IN_TURN = "in_turn", _("in turn")
    VOLUNTEER = "volunteer", _("by whoever offers")


class PostTermsQuerySet(models.QuerySet["PostTerms"]):
    def in_force(self, *, on: date) -> PostTermsQuerySet:
        """The terms of every post on that day: one row each, the latest to have come into force."""
        newest = (
            PostTerms.objects.filter(post=models.OuterRef("post"), in_force_from__lte=on)
            .order_by("-in_force_from", "-id")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest))


class PostTerms(models.Model):
    """What a post is from a day on: seats, term, limits, powers, duties. Rows are only ever added.

    `powers` are permission codes ("ledger.keep_books"); `duties` are the checklist lines of the post;
    terms are counted in months, cool-down in months, overlap in days.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="terms")
    in_force_from = models.DateField()
    motion = models.ForeignKey("assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="+")
    """The motion that set them; empty for those written at the founding."""
    purpose = models.TextField(blank=True)
    seats = models.PositiveIntegerField(default=1)
    term_months = models.PositiveIntegerField(default=6)
    term_days = models.PositiveIntegerField(default=0)
    """For turns shorter than a month (the table of an assembly: 1 day); used when `term_months` is 0."""
    max_consecutive_terms = models.PositiveIntegerField(default=2)
    """0 = no limit."""
    cool_down_months = models.PositiveIntegerField(default=0)
    overlap_days = models.PositiveIntegerField(default=14)
    burden_points = models.PositiveIntegerField(default=1)
    powers = models.JSONField(default=list)
    duties = models.JSONField(default=list)
    skills = models.JSONField(default=list)
    incompatible_with = models.JSONField(default=list)
    """Codes of posts the same person may not hold at the same time."""
    filled = models.CharField(max_length=10, choices=WayOfFilling.choices, default=WayOfFilling.ELECTED)

    objects: ClassVar[PostTermsQuerySet] = PostTermsQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "post terms"
        ordering = ("post", "-in_force_from", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_post_has_a_seat"),
            models.CheckConstraint(
                condition=Q(term_months__gte=1) | Q(term_days__gte=1), name="every_post_ends"
            ),
        )

    def __str__(self) -> str:
        return f"{self.post_id} from {self.in_force_from}"


class Draw(models.Model):
    """A draw by lot from a public seed fixed before the pool closed: anyone can do it again."""

    title = models.CharField(max_length=200)
    seed = models.CharField(max_length=128)
    pool = models.JSONField()
    """Member numbers, ascending."""
    picked = models.JSONField()
    motion = models.ForeignKey("assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="draws")
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class MandateQuerySet(models.QuerySet["Mandate"]):
    def on(self, day: date) -> MandateQuerySet:
        """Mandates that run on that day (those ended early stop the day they were ended)."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), from_on__lte=day, until_on__gt=day)

    def at(self, moment: datetime, *, day: date) -> MandateQuerySet:
        """Mandates whose power holds at that moment, which falls on that local day."""
        return self.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=moment), from_on__lte=day, until_on__gt=day
        )


class Mandate(models.Model):
    """One member in one seat of a post from a day to a day, because of a motion, a draw or the founding.

    Half-open [from_on, until_on). The end is mandatory. Nothing of it ever changes except that it can be
    ended early, once (`ended_on`, `ended_at`, and the motion that did it). Two mandates never overlap in a
    seat: the database refuses it.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="mandates")
    seat = models.PositiveIntegerField(default=1)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    from_on = models.DateField()
    until_on = models.DateField()
    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="mandates"
    )
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, related_name="mandates")
    from_founding = models.BooleanField(default=False)
    is_interim = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="mandates_ended"
    )
    """The recall that ended it early; empty where the member stepped down or left."""

    objects: ClassVar[MandateQuerySet] = MandateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-from_on", "post", "seat")
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="every_mandate_ends"),
            models.CheckConstraint(
                condition=Q(motion__isnull=False, draw__isnull=True, from_founding=False)
                | Q(motion__isnull=True, draw__isnull=False, from_founding=False)
                | Q(motion__isnull=True, draw__isnull=True, from_founding=True),
                name="every_mandate_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True)
                | Q(ended_on__isnull=False, ended_at__isnull=False, ended_on__gte=F("from_on")),
                name="an_early_end_has_its_moment",
            ),
            models.CheckConstraint(condition=Q(seat__gte=1), name="seats_are_numbered_from_one"),
        )
        indexes = (
            models.Index(fields=["member", "from_on", "until_on"], name="mandates_of_a_member"),
            models.Index(fields=["post", "seat", "from_on"], name="mandates_of_a_seat"),
        )

    def __str__(self) -> str:
        return f"{self.member_id} in {self.post_id}/{self.seat} [{self.from_on}, {self.until_on})"


class Duty(models.Model):
    """Something a post, a turn or a decision makes somebody do, with a date.

    It belongs to a member, or to a post (whoever holds it then). What a motion decided and cannot be enacted
    at once becomes a duty of the post that must carry it out.
    """

    title = models.CharField(max_length=200)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="duties")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="duties"
    )
    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="duties"
    )
    assembly = models.ForeignKey(
        "assemblies.Assembly", on_delete=models.PROTECT, null=True, related_name="duties"
    )
    key = models.CharField(max_length=120, unique=True)
    """Makes the clock write it once."""
    from_on = models.DateField()
    due_on = models.DateField()
    facts = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(member__isnull=False), name="a_duty_is_somebodys"
            ),
        )
        indexes = (models.Index(fields=["due_on", "done_at"], name="duties_by_day"),)

    def __str__(self) -> str:
        return self.title
