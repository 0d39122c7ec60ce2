"""Ballots: open ones by name, secret ones in two tables that share nothing.

`Ballot` is one member's choice on one open motion. For a secret motion `Participation` says who voted and
`SecretBallot` what was cast: no key, no time and no order in common. A secret ballot's receipt is the hash
of a key which only the voter's phone has; at closing the rows are written again in shuffled order.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.models.motions import Motion


class Choice(models.TextChoices):
    FOR = "for", _("Yes")
    AGAINST = "against", _("No")
    ABSTAIN = "abstain", _("I abstain")


class Channel(models.TextChoices):
    PHONE = "phone", _("own phone")
    TABLET = "tablet", _("shared tablet")
    HANDS = "hands", _("hand counted by name")


class Ballot(models.Model):
    """One member's choice on one open motion; changeable until closing where the rules allow.

    `key` came with the phone's request: the same key again is the same ballot. Keys of choices since
    changed stay in `earlier` (`[{"key", "choice", "receipt"}]`), so that a late retry of an old request
    gets its old receipt and changes nothing.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="ballots")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=7, choices=Choice.choices)
    preferences = models.JSONField(default=list)
    """For kinds voted by preference: options by code, in the voter's order. Such a ballot is "for"."""
    channel = models.CharField(max_length=7, choices=Channel.choices, default=Channel.PHONE)
    key = models.UUIDField()
    receipt = models.CharField(max_length=24)
    cast_at = models.DateTimeField()
    earlier = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["motion", "member"], name="one_member_one_ballot"),
            models.CheckConstraint(
                condition=models.Q(choice__in=("for", "against", "abstain")),
                name="a_ballot_is_for_against_or_abstain",
            ),
        )

    def __str__(self) -> str:
        return f"ballot of {self.member_id} on {self.motion_id}"


class Participation(models.Model):
    """That a member voted on a secret motion. Not what, not when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="participations")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["motion", "member"], name="one_member_one_secret_ballot"),
        )

    def __str__(self) -> str:
        return f"{self.member_id} took part in {self.motion_id}"


class SecretBallot(models.Model):
    """What was cast on a secret motion. Not by whom, not when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="secret_ballots")
    choice = models.CharField(max_length=7, choices=Choice.choices)
    preferences = models.JSONField(default=list)
    receipt = models.CharField(max_length=24)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["motion", "receipt"], name="a_receipt_is_for_one_ballot"),
            models.CheckConstraint(
                condition=models.Q(choice__in=("for", "against", "abstain")),
                name="a_secret_ballot_is_for_against_or_abstain",
            ),
        )

    def __str__(self) -> str:
        return f"a ballot on {self.motion_id}"
