"""What is wrong with what pays kept back from all alike, as `verify` says it: worked out again from what was voted.

What was voted late, or ended since, counts for a pay as it was known when that pay was worked out: by the order of
the acts in the record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from payroll.models import BOOKED, Deduction, PayRun, Payslip, RunKind, Withholding
from payroll.reports.inputs import Basis
from payroll.rules.keeping_back import Wanted, keep_back, wanted_cents
from record.models import Act

VOTED = "payroll.deduction.voted"


@dataclass(frozen=True, kw_only=True)
class Voted:
    """Something kept back from all alike, and where the record says that it was voted (0: nowhere)."""

    deduction: Deduction
    seq: int
    replaced_at: int
    """Where the record says that it was voted anew, and so ended on the day it has; 0 where it was not."""

    def until_as_of(self, seq: int) -> date | None:
        """The day it ends, as it was known at a place of the record."""
        return None if self.replaced_at > seq else self.deduction.until_on


def votes() -> list[Voted]:
    """Everything that was voted to be kept back from all alike. Two questions."""
    acts = Act.objects.filter(verb=VOTED).order_by("-seq").values_list("subject", "seq")
    said = dict(acts)
    rows = Deduction.objects.filter(member=None).select_related("motion").order_by("pk")
    found: list[Voted] = []
    later: dict[tuple[str, str], Voted] = {}
    for row in reversed(rows):
        again = later.get((row.kind, row.name))
        own_end = row.motion.terms.get("until_on") if row.motion is not None else None
        was_ended = (
            again is not None and not own_end and row.until_on == max(again.deduction.from_on, row.from_on)
        )
        one = Voted(
            deduction=row,
            seq=said.get(f"payroll.deduction:{row.pk}", 0),
            replaced_at=again.seq if again is not None and was_ended else 0,
        )
        later[row.kind, row.name] = one
        found.append(one)
    return found[::-1]


def faults_of_votes(voted: Iterable[Voted]) -> Iterator[str]:
    """Each thing kept back from all alike, against the act that voted it."""
    acts = {act.seq: act.facts for act in Act.objects.filter(verb=VOTED)}
    for each in voted:
        row, said = each.deduction, acts.get(each.seq)
        name = f"deduction {row.pk} ({row.name})"
        if said is None:
            yield f"{name}: the record does not say that it was voted"
            continue
        now = {"kind": row.kind, "cents": row.cents, "share": row.share, "from": row.from_on.isoformat()}
        for what, value in now.items():
            if said[what] != value:
                yield f"{name}: its {what} is {value}, the record says {said[what]}"


def faults_of_run(run: PayRun, *, name: str, basis: Basis, voted: Iterable[Voted], seq: int) -> Iterator[str]:
    """Each slip of a run: what was voted to be kept back by then, worked out again, less what was kept before."""
    rows = Withholding.objects.filter(payslip__run=run, deduction__isnull=False, deduction__member=None)
    kept: dict[int, dict[int, int]] = defaultdict(dict)
    for slip_id, deduction_id, cents in rows.values_list("payslip_id", "deduction_id", "cents"):
        kept[slip_id][deduction_id] = cents
    known = [
        (each.deduction, each.until_as_of(seq))
        for each in voted
        if 0 < each.seq < seq and each.deduction.from_on < run.until_on
    ]
    if not known and not kept and run.kind != RunKind.CORRECTION:
        return
    slips = run.payslips.order_by("member__number").values_list(
        "pk", "member__number", "span", "equal_cents", "difference_cents", "return_cents"
    )
    before = _had_before(run) if run.kind == RunKind.CORRECTION else _NOTHING
    for pk, number, span, equal, difference, returned in slips.iterator(2000):
        should = _worked_out(
            known,
            basis,
            span=span,
            earned_cents=equal + difference + before.earned_cents,
            returned_cents=returned + before.returned_cents,
        )
        for deduction_id in sorted({*should, *before.kept, *kept[pk]}):
            cents = should.get(deduction_id, 0) - before.kept.get(deduction_id, 0)
            found = kept[pk].get(deduction_id, 0)
            if found != cents:
                yield (
                    f"{name}: deduction {deduction_id} keeps back {found} from member {number}, "
                    f"worked out again it is {cents}"
                )


def _worked_out(
    known: Iterable[tuple[Deduction, date | None]],
    basis: Basis,
    *,
    span: str,
    earned_cents: int,
    returned_cents: int,
) -> dict[int, int]:
    """What each thing keeps back of one pay: by law and in kind come before all else, so nothing else matters."""
    spans = [
        (date.fromisoformat(start), date.fromisoformat(until))
        for start, until in (part.split("/") for part in span.split())
    ]
    days = sum((until - start).days for start, until in spans)
    wanted = [
        Wanted(
            kind=row.kind,
            id=row.pk,
            cents=wanted_cents(
                row.cents,
                row.share,
                earned_cents=earned_cents,
                days=sum(
                    max(0, (min(until, ends or until) - max(start, row.from_on)).days)
                    for start, until in spans
                ),
                of_days_paid=days,
                of_days=basis.cycle.days,
            ),
        )
        for row, ends in known
    ]
    taken = keep_back(
        pay_cents=earned_cents + returned_cents, earned_cents=earned_cents, floor=basis.floor, wanted=wanted
    )
    return {each.id: each.cents for each in taken}


@dataclass(frozen=True, kw_only=True)
class _Had:
    """What the earlier slips of a corrected pay come to."""

    earned_cents: int
    returned_cents: int
    kept: Mapping[int, int]


_NOTHING = _Had(earned_cents=0, returned_cents=0, kept={})


def _had_before(run: PayRun) -> _Had:
    """What the member of a correction had in that run, and in the corrections of it before this one."""
    had = Payslip.objects.filter(
        Q(run=run.corrects) | Q(run__corrects=run.corrects, run__lt=run.pk),
        run__state__in=BOOKED,
        member=run.member_id,
    )
    sums = had.aggregate(
        equal=Sum("equal_cents", default=0),
        difference=Sum("difference_cents", default=0),
        returned=Sum("return_cents", default=0),
    )
    kept: dict[int, int] = {}
    rows = Withholding.objects.filter(
        payslip__in=list(had.order_by().values_list("pk", flat=True)),
        deduction__isnull=False,
        deduction__member=None,
    )
    for deduction_id, cents in rows.values_list("deduction_id", "cents"):
        kept[deduction_id] = kept.get(deduction_id, 0) + cents
    return _Had(earned_cents=sums["equal"] + sums["difference"], returned_cents=sums["returned"], kept=kept)
