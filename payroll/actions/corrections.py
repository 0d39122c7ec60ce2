"""Correcting one member's pay by a run of its own, which touches nobody else's."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ledger.money import BadNumber
from members.models import Member
from payroll.actions.signing import PREPARE, locked, mandate_for
from payroll.actions.slips import (
    deduction_line,
    deductions_of_all,
    difference_lines,
    differences_in,
    equal_of,
    wanted_by,
)
from payroll.models import BOOKED, Deduction, PayRun, PayRunState, Payslip, RunKind, Withholding
from payroll.reports.inputs import Basis, Worked, basis_kept, digest_of, paid_days
from payroll.rules.keeping_back import keep_back
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def correct_pay(*, run_id: int, member_id: int, actor: Member, now: datetime) -> PayRun:
    """Work one member's pay out again for a run that is in the books: what it should be less what it was.

    1. The amounts are those the run was worked out from; days, absences and differences are as they are known now.
    2. More than they had is paid by this run. Less is an advance, taken back from the pays to come above the floor.
    3. What is kept back from all alike is worked out on the corrected whole, less what was kept: so a deduction that
       was voted late, or otherwise, reaches a pay that is in the books. Advances and what one asked for wait for
       the next pay.
    4. Of a pool they get what anyone with their days got; the difference waits in what the next pool divides.
    Signed by another, as every run; whose pay it is takes no step of it.
    """
    mandate = mandate_for(PREPARE, actor, now)
    wrong = locked(run_id)
    if wrong.kind != RunKind.REGULAR or wrong.state not in BOOKED:
        raise Refused(_("Only pay that is in the books is corrected. Before that, set the run aside."))
    member = Member.objects.get(pk=member_id)
    if member.pk == actor.pk:
        raise Refused(_("It is your own pay that is corrected: somebody else does this step."))
    unfinished = PayRun.objects.filter(
        corrects=wrong,
        member=member,
        state__in=(PayRunState.DRAFT, PayRunState.COMPUTED, PayRunState.COUNTERSIGNED),
    ).first()
    if unfinished is not None:
        return unfinished

    basis = basis_kept(wrong)
    found = paid_days(basis.covered, unpaid=basis.unpaid, members=[member.pk])
    person = found[0] if found else Worked(member_id=member.pk, number=member.number, spans=())
    equal, differences = _should_be(wrong, basis, person)
    difference = sum(cents for cents, _line in differences)
    had = Payslip.objects.filter(
        Q(run=wrong) | Q(run__corrects=wrong), run__state__in=BOOKED, member=member
    ).order_by("pk")
    before = had.aggregate(
        equal=Sum("equal_cents", default=0),
        difference=Sum("difference_cents", default=0),
        returned=Sum("return_cents", default=0),
    )
    more, apart = equal - before["equal"], difference - before["difference"]
    kept = _kept_besides(
        wrong, basis, person, earned_cents=equal + difference, returned_cents=before["returned"], had=had
    )
    total = more + apart - sum(cents for _deduction, cents in kept)
    first = had.first()
    if (not more and not apart and not kept) or (first is None and (more < 0 or total < 0)):
        raise Refused(_("There is nothing to correct: %(name)s had exactly this.") % {"name": member.name})

    run = PayRun.objects.create(
        period=wrong.period,
        kind=RunKind.CORRECTION,
        rhythm=wrong.rhythm,
        from_on=wrong.from_on,
        until_on=wrong.until_on,
        corrects=wrong,
        member=member,
    )
    lines = [{"code": "equal_pay", "cents": equal}, {"code": "had_already", "cents": -before["equal"]}]
    lines += [line for _cents, line in differences]
    if before["difference"]:
        lines.append({"code": "difference_had", "cents": -before["difference"]})
    lines += [deduction_line(deduction, cents) for deduction, cents in kept]
    if total < 0:
        lines.append({"code": "to_take_back", "cents": -total})
    lines.append({"code": "to_pay", "cents": max(0, total)})
    motion_ids = [line["motion"] for _cents, line in differences] or list(
        had.exclude(difference_by=None).values_list("difference_by", flat=True)
    )
    withheld = sum(cents for _deduction, cents in kept) + min(0, total)
    slip = Payslip.objects.create(
        run=run,
        member=member,
        days=max(1, person.days),
        period_days=basis.covered.days,
        span=person.text,
        equal_cents=more,
        difference_cents=apart,
        difference_by_id=motion_ids[0] if apart else None,
        withheld_cents=withheld,
        net_cents=max(0, total),
        lines=lines,
        nonce=token_hex(16),
        corrects=first,
    )
    Withholding.objects.bulk_create(
        Withholding(payslip=slip, deduction=deduction, cents=cents) for deduction, cents in kept
    )
    run.state, run.prepared_by, run.prepared_under, run.computed_at = (
        PayRunState.COMPUTED,
        actor,
        mandate,
        now,
    )
    run.people, run.total_cents = 1, max(0, total)
    run.carry_out_cents = -more if basis.method == "pool" else 0
    run.inputs = {**wrong.inputs, "before_cents": before["equal"], "days": person.days}
    run.digest = digest_of(run)
    run.save()

    record(
        verb="payroll.run.corrected",
        subject=run,
        actor=actor,
        now=now,
        facts={
            "corrects": wrong.pk,
            "member": member.number,
            "equal_cents": more,
            "difference_cents": apart,
            "withheld_cents": withheld,
            "total_cents": run.total_cents,
            "digest": run.digest,
        },
    )
    return run


def _kept_besides(
    wrong: PayRun,
    basis: Basis,
    person: Worked,
    *,
    earned_cents: int,
    returned_cents: int,
    had: QuerySet[Payslip],
) -> list[tuple[Deduction, int]]:
    """What each thing voted for all keeps back of the corrected whole, less what it kept: below zero it gives back."""
    voted = {each.pk: each for each in deductions_of_all(wrong)}
    taken = keep_back(
        pay_cents=earned_cents + returned_cents,
        earned_cents=earned_cents,
        floor=basis.floor,
        wanted=[wanted_by(each, person, earned_cents, of_days=basis.cycle.days) for each in voted.values()],
    )
    besides = {each.id: each.cents for each in taken}
    # By their numbers: without knowing its tables PostgreSQL may look for the slips once for every row kept back.
    theirs = list(had.order_by().values_list("pk", flat=True))
    rows = Withholding.objects.filter(
        payslip__in=theirs, deduction__member__isnull=True, advance__isnull=True
    )
    for row in rows.select_related("deduction").order_by("pk"):
        if row.deduction is not None:
            voted[row.deduction.pk] = row.deduction
            besides[row.deduction.pk] = besides.get(row.deduction.pk, 0) - row.cents
    return [(voted[pk], cents) for pk, cents in sorted(besides.items()) if cents]


def _should_be(wrong: PayRun, basis: Basis, person: Worked) -> tuple[int, list[tuple[int, dict[str, Any]]]]:
    """The equal part and the differences that somebody should have had, from their days as they are known now."""
    try:
        equal = equal_of(basis, person, carry_in_cents=wrong.carry_in_cents)
    except BadNumber as problem:
        raise Refused(problem.said(get_language() or "es-ar")) from problem
    voted = differences_in(wrong, [person.member_id]).get(person.member_id, [])
    return equal, difference_lines(voted, person, of_days=basis.cycle.days)
