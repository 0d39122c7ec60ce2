"""Tasks of decisions that were not done come back to the weekly agenda by themselves."""

from __future__ import annotations

from datetime import datetime

from assemblies.actions.agenda import add_matter
from assemblies.models import AgendaItem, Assembly, Motion
from assemblies.reports.agendas import closing_of
from assemblies.rules.agenda import why_not_come_back
from assemblies.rules.texts import LONGEST_TITLE
from record.actions import one_act_at_a_time, record
from record.rules import fingerprint, refuse_if


@one_act_at_a_time
def bring_task_back(*, assembly_id: int, motion_id: int, key: str, title: str, now: datetime) -> AgendaItem:
    """Put a task of a decision that was not done on a weekly agenda that still takes matters. Twice is once.

    The room that keeps tasks says which one it is: `key` (`duty:12`) is how the pages ask it again.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    there = assembly.items.filter(key=key).first()
    if there is not None:
        return there
    refuse_if(
        why_not_come_back(
            assembly_kind=assembly.kind,
            assembly_state=assembly.state,
            closes_at=closing_of(assembly, now=now),
            now=now,
        )
    )

    item = add_matter(assembly, title[:LONGEST_TITLE], key=key)

    motion = Motion.objects.get(pk=motion_id)
    record(
        verb="assemblies.task.brought_back",
        subject=assembly,
        actor=None,
        now=now,
        facts={"motion": motion.number, "task": key, "title": fingerprint(item.title)},
        because=motion,
    )
    return item
