"""The pay run: prepared, computed, countersigned by another mandate, posted once, paid once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from assemblies.models import Contest
from ledger import chart
from ledger.actions.entries import post_entry
from ledger.models import Period
from ledger.rules import Line
from members.models import Cooperative, Member
from payroll.models import PayRun, PayRunState, Payslip, Return, SurplusState
from payroll.reports.inputs import Worked, Worth, carry_into, digest_of, worked_in, worth_of
from payroll.rules import equal_pay as rules
from record.actions import one_act_at_a_time, record
from record.rules import Refused
from rotation.models import Mandate
from rotation.reports import powers_of

PREPARE, COUNTERSIGN, PAY = "payroll.prepare_pay", "payroll.countersign_pay", "payroll.pay"
_AT_A_TIME = 2000


@one_act_at_a_time
def prepare_run(*, period_id: int, actor: Member, now: datetime) -> PayRun:
    """Begin the pay of a period. Where it was begun already, that run is the answer."""
    _mandate_for(PREPARE, actor, now)
    period = Period.objects.select_for_update(no_key=True).get(pk=period_id)
    there = PayRun.objects.filter(period=period).exclude(state=PayRunState.ABANDONED).first()
    if there is not None:
        return there
    if period.closed_at is not None:
        raise Refused(_("%(month)s is closed: nothing more is paid for it.") % {"month": period.name})
    if Cooperative.objects.here().day_of(now) < period.from_on:
        raise Refused(_("%(month)s has not begun yet.") % {"month": period.name})

    run = PayRun.objects.create(period=period, from_on=period.from_on, until_on=period.until_on)

    record(verb="payroll.run.prepared", subject=run, actor=actor, now=now, facts={"period": period.name})
    return run


@one_act_at_a_time
def compute_run(*, run_id: int, actor: Member, now: datetime) -> PayRun:
    """Work out everyone's payslip from their days and from what the assembly said a month is worth.

    1. Everyone who belongs (on probation and on leave too), by exact days; one rounding each.
    2. A fixed amount: what each day of theirs is worth. A pool: equal parts, the rest waits for next time.
    3. Their part of a surplus that was shared and not paid yet goes on the same slip.
    The slips are written once and sealed with a digest; a mistake means abandoning the run and beginning anew.
    """
    mandate = _mandate_for(PREPARE, actor, now)
    run = _locked(run_id)
    if run.state != PayRunState.DRAFT:
        raise Refused(_("This run was worked out already. To change it, set it aside and begin anew."))
    people, worth, carry = worked_in(run.period), worth_of(run.period), carry_into(run.period)
    if not people:
        raise Refused(_("Nobody belonged in that month."))

    equal, carry_out = _equal_parts(run.period, people, worth, carry)
    owed = _returns_owed(person.member_id for person in people)
    slips = [
        _slip(run, person, worth, equal[person.member_id], owed.get(person.member_id, 0)) for person in people
    ]
    if not any(slip.net_cents for slip in slips):
        raise Refused(_("There is nothing to pay for that month: a motion says first what it is worth."))
    Payslip.objects.bulk_create(slips, batch_size=_AT_A_TIME)

    run.state, run.prepared_by, run.prepared_under, run.computed_at = (
        PayRunState.COMPUTED,
        actor,
        mandate,
        now,
    )
    run.people, run.total_cents = len(slips), sum(slip.net_cents for slip in slips)
    run.carry_in_cents, run.carry_out_cents = carry, carry_out
    run.inputs = _inputs(run.period, worth)
    run.digest = digest_of(run)
    run.save()

    record(
        verb="payroll.run.computed",
        subject=run,
        actor=actor,
        now=now,
        facts={
            "period": run.period.name,
            "people": run.people,
            "total_cents": run.total_cents,
            "carry_in_cents": run.carry_in_cents,
            "carry_out_cents": run.carry_out_cents,
            "digest": run.digest,
        },
        because=f"assemblies.motion:{worth.motion_ids[-1]}" if worth.motion_ids else "",
    )
    return run


@one_act_at_a_time
def countersign_run(*, run_id: int, actor: Member, now: datetime) -> PayRun:
    """The second signature: another person, under another mandate, on exactly these slips."""
    mandate = _mandate_for(COUNTERSIGN, actor, now)
    run = _locked(run_id)
    if run.state != PayRunState.COMPUTED:
        raise Refused(_("There is nothing to sign here now."))
    if run.prepared_by_id == actor.pk or run.prepared_under_id == mandate.pk:
        raise Refused(_("Whoever prepared the pay cannot give the second signature."))
    if digest_of(run) != run.digest:
        raise Refused(_("The payslips are not those that were worked out. Do not sign; tell the assembly."))

    run.state, run.countersigned_by, run.countersigned_under = PayRunState.COUNTERSIGNED, actor, mandate
    run.countersigned_at = now
    run.save(update_fields=["state", "countersigned_by", "countersigned_under", "countersigned_at"])

    record(verb="payroll.run.countersigned", subject=run, actor=actor, now=now, facts={"digest": run.digest})
    return run


@one_act_at_a_time
def post_run(*, run_id: int, actor: Member, now: datetime) -> PayRun:
    """Write the pay in the books, once: it is now owed to each. Posting it again changes nothing."""
    _mandate_for(PREPARE, actor, now)
    run = _locked(run_id)
    if run.state in (PayRunState.POSTED, PayRunState.PAID):
        run.found_done = True
        return run
    if run.state != PayRunState.COUNTERSIGNED:
        raise Refused(_("The second signature is missing."))
    slips = list(run.payslips.all())
    owed = _returns_owed(slip.member_id for slip in slips)
    if any(slip.return_cents != owed.get(slip.member_id, 0) for slip in slips):
        raise Refused(
            _("Surplus was shared, paid or contested meanwhile. Set this run aside and work it out again.")
        )

    run.entry = post_entry(
        on=run.period.until_on - timedelta(days=1),
        memo=_("Equal pay of %(month)s") % {"month": run.period.name},
        key=f"payroll.payrun:{run.pk}:post",
        lines=_posting_lines(slips),
        because=f"payroll.payrun:{run.pk}",
        actor=actor,
        now=now,
    )
    _mark_returns(slips)
    run.state, run.posted_at = PayRunState.POSTED, now
    run.save(update_fields=["state", "posted_at", "entry"])

    record(
        verb="payroll.run.posted",
        subject=run,
        actor=actor,
        now=now,
        facts={"entry": run.entry.number, "total_cents": run.total_cents},
    )
    return run


@one_act_at_a_time
def pay_run(*, run_id: int, actor: Member, now: datetime) -> PayRun:
    """Say that the money left the bank, once. Paying it again changes nothing."""
    _mandate_for(PAY, actor, now)
    run = _locked(run_id)
    if run.state == PayRunState.PAID:
        run.found_done = True
        return run
    if run.state != PayRunState.POSTED:
        raise Refused(_("The pay is not in the books yet."))
    slips = list(run.payslips.exclude(net_cents=0))

    run.payment_entry = post_entry(
        on=max(Cooperative.objects.here().day_of(now), run.period.from_on),
        memo=_("Pay of %(month)s leaves the bank") % {"month": run.period.name},
        key=f"payroll.payrun:{run.pk}:pay",
        lines=[
            *(Line(account=chart.PAY_OWED, cents=slip.net_cents, member_id=slip.member_id) for slip in slips),
            Line(account=chart.BANK, cents=-sum(slip.net_cents for slip in slips)),
        ],
        because=f"payroll.payrun:{run.pk}",
        actor=actor,
        now=now,
    )
    run.state, run.paid_at = PayRunState.PAID, now
    run.save(update_fields=["state", "paid_at", "payment_entry"])

    record(
        verb="payroll.run.paid", subject=run, actor=actor, now=now, facts={"entry": run.payment_entry.number}
    )
    return run


@one_act_at_a_time
def abandon_run(*, run_id: int, actor: Member, now: datetime) -> PayRun:
    """Set a run aside before it is posted, so that the period can be begun anew. Its slips stay as they were."""
    _mandate_for(PREPARE, actor, now)
    run = _locked(run_id)
    if run.state == PayRunState.ABANDONED:
        return run
    if run.state in (PayRunState.POSTED, PayRunState.PAID):
        raise Refused(_("This pay is in the books. What is wrong in it is corrected by a new entry."))

    run.state = PayRunState.ABANDONED
    run.save(update_fields=["state"])

    record(verb="payroll.run.abandoned", subject=run, actor=actor, now=now)
    return run


def _equal_parts(
    period: Period, people: list[Worked], worth: Worth, carry: int
) -> tuple[dict[int, int], int]:
    """Each one's equal part by member, and what is left over. Those with the same days get the same."""
    span = rules.Period(from_on=period.from_on, until_on=period.until_on)
    if worth.pay.method == "pool":
        parts = rules.pool_by_days(
            worth.pay.amount_cents, {p.member_id: p.days for p in people}, carry_in_cents=carry
        )
        return dict(parts.shares), parts.carry_out_cents
    by_span: dict[tuple[Any, ...], int] = {}
    for person in people:
        if person.spans not in by_span:
            stays = [rules.Span(from_on=start, until_on=until) for start, until in person.spans]
            by_span[person.spans] = rules.fixed_pay(span, stays, worth.amounts)
    return {person.member_id: by_span[person.spans] for person in people}, carry


