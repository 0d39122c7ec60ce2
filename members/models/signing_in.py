"""How a member signs in, and what they are told."""

from __future__ import annotations

from django.db import models

from members.models.register import Member


class SignInCard(models.Model):
    """A printed card with a one-time QR: whoever holds it chooses a PIN, once, before it lapses.

    Only the SHA-256 of its secret is kept. A newer card of the same member makes the older ones void.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="cards")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"card of member {self.member_id}"


class SignInAttempt(models.Model):
    """A wrong PIN: counted per account and address so that guessing is slow.

    `address` is a hash: whose phone it was is nobody's business. A right PIN from an address where that
    member signed in before is never held back by a stranger's guesses elsewhere.
    """

    number = models.PositiveIntegerField()
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["number", "at"], name="attempts_at_an_account"),
            models.Index(fields=["address", "at"], name="attempts_from_an_address"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.at}"


class KnownAddress(models.Model):
    """An address (hashed) from which a member has signed in: strangers' guesses cannot lock it out."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="known_addresses")
    address = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["member", "address"], name="an_address_is_known_once"),
        )

    def __str__(self) -> str:
        return f"{self.member_id}"


class ApiToken(models.Model):
    """A bearer token for other programs of a member; only its SHA-256 is kept."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="api_tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token of member {self.member_id}"


class Notice(models.Model):
    """Something a member should know: shown on their home page until read. E-mail is never needed."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=120)
    text_id = models.CharField(max_length=200)
    """English text with %(names)s, translated when shown."""
    values = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["member", "key"], name="nobody_is_told_twice"),)

    def __str__(self) -> str:
        return self.key
