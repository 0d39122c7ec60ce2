"""A motion, who seconded it, and who may vote on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MotionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    TABLED = "tabled", _("looking for seconders")
    ON_AGENDA = "on_agenda", _("on the agenda")
    VOTING = "voting", _("being voted")
    ADOPTED = "adopted", _("adopted")
    REJECTED = "rejected", _("rejected")
    NO_QUORUM = "no_quorum", _("no quorum")
    TIED = "tied", _("tied")
    WITHDRAWN = "withdrawn", _("withdrawn")


DECIDED = (MotionState.ADOPTED, MotionState.REJECTED, MotionState.NO_QUORUM, MotionState.TIED)


class MotionQuerySet(models.QuerySet["Motion"]):
    def visible_to(self, member: Any) -> MotionQuerySet:
        """Everything but other people's drafts, those taken back as drafts included."""
        was_shown = ~Q(state=MotionState.DRAFT) & ~Q(state=MotionState.WITHDRAWN, tabled_at=None)
        return self.filter(was_shown | Q(proposer=member))

    def decided(self) -> MotionQuerySet:
        return self.filter(state__in=DECIDED)

    def voting(self) -> MotionQuerySet:
        return self.filter(state=MotionState.VOTING)

    def due_for_review(self, day: date) -> MotionQuerySet:
        """Adopted for a time which ends by that day, and not proposed again yet."""
        back = Motion.objects.exclude(state=MotionState.WITHDRAWN).filter(follows=models.OuterRef("pk"))
        return self.filter(~models.Exists(back), state=MotionState.ADOPTED, review_on__lte=day)

    def due_to_close(self, now: datetime) -> MotionQuerySet:
        return self.voting().filter(closes_at__lte=now)


class Motion(models.Model):
    """What is proposed: a kind, a text, and typed terms (what exactly changes if it passes).

    When its voting opens, the roll (`RollEntry`) and the rule (`rule`, `second_call`) are frozen; when it
    closes, the tally and the outcome are written and the row is sealed by the database. A motion that found
    no quorum or tied is decided too: trying again is a new motion that names it (`follows`).
    """

    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    text = models.TextField()
    terms = models.JSONField(default=dict)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="motions")
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amendments")
    base_text = models.TextField(blank=True)
    """An amendment's: the text of what it amends as it stood when this was written. What differs is proposed."""
    base_terms = models.JSONField(default=dict)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    state = models.CharField(max_length=10, choices=MotionState.choices, default=MotionState.DRAFT)
    assembly = models.ForeignKey(
        "assemblies.Assembly", on_delete=models.PROTECT, null=True, related_name="motions"
    )
    """The assembly that votes, or voted, on it."""
    meant_for = models.ForeignKey(
        "assemblies.Assembly", on_delete=models.PROTECT, null=True, related_name="motions_meant"
    )
    """The called assembly its proposer wants it in; empty for the next weekly one that takes it."""
    is_secret = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    tabled_at = models.DateTimeField(null=True)

    rule = models.JSONField(null=True)
    """The decision rule, frozen when voting opened (`assemblies.rules.decision.to_data`)."""
    second_call = models.BooleanField(default=False)
    changeable = models.BooleanField(default=True)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    roll_count = models.PositiveIntegerField(null=True)
    present_count = models.PositiveIntegerField(null=True)
    in_favour = models.PositiveIntegerField(null=True)
    against = models.PositiveIntegerField(null=True)
    abstaining = models.PositiveIntegerField(null=True)
    ballots_digest = models.CharField(max_length=64, blank=True)
    """Seal of the ballots as counted (`record.rules.digest`)."""
    counted = models.JSONField(null=True)
    """For kinds voted by preference: what came out and how, as its count says (rounds, seats, projects)."""
    enacted_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    contestable_until = models.DateField(null=True)
    """The last day on which it can be contested, where the law gives time for it."""

    objects: ClassVar[MotionQuerySet] = MotionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("draft", "tabled", "on_agenda", "withdrawn"))
                | Q(rule__isnull=False, opened_at__isnull=False, closes_at__isnull=False),
                name="a_vote_has_its_rule_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("adopted", "rejected", "no_quorum", "tied"))
                | Q(
                    closed_at__isnull=False,
                    roll_count__isnull=False,
                    present_count__isnull=False,
                    in_favour__isnull=False,
                    against__isnull=False,
                    abstaining__isnull=False,
                ),
                name="a_decided_motion_has_its_tally",
            ),
            models.CheckConstraint(
                condition=Q(enacted_at__isnull=True) | Q(state="adopted"),
                name="only_what_was_adopted_is_enacted",
            ),
        )
        indexes = (
            models.Index(fields=["state", "closes_at"], name="motions_by_state"),
            models.Index(fields=["kind", "state"], name="motions_by_kind"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED


class Seconding(models.Model):
    """One member's support for putting a motion on the agenda."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="secondings")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["motion", "member"], name="nobody_seconds_twice"),)

    def __str__(self) -> str:
        return f"{self.member_id} seconds {self.motion_id}"


class RollEntry(models.Model):
    """Who may vote on a motion, frozen when its voting opened; those taken out stay, by name and reason."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="roll")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    excluded_because = models.CharField(max_length=200, blank=True)
    """Empty for those who vote; otherwise the reason, e.g. "holds office on its own accounts"."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["motion", "member"], name="nobody_is_on_a_roll_twice"),
        )

    def __str__(self) -> str:
        return f"{self.member_id} on the roll of {self.motion_id}"


class DeclaredInterest(models.Model):
    """That a member said, before the vote opened, that a motion touches an interest of their own.

    They speak on it and are out of its roll and base, by name and reason. What was said stays said.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="declared_interests")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=160)
    """In their own words."""
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["motion", "member"], name="an_interest_is_declared_once"),
        )

    def __str__(self) -> str:
        return f"{self.member_id} has an interest in {self.motion_id}"
