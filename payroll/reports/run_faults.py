"""What is wrong with pay runs, as `verify` says it: every slip from its inputs, every run from its record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, Sum

from ledger import chart
from payroll.models import BOOKED, Difference, PayRun, PayRunState, Payslip, RunKind, Withholding
from payroll.reports import kept_back_faults
from payroll.reports.inputs import Basis, basis_kept, digest_of
from payroll.rules import equal_pay as rules
from payroll.rules.keeping_back import by_days
from record.models import Act

SEALED = ("payroll.run.computed", "payroll.run.corrected")
"""The acts that say what a run comes to, and its seal."""


def faults() -> list[str]:
    """Every run that was worked out and not set aside, and every cent that a pool left over."""
    found: list[str] = []
    acts = {act.subject: act for act in Act.objects.filter(verb__in=SEALED).order_by("seq")}
    voted = kept_back_faults.votes()
    found += kept_back_faults.faults_of_votes(voted)
    runs = PayRun.objects.exclude(state__in=(PayRunState.DRAFT, PayRunState.ABANDONED))
    for run in runs.select_related("period", "corrects", "entry"):
        found += _faults_of_run(run, acts.get(f"payroll.payrun:{run.pk}"), voted)
    found += _faults_of_carry(acts)
    return found


def named(run: PayRun) -> str:
    return f"pay run {run.pk} ({run.period.name})"


def _faults_of_carry(acts: dict[str, Act]) -> Iterator[str]:
    """Cents that waited, from one act of the record to the next: each run took what was left, all of it, once."""
    runs = {
        f"payroll.payrun:{run.pk}": run
        for run in PayRun.objects.exclude(state=PayRunState.ABANDONED).select_related("period")
    }
    waiting = 0
    verbs = ("payroll.run.computed", "payroll.run.posted")
    for verb, subject in Act.objects.filter(verb__in=verbs).order_by("seq").values_list("verb", "subject"):
        run = runs.get(subject)
        if run is None:
            continue
        if run.kind == RunKind.CORRECTION:
            waiting += run.carry_out_cents
        elif verb == "payroll.run.computed":
            if run.carry_in_cents != waiting:
                yield f"{named(run)}: it takes {run.carry_in_cents} that waited, what waited is {waiting}"
            waiting += run.carry_out_cents - run.carry_in_cents


def _faults_of_record(run: PayRun, act: Act | None) -> Iterator[str]:
    """A run against what the record says of it."""
    if act is None:
        yield f"{named(run)}: the record does not say what it comes to"
        return
    for name in ("digest", "total_cents", "carry_in_cents", "carry_out_cents", "people"):
        if name in act.facts and act.facts[name] != getattr(run, name):
            yield f"{named(run)}: its {name} is {getattr(run, name)}, the record says {act.facts[name]}"


def _faults_of_differences(run: PayRun, basis: Basis) -> Iterator[str]:
    """Each difference on a slip is one that was voted for its member, by its days; no slip has another."""
    voted = {each.pk: each for each in Difference.objects.filter(from_on__lt=run.until_on)}
    slips = run.payslips.filter(~Q(difference_cents=0) | Q(difference_by__isnull=False))
    for slip in slips.select_related("member"):
        name = f"{named(run)}: the difference of member {slip.member.number}"
        said = 0
        for line in slip.lines:
            if line["code"] == "difference_had":
                said += line["cents"]
            if line["code"] != "differences":
                continue
            said += line["cents"]
            each = voted.get(line["difference"])
            if each is None or each.member_id != slip.member_id or each.motion_id != line["motion"]:
                yield f"{name} is not one that was voted for them"
            elif line["cents"] != by_days(each.cents, days=_days_of(slip, each), of_days=basis.cycle.days):
                yield f"{name} is {line['cents']}, not what was voted by its days"
        if slip.difference_cents != said:
            yield f"{name} is {slip.difference_cents}, what was voted comes to {said}"


def _days_of(slip: Payslip, difference: Difference) -> int:
    covered = rules.Period(from_on=difference.from_on, until_on=difference.until_on)
    return rules.worked_days(covered, _spans(slip.span))


def _faults_of_run(run: PayRun, act: Act | None, voted: list[kept_back_faults.Voted]) -> Iterator[str]:
    name = named(run)
    yield from _faults_of_record(run, act)
    if digest_of(run) != run.digest:
        yield f"{name}: its payslips are not those that were signed"
    basis, kept = basis_kept(run), _kept_back(run)
    rows = list(
        run.payslips.values_list(
            "pk",
            "member_id",
            "member__number",
            "span",
            "days",
            "equal_cents",
            "difference_cents",
            "return_cents",
            "withheld_cents",
            "net_cents",
        )
    )
    pool = (
        rules.pool_by_days(
            basis.pool_cents, {row[1]: row[4] for row in rows}, carry_in_cents=run.carry_in_cents
        ).shares
        if basis.method == "pool" and run.kind == RunKind.REGULAR
        else {}
    )
    due: dict[str, int] = {}
    for pk, member_id, number, span, days, equal, difference, returned, withheld, net in rows:
        spans = _spans(span)
        if run.kind == RunKind.CORRECTION:
            should = _corrected(run, basis, spans)
        elif pool:
            should = pool.get(member_id, 0)
        else:
            if span not in due:
                due[span] = rules.fixed_pay(basis.cycle, spans, basis.amounts)
            should = due[span]
        if equal != should:
            yield f"{name}: member {number} has {equal}, worked out again it is {should}"
        if rules.worked_days(basis.covered, spans) != run.inputs.get("days", days):
            yield f"{name}: member {number} has {days} days, not those of the slip's span"
        if net != equal + difference + returned - withheld:
            yield f"{name}: the slip of member {number} does not add up"
        too_much = kept.get(pk, 0) - withheld
        if too_much and (run.kind == RunKind.REGULAR or too_much < 0 or net):
            yield f"{name}: the slip of member {number} keeps back {withheld}, thing by thing {kept.get(pk, 0)}"
    yield from _faults_of_differences(run, basis)
    if act is not None:
        yield from kept_back_faults.faults_of_run(run, name=name, basis=basis, voted=voted, seq=act.seq)
    if run.kind == RunKind.REGULAR:
        left = run.carry_in_cents
        left += basis.pool_cents - sum(row[5] for row in rows) if basis.method == "pool" else 0
        if run.carry_out_cents != left:
            yield f"{name}: it leaves {run.carry_out_cents} over, worked out again {left}"
    elif run.carry_out_cents != (-sum(row[5] for row in rows) if basis.method == "pool" else 0):
        yield f"{name}: it takes {-run.carry_out_cents} of what the next pool divides, its slip is another"
    total = sum(row[9] for row in rows)
    if total != run.total_cents or len(rows) != run.people:
        yield f"{name}: the slips add up to {total} for {len(rows)}, the run says {run.total_cents} for {run.people}"
    if run.entry is not None:
        owed = run.entry.postings.filter(account__code=chart.PAY_OWED).aggregate(s=Sum("cents"))["s"] or 0
        if -owed != total:
            yield f"{name}: its entry owes {-owed}, the slips say {total}"


def _kept_back(run: PayRun) -> dict[int, int]:
    """What each slip of a run keeps back, thing by thing."""
    rows = Withholding.objects.filter(payslip__run=run).values("payslip").annotate(cents=Sum("cents"))
    return dict(rows.values_list("payslip", "cents"))


def _corrected(run: PayRun, basis: Basis, spans: list[rules.Span]) -> int:
    """What a correction pays: what the days are worth in the run it corrects, less what was had by then."""
    had = Payslip.objects.filter(
        Q(run=run.corrects) | Q(run__corrects=run.corrects, run__lt=run.pk),
        run__state__in=BOOKED,
        member=run.member_id,
    )
    before: int = had.aggregate(s=Sum("equal_cents", default=0))["s"]
    if basis.method != "pool":
        return rules.fixed_pay(basis.cycle, spans, basis.amounts) - before
    wrong = run.corrects
    carry = wrong.carry_in_cents if wrong is not None else 0
    days = rules.worked_days(basis.covered, spans)
    return rules.part_of_pool(basis.pool_cents + carry, days=days, of_days=basis.pool_days) - before


def _spans(text: str) -> list[rules.Span]:
    return [
        rules.Span(from_on=date.fromisoformat(a), until_on=date.fromisoformat(b))
        for a, b in (part.split("/") for part in text.split())
    ]
