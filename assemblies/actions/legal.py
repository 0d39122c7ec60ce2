"""What the law wants done around an assembly: written down when it is called and closed, ticked with proof."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from assemblies.models import Assembly, AssemblyState, LegalTask
from assemblies.reports.law import law_here
from assemblies.rules.states import CONVOKE, KEEP_MINUTES, may
from assemblies.rules.texts import why_not_text
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, fingerprint, refuse_if

LONGEST_PROOF = 200


@one_act_at_a_time
def do_legal_task(*, task_id: int, proof: str, actor: Member, now: datetime) -> LegalTask:
    """Write down that a task of the law was done, with its proof: a file number, a receipt, who received it."""
    task = LegalTask.objects.select_for_update(no_key=True, of=("self",)).get(pk=task_id)

    if task.done_at is not None and task.done_by_id == actor.pk and task.proof == proof.strip():
        return task  # a second tap
    if not may(actor, CONVOKE, now) and not may(actor, KEEP_MINUTES, now):
        raise Refused(_("Only whoever convokes or keeps the minutes can write this down."))
    if task.done_at is not None:
        raise Refused(_("It is done already."))
    if task.assembly.state == AssemblyState.CANCELLED:
        raise Refused(_("The assembly was cancelled."))
    refuse_if(why_not_text(proof, longest=LONGEST_PROOF))

    task.done_at, task.done_by, task.proof = now, actor, proof.strip()
    task.save(update_fields=["done_at", "done_by", "proof"])

    record(
        verb="assemblies.legal_task.done",
        subject=task,
        actor=actor,
        now=now,
        facts={
            "assembly": task.assembly.number,
            "task": task.code,
            "due_on": task.due_on.isoformat(),
            "proof": fingerprint(task.proof),
        },
    )
    return task


def write_legal_tasks(assembly: Assembly, *, counts: str, closed_on: date | None = None) -> None:
    """Write down what the law asks "before" or "after" this assembly; what is written already stays."""
    LegalTask.objects.bulk_create(
        [
            LegalTask(
                assembly=assembly,
                code=task.code,
                due_on=task.due_on(meets_on=assembly.starts_on, closed_on=closed_on),
            )
            for task in law_here().tasks_of(assembly.kind, counts=counts)
        ],
        ignore_conflicts=True,
    )
