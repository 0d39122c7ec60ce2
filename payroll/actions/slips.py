"""How each one's payslip is worked out: days, differences, what is kept back. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex
from typing import Any

from django.db.models import Q, Sum

from ledger import chart
from ledger.rules import Line
from payroll.accounts import ADVANCES, OWN_GOODS
from payroll.models import (
    Advance,
    Deduction,
    DeductionKind,
    Difference,
    PayRun,
    PayRunState,
    Payslip,
    RunKind,
    Withholding,
)
from payroll.reports.inputs import Basis, Worked
from payroll.rules import equal_pay as rules
from payroll.rules.keeping_back import KeptBack, Wanted, by_days, instalment_due, keep_back, wanted_cents


@dataclass(frozen=True, kw_only=True)
class Apart:
    """What makes slips of a run unlike each other, by member, read at once."""

    differences: Mapping[int, Sequence[Difference]] = field(default_factory=dict)
    advances: Mapping[int, Sequence[tuple[Advance, int]]] = field(default_factory=dict)
    """With what the pay of this run is to take back of each."""
    own: Mapping[int, Sequence[Deduction]] = field(default_factory=dict)
    of_all: Sequence[Deduction] = ()
    returns: Mapping[int, int] = field(default_factory=dict)


def deductions_of_all(run: PayRun) -> list[Deduction]:
    """What is kept back from everyone alike on some of the days of a run, as it is voted by now."""
    return list(_in_force(Deduction.objects.filter(member__isnull=True).order_by("pk"), run))


def apart_in(run: PayRun, *, returns: Mapping[int, int]) -> Apart:
    """Everything that sets slips of a run apart. Four questions, whoever many we are."""
    own: dict[int, list[Deduction]] = {}
    of_all = []
    for deduction in _in_force(Deduction.objects.order_by("pk"), run):
        if deduction.member_id is None:
            of_all.append(deduction)
        else:
            own.setdefault(deduction.member_id, []).append(deduction)
    return Apart(
        differences=differences_in(run), advances=_advances_due(run), own=own, of_all=of_all, returns=returns
    )


def differences_in(run: PayRun, *, member_id: int | None = None) -> dict[int, list[Difference]]:
    """Differences voted for some of the days of a run, by member."""
    found: dict[int, list[Difference]] = {}
    rows = _in_force(Difference.objects.order_by("pk"), run)
    for difference in rows if member_id is None else rows.filter(member=member_id):
        found.setdefault(difference.member_id, []).append(difference)
    return found


def _in_force(rows: Any, run: PayRun) -> Any:
    return rows.filter(from_on__lt=run.until_on).filter(
        Q(until_on__isnull=True) | Q(until_on__gt=run.from_on)
    )


def _advances_due(run: PayRun) -> dict[int, list[tuple[Advance, int]]]:
    """What this run is to take back of each advance: its instalment, and what earlier pays could not take."""
    live = ~Q(withholdings__payslip__run__state=PayRunState.ABANDONED)
    rows = Advance.objects.filter(from_on__lt=run.until_on, entry__reversed_by=None).annotate(
        taken=Sum("withholdings__cents", filter=live, default=0)
    )
    open_ones = [advance for advance in rows.order_by("pk") if advance.taken < advance.cents]
    if not open_ones:
        return {}
    pays = list(
        PayRun.objects.filter(kind=RunKind.REGULAR, from_on__lt=run.from_on)
        .exclude(state__in=(PayRunState.ABANDONED, PayRunState.DRAFT))
        .values_list("until_on", flat=True)
    )
    found: dict[int, list[tuple[Advance, int]]] = {}
    for advance in open_ones:
        nth = 1 + sum(until_on > advance.from_on for until_on in pays)
        due = instalment_due(advance.cents, advance.instalments, nth=nth, taken_cents=advance.taken)
        if due:
            found.setdefault(advance.member_id, []).append((advance, due))
    return found


def equal_parts(basis: Basis, people: Sequence[Worked], carry: int) -> tuple[dict[int, int], int]:
    """Each one's equal part by member, and what is left over. Those with the same days get the same."""
    if basis.method == "pool":
        parts = rules.pool_by_days(
            basis.pool_cents, {p.member_id: p.days for p in people}, carry_in_cents=carry
        )
        return dict(parts.shares), parts.carry_out_cents
    by_span: dict[tuple[Any, ...], int] = {}
    for person in people:
        if person.spans not in by_span:
            by_span[person.spans] = basis.earned(person.spans)
    return {person.member_id: by_span[person.spans] for person in people}, carry


