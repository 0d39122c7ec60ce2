"""Second signatures that were not given: what whoever prepares and signs reads of them, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator

from payroll.models import PayRefusal, PayRun, PayRunState, RunKind
from record.models import Act
from record.rules import fingerprint

REFUSED = "payroll.run.refused"


def refusal_of(run: PayRun) -> PayRefusal | None:
    """Why a run was not signed; of one that is begun and not worked out, why the last of its days was not.

    One question for a run that is not worked out; none for any other that was read with its refusal.
    """
    if run.state == PayRunState.ABANDONED:
        found: PayRefusal | None = getattr(run, "refusal", None)
        return found
    if run.state != PayRunState.DRAFT:
        return None
    same_days = PayRefusal.objects.filter(
        run__kind=RunKind.REGULAR, run__from_on__lt=run.until_on, run__until_on__gt=run.from_on
    )
    return same_days.select_related("by").order_by("-pk").first()


def faults() -> Iterator[str]:
    """Every refusal against its act, and its run set aside by it."""
    acts = {
        act.subject: (act.actor_number, act.facts.get("reason"))
        for act in Act.objects.filter(verb=REFUSED).only("subject", "actor_number", "facts")
    }
    for row in PayRefusal.objects.select_related("run", "by").order_by("pk"):
        name = f"the refusal of pay run {row.run_id}"
        if row.run.state != PayRunState.ABANDONED:
            yield f"{name}: the run was not set aside"
        if acts.get(f"payroll.payrun:{row.run_id}") != (row.by.number, fingerprint(row.because)):
            yield f"{name}: the record does not say so"
