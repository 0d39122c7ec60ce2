"""Parts of a shared surplus of those who left: no payslip reaches them any more, so they are paid by themselves."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from assemblies.models import Contest
from ledger import chart
from ledger.actions.entries import post_entry
from ledger.reports.places import place_called
from ledger.rules import Line
from members.models import Cooperative, Member
from payroll.models import Return, SurplusState
from record.actions import one_act_at_a_time, record
from record.rules import Refused

PAY = "payroll.pay"


@one_act_at_a_time
def pay_return_of_leaver(*, return_id: int, out_of: str, actor: Member, now: datetime) -> Return:
    """Pay the part of somebody who left, once; never while the surplus is contested. Paid again it is the same."""
    if not actor.has_perm(PAY, now):
        raise Refused(_("This needs a post that you do not hold now."))
    part = (
        Return.objects.select_for_update(no_key=True, of=("self",))
        .select_related("surplus", "member")
        .get(pk=return_id)
    )
    if part.entry_id is not None:
        return part
    today = Cooperative.objects.here().day_of(now)
    if part.payslip_id is not None:
        raise Refused(_("It was paid with a payslip already."))
    if part.given_up_by_id is not None:
        raise Refused(_("The assembly decided that it is not paid."))
    if part.surplus.state != SurplusState.POSTED or not part.cents:
        raise Refused(_("There is nothing to pay of it."))
    if Contest.objects.filter(motion=part.surplus.adopted_by_id).standing().exists():
        raise Refused(_("It is contested: it waits until that is settled."))
    if Member.objects.here(on=today).filter(pk=part.member_id).exists():
        raise Refused(_("Whoever belongs gets it with the next payslip."))
    place = place_called(out_of)
    if place is None:
        raise Refused(_("Say whether it leaves the bank or the cash box."))

    part.entry = post_entry(
        on=today,
        memo=_("Surplus of %(name)s, paid to one who left") % {"name": part.surplus.name},
        key=f"payroll.return:{part.pk}",
        lines=[
            Line(account=chart.RETURNS_OWED, cents=part.cents, member_id=part.member_id),
            Line(account=place, cents=-part.cents),
        ],
        because=f"payroll.surplus:{part.surplus_id}",
        actor=actor,
        now=now,
    )
    part.save(update_fields=["entry"])

    record(
        verb="payroll.return.paid",
        subject=part,
        actor=actor,
        now=now,
        facts={"cents": part.cents, "entry": part.entry.number},
        because=f"assemblies.motion:{part.surplus.adopted_by_id}",
    )
    return part