def _slip(run: PayRun, person: Worked, worth: Worth, equal: int, returned: int) -> Payslip:
    period_days = (run.period.until_on - run.period.from_on).days
    full = equal
    if worth.pay.method == "fixed" and person.days < period_days:
        span = rules.Period(from_on=run.period.from_on, until_on=run.period.until_on)
        full = rules.full_pay(span, worth.amounts)
    lines = [{"code": "equal_pay", "cents": full}]
    if full != equal:
        lines.append({"code": "days_not_worked", "cents": equal - full})
    if returned:
        lines.append({"code": "surplus", "cents": returned})
    lines.append({"code": "to_pay", "cents": equal + returned})
    return Payslip(
        run=run,
        member_id=person.member_id,
        days=person.days,
        period_days=period_days,
        span=person.text,
        equal_cents=equal,
        return_cents=returned,
        net_cents=equal + returned,
        lines=lines,
    )


def _inputs(period: Period, worth: Worth) -> dict[str, Any]:
    return {
        "from": period.from_on.isoformat(),
        "until": period.until_on.isoformat(),
        "method": worth.pay.method,
        "amount_cents": worth.pay.amount_cents,
        "amounts": [{"from": a.from_on.isoformat(), "cents": a.cents} for a in worth.amounts],
        "rules": list(worth.rule_ids),
        "motions": list(worth.motion_ids),
    }


