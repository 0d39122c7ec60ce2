"""The third signature: a line unlike everyone's whose own member signs the run is signed by somebody else."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from members.actions import tell
from members.models import Member
from payroll.actions.signing import locked
from payroll.models import LineSignature, PayRun, PayRunState, Payslip
from payroll.reports.own_lines import own_slips, signature_of, signers_of_lines, waiting
from payroll.rules.own_line import MAY_SIGN, why_not_sign
from record.actions import one_act_at_a_time, record
from record.rules import refuse_if
from rotation.reports import powers_of


@one_act_at_a_time
def sign_line(*, slip_id: int, actor: Member, now: datetime) -> LineSignature:
    """Sign one line of a run that two signed and one of those two is paid by: as a third, this line and no other.

    By a post of pay or of oversight; where nobody else among us has one, by any other full member. The record says
    that a line was signed, not whose: what is kept back of somebody is between them and the treasury.
    """
    run = locked(Payslip.objects.values_list("run", flat=True).get(pk=slip_id))
    slip = next((each for each in own_slips(run) if each.pk == slip_id), None)

    refuse_if(
        why_not_sign(
            may_sign=any(member.pk == actor.pk for member in signers_of_lines(run, now)),
            signed_the_run=actor.pk in (run.prepared_by_id, run.countersigned_by_id),
            waits=run.state == PayRunState.COUNTERSIGNED,
            is_apart=slip is not None,
            has_signature=slip is not None and signature_of(slip) is not None,
        )
    )

    powers = powers_of(actor.pk, now)
    under = next((powers[power] for power in MAY_SIGN if power in powers), None)
    signature = LineSignature.objects.create(slip_id=slip_id, by=actor, under=under, signed_at=now)

    record(verb="payroll.line.signed", subject=signature, actor=actor, now=now, facts={"run": run.pk})
    return signature


def tell_who_signs_lines(run: PayRun, now: datetime) -> bool:
    """Tell whoever may sign the lines of a run that wait, each once; whether any does wait."""
    if not waiting(run):
        return False
    tell(
        member_ids=[member.pk for member in signers_of_lines(run, now)],
        key=f"line:{run.pk}",
        text_id=gettext_noop("One line of the pay of %(month)s waits for your signature, and no other."),
        values={"month": run.period.name},
        link=f"/pay/runs/{run.pk}/",
        now=now,
    )
    return True
