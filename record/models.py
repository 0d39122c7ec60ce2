"""What we keep of every act, and what can never be true of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import connection, models


class ActQuerySet(models.QuerySet["Act"]):
    """The acts, in the words of the record."""

    def after(self, seq: int) -> ActQuerySet:
        return self.filter(seq__gt=seq).order_by("seq")

    def about(self, subject: str) -> ActQuerySet:
        return self.filter(subject=subject).order_by("seq")


class Act(models.Model):
    """One line of the sealed record: who did what, when, and by which motion.

    Append-only: the database refuses to change or delete a line. Each line carries the SHA-256 of the
    line before, so that rewriting any of them is visible to whoever remembers a later hash.
    Personal data stays out: people by member number, free text by hash (`record.rules.fingerprint`).
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    actor_number = models.BigIntegerField(null=True)
    because = models.CharField(max_length=80, blank=True)
    facts = models.JSONField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Act]] = ActQuerySet.as_manager()

    class Meta:
        ordering = ("seq",)
        constraints = (
            models.UniqueConstraint(fields=["hash"], name="no_two_acts_share_a_hash"),
            models.UniqueConstraint(fields=["previous_hash"], name="one_act_follows_another"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="acts_are_numbered_from_one"),
        )
        indexes = (models.Index(fields=["subject", "seq"], name="acts_of_a_subject"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject}"


class HeadManager(models.Manager["Head"]):
    def locked(self) -> Head:
        """The end of the record, held until the transaction ends. Asked twice an act, so written by hand."""
        asked = "SELECT * FROM record_head WHERE id = 1"
        if connection.features.has_select_for_update:
            asked += " FOR UPDATE"
        head = next(iter(self.raw(asked)), None)
        return head or self.select_for_update().get_or_create(pk=1)[0]


class Head(models.Model):
    """The end of the record: one row, locked first by every act, so that acts follow one another.

    It exists for the lock and for a cheap answer to "where is the record now?"; the truth is in the acts.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    objects: ClassVar[HeadManager] = HeadManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="the_record_has_one_head"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
