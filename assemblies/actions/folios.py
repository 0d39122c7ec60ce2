"""The folios of minutes: on which pages of the stamped book they were pasted. Written once."""

from __future__ import annotations

from datetime import datetime

from assemblies.models import Folio, Minutes
from assemblies.rules.folios import why_not_write_folios
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import refuse_if


@one_act_at_a_time
def write_folios(*, minutes_id: int, first: int, last: int, actor: Member, now: datetime) -> Folio:
    """Write on which folios approved minutes are, the first and the last. No page holds two minutes.

    Acts come one at a time, so that two who write at once do not take the same page.
    """
    minutes = Minutes.objects.select_for_update(no_key=True).get(pk=minutes_id)
    others = Folio.objects.exclude(minutes=minutes).filter(first__lte=last, last__gte=first)

    refuse_if(
        why_not_write_folios(
            first=first,
            last=last,
            is_approved=minutes.approved_at is not None,
            is_written=Folio.objects.filter(minutes=minutes).exists(),
            taken_by=others.order_by("first").values_list("minutes__assembly__number", flat=True).first(),
            actor=actor,
            now=now,
        )
    )

    folio = Folio.objects.create(minutes=minutes, first=first, last=last, written_by=actor, written_at=now)

    record(
        verb="assemblies.minutes.in_the_book",
        subject=minutes,
        actor=actor,
        now=now,
        facts={"assembly": minutes.assembly.number, "first": first, "last": last},
    )
    return folio
