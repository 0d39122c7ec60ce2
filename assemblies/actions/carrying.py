"""Matters without a motion that an assembly did not reach go on to the next by themselves, as motions do."""

from __future__ import annotations

from datetime import datetime, timedelta

from assemblies.actions.agenda import add_matter
from assemblies.models import AgendaItem, Assembly, AssemblyKind, AssemblyState
from assemblies.reports.floor import points_of
from record.actions import record, subject_of
from record.models import Act

VERB = "assemblies.matters.carried_over"
CARRIED_WITHIN = timedelta(days=60)
"""For how long a weekly assembly, when it is convoked, still looks back for matters that wait."""


def leave_matters(assembly: Assembly) -> list[AgendaItem]:
    """Say of each matter nobody began that it was not reached; only inside the closing.

    Where no item was begun at all, nobody went through the agenda on the chair's page, and nothing is known.
    """
    points = points_of(assembly)
    if not any(point.begun_at is not None for point in points):
        return []
    not_reached = [point.item_id for point in points if point.motion_id is None and point.waits]
    assembly.items.filter(pk__in=not_reached).update(carried_over=True)
    return list(assembly.items.filter(pk__in=not_reached).order_by("position"))


def carry_matters(assembly: Assembly, *, now: datetime) -> Assembly | None:
    """Put what was not reached on the next weekly agenda; only inside an act. Twice is once.

    None where nothing waits, where it is there already, or where no weekly assembly is called yet: the next one
    takes it when it is convoked.
    """
    if (
        assembly.state != AssemblyState.CLOSED
        or Act.objects.filter(subject=subject_of(assembly), verb=VERB).exists()
    ):
        return None
    # What has a key comes back by its own reason, or not at all: a task that is done meanwhile waits for nobody.
    matters = list(assembly.items.filter(motion=None, carried_over=True, key="").order_by("position"))
    weekly = Assembly.objects.coming(now).filter(kind=AssemblyKind.WEEKLY).first()
    if not matters or weekly is None:
        return None

    for matter in matters:
        item = add_matter(weekly, matter.title)
        item.minutes = matter.minutes
        item.save(update_fields=["minutes"])
    record(
        verb=VERB,
        subject=assembly,
        actor=None,
        now=now,
        facts={"assembly": weekly.number, "matters": len(matters)},
    )
    return weekly


def carry_those_waiting(weekly: Assembly, *, now: datetime) -> None:
    """Give a weekly assembly just convoked the matters that earlier ones did not reach, oldest first."""
    if weekly.kind != AssemblyKind.WEEKLY:
        return
    left = Assembly.objects.filter(
        state=AssemblyState.CLOSED,
        closed_at__gt=now - CARRIED_WITHIN,
        items__motion=None,
        items__carried_over=True,
    )
    for assembly in left.distinct().order_by("closed_at"):
        carry_matters(assembly, now=now)
