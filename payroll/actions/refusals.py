"""The second signature that is not given: the run is set aside, with the reason, and whoever prepared it is told."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from members.actions import tell
from members.models import Member
from payroll.actions.signing import COUNTERSIGN, locked, mandate_for
from payroll.models import PayRefusal, PayRun, PayRunState
from payroll.rules.refusing import why_not_refuse
from record.actions import one_act_at_a_time, record
from record.rules import fingerprint, refuse_if


@one_act_at_a_time
def refuse_run(*, run_id: int, because: str, actor: Member, now: datetime) -> PayRun:
    """Do not sign a run, and say why in a few words. By whoever could have given it its second signature.

    The slips of a run are written once, so that it is set aside as it was worked out; whoever prepares mends what was
    wrong, begins the same days anew and works them out again. Refused again by the same person it is the same.
    """
    mandate = mandate_for(COUNTERSIGN, actor, now)
    run = locked(run_id)
    there = PayRefusal.objects.filter(run=run).first()
    if there is not None and there.by_id == actor.pk:
        run.found_done = True
        return run
    refuse_if(
        why_not_refuse(
            waits=run.state == PayRunState.COMPUTED,
            prepared_it=run.prepared_by_id == actor.pk or run.prepared_under_id == mandate.pk,
            is_theirs=run.member_id == actor.pk,
            because=because,
        )
    )

    refusal = PayRefusal.objects.create(
        run=run, by=actor, under=mandate, because=because.strip(), refused_at=now
    )
    run.state = PayRunState.ABANDONED
    run.save(update_fields=["state"])

    record(
        verb="payroll.run.refused",
        subject=run,
        actor=actor,
        now=now,
        facts={"digest": run.digest, "reason": fingerprint(refusal.because)},
    )
    _tell_who_prepared(run, actor, now)
    return run


def _tell_who_prepared(run: PayRun, actor: Member, now: datetime) -> None:
    if run.prepared_by_id is not None:
        tell(
            member_ids=[run.prepared_by_id],
            key=f"refused:{run.pk}",
            text_id=gettext_noop("%(name)s did not sign the pay of %(month)s, and says why."),
            values={"name": actor.name, "month": run.period.name},
            link=f"/pay/runs/{run.pk}/",
            now=now,
        )
