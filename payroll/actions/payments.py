"""A payment that was made: its file for the bank, and found in the bank's list or in the folder of sheets."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from ledger.actions.bank_lines import match_bank_line
from ledger.models import BankLine, Entry
from members.models import Member
from payroll.actions.signing import PAY, PREPARE, mandate_for
from payroll.models import Payment, PaymentPart, PayRun, PayRunState, SingleBooking
from payroll.reports.payments import owed_of, pieces_of
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def export_payment(*, payment_id: int, actor: Member, now: datetime) -> Payment:
    """Make the file for the bank, or the sheet for the cash box. Again: the same bytes, and it says so."""
    mandate_for(PAY, actor, now)
    payment = (
        Payment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("exported_by")
        .get(pk=payment_id)
    )
    digest = _digest_of_file(payment)
    if payment.exported_at is not None:
        if payment.file_digest != digest:
            raise Refused(
                _("The file is not the one that was made before. Do not send it; tell the assembly.")
            )
        payment.found_done = True
        return payment

    payment.exported_by, payment.exported_at, payment.file_digest = actor, now, digest
    payment.save(update_fields=["exported_by", "exported_at", "file_digest"])

    record(
        verb="payroll.payment.exported",
        subject=payment,
        actor=actor,
        now=now,
        facts={"number": payment.number, "digest": digest, "total_cents": payment.total_cents},
    )
    return payment


def _digest_of_file(payment: Payment) -> str:
    """SHA-256 of its file, piece by piece as it is sent."""
    whole = sha256()
    for piece in pieces_of(payment):
        whole.update(piece)
    return whole.hexdigest()


@one_act_at_a_time
def confirm_payment(
    *, payment_id: int, what: str, actor: Member, now: datetime, line_id: int | None = None
) -> Payment:
    """Say that a payment was found in the bank's list, or that the sheet is signed: with the line or the folder.

    `line_id` is the movement of the bank that it is: that movement then has its entry, this payment's, and is
    entered in the books by nobody else. Without one, `what` says in words where it was found. Where that was the
    last that a run waited for, the run is reconciled.
    """
    mandate_for(PREPARE, actor, now)
    payment = (
        Payment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("entry")
        .get(pk=payment_id)
    )
    if payment.confirmed_at is not None:
        return payment
    if SingleBooking.objects.filter(payment=payment).exists():
        raise Refused(_("Its transfers are found one by one, on a page of their own."))
    if line_id is None and (not what.strip() or len(what) > 120 or "\x00" in what):
        raise Refused(_("Say where it was found: the day and the line of the bank, or where the sheet is."))

    if line_id is not None:
        payment.confirmed_line, what = _found_as(line_id, payment.entry, actor=actor, now=now), ""
    payment.confirmed_by, payment.confirmed_at, payment.confirmed_by_what = actor, now, what.strip()
    payment.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_by_what", "confirmed_line"])
    record(
        verb="payroll.payment.confirmed",
        subject=payment,
        actor=actor,
        now=now,
        facts={"number": payment.number} | ({"movement": line_id} if line_id is not None else {}),
    )
    reconcile_runs_of(payment=payment, actor=actor, now=now)
    return payment


def reconcile_runs_of(*, payment: Payment, actor: Member, now: datetime) -> None:
    """After a payment was found: each run that waited for nothing else is reconciled."""
    for run in PayRun.objects.filter(payslips__payments__payment=payment, state=PayRunState.PAID).distinct():
        _reconcile(run, actor=actor, now=now)


def _found_as(line_id: int, entry: Entry, *, actor: Member, now: datetime) -> BankLine:
    """The movement of the bank that an entry is; matched on the page of the bank already, it stays as it is."""
    line = BankLine.objects.filter(pk=line_id).first()
    if line is None:
        raise Refused(_("There is no such movement of the bank."))
    if line.entry_id == entry.pk:
        return line
    return match_bank_line(line_id=line.pk, entry_id=entry.pk, actor=actor, now=now)


def _reconcile(run: PayRun, *, actor: Member, now: datetime) -> None:
    """A run whose every cent was paid, and every payment found, is reconciled."""
    unfound = PaymentPart.objects.filter(
        payslip__run=run, bounced_at__isnull=True, payment__confirmed_at__isnull=True
    )
    if unfound.exists() or owed_of(run).people:
        return
    run.state, run.reconciled_at = PayRunState.RECONCILED, now
    run.save(update_fields=["state", "reconciled_at"])
    record(verb="payroll.run.reconciled", subject=run, actor=actor, now=now)
