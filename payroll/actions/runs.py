"""The pay run: prepared, computed, countersigned by another mandate, posted once; corrected by another run."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assemblies.models import Contest
from ledger.actions.accounts import open_accounts
from ledger.actions.entries import post_within_act
from ledger.actions.periods import month_of
from ledger.amounts import say_amount
from ledger.models import Period
from ledger.money import BadNumber
from ledger.rules import Line
from members.models import Cooperative, Member
from payroll.accounts import PAY_ACCOUNTS
from payroll.actions.own_lines import tell_who_signs_lines
from payroll.actions.signing import COUNTERSIGN, PREPARE, locked, mandate_for
from payroll.actions.slips import SlipMaker, apart_in, paid_too_much, posting_lines
from payroll.models import (
    BOOKED,
    Advance,
    PayRun,
    PayRunState,
    Payslip,
    Return,
    RunKind,
    SurplusState,
    Withholding,
)
from payroll.reports.inputs import Basis, basis_of, cents_waiting, digest_of, paid_days_in_parts, stretch_at
from payroll.reports.own_lines import waiting, why_not_posted
from record.actions import one_act_at_a_time, record
from record.on_disk import Pile
from record.rules import Refused, refuse_if


@one_act_at_a_time
def prepare_run(*, period_id: int, actor: Member, now: datetime) -> PayRun:
    """Begin the pay of a month of the books, or of its first days where we are paid more often."""
    period = Period.objects.get(pk=period_id)
    return prepare_pay(on=period.from_on, actor=actor, now=now)


@one_act_at_a_time
def prepare_pay(*, on: date, actor: Member, now: datetime) -> PayRun:
    """Begin the pay of the month, fortnight or week that a day is in. Where it was begun, that run is the answer.

    It covers what no other run covers yet: a day is never paid twice, whatever changed in between.
    """
    mandate_for(PREPARE, actor, now)
    covered, _cycle, rhythm = stretch_at(on)
    from_on, until_on = covered.from_on, covered.until_on
    there = PayRun.objects.filter(kind=RunKind.REGULAR, from_on__lt=until_on, until_on__gt=from_on)
    for run in there.exclude(state=PayRunState.ABANDONED).select_related("period"):
        if run.from_on <= on < run.until_on:
            return run
        if run.until_on <= on:
            from_on = max(from_on, run.until_on)
        else:
            until_on = min(until_on, run.from_on)
    if Cooperative.objects.here().day_of(now) < from_on:
        raise Refused(_("%(month)s has not begun yet.") % {"month": f"{from_on:%Y-%m}"})
    found = month_of(day=until_on - timedelta(days=1), actor=actor, now=now)
    period = Period.objects.select_for_update(no_key=True).get(pk=found.pk)
    if period.closed_at is not None:
        raise Refused(_("%(month)s is closed: nothing more is paid for it.") % {"month": period.said})

    run = PayRun.objects.create(period=period, rhythm=rhythm, from_on=from_on, until_on=until_on)

    record(
        verb="payroll.run.prepared",
        subject=run,
        actor=actor,
        now=now,
        facts={
            "period": period.name,
            "from": from_on.isoformat(),
            "until": until_on.isoformat(),
            "rhythm": rhythm,
        },
    )
    return run


@one_act_at_a_time
def compute_run(*, run_id: int, actor: Member, now: datetime) -> PayRun:
    """Work out everyone's payslip from their days and from what the assembly said the period is worth.

    1. Everyone who belongs (on probation and on leave too), by exact days; one rounding each.
    2. A fixed amount: what each day of theirs is worth. A pool: equal parts, the rest waits for next time.
    3. Differences that were voted, by their days; their part of a surplus that was shared and not paid yet.
    4. What is kept back: by law, in kind, advances, what one asked for; never below the floor.
    5. Cents that wait are in one run only: while another that has taken them is not in the books, none is worked out.
    The slips are written once and sealed with a digest; a mistake means abandoning the run and beginning anew.
    """
    mandate = mandate_for(PREPARE, actor, now)
    run = locked(run_id)
    if run.state != PayRunState.DRAFT:
        raise Refused(_("This run was worked out already. To change it, set it aside and begin anew."))
    if run.kind == RunKind.CORRECTION:
        raise Refused(_("A correction is worked out when it is begun."))
    basis = basis_of(run)
    _refuse_beside_an_open_pool(run)
    carry = cents_waiting()
    if basis.method == "pool":  # first everybody's days, then each one's part of them
        basis = replace(basis, pool_days=_days_of_all(basis))
    made = _write_slips(run, basis, carry)

    run.state, run.prepared_by, run.prepared_under, run.computed_at = (
        PayRunState.COMPUTED,
        actor,
        mandate,
        now,
    )
    run.people, run.total_cents = made.people, made.net_cents
    divided = made.equal_cents if basis.method == "pool" else 0
    run.carry_in_cents, run.carry_out_cents = carry, basis.pool_cents + carry - divided
    run.inputs = basis.inputs
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
        because=f"assemblies.motion:{basis.motion_ids[-1]}" if basis.motion_ids else "",
    )
    return run


@one_act_at_a_time
def countersign_run(*, run_id: int, actor: Member, now: datetime) -> PayRun:
    """The second signature: another person, under another mandate, on exactly these slips.

    Where the pay of one of the two differs from everyone's, a third signs that line before it is in the books.
    """
    mandate = mandate_for(COUNTERSIGN, actor, now)
    run = locked(run_id)
    if run.state != PayRunState.COMPUTED:
        raise Refused(_("There is nothing to sign here now."))
    if run.prepared_by_id == actor.pk or run.prepared_under_id == mandate.pk:
        raise Refused(_("Whoever prepared the pay cannot give the second signature."))
    if run.member_id == actor.pk:
        raise Refused(_("It is your own pay that is corrected: somebody else signs."))
    if digest_of(run) != run.digest:
        raise Refused(_("The payslips are not those that were worked out. Do not sign; tell the assembly."))

    run.state, run.countersigned_by, run.countersigned_under = PayRunState.COUNTERSIGNED, actor, mandate
    run.countersigned_at = now
    run.save(update_fields=["state", "countersigned_by", "countersigned_under", "countersigned_at"])

    record(
        verb="payroll.run.countersigned",
        subject=run,
        actor=actor,
        now=now,
        facts={"digest": run.digest, "own_lines": len(waiting(run))},
    )
    tell_who_signs_lines(run, now)
    return run


@one_act_at_a_time
def post_run(*, run_id: int, actor: Member, now: datetime) -> PayRun:
    """Write the pay in the books, once: it is now owed to each. Posting it again changes nothing."""
    mandate_for(PREPARE, actor, now)
    run = locked(run_id)
    if run.state in BOOKED:
        run.found_done = True
        return run
    if run.state != PayRunState.COUNTERSIGNED:
        raise Refused(_("The second signature is missing."))
    if run.member_id == actor.pk:
        raise Refused(_("It is your own pay that is corrected: somebody else signs."))
    refuse_if(why_not_posted(run, now))
    if run.kind == RunKind.REGULAR:
        _refuse_other_returns(run)
    period = Period.objects.get(pk=run.period_id)
    on = run.until_on - timedelta(days=1)
    if period.closed_at is not None:  # a correction of a month that is closed is entered in one that is not
        on = Cooperative.objects.here().day_of(now)

    too_much = paid_too_much(run)
    if too_much or Withholding.objects.filter(payslip__run=run).exists():
        open_accounts(accounts=PAY_ACCOUNTS, actor=None, now=now)
    with Pile(Line, posting_lines(run)) as lines:
        run.entry = post_within_act(
            on=on,
            memo=_("Equal pay of %(month)s") % {"month": run.period.name},
            key=f"payroll.payrun:{run.pk}:post",
            lines=lines,
            because=f"payroll.payrun:{run.pk}",
            actor=actor,
            now=now,
        )
    _mark_returns(run)
    run.state, run.posted_at = PayRunState.POSTED, now
    run.save(update_fields=["state", "posted_at", "entry"])
    Advance.objects.bulk_create(
        Advance(
            member_id=slip.member_id,
            cents=cents,
            from_on=run.until_on,
            given_by=actor,
            given_at=now,
            key=f"payroll.payslip:{slip.pk}",
            overpaid=slip,
        )
        for slip, cents in too_much
    )

    record(
        verb="payroll.run.posted",
        subject=run,
        actor=actor,
        now=now,
        facts={"entry": run.entry.number, "total_cents": run.total_cents},
    )
    return run


@one_act_at_a_time
def abandon_run(*, run_id: int, actor: Member, now: datetime) -> PayRun:
    """Set a run aside before it is posted, so that the period can be begun anew. Its slips stay as they were."""
    mandate_for(PREPARE, actor, now)
    run = locked(run_id)
    if run.state == PayRunState.ABANDONED:
        return run
    if run.state in BOOKED:
        raise Refused(_("This pay is in the books. What is wrong in it is corrected by a new entry."))

    run.state = PayRunState.ABANDONED
    run.save(update_fields=["state"])

    record(verb="payroll.run.abandoned", subject=run, actor=actor, now=now)
    return run


@one_act_at_a_time
def close_run(*, run_id: int, actor: Member, now: datetime) -> PayRun:
    """Put a run away: everything in it was paid and found in the bank or on a signed sheet. Once."""
    mandate_for(PREPARE, actor, now)
    run = locked(run_id)
    if run.state == PayRunState.CLOSED:
        run.found_done = True
        return run
    nothing_to_pay = run.state == PayRunState.POSTED and run.total_cents == 0
    if run.state != PayRunState.RECONCILED and not nothing_to_pay:
        raise Refused(_("Not everything in it was paid and found in the bank or on a signed sheet yet."))

    run.state, run.closed_at = PayRunState.CLOSED, now
    run.save(update_fields=["state", "closed_at"])

    record(verb="payroll.run.closed", subject=run, actor=actor, now=now)
    return run


def _days_of_all(basis: Basis) -> int:
    people = chain.from_iterable(paid_days_in_parts(basis.covered, unpaid=basis.unpaid))
    return sum(person.days for person in people)


@dataclass(kw_only=True)
class _Made:
    """What the slips of a run come to."""

    people: int = 0
    equal_cents: int = 0
    net_cents: int = 0
    is_something: bool = False


def _write_slips(run: PayRun, basis: Basis, carry: int) -> _Made:
    """Every slip with what it keeps back, part by part, so that memory stays as it is however many we are.

    Where one of them cannot be, none was written: the act is undone as a whole.
    """
    made = _Made()
    try:
        maker = SlipMaker(run, basis, carry_in_cents=carry)
        for people in paid_days_in_parts(basis.covered, unpaid=basis.unpaid):
            members = [person.member_id for person in people]
            apart = apart_in(run, members, returns=_returns_owed(members))
            both = [maker.slip(person, apart) for person in people]
            slips = [slip for slip, _kept in both]
            _refuse_less_than_nothing(slips)
            Payslip.objects.bulk_create(slips)
            Withholding.objects.bulk_create(each for _slip, kept in both for each in kept)
            made.people += len(slips)
            made.equal_cents += sum(slip.equal_cents for slip in slips)
            made.net_cents += sum(slip.net_cents for slip in slips)
            made.is_something |= any(slip.net_cents or slip.withheld_cents for slip in slips)
    except BadNumber as problem:
        raise Refused(problem.said(get_language() or "es-ar")) from problem
    if not made.people:
        raise Refused(_("Nobody belonged in that month."))
    if not made.is_something:
        raise Refused(_("There is nothing to pay for that month: a motion says first what it is worth."))
    return made


def _refuse_less_than_nothing(slips: Sequence[Payslip]) -> None:
    below = min(slips, key=lambda slip: slip.net_cents)
    if below.net_cents < 0:
        who = Member.objects.get(pk=below.member_id)
        raise Refused(
            _(
                "%(name)s would be paid less than nothing: the difference that was voted is larger than the pay, by"
                " %(amount)s. The assembly first votes them another difference that makes it up."
            )
            % {"name": who.name, "amount": say_amount(-below.net_cents)}
        )


def _refuse_beside_an_open_pool(run: PayRun) -> None:
    others = PayRun.objects.filter(
        kind=RunKind.REGULAR, state__in=(PayRunState.COMPUTED, PayRunState.COUNTERSIGNED)
    )
    other = others.exclude(pk=run.pk).exclude(carry_in_cents=F("carry_out_cents")).first()
    if other is not None:
        raise Refused(
            _("The pay from %(first)s on is worked out and not in the books. Enter it or set it aside first.")
            % {"first": date_format(other.from_on, "SHORT_DATE_FORMAT")}
        )


def _refuse_other_returns(run: PayRun) -> None:
    owed = _to_pay().filter(member=OuterRef("member"), cents__gt=0).order_by().values("member")
    together = Coalesce(Subquery(owed.annotate(together=Sum("cents")).values("together")), 0)
    if run.payslips.exclude(return_cents=together).exists():
        raise Refused(
            _("Surplus was shared, paid or contested meanwhile. Set this run aside and work it out again.")
        )


def _returns_owed(members: Collection[int]) -> dict[int, int]:
    """Parts of a shared surplus that were not paid with a slip yet, by member, of some of us."""
    rows = _to_pay().filter(cents__gt=0, member__in=members).values("member_id").annotate(owed=Sum("cents"))
    return dict(rows.values_list("member_id", "owed"))


def _to_pay() -> QuerySet[Return]:
    """Parts that can be paid: not while the surplus is contested, and never where the contest was right."""
    against = Contest.objects.filter(motion=OuterRef("surplus__adopted_by")).standing()
    return Return.objects.filter(
        ~Exists(against),
        surplus__state=SurplusState.POSTED,
        payslip__isnull=True,
        entry__isnull=True,
        given_up_by__isnull=True,
    )


def _mark_returns(run: PayRun) -> None:
    theirs = run.payslips.filter(member=OuterRef("member")).exclude(return_cents=0)
    _to_pay().filter(Exists(theirs)).update(payslip=Subquery(theirs.order_by().values("pk")[:1]))