class SlipMaker:
    """Makes the slips of one run. What depends on days alone is worked out once for all with the same days."""

    def __init__(self, run: PayRun, basis: Basis, apart: Apart) -> None:
        self.run, self.basis, self.apart = run, basis, apart
        self.full = (
            basis.earned([(run.from_on, run.until_on)]) if basis.method == "fixed" and basis.amounts else 0
        )
        self._belonging: dict[tuple[tuple[date, date], ...], int] = {}

    def slip(self, person: Worked, equal: int) -> tuple[Payslip, list[Withholding]]:
        """A slip that adds up, with what it keeps back, thing by thing. Neither is saved."""
        lines: list[dict[str, Any]] = self._day_lines(person, equal)
        differences = self._differences(person)
        lines += [line for _cents, line in differences]
        difference = sum(cents for cents, _line in differences)
        returned = self.apart.returns.get(person.member_id, 0)
        if returned:
            lines.append({"code": "surplus", "cents": returned})
        kept, of = self._kept_back(person, equal + difference, returned)
        lines += [self._kept_line(thing, of) for thing in kept]
        withheld = sum(thing.cents for thing in kept)
        net = equal + difference + returned - withheld
        lines.append({"code": "to_pay", "cents": net})
        slip = Payslip(
            run=self.run,
            member_id=person.member_id,
            days=person.days,
            period_days=self.basis.covered.days,
            span=person.text,
            equal_cents=equal,
            difference_cents=difference,
            difference_by_id=differences[0][1]["motion"] if differences else None,
            return_cents=returned,
            withheld_cents=withheld,
            net_cents=net,
            lines=lines,
            nonce=token_hex(16),
        )
        return slip, [
            Withholding(
                payslip=slip,
                advance_id=thing.id if thing.kind == "advance" else None,
                deduction_id=None if thing.kind == "advance" else thing.id,
                cents=thing.cents,
            )
            for thing in kept
        ]

    def _day_lines(self, person: Worked, equal: int) -> list[dict[str, Any]]:
        """Everyone's pay, less the days before joining or after leaving, less the days away that are not paid.

        Each of the two is what one sum is less than the other: never rounded on its own. Of a pool days away that are
        not paid have no part: the line says that there were some.
        """
        if self.basis.method == "pool" and person.here != person.spans:
            return [{"code": "equal_pay", "cents": equal}, {"code": "days_unpaid", "cents": 0}]
        if self.basis.method != "fixed" or equal == self.full:
            return [{"code": "equal_pay", "cents": equal}]
        if person.here not in self._belonging:
            self._belonging[person.here] = self.basis.earned(person.here)
        belonging = self._belonging[person.here]
        lines = [{"code": "equal_pay", "cents": self.full}]
        if belonging != self.full:
            lines.append({"code": "days_not_worked", "cents": belonging - self.full})
        if equal != belonging:
            lines.append({"code": "days_unpaid", "cents": equal - belonging})
        return lines

    def _differences(self, person: Worked) -> list[tuple[int, dict[str, Any]]]:
        return difference_lines(
            self.apart.differences.get(person.member_id, ()), person, of_days=self.basis.cycle.days
        )

    def _kept_back(
        self, person: Worked, earned: int, returned: int
    ) -> tuple[tuple[KeptBack, ...], dict[tuple[str, int], Deduction]]:
        deductions = (*self.apart.of_all, *self.apart.own.get(person.member_id, ()))
        advances = self.apart.advances.get(person.member_id, ())
        if not deductions and not advances:
            return (), {}
        of = {(deduction.kind, deduction.pk): deduction for deduction in deductions}
        wanted = [Wanted(kind="advance", id=advance.pk, cents=due) for advance, due in advances]
        wanted += [wanted_by(each, person, earned, of_days=self.basis.cycle.days) for each in deductions]
        kept = keep_back(
            pay_cents=earned + returned, earned_cents=earned, floor=self.basis.floor, wanted=wanted
        )
        return kept, of

    def _kept_line(self, thing: KeptBack, of: Mapping[tuple[str, int], Deduction]) -> dict[str, Any]:
        if thing.kind == "advance":
            return {"code": "advance", "cents": -thing.cents, "advance": thing.id}
        return deduction_line(of[thing.kind, thing.id], thing.cents)


