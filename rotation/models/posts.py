"""A responsibility, and what it is from a day on."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
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
    months_here = models.PositiveIntegerField(default=0)
    """How many months one belongs before one can take it; 0 = from the day one is a member."""
    hands_over = models.JSONField(default=list)
    """What passes on at every handover, a line each: the keys, the stamp, the passwords changed."""
    on_wheel = models.BooleanField(default=False)
    """A seat at the table of each assembly (chair, minutes, door…): the weekly wheel fills it, a day at a time."""
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
