"""How an assembly comes about: who was told and how, and what enough members ask for by signing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assemblies.models.assemblies import Assembly
from assemblies.models.motions import Motion


class NoticeChannel(models.TextChoices):
    PHONE = "phone", _("seen on their phone")
    PAPER = "paper", _("on paper, signed for")
    IN_PERSON = "person", _("told in person")


class Notice(models.Model):
    """Proof that one member was told of one assembly: when, how, and by whom where it was not their phone."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="notices")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=6, choices=NoticeChannel.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["assembly", "member"], name="a_member_is_told_once"),
            models.CheckConstraint(
                condition=Q(channel="phone") | Q(by__isnull=False), name="who_told_them_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id} was told of {self.assembly_id}"


class PetitionAim(models.TextChoices):
    ASSEMBLY = "assembly", _("call an assembly")
    ITEM = "item", _("put a matter on the agenda")


class Petition(models.Model):
    """What members ask for by signing: with a tenth of those who vote, it must be done."""

    aim = models.CharField(max_length=8, choices=PetitionAim.choices)
    title = models.CharField(max_length=200)
    text = models.TextField()
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, null=True, related_name="petitions")
    """What must go on an agenda, where it asks for an item."""
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
    """When the signature that was enough came."""
    signatures_needed = models.PositiveIntegerField(null=True)
    """How many were enough at that moment."""
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, null=True, related_name="petitions")
    """The assembly it brought about, or whose agenda it is on."""

    class Meta:
        ordering = ("-opened_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(reached_at__isnull=True) | Q(signatures_needed__isnull=False),
                name="what_was_reached_says_how_many",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Signature(models.Model):
    """One member's name under a petition."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="signatures")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["petition", "member"], name="nobody_signs_twice"),)

    def __str__(self) -> str:
        return f"{self.member_id} signs {self.petition_id}"


class LegalTask(models.Model):
    """What the law asks for around an assembly, until when, and the proof that it was done."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="legal_tasks")
    code = models.CharField(max_length=40)
    """Of the law pack: which task it is."""
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proof = models.CharField(max_length=200, blank=True)
    """In words: the file number, the receipt, who received it."""

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["assembly", "code"], name="each_legal_task_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | (Q(done_by__isnull=False) & ~Q(proof="")),
                name="what_is_done_has_its_proof",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} of {self.assembly_id}"
