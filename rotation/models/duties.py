"""What a post, a turn or a decision makes somebody do; who cannot come, who comes instead."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rotation.models.mandates import Mandate
from rotation.models.posts import Post


class DutyKind(models.TextChoices):
    TASK = "task", _("task of a decision")
    WEEKLY = "weekly", _("of the post, each week")
    TURN = "turn", _("turn at the table")
    MAKE_UP = "make_up", _("instead of a turn that was missed")


class Duty(models.Model):
    """Something a post, a turn or a decision makes somebody do, with a date.

    It belongs to a member, or to a post (whoever holds it then). What a motion decided and cannot be enacted
    at once becomes a duty of the post that must carry it out.
    """

    kind = models.CharField(max_length=8, choices=DutyKind.choices, default=DutyKind.TASK)
    title = models.CharField(max_length=200)
    steps = models.JSONField(default=list)
    """The lines of its check-list, in order; empty where it is one thing."""
    seat = models.PositiveIntegerField(null=True)
    """A turn's: which seat at the table."""
    planned = models.ForeignKey(
        "rotation.PlannedSeat", on_delete=models.PROTECT, null=True, related_name="duties"
    )
    """A turn's: the line of the plan it comes from."""
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="turns")
    """A turn's: the mandate of that day, once it is written."""
    repairs = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="made_up_by")
    """A make-up's: the turn that was missed."""
    sequence = models.PositiveIntegerField(default=0)
    """How many times who, what or when has changed: calendars read it."""
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
    missed_at = models.DateTimeField(null=True)
    """When somebody wrote down that nobody came. It brings a make-up and a talk, and never touches pay."""
    cancelled_at = models.DateTimeField(null=True)
    """When it was no longer to be done: its plan was made again, or its decision undone."""
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
            models.CheckConstraint(
                condition=~Q(kind="turn") | Q(post__isnull=False, member__isnull=False, seat__isnull=False),
                name="a_turn_has_its_seat_and_its_person",
            ),
            models.UniqueConstraint(
                fields=["post", "seat", "due_on"],
                condition=Q(kind="turn", cancelled_at__isnull=True),
                name="one_turn_for_a_seat_a_day",
            ),
            models.UniqueConstraint(
                fields=["member", "due_on"],
                condition=Q(kind="turn", cancelled_at__isnull=True),
                name="nobody_has_two_turns_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(missed_at__isnull=True) | Q(done_at__isnull=True),
                name="what_was_missed_was_not_done",
            ),
            models.CheckConstraint(
                condition=~Q(kind="make_up") | Q(repairs__isnull=False), name="a_make_up_repairs_a_turn"
            ),
            models.UniqueConstraint(fields=["repairs"], name="a_missed_turn_is_made_up_once"),
        )
        indexes = (models.Index(fields=["due_on", "done_at"], name="duties_by_day"),)

    def __str__(self) -> str:
        return self.title


class Tick(models.Model):
    """One line of a check-list done. Taking it back deletes it: it is a note, not a mandate."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="ticks")
    step = models.PositiveIntegerField()
    """Its place among `Duty.steps`, from 0."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["duty", "step"], name="a_line_is_ticked_once"),)

    def __str__(self) -> str:
        return f"line {self.step} of {self.duty_id}"


class Cover(models.Model):
    """Somebody cannot come to a turn of theirs: who was asked instead, and who comes."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="covers")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    covered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="covers"
    )
    ended_at = models.DateTimeField(null=True)
    """When somebody took it, or whoever asked could come after all."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["duty"], condition=Q(ended_at__isnull=True), name="a_turn_looks_for_one_stand_in"
            ),
            models.CheckConstraint(
                condition=Q(covered_by__isnull=True) | Q(ended_at__isnull=False),
                name="a_cover_ends_when_somebody_comes",
            ),
            models.CheckConstraint(
                condition=Q(covered_by__isnull=True) | ~Q(covered_by=F("asked_by")),
                name="nobody_stands_in_for_themselves",
            ),
        )

    def __str__(self) -> str:
        return f"cover of {self.duty_id}"


class CoverOffer(models.Model):
    """One person asked to stand in, in fair order; they may say no, without a reason."""

    cover = models.ForeignKey(Cover, on_delete=models.PROTECT, related_name="offers")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cover_offers"
    )
    place = models.PositiveIntegerField()
    """Their place in the fair order when they were asked, from 1."""
    at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["cover", "member"], name="one_is_asked_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} is asked to cover {self.cover_id}"


class Swap(models.Model):
    """Two or three members who would change turns between them: done when the last of them agrees."""

    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was done, refused, taken back, or came too late."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(ended_at__isnull=False, ended_at=F("done_at")),
                name="a_swap_done_is_over",
            ),
        )

    def __str__(self) -> str:
        return f"swap {self.pk}"


class SwapLeg(models.Model):
    """One turn that passes from one person to another in a swap, and when the one who gives it agreed."""

    swap = models.ForeignKey(Swap, on_delete=models.PROTECT, related_name="legs")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="swap_legs")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="swap_legs")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["swap", "duty"], name="a_turn_is_once_in_a_swap"),
            models.UniqueConstraint(fields=["swap", "giver"], name="one_gives_once_in_a_swap"),
            models.UniqueConstraint(fields=["swap", "taker"], name="one_takes_once_in_a_swap"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="one_swaps_with_somebody_else"),
        )

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.giver_id} to {self.taker_id}"
