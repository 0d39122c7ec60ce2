"""Minutes: what an assembly did, written from the data."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from assemblies.models.assemblies import Assembly
from assemblies.models.motions import Motion
from members.models import Cooperative


class Minutes(models.Model):
    """What an assembly did. The data part is drafted at closing; only the free notes are typed.

    Once approved they are sealed by the database.
    """

    assembly = models.OneToOneField(Assembly, on_delete=models.PROTECT, related_name="minutes")
    contents = models.JSONField()
    notes = models.TextField(blank=True)
    head_seq = models.BigIntegerField()
    head_hash = models.CharField(max_length=64)
    """Where the record stood when they were drafted: printed, so that members' phones can compare."""
    drafted_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"minutes of assembly {self.assembly_id}"


class Folio(models.Model):
    """On which pages of the stamped book the printed minutes were pasted or copied. Written once."""

    minutes = models.OneToOneField(Minutes, on_delete=models.PROTECT, related_name="folio")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(first__gte=1, last__gte=F("first")), name="folios_are_numbered_upwards"
            ),
        )

    def __str__(self) -> str:
        return f"folios {self.first} to {self.last} of {self.minutes_id}"


class SignerRole(models.TextChoices):
    CHAIR = "chair", _("who chaired")
    SECRETARY = "secretary", _("who took the minutes")
    FIRST_DRAWN = "drawn_1", _("drawn by lot")
    SECOND_DRAWN = "drawn_2", _("drawn by lot, second")


class Signer(models.Model):
    """Who signs an assembly's minutes, as what, and when they did: by their PIN, or on the paper."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="signers")
    role = models.CharField(max_length=9, choices=SignerRole.choices)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=64, blank=True)
    """Of the draw, where they were drawn: anybody can draw again and find the same."""
    signed_at = models.DateTimeField(null=True)
    on_paper = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["assembly", "role"], name="one_signer_for_each_role"),
            models.UniqueConstraint(fields=["assembly", "member"], name="nobody_signs_in_two_roles"),
        )

    def __str__(self) -> str:
        return f"{self.member_id} signs {self.assembly_id} as {self.role}"


class ContestQuerySet(models.QuerySet["Contest"]):
    """Contests as a part of other questions: `OuterRef` is what hangs on the decision."""

    def standing(self) -> ContestQuerySet:
        """Those that keep what was decided from being done: nobody settled them, or they were right."""
        return self.filter(Q(settled_at__isnull=True) | Q(upheld=True))

    def before_it_began(self, begins: str) -> ContestQuerySet:
        """Contests of its motion that were there before the local day `begins`, a field of what hangs on it."""
        opened_on = TruncDate("at", tzinfo=local_zone())
        return (
            self.filter(motion=OuterRef("motion"))
            .alias(opened_on=opened_on)
            .filter(opened_on__lt=OuterRef(begins))
        )

    def in_the_way(self, begins: str, *, at: datetime | date, unless: str = "") -> ContestQuerySet:
        """Those that keep from having effect, at a moment or on a day, what had not begun when they came.

        Settled and not right, they are in the way until the moment, or the local day, of the settlement.
        `unless` names a moment at which it began before its day, where it did.
        """
        found = self.before_it_began(begins)
        if unless:
            found = found.filter(at__lt=Coalesce(OuterRef(unless), models.Value(_NEVER)))
        later = Q(settled_at__gt=at)
        if not isinstance(at, datetime):
            found = found.alias(settled_on=TruncDate("settled_at", tzinfo=local_zone()))
            later = Q(settled_on__gt=at)
        return found.filter(Q(settled_at__isnull=True) | Q(upheld=True) | later)


_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def local_zone() -> tzinfo:
    """Where days are counted; before the founding, nowhere in particular."""
    coop = Cooperative.objects.current()
    return coop.zone if coop is not None else UTC


class Contest(models.Model):
    """A decision that a member contests, within the time the law gives.

    What was done stays done; what had not begun waits until it is settled, and never begins where it was right.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="contests")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    settlement = models.CharField(max_length=200, blank=True)

    objects: ClassVar[ContestQuerySet] = ContestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=["motion", "member"], name="nobody_contests_twice"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, upheld__isnull=True)
                | (Q(settled_at__isnull=False, upheld__isnull=False) & ~Q(settlement="")),
                name="a_settled_contest_says_how",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id} contests {self.motion_id}"
