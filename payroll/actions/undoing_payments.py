"""Undoing a payment that was written down wrongly."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from ledger import chart
from ledger.actions.entries import post_entry
from ledger.models import Entry
from ledger.reports import balance
from ledger.rules import Line
from members.models import Cooperative, Member
from payroll.models import HelpRequest, HelpState, PayRunState, RefundPayment, ShareRefund, Withholding
from payroll.rules.undoing import MAY_UNDO, kind_of_payment, undone_key, why_not_undo
from record.actions import one_act_at_a_time, record, subject_of
from record.rules import refuse_if


@one_act_at_a_time
def undo_payment(*, entry_id: uuid.UUID, because: str, actor: Member, now: datetime) -> Entry:
    """Undo what was paid for a project, out of a fund, in or back of shares, in advance or as help, by another entry.

    Both stay. Answers the entry that undoes it: again, the same. What was paid counts no more: it may be paid again,
    with the figures as they are; help waits to be paid again, and shares asked back wait at their place of the queue.
    """
    entry = Entry.objects.get(pk=entry_id)
    kind = kind_of_payment(entry.key)
    there = Entry.objects.filter(reverses=entry).first()
    has_power = any(actor.has_perm(power, now) for power in MAY_UNDO)
    if has_power and there is not None and there.key == undone_key(entry.number):
        return there
    help_paid = HelpRequest.objects.select_for_update(no_key=True, of=("self",)).filter(entry=entry).first()
    whose = help_paid is not None and help_paid.member_id == actor.pk
    refuse_if(
        why_not_undo(
            has_power=has_power,
            kind=kind,
            is_undone=there is not None or entry.reverses_id is not None,
            wrote_it=entry.posted_by_id == actor.pk,
            is_theirs=whose or entry.postings.filter(member=actor).exists(),
            is_taken_back=_is_taken_back(entry),
            is_asked_back=kind == "shares" and _is_asked_back(entry),
            because=because,
        )
    )

    undone = post_entry(
        on=Cooperative.objects.here().day_of(now),
        memo=_("Undone: %(why)s") % {"why": because.strip()},
        key=undone_key(entry.number),
        lines=[
            Line(account=line.account.code, cents=-line.cents, member_id=line.member_id, note=line.note)
            for line in entry.postings.select_related("account").order_by("id")
        ],
        because=subject_of(entry),
        actor=actor,
        now=now,
        reverses=entry,
    )
    if help_paid is not None:
        help_paid.state, help_paid.entry = HelpState.GRANTED, None
        help_paid.save(update_fields=["state", "entry"])

    record(
        verb="payroll.payment.undone",
        subject=entry,
        actor=actor,
        now=now,
        facts={"what": kind, "entry": entry.number, "undone_by": undone.number},
        because=entry.because if entry.because.startswith("assemblies.motion:") else "",
    )
    return undone


def _is_taken_back(entry: Entry) -> bool:
    """Whether a pay run that was not set aside takes back some of the advance that this entry gave."""
    found = Withholding.objects.filter(advance__entry=entry)
    return found.exclude(payslip__run__state=PayRunState.ABANDONED).exists()


def _is_asked_back(entry: Entry) -> bool:
    """Whether less would be left of somebody's shares than they asked back and were not given yet."""
    for member_id, cents in (
        entry.postings.filter(account__code=chart.SHARE_CAPITAL)
        .values_list("member_id")
        .annotate(c=Sum("cents"))
    ):
        asked = ShareRefund.objects.filter(member=member_id).aggregate(c=Sum("cents"))["c"] or 0
        given = (
            RefundPayment.objects.standing().filter(refund__member=member_id).aggregate(c=Sum("cents"))["c"]
            or 0
        )
        held = -balance(chart.SHARE_CAPITAL, member_id=member_id)
        if held + cents < asked - given:
            return True
    return False
