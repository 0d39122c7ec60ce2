"""Who carries a post, from a day to a day, and what made it so."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from assemblies.models import Contest
from members.models import Membership, Standing
from rotation.models.posts import Post


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


def _is_suspended(day: date) -> Exists:
    lasts = Q(until_on__isnull=True) | Q(until_on__gt=day)
    suspended = Membership.objects.filter(lasts, standing=Standing.SUSPENDED, from_on__lte=day)
    return Exists(suspended.filter(member=OuterRef("member")))


class MandateQuerySet(models.QuerySet["Mandate"]):
    def on(self, day: date) -> MandateQuerySet:
        """Mandates that run on that day (those ended early stop the day they were ended)."""
        running = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        return self.uncontested(day).filter(running, from_on__lte=day, until_on__gt=day)

    def uncontested(self, at: datetime | date) -> MandateQuerySet:
        """Without those that had not begun when somebody contested the election, while that is not settled.

        Where the contest was right they never begin; the term of whoever held the seat before ends all the same.
        """
        return self.filter(~Exists(Contest.objects.in_the_way("from_on", at=at, unless="taken_over_at")))

    def at(self, moment: datetime, *, day: date) -> MandateQuerySet:
        """Mandates whose power holds at that moment, which falls on that local day.

        A suspended member keeps their seats, and their powers rest for as long as it lasts.
        """
        return self.uncontested(moment).by_dates(moment, day=day).not_resting(day)

    def not_resting(self, day: date) -> MandateQuerySet:
        """Without those whose member is suspended that day."""
        return self.filter(~_is_suspended(day))

    def with_rests(self, day: date) -> MandateQuerySet:
        """With `rests`: whether their member is suspended that day, and so the powers of the seat rest."""
        return self.annotate(rests=_is_suspended(day))

    def by_dates(self, moment: datetime, *, day: date) -> MandateQuerySet:
        """Those that hold by their days, contested or not.

        Unless a handover that both signed passed the power on before (`Handover`).
        """
        by_days = Q(from_on__lte=day, until_on__gt=day) & (
            Q(passed_on_at__isnull=True) | Q(passed_on_at__gt=moment)
        )
        by_handover = Q(taken_over_at__lte=moment, from_on__gt=day)
        still = Q(ended_at__isnull=True) | Q(ended_at__gt=moment)
        return self.filter(by_days | by_handover, still)


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
    from_broken_glass = models.BooleanField(default=False)
    """Taken by whoever runs the machine, without an assembly: short, with its reason, announced to everyone."""
    is_interim = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="mandates_ended"
    )
    """The recall that ended it early; empty where the member stepped down or left."""
    passed_on_at = models.DateTimeField(null=True)
    """When its holder and the next one had both signed the handover before the term's last day: power passed."""
    taken_over_at = models.DateTimeField(null=True)
    """The same moment, in the mandate that took the power over before its first day."""
    broke_glass_because = models.CharField(max_length=200, blank=True)
    """Why whoever runs the machine had to be let in (`from_broken_glass`)."""

    objects: ClassVar[MandateQuerySet] = MandateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-from_on", "post", "seat")
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="every_mandate_ends"),
            models.CheckConstraint(
                condition=Q(
                    motion__isnull=False, draw__isnull=True, from_founding=False, from_broken_glass=False
                )
                | Q(motion__isnull=True, draw__isnull=False, from_founding=False, from_broken_glass=False)
                | Q(motion__isnull=True, draw__isnull=True, from_founding=True, from_broken_glass=False)
                | Q(motion__isnull=True, draw__isnull=True, from_founding=False, from_broken_glass=True),
                name="every_mandate_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(from_broken_glass=False, broke_glass_because="")
                | (Q(from_broken_glass=True) & ~Q(broke_glass_because="")),
                name="broken_glass_says_why",
            ),
            models.CheckConstraint(
                condition=Q(passed_on_at__isnull=True)
                | Q(taken_over_at__isnull=True)
                | Q(passed_on_at__gt=F("taken_over_at")),
                name="power_is_taken_over_before_it_is_passed_on",
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
