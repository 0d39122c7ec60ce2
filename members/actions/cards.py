"""Sign-in cards: printed, with a one-time QR, for whoever has no PIN yet or has lost their phone."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils.translation import gettext as _

from members.models import Member, SignInCard
from members.rules import CARD_DAYS, why_not_pin
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card to print: whose, and the secret that is in its QR and nowhere else."""

    member: Member
    secret: str
    lapses_at: datetime


def hash_of_secret(secret: str) -> str:
    """What is kept of a card's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@one_act_at_a_time
def make_cards(*, member_ids: Sequence[int], actor: Member | None, now: datetime) -> list[Card]:
    """Make a card for each member; earlier ones of theirs that were not used are void."""
    if actor is not None and not actor.has_perm("members.issue_cards", now):
        raise Refused(_("Only whoever issues cards makes them."))
    people = list(Member.objects.filter(pk__in=member_ids).order_by("number"))

    SignInCard.objects.filter(member__in=people, used_at__isnull=True, void_at__isnull=True).update(
        void_at=now
    )
    lapses = now + timedelta(days=CARD_DAYS)
    cards = [Card(member=person, secret=secrets.token_urlsafe(16), lapses_at=lapses) for person in people]
    SignInCard.objects.bulk_create(
        [
            SignInCard(
                member=card.member,
                secret_hash=hash_of_secret(card.secret),
                made_by=actor,
                made_at=now,
                lapses_at=lapses,
            )
            for card in cards
        ],
        batch_size=500,
    )

    record(
        verb="members.cards.made",
        subject="members.signincard",
        actor=actor,
        now=now,
        facts={"members": [person.number for person in people]},
    )
    return cards


def card_for(secret: str, *, now: datetime) -> SignInCard | None:
    """The card with that secret, if it can still be used."""
    return (
        SignInCard.objects.filter(
            secret_hash=hash_of_secret(secret), used_at__isnull=True, void_at__isnull=True, lapses_at__gt=now
        )
        .select_related("member")
        .first()
    )


@one_act_at_a_time
def redeem_card(*, secret: str, pin: str, now: datetime) -> Member:
    """Use a card once to choose a PIN. Two phones at once: one of them is refused."""
    card = card_for(secret, now=now)
    if card is None:
        raise Refused(_("This card was used already or has lapsed. Ask for a new one."))
    refuse_if(why_not_pin(pin, number=card.member.number))
    used = SignInCard.objects.filter(pk=card.pk, used_at__isnull=True, void_at__isnull=True).update(
        used_at=now
    )
    if used != 1:
        raise Refused(_("This card was used already or has lapsed. Ask for a new one."))

    Member.objects.filter(pk=card.member_id).update(
        password=make_password(pin), sign_ins_valid_from=F("sign_ins_valid_from") + 1
    )

    record(verb="members.card.used", subject=card.member, actor=card.member, now=now, facts={"card": card.pk})
    return Member.objects.get(pk=card.member_id)
