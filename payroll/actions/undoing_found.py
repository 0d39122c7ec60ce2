"""What was found in the bank as the wrong movement: it was another one. The movement waits again, and so does the pay."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from ledger.actions.bank_lines import open_day_for, unmatch_bank_line
from ledger.actions.entries import post_entry
from ledger.rules import Line, why_not_bank
from members.models import Member
from payroll.actions.signing import PREPARE, mandate_for
from payroll.models import ConfirmationUndone, FoundTransfer, Payment, PaymentPart, PayRun, PayRunState
from payroll.rules.undoing import another_key
from record.actions import one_act_at_a_time, record, subject_of
from record.rules import Refused, refuse_if


@one_act_at_a_time
def undo_found_transfer(*, part_id: int, line_id: int, actor: Member, now: datetime) -> Payment:
    """Say that a transfer, found as this movement of the bank, was another one. Again changes nothing.

    1. Another entry undoes the one by which it left the bank, on its own day where its month is open: the money is on
       its way again, and the movement waits. Both entries stay, and so does that it was found so.
    2. Where the whole payment was found by it, it is found no more; a run that this reconciled is paid again, and no
       more than that. A closed run stays closed.
    Refused where it came back since with no movement of the bank that says so: that it had left is what it came
    back from.
    """
    mandate_for(PREPARE, actor, now)
    refuse_if(why_not_bank(actor=actor, now=now))
    part = PaymentPart.objects.select_for_update(no_key=True, of=("self",)).get(pk=part_id)
    payment = _locked(part.payment_id)
    found = FoundTransfer.objects.standing().filter(part=part).select_related("entry").first()
    if found is None or found.line_id != line_id:
        if FoundTransfer.objects.filter(part=part, line=line_id).exists():
            return payment
        raise Refused(_("It was not found as that movement, or not any more."))
    if part.bounced_at is not None and part.bounce_line_id is None:
        raise Refused(_("It came back after it was found, and no movement says so: what was found stays."))

    undone = post_entry(
        on=open_day_for(found.entry.on),
        memo=_("A transfer of payment %(number)s was another movement of the bank")
        % {"number": payment.number},
        key=another_key(found.entry.number),
        lines=[
            Line(account=line.account.code, cents=-line.cents, note=line.note)
            for line in found.entry.postings.select_related("account").order_by("id")
        ],
        because=subject_of(payment),
        actor=actor,
        now=now,
        reverses=found.entry,
    )
    _found_no_more(payment, actor=actor, now=now)

    record(
        verb="payroll.transfer.was_another",
        subject=found.entry,
        actor=actor,
        now=now,
        facts={"number": payment.number, "movement": line_id, "undone_by": undone.number},
    )
    return payment


@one_act_at_a_time
def undo_confirmation(
    *, payment_id: int, line_id: int | None = None, actor: Member, now: datetime
) -> Payment:
    """Say that a payment was not found as this movement of the bank (None: as was said in words). Again changes nothing.

    Its entry stays, and nothing moves in the books: only which movement it is was wrong. The movement waits again, the
    payment too; a run that this reconciled goes back to paid, a closed run stays closed. Where it was found transfer
    by transfer, each transfer is undone by itself.
    """
    mandate_for(PREPARE, actor, now)
    payment = _locked(payment_id)
    if payment.confirmed_at is None or payment.confirmed_line_id != line_id:
        undone = ConfirmationUndone.objects.filter(payment=payment, line=line_id)
        if undone.exclude(line=None, confirmed_by_what="").exists():
            return payment
    if payment.confirmed_at is None:
        raise Refused(_("This payment was not found yet."))
    if payment.confirmed_line_id is None and not payment.confirmed_by_what:
        raise Refused(_("Its transfers were found one by one: say which of them was another one."))
    if payment.confirmed_line_id != line_id:
        raise Refused(_("It was not found as that movement, or not any more."))

    _found_no_more(payment, actor=actor, now=now)
    if line_id is not None:
        unmatch_bank_line(line_id=line_id, entry_id=payment.entry_id, actor=actor, now=now)

    record(
        verb="payroll.payment.was_another",
        subject=payment,
        actor=actor,
        now=now,
        facts={"number": payment.number} | ({"movement": line_id} if line_id is not None else {}),
    )
    return payment


def _locked(payment_id: int) -> Payment:
    return Payment.objects.select_for_update(no_key=True, of=("self",)).get(pk=payment_id)


def _found_no_more(payment: Payment, *, actor: Member, now: datetime) -> None:
    """It waits to be found, and how it had been found is kept; runs that are reconciled are no more."""
    if payment.confirmed_at is None or payment.confirmed_by_id is None:
        return
    ConfirmationUndone.objects.create(
        payment=payment,
        confirmed_by_id=payment.confirmed_by_id,
        confirmed_at=payment.confirmed_at,
        confirmed_by_what=payment.confirmed_by_what,
        line_id=payment.confirmed_line_id,
        undone_by=actor,
        undone_at=now,
    )
    payment.confirmed_by, payment.confirmed_at, payment.confirmed_by_what = None, None, ""
    payment.confirmed_line = None
    payment.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_by_what", "confirmed_line"])
    runs = PayRun.objects.filter(payslips__payments__payment=payment, state=PayRunState.RECONCILED)
    for run in runs.distinct():
        run.state = PayRunState.PAID
        run.save(update_fields=["state"])
