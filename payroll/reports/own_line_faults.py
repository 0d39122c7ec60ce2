"""What is wrong with the lines that a third signs, as `verify` says it."""

from __future__ import annotations

from collections.abc import Iterator

from payroll.models import BOOKED, LineSignature, PayRun, PayRunState, Payslip, RunKind
from payroll.reports.own_lines import apart_in_tables, signature_of
from payroll.rules.own_line import is_apart
from record.models import Act

COUNTERSIGNED, SIGNED = "payroll.run.countersigned", "payroll.line.signed"


def faults() -> list[str]:
    """Every run with two signatures, against the slips of those two; every third signature against its act.

    The act of the second signature says how many lines wait for a third. Runs from before there were such lines say
    nothing, and nothing is asked of them.
    """
    said = {
        act.subject: act.facts.get("own_lines")
        for act in Act.objects.filter(verb=COUNTERSIGNED).only("subject", "facts")
    }
    found: list[str] = []
    runs = PayRun.objects.filter(kind=RunKind.REGULAR, state__in=(PayRunState.COUNTERSIGNED, *BOOKED))
    for run in runs.select_related("period"):
        subject = f"payroll.payrun:{run.pk}"
        if subject not in said or said[subject] is not None:
            found += _faults_of_run(run, said.get(subject))
    found += _faults_of_signatures()
    return found


def _faults_of_run(run: PayRun, said: int | None) -> Iterator[str]:
    name = f"pay run {run.pk} ({run.period.name})"
    apart = [slip for slip in _of_signers(run) if getattr(slip, "is_apart", False) or is_apart(slip.lines)]
    if said is not None and said != len(apart):
        yield f"{name}: {len(apart)} lines are of those who sign it and differ, the record says {said}"
    for slip in apart:
        if signature_of(slip) is None and run.state in BOOKED:
            yield (
                f"{name}: the line of member {slip.member.number}, who signs it, differs from everyone's, and no"
                " third signed it"
            )


def _of_signers(run: PayRun) -> Iterator[Payslip]:
    """The slips of the two who sign a run: apart by what was kept back and voted, whatever their lines say."""
    slips = run.payslips.filter(member__in=[run.prepared_by_id, run.countersigned_by_id])
    yield from (
        slips.annotate(is_apart=apart_in_tables())
        .select_related("member", "line_signature")
        .order_by("member__number")
    )


def _faults_of_signatures() -> Iterator[str]:
    acts = {
        act.subject: act.actor_number
        for act in Act.objects.filter(verb=SIGNED).only("subject", "actor_number")
    }
    for row in LineSignature.objects.select_related("slip__run", "by", "under").order_by("pk"):
        name = f"the line of payslip {row.slip_id}"
        run = row.slip.run
        if row.by_id in (row.slip.member_id, run.prepared_by_id, run.countersigned_by_id):
            yield f"{name} is signed by one of those who sign its run"
        if row.under is not None and row.under.member_id != row.by_id:
            yield f"{name} is signed under somebody else's mandate"
        if acts.get(f"payroll.linesignature:{row.pk}") != row.by.number:
            yield f"{name} is signed by member {row.by.number}, the record does not say so"
