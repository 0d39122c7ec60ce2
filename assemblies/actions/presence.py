"""Arrivals and departures. Not acts: one line per person in the record would queue the whole door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assemblies.actions.floor import end_turns
from assemblies.models import Assembly, Presence
from assemblies.models.assemblies import PresenceChannel
from assemblies.rules import presence as rules
from members.actions import count_wrong_guess, refuse_many_guesses
from members.models import Cooperative, Member
from record.by_hand import asking, moment_of
from record.rules import Refused, refuse_if

LARGEST_NUMBER = 2**31 - 1
"""What a database can hold as a member number; larger ones belong to nobody."""


class WrongCode(Refused):
    """What was typed is not the code of the hall."""


def arrive(
    *,
    assembly_id: int,
    member: Member,
    channel: str,
    code: str = "",
    address: str = "",
    actor: Member | None,
    now: datetime,
) -> Presence:
    """Write down that a member is here. Whoever is here already stays here.

    Wrong codes of the hall are counted for that member and `address`, after the transaction that refused them,
    so that guessing is slow; nobody else waits for it.
    """
    hall = f"hall:{assembly_id}"
    if channel == PresenceChannel.HALL_CODE:
        refuse_many_guesses(code=hall, member=member, address=address, now=now)
    try:
        return _arrive(
            assembly_id=assembly_id, member=member, channel=channel, code=code, actor=actor, now=now
        )
    except WrongCode:
        count_wrong_guess(code=hall, member=member, address=address, now=now)
        raise


@transaction.atomic
def _arrive(
    *, assembly_id: int, member: Member, channel: str, code: str, actor: Member | None, now: datetime
) -> Presence:
    # Locked, so that nobody arrives while a closing seals the register of who was there.
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    before = _look(assembly, member, now=now)
    because = rules.why_not_arrive(
        assembly_state=assembly.state,
        belongs=before.belongs,
        channel=channel,
        from_home=assembly.from_home,
        code_matches=rules.same_code(code, assembly.hall_code),
        is_own_arrival=actor is not None and actor.pk == member.pk,
        actor=actor,
        now=now,
    )
    if because is rules.WRONG_CODE:
        raise WrongCode(because)
    refuse_if(because)

    if before.presence_id is not None:
        return Presence.objects.get(pk=before.presence_id)
    arrival = Presence(
        assembly=assembly,
        member=member,
        channel=channel,
        arrived_at=_after_the_count(before.counted_at, now=now),
    )
    try:
        with transaction.atomic():
            arrival.save(force_insert=True)
    except IntegrityError:  # two taps at once
        return Presence.objects.get(assembly=assembly, member=member, left_at=None)
    return arrival


@dataclass(frozen=True, kw_only=True)
class _AtTheDoor:
    """What is there of a member who arrives: their membership, their presence, the last count."""

    belongs: bool
    presence_id: int | None
    counted_at: datetime | None


_AT_THE_DOOR = """
    SELECT EXISTS (SELECT 1 FROM members_membership s
            WHERE s.member_id = %(member)s AND s.standing <> 'left'
            AND s.from_on <= %(day)s AND (s.until_on IS NULL OR s.until_on > %(day)s)),
        (SELECT p.id FROM assemblies_presence p
            WHERE p.assembly_id = %(assembly)s AND p.member_id = %(member)s AND p.left_at IS NULL),
        (SELECT MAX(m.closed_at) FROM assemblies_motion m
            WHERE m.assembly_id = %(assembly)s AND m.closed_at >= %(now)s)"""
"""Hundreds arrive within minutes. Written by hand, as for ballots: one question for three."""


def _look(assembly: Assembly, member: Member, *, now: datetime) -> _AtTheDoor:
    asked = asking(
        assembly=assembly.pk, member=member.pk, day=Cooperative.objects.founded().day_of(now), now=now
    )
    with connection.cursor() as cursor:
        cursor.execute(_AT_THE_DOOR, asked)
        belongs, presence_id, counted_at = cursor.fetchone()
    return _AtTheDoor(belongs=bool(belongs), presence_id=presence_id, counted_at=moment_of(counted_at))


@transaction.atomic
def arrive_at_door(*, assembly_id: int, numbers: Iterable[int], actor: Member | None, now: datetime) -> int:
    """Write down arrivals by member number, all or none; answers how many were not here before."""
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    refuse_if(rules.why_not_keep_door(assembly_state=assembly.state, actor=actor, now=now))
    wanted = sorted(set(numbers))
    possible = [number for number in wanted if 0 < number <= LARGEST_NUMBER]
    day = Cooperative.objects.founded().day_of(now)
    known = dict(Member.objects.here(on=day).filter(number__in=possible).values_list("number", "pk"))
    unknown = [str(number) for number in wanted if number not in known]
    if unknown:
        raise Refused(_("Nobody here has the number %(numbers)s.") % {"numbers": ", ".join(unknown)})

    here = set(
        Presence.objects.filter(assembly=assembly, left_at=None, member__number__in=possible).values_list(
            "member_id", flat=True
        )
    )
    arriving = [pk for pk in known.values() if pk not in here]
    counted = assembly.motions.filter(closed_at__gte=now).aggregate(last=Max("closed_at"))["last"]
    arrived_at = _after_the_count(counted, now=now)
    Presence.objects.bulk_create(
        [
            Presence(assembly=assembly, member_id=pk, channel=PresenceChannel.DOOR, arrived_at=arrived_at)
            for pk in arriving
        ],
        ignore_conflicts=True,  # somebody may tap their own phone at this second
    )
    return len(arriving)


@transaction.atomic
def depart(*, assembly_id: int, member: Member, now: datetime, actor: Member | None = None) -> None:
    """Write down that a member left, their turn to speak with them. Coming back is a new arrival."""
    stay = (
        Presence.objects.select_for_update(no_key=True)
        .filter(assembly_id=assembly_id, member=member, left_at=None)
        .first()
    )
    if stay is None:
        return

    if actor is not None and actor.pk != member.pk:
        refuse_if(rules.why_not_keep_door(assembly_state="open", actor=actor, now=now))

    stay.left_at = max(now, stay.arrived_at)
    stay.save(update_fields=["left_at"])
    end_turns(stay.assembly_id, at=stay.left_at, member=member)


def _after_the_count(counted_at: datetime | None, *, now: datetime) -> datetime:
    """Whoever waited at the door while a vote was closed and counted came after it: its count stays true."""
    return now if counted_at is None else counted_at + timedelta(microseconds=1)
