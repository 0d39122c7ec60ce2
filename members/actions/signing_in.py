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
    number = number if 0 < number < 2**31 else 0
    member = Member.objects.filter(number=number).first()
    if not _try_pin(member, number=number, pin=pin, place=hashed_address(address), now=now) or member is None:
        raise Refused(_("That number and PIN do not go together. Look at your card and try again."))
    return member


def prove_pin(*, member: Member, pin: str, address: str, now: datetime) -> None:
    """Make sure that it is the member who holds the phone, under the limits of signing in.

    Raises `Refused` with what to do.
    """
    if not _try_pin(member, number=member.number, pin=pin, place=hashed_address(address), now=now):
        raise Refused(_("That PIN is not right."))


def _try_pin(member: Member | None, *, number: int, pin: str, place: str, now: datetime) -> bool:
    """Whether the PIN is right; a wrong one is counted. Raises `Refused` where there were too many."""
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
        return False
    KnownAddress.objects.get_or_create(member=member, address=place)
    if known:
        SignInAttempt.objects.filter(number=number, address=place).delete()
    return True


_DUMMY: list[str] = []


def _dummy() -> str:
    """A hash nobody's PIN has, so that an unknown number costs the same time."""
    if not _DUMMY:
        _DUMMY.append(make_password(secrets.token_urlsafe(12)))
    return _DUMMY[0]


def choose_pin(*, member_id: int, old_pin: str, pin: str, address: str, now: datetime) -> Member:
    """Change one's own PIN, knowing the old one. Other phones are signed out.

    Hashing is slow on purpose: it is done before the record's turn is taken, so that nobody waits for it.
    """
    member = Member.objects.get(pk=member_id)
    prove_pin(member=member, pin=old_pin, address=address, now=now)
    refuse_if(why_not_pin(pin, number=member.number))
    return _change_pin(member_id=member_id, before=member.password, after=make_password(pin), now=now)


@one_act_at_a_time
def _change_pin(*, member_id: int, before: str, after: str, now: datetime) -> Member:
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    if member.password != before:
        raise Refused(_("The PIN was changed on another phone at this moment."))

    member.password = after
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
