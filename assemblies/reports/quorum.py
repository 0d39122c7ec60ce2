"""How many of us were there for a vote, at most, since the assembly opened."""

from __future__ import annotations

from django.db.models import QuerySet

from assemblies.models import Assembly, Presence
from assemblies.rules.presence import most_at_once
from members.models import Member


def most_here(assembly: Assembly, *, voters: QuerySet[Member]) -> int:
    """How many of those who may vote on a matter were in the assembly at once, at most."""
    stays = Presence.objects.filter(assembly=assembly, member__in=voters)
    return most_at_once(list(stays.values_list("arrived_at", "left_at")))
