"""Signing in and out, choosing a PIN, and how one wants to be spoken to."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from members.models import ApiToken, KnownAddress, Member, SignInAttempt
from members.rules import ADDRESS_TRIES, WINDOW, why_not_pin, why_not_try
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if


def hashed_address(address: str) -> str:
    """What is kept of an address: a keyed hash, so that nobody's whereabouts can be read."""
    return salted_hmac("members.address", address, algorithm="sha256").hexdigest()


def sign_in(*, number: int, pin: str, address: str, now: datetime) -> Member:
    """The member with that number and PIN. Raises `Refused` with what to do.

    1. Wrong PINs are counted per account, apart for addresses where the member signed in before; an address
       as a whole only has a very high ceiling, because a hall shares one. What cannot be anybody's number is
       counted as 0, which nobody has.
    2. An unknown number takes as long as a wrong PIN and gets the same sentence.
    """
    place = hashed_address(address)
    number = number if 0 < number < 2**31 else 0
    member = Member.objects.filter(number=number).first()
    known = member is not None and KnownAddress.objects.filter(member=member, address=place).exists()
    tries = SignInAttempt.objects.filter(at__gt=now - WINDOW)
    if tries.filter(address=place).count() >= ADDRESS_TRIES:
        raise Refused(_("Too many wrong PINs from here. Wait a quarter of an hour and try again."))
    mine = tries.filter(number=number)
    if known:
        mine = mine.filter(address=place)
    elif member is not None:
        mine = mine.exclude(address__in=KnownAddress.objects.filter(member=member).values("address"))
    refuse_if(why_not_try(list(mine.values_list("at", flat=True)), from_known_address=known, now=now))

    right = check_password(pin, member.password if member is not None else _dummy())
    if member is None or not right:
        SignInAttempt.objects.create(number=number, address=place, at=now)
        raise Refused(_("That number and PIN do not go together. Look at your card and try again."))
    KnownAddress.objects.get_or_create(member=member, address=place)
    if known:
        SignInAttempt.objects.filter(number=number, address=place).delete()
    return member


_DUMMY: list[str] = []


def _dummy() -> str:
    """A hash nobody's PIN has, so that an unknown number costs the same time."""
    if not _DUMMY:
        _DUMMY.append(make_password(secrets.token_urlsafe(12)))
    return _DUMMY[0]


@one_act_at_a_time
def choose_pin(*, member_id: int, old_pin: str, pin: str, now: datetime) -> Member:
    """Change one's own PIN, knowing the old one. Other phones are signed out."""
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    if not check_password(old_pin, member.password):
        raise Refused(_("The old PIN is not right."))
    refuse_if(why_not_pin(pin, number=member.number))

    member.password = make_password(pin)
    member.sign_ins_valid_from += 1
    member.save(update_fields=["password", "sign_ins_valid_from"])

    record(verb="members.pin.chosen", subject=member, actor=member, now=now)
    return member


@one_act_at_a_time
def sign_out_everywhere(*, member_id: int, actor: Member, now: datetime) -> Member:
    """End every session of one's own, on every phone."""
    if actor.pk != member_id:
        raise Refused(_("Everyone signs out their own phones."))
    Member.objects.filter(pk=member_id).update(sign_ins_valid_from=F("sign_ins_valid_from") + 1)

    record(verb="members.signed_out.everywhere", subject=actor, actor=actor, now=now)
    return Member.objects.get(pk=member_id)


@one_act_at_a_time
def make_api_token(*, member_id: int, now: datetime) -> str:
    """A bearer token for a member's own programs. Shown once; only its hash is kept."""
    member = Member.objects.get(pk=member_id)
    token = f"coop_{secrets.token_urlsafe(32)}"

    ApiToken.objects.create(member=member, token_hash=hash_of_token(token), made_at=now)

    record(verb="members.token.made", subject=member, actor=member, now=now)
    return token


def hash_of_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def member_with_token(token: str) -> Member | None:
    """Whose token it is, if it still holds."""
    row = (
        ApiToken.objects.filter(token_hash=hash_of_token(token), ended_at__isnull=True)
        .select_related("member")
        .first()
    )
    return row.member if row else None


@transaction.atomic
def prefer(*, member_id: int, language: str | None = None, text_size: str | None = None) -> None:
    """The language and text size a member reads in."""
    changes = {}
    if language is not None and language in dict(settings.LANGUAGES):
        changes["language"] = language
    if text_size is not None and text_size in ("", "large"):
        changes["text_size"] = text_size
    if changes:
        Member.objects.filter(pk=member_id).update(**changes)
