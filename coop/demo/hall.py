"""Who is in the hall and who at home: arriving and leaving, always in the same mixed order."""

from __future__ import annotations

from datetime import datetime

from assemblies.actions import arrive, arrive_at_door, depart
from assemblies.kinds import kind_of
from assemblies.models import Assembly, Motion, RollEntry
from assemblies.rules.agenda import LEGAL
from coop.demo.posts import COUNCIL, TABLE
from coop.demo.stage import Stage, mixed
from members.models import Member
from rotation.models import Mandate

ALWAYS_THERE = tuple(post.code for post in (*COUNCIL, *TABLE) if "substitute" not in post.code)


def chair_of(stage: Stage, assembly: Assembly, at: datetime) -> Member:
    """Whoever was drawn for the table; the presidency in an assembly by law."""
    return stage.holder("presidency" if assembly.kind in LEGAL else "table-chair", at)


def in_order(stage: Stage, assembly: Assembly, at: datetime) -> list[Member]:
    """Everyone with a vote, in this assembly's order: first the table and the council, then a fixed mix."""
    if assembly.pk not in stage.orders:
        day = stage.coop.day_of(at)
        first = set(
            Mandate.objects.at(at, day=day)
            .filter(post__code__in=ALWAYS_THERE)
            .values_list("member_id", flat=True)
        )
        able = Member.objects.with_vote(on=day)
        last = stage.not_there.get(assembly.pk, set())
        stage.orders[assembly.pk] = sorted(
            able, key=lambda m: (m.pk in last, m.pk not in first, mixed(str(assembly.number), m.number))
        )
    return stage.orders[assembly.pk]


def who_will_vote(stage: Stage, assembly: Assembly, motion: Motion, at: datetime) -> list[Member]:
    """Those who will be on the roll, in this assembly's order, without those whom it touches."""
    out = set(kind_of(motion).excluded(motion, on=stage.coop.day_of(at)))
    out |= set(motion.declared_interests.values_list("member_id", flat=True))
    return [member for member in in_order(stage, assembly, at) if member.pk not in out]


def on_roll(stage: Stage, assembly: Assembly, motion: Motion, at: datetime) -> list[Member]:
    """Those on the roll of an open vote, in this assembly's order."""
    roll = set(
        RollEntry.objects.filter(motion=motion, excluded_because="").values_list("member_id", flat=True)
    )
    return [member for member in in_order(stage, assembly, at) if member.pk in roll]


def come(stage: Stage, assembly: Assembly, hall: list[Member], home: list[Member], at: datetime) -> None:
    """Those who are not there yet arrive: by their number at the door, or by their own phone."""
    present = _present(assembly)
    door = [member.number for member in hall if member.pk not in present]
    if door:
        arrive_at_door(assembly_id=assembly.pk, numbers=door, actor=stage.holder("secretary", at), now=at)
    for member in home:
        if member.pk not in present:
            arrive(
                assembly_id=assembly.pk,
                member=member,
                channel="home" if assembly.from_home else "hall_code",
                code=assembly.hall_code,
                actor=member,
                now=at,
            )


def go(assembly: Assembly, members: list[Member], at: datetime) -> None:
    """Those who were there for the matter before and do not stay."""
    present = _present(assembly)
    for member in members:
        if member.pk in present:
            depart(assembly_id=assembly.pk, member=member, actor=member, now=at)


def _present(assembly: Assembly) -> set[int]:
    return set(assembly.presences.filter(left_at__isnull=True).values_list("member_id", flat=True))