def wanted_by(deduction: Deduction, person: Worked, earned_cents: int, *, of_days: int) -> Wanted:
    """What a deduction would keep back: a share of the pay for the work, or an amount of a whole cycle by days."""
    cents = wanted_cents(
        deduction.cents,
        deduction.share,
        earned_cents=earned_cents,
        days=_days_within(person, deduction.from_on, deduction.until_on),
        of_days_paid=person.days,
        of_days=of_days,
    )
    return Wanted(kind=deduction.kind, id=deduction.pk, cents=cents)


def deduction_line(deduction: Deduction, cents: int) -> dict[str, Any]:
    """The line of a slip that says what a deduction keeps back, or gives back where `cents` are below zero."""
    return {
        "code": deduction.kind,
        "cents": -cents,
        "deduction": deduction.pk,
        "name": deduction.name,
        "motion": deduction.motion_id,
    }


def difference_lines(
    differences: Iterable[Difference], person: Worked, *, of_days: int
) -> list[tuple[int, dict[str, Any]]]:
    """Each difference voted for somebody, by the days that it covers, with its line on the slip."""
    found = []
    for each in differences:
        days = _days_within(person, each.from_on, each.until_on)
        cents = by_days(each.cents, days=days, of_days=of_days)
        if cents:
            line = {"code": "differences", "cents": cents, "motion": each.motion_id, "difference": each.pk}
            found.append((cents, line))
    return found


def _days_within(person: Worked, from_on: date, until_on: date | None) -> int:
    """How many of somebody's paid days are in [from_on, until_on)."""
    return sum(
        max(0, (min(until, until_on or until) - max(start, from_on)).days) for start, until in person.spans
    )


def kept_in(run: PayRun) -> dict[int, list[Withholding]]:
    """What each slip of a run keeps back, thing by thing, by slip. One question."""
    kept: dict[int, list[Withholding]] = {}
    rows = Withholding.objects.filter(payslip__run=run).select_related("deduction")
    for row in rows.order_by("pk"):
        kept.setdefault(row.payslip_id, []).append(row)
    return kept


def paid_too_much(slip: Payslip, kept: Iterable[Withholding]) -> int:
    """What a correction found that its member had too much: kept back thing by thing less what the slip says."""
    return sum(row.cents for row in kept) - slip.withheld_cents


def posting_lines(slips: Sequence[Payslip], kept: Mapping[int, Sequence[Withholding]]) -> list[Line]:
    """The entry of a run: what the work cost, what is owed to each, what is kept back and for what."""
    earned = sum(slip.equal_cents + slip.difference_cents for slip in slips)
    lines = [Line(account=chart.WORK_REMUNERATION, cents=earned)] if earned else []
    goods = 0
    for slip in slips:
        who, rows = slip.member_id, kept.get(slip.pk, ())
        if slip.return_cents:
            lines.append(Line(account=chart.RETURNS_OWED, cents=slip.return_cents, member_id=who))
        if too_much := paid_too_much(slip, rows):  # now it is an advance
            lines.append(Line(account=ADVANCES, cents=too_much, member_id=who))
        for row in rows:
            if row.deduction is None:
                lines.append(Line(account=ADVANCES, cents=-row.cents, member_id=who))
            elif row.deduction.kind == DeductionKind.IN_KIND:
                goods += row.cents
            else:
                lines.append(Line(account=chart.WITHHELD, cents=-row.cents, member_id=who))
        if slip.net_cents:
            lines.append(Line(account=chart.PAY_OWED, cents=-slip.net_cents, member_id=who))
    if goods:
        lines.append(Line(account=OWN_GOODS, cents=-goods))
    return lines
