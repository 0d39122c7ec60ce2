"""Proof that each of us was told of an assembly: by their phone as they look, or by whoever convokes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from assemblies.models import Assembly, AssemblyState, Notice
from assemblies.models.convoking import NoticeChannel
from assemblies.rules.states import CONVOKE, may
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused

LARGEST_NUMBER = 2**31 - 1


def see_notice(*, assembly: Assembly, member: Member, now: datetime) -> bool:
    """Write down, once, that a member's phone showed them an assembly that has not begun. Not an act.

    One question where it is known already; for pages that are looked at often, and only by those who belong.
    True where it was new.
    """
    if assembly.state != AssemblyState.CONVOKED:
        return False
    if Notice.objects.filter(assembly=assembly, member=member).exists():
        return False
    return write_notice_seen(assembly=assembly, member=member, now=now)


def write_notice_seen(*, assembly: Assembly, member: Member, now: datetime) -> bool:
    """The same, for a page that has asked already whether it is known."""
    seen = Notice(assembly=assembly, member=member, channel=NoticeChannel.PHONE, at=now)
    Notice.objects.bulk_create([seen], ignore_conflicts=True)  # two taps at once
    return True


@one_act_at_a_time
def give_notice(
    *, assembly_id: int, numbers: Iterable[int], channel: str, actor: Member, now: datetime
) -> int:
    """Write down who was told on paper or in person, by member number, all or none. Answers how many were new.

    Whoever was reached before stays as they were: the first proof counts.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    if not may(actor, CONVOKE, now):
        raise Refused(_("Only whoever has the task of convoking can write down who was told."))
    if assembly.state != AssemblyState.CONVOKED:
        raise Refused(_("One is told of an assembly before it begins."))
    if channel not in (NoticeChannel.PAPER, NoticeChannel.IN_PERSON):
        raise Refused(_("Say how they were told."))
    wanted = sorted(set(numbers))
    day = Cooperative.objects.founded().day_of(now)
    possible = [number for number in wanted if 0 < number <= LARGEST_NUMBER]
    known = dict(Member.objects.here(on=day).filter(number__in=possible).values_list("number", "pk"))
    unknown = [str(number) for number in wanted if number not in known]
    if unknown:
        raise Refused(_("Nobody here has the number %(numbers)s.") % {"numbers": ", ".join(unknown)})

    told = set(assembly.notices.values_list("member_id", flat=True))
    new = sorted((number, pk) for number, pk in known.items() if pk not in told)
    if not new:
        return 0
    Notice.objects.bulk_create(
        [Notice(assembly=assembly, member_id=pk, channel=channel, at=now, by=actor) for _number, pk in new],
        ignore_conflicts=True,  # somebody may look at their phone at this second
    )

    record(
        verb="assemblies.notice.given",
        subject=assembly,
        actor=actor,
        now=now,
        facts={"channel": str(channel), "members": [number for number, _pk in new]},
    )
    return len(new)
