"""How many of us are there for a vote: now, and at most since the assembly opened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from assemblies.models import Assembly, Presence
from assemblies.rules.presence import most_at_once
from members.models import Member


def voters_here(assembly: Assembly, *, on: date, excluded: Collection[int], now: datetime) -> int:
    """How many who may vote on a matter are in the assembly at this moment."""
    stays = Presence.objects.at(now).filter(assembly=assembly, member__in=Member.objects.with_vote(on=on))
    return stays.exclude(member_id__in=list(excluded)).values("member").distinct().count()


def most_here(assembly: Assembly, *, on: date, excluded: Collection[int]) -> int:
    """How many who may vote on a matter were in the assembly at once, at most, since it opened."""
    stays = Presence.objects.filter(assembly=assembly, member__in=Member.objects.with_vote(on=on))
    return most_at_once(
        list(stays.exclude(member_id__in=list(excluded)).values_list("arrived_at", "left_at"))
    )
