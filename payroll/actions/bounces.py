"""What the bank sent back: owed again, and paid again by itself."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from ledger import chart
from ledger.actions.bank_lines import match_bank_line
from ledger.actions.entries import post_entry
from ledger.models import BankLine
from ledger.rules import Line
from members.models import Cooperative, Member
from payroll.actions.found_singly import settle
from payroll.actions.paying_out import ToPay, pay_parts
from payroll.actions.signing import PAY, mandate_for
from payroll.models import Payment, PaymentPart, PayRunState
from payroll.reports.found_singly import comes_back_to
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def bounce_part(
    *, part_id: int, because: str, actor: Member, now: datetime, line_id: int | None = None
) -> PaymentPart:
    """Write down that the bank sent a payment back: it is owed again, and waits to be paid again by itself.

    `line_id` is the movement that brought it back, where the bank's list has one; its words then say why.
    """
    mandate_for(PAY, actor, now)
    part = (
        PaymentPart.objects.select_for_update(no_key=True, of=("self",))
        .select_related("payment", "payslip__run", "payslip__member")
        .get(pk=part_id)
    )
    if part.bounced_at is not None:
        return part
    line = BankLine.objects.waiting().filter(pk=line_id).first() if line_id is not None else None
    if line_id is not None and line is None:
        raise Refused(_("That movement is in the books already, or there is none such."))
    because = because.strip() or (line.text[:120] if line is not None else "")
    if not because or len(because) > 120 or "\x00" in because:
        raise Refused(_("Say in a few words why it came back."))

    slip = part.payslip
    part.bounce_entry = post_entry(
        on=max(Cooperative.objects.here().day_of(now), part.payment.pay_on),
        memo=_("A payment came back"),
        key=f"payroll.part:{part.pk}:back",
        lines=[
            Line(account=comes_back_to(part, has_movement=line is not None), cents=part.cents),
            Line(account=chart.PAY_OWED, cents=-part.cents, member_id=slip.member_id),
        ],
        because=f"payroll.payment:{part.payment_id}",
        actor=actor,
        now=now,
    )
    if line is not None:
        part.bounce_line = match_bank_line(
            line_id=line.pk, entry_id=part.bounce_entry.pk, actor=actor, now=now
        )
    part.bounced_at, part.bounced_because = now, because
    part.save(update_fields=["bounced_at", "bounced_because", "bounce_entry", "bounce_line"])
    settle(payment=part.payment, actor=actor, now=now)
    run = slip.run
    if run.state == PayRunState.RECONCILED:
        run.state = PayRunState.PAID
        run.save(update_fields=["state"])

    record(
        verb="payroll.payment.came_back",
        subject=part.payment,
        actor=actor,
        now=now,
        facts={"member": slip.member.number, "cents": part.cents, "entry": part.bounce_entry.number},
    )
    return part


@one_act_at_a_time
def pay_again(*, part_id: int, actor: Member, now: datetime) -> Payment:
    """Pay one member again what came back, by itself, to where they want it now. Again answers the payment there is."""
    mandate_for(PAY, actor, now)
    part = (
        PaymentPart.objects.select_for_update(no_key=True, of=("self",))
        .select_related("payslip__run__period", "payslip__member")
        .get(pk=part_id)
    )
    there = PaymentPart.objects.filter(instead_of=part).select_related("payment").first()
    if there is not None:
        return there.payment
    if part.bounced_at is None:
        raise Refused(_("This payment did not come back."))

    slip = part.payslip
    again = ToPay(
        payslip_id=slip.pk,
        member_id=slip.member_id,
        number=slip.member.number,
        cents=part.cents,
        instead_of_id=part.pk,
    )
    memo = _("Pay of %(month)s, paid again") % {"month": slip.run.period.name}
    return pay_parts(parts=[again], key=f"again:{part.pk}", memo=memo, actor=actor, now=now)[0]
