"""The private address a calendar reads: made, made anew, ended. Only a hash of its secret is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused
from rotation.models import CalendarFeed

WALL_POWER = "rotation.assign_duties"


def hash_of(secret: str) -> str:
    """What is kept of an address: SHA-256 (hex) of its secret part."""
    return hashlib.sha256(secret.encode()).hexdigest()


@one_act_at_a_time
def make_calendar(*, for_wall: bool = False, actor: Member, now: datetime) -> str:
    """Make one's own address anew, or the wall's; the one before ends at once. Answers its secret, shown once."""
    if for_wall and not actor.has_perm(WALL_POWER, now):
        raise Refused(_("Only whoever hands out duties makes the address of the wall."))
    _running(actor, for_wall=for_wall).update(ended_at=now)

    secret = secrets.token_urlsafe(24)
    feed = CalendarFeed.objects.create(
        member=None if for_wall else actor, secret_hash=hash_of(secret), made_by=actor, made_at=now
    )

    record(verb="rotation.calendar.made", subject=feed, actor=actor, now=now, facts={"wall": for_wall})
    return secret


@one_act_at_a_time
def end_calendar(*, for_wall: bool = False, actor: Member, now: datetime) -> None:
    """End one's own address, or the wall's. Where there is none, nothing changes."""
    if for_wall and not actor.has_perm(WALL_POWER, now):
        raise Refused(_("Only whoever hands out duties makes the address of the wall."))
    feed = _running(actor, for_wall=for_wall).first()
    if feed is None:
        return
    feed.ended_at = now
    feed.save(update_fields=["ended_at"])

    record(verb="rotation.calendar.ended", subject=feed, actor=actor, now=now, facts={"wall": for_wall})


def _running(actor: Member, *, for_wall: bool) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(member=None if for_wall else actor, ended_at=None)