def _returns_owed(member_ids: Iterable[int]) -> dict[int, int]:
    """Parts of a shared surplus that were not paid with a slip yet, by member."""
    wanted = set(member_ids)
    rows = (
        _to_pay()
        .filter(cents__gt=0)
        .values("member_id")
        .annotate(owed=Sum("cents"))
        .values_list("member_id", "owed")
    )
    return {member_id: owed for member_id, owed in rows if member_id in wanted}


def _to_pay() -> QuerySet[Return]:
    """Parts that can be paid: not while the surplus is contested, and never where the contest was right."""
    against = Contest.objects.filter(motion=OuterRef("surplus__motion")).standing()
    return Return.objects.filter(~Exists(against), surplus__state=SurplusState.POSTED, payslip__isnull=True)


def _mark_returns(slips: list[Payslip]) -> None:
    by_member = {slip.member_id: slip for slip in slips if slip.return_cents}
    if not by_member:
        return
    paid = list(_to_pay().filter(member_id__in=list(by_member)))
    for row in paid:
        row.payslip = by_member[row.member_id]
    Return.objects.bulk_update(paid, ["payslip"], batch_size=500)


def _posting_lines(slips: list[Payslip]) -> list[Line]:
    earned = sum(slip.equal_cents + slip.difference_cents for slip in slips)
    lines = [Line(account=chart.WORK_REMUNERATION, cents=earned)] if earned else []
    for slip in slips:
        if slip.return_cents:
            lines.append(Line(account=chart.RETURNS_OWED, cents=slip.return_cents, member_id=slip.member_id))
        if slip.withheld_cents:
            lines.append(Line(account=chart.WITHHELD, cents=-slip.withheld_cents, member_id=slip.member_id))
        if slip.net_cents:
            lines.append(Line(account=chart.PAY_OWED, cents=-slip.net_cents, member_id=slip.member_id))
    return lines


def _locked(run_id: int) -> PayRun:
    return PayRun.objects.select_for_update(no_key=True, of=("self",)).select_related("period").get(pk=run_id)


def _mandate_for(power: str, actor: Member, now: datetime) -> Mandate:
    """The mandate that lets somebody do this now."""
    mandate = powers_of(actor.pk, now).get(power)
    if mandate is None:
        raise Refused(_("This needs a post that you do not hold now."))
    return mandate
