"""Members of a vote called by their numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import F, Q
from django.utils.translation import gettext as _

from assemblies.actions.presence import LARGEST_NUMBER
from assemblies.models import Motion, Presence, RollEntry
from record.rules import Refused


def voters_here(motion: Motion, numbers: Collection[int]) -> dict[int, int]:
    """Who of these may vote, by number: all of them are on the roll and arrived, or it is refused."""
    roll = dict(
        RollEntry.objects.filter(
            motion=motion,
            excluded_because="",
            member__number__in=[number for number in numbers if 0 < number <= LARGEST_NUMBER],
        ).values_list("member__number", "member_id")
    )
    here = set(
        Presence.objects.filter(
            Q(left_at__isnull=True) | Q(left_at__gte=F("assembly__motions__opened_at")),
            assembly__motions=motion,
            member__in=roll.values(),
        ).values_list("member_id", flat=True)
    )
    refuse_numbers(
        _("These members are not on the roll: %(numbers)s."), [n for n in numbers if n not in roll]
    )
    refuse_numbers(
        _("Take their arrival at the door first: %(numbers)s."),
        [number for number, pk in roll.items() if pk not in here],
    )
    return dict(sorted(roll.items()))


def refuse_numbers(sentence: str, numbers: Iterable[int]) -> None:
    """Refuse with a sentence that names these members, where there are any."""
    named = ", ".join(str(number) for number in sorted(numbers))
    if named:
        raise Refused(sentence % {"numbers": named})
