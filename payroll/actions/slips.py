"""How each one's payslip is worked out: days, differences, what is kept back. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

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
from record.parts import parts_of


@dataclass(frozen=True, kw_only=True)
class Apart:
    """What makes slips of some of us unlike each other, by member, read at once."""

    differences: Mapping[int, Sequence[Difference]] = field(default_factory=dict)
    advances: Mapping[int, Sequence[tuple[Advance, int]]] = field(default_factory=dict)
    """With what the pay of this run is to take back of each."""
    own: Mapping[int, Sequence[Deduction]] = field(default_factory=dict)
    of_all: Sequence[Deduction] = ()
    returns: Mapping[int, int] = field(default_factory=dict)


def deductions_of_all(run: PayRun) -> list[Deduction]:
    """What is kept back from everyone alike on some of the days of a run, as it is voted by now."""
    return list(_in_force(Deduction.objects.filter(member__isnull=True).order_by("pk"), run))


def apart_in(run: PayRun, members: Collection[int], *, returns: Mapping[int, int]) -> Apart:
    """Everything that sets the slips of some of us in a run apart. Four questions, however many they are."""
    own: dict[int, list[Deduction]] = {}
    of_all = []
    theirs = Deduction.objects.filter(Q(member__isnull=True) | Q(member__in=members)).order_by("pk")
    for deduction in _in_force(theirs, run):
        if deduction.member_id is None:
            of_all.append(deduction)
        else:
            own.setdefault(deduction.member_id, []).append(deduction)
    return Apart(
        differences=differences_in(run, members),
        advances=_advances_due(run, members),
        own=own,
        of_all=of_all,
        returns=returns,
    )


def differences_in(run: PayRun, members: Collection[int]) -> dict[int, list[Difference]]:
    """Differences voted for some of us and some of the days of a run, by member."""
    found: dict[int, list[Difference]] = {}
    for difference in _in_force(Difference.objects.filter(member__in=members).order_by("pk"), run):
        found.setdefault(difference.member_id, []).append(difference)
    return found


def _in_force(rows: Any, run: PayRun) -> Any:
    return rows.filter(from_on__lt=run.until_on).filter(
        Q(until_on__isnull=True) | Q(until_on__gt=run.from_on)
    )


def _advances_due(run: PayRun, members: Collection[int]) -> dict[int, list[tuple[Advance, int]]]:
    """What this run is to take back of each advance of theirs: its instalment, and what earlier pays could not take."""
    live = ~Q(withholdings__payslip__run__state=PayRunState.ABANDONED)
    rows = Advance.objects.filter(
        member__in=members, from_on__lt=run.until_on, entry__reversed_by=None
    ).annotate(taken=Sum("withholdings__cents", filter=live, default=0))
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


def equal_of(basis: Basis, person: Worked, *, carry_in_cents: int) -> int:
    """What somebody's days are worth in a run, whoever else is in it. Raises `BadNumber`.

    Of a pool, with the cents that waited, they get their days' part of everybody's days, down to the cent.
    """
    if basis.method != "pool":
        return basis.earned(person.spans)
    pool = basis.pool_cents + carry_in_cents
    return rules.part_of_pool(pool, days=person.days, of_days=basis.pool_days)


class SlipMaker:
    """Makes the slips of one run. What depends on days alone is worked out once for all with the same days."""

    def __init__(self, run: PayRun, basis: Basis, *, carry_in_cents: int) -> None:
        self.run, self.basis, self.carry_in_cents = run, basis, carry_in_cents
        self.full = (
            basis.earned([(run.from_on, run.until_on)]) if basis.method == "fixed" and basis.amounts else 0
        )
        self._equal: dict[tuple[tuple[date, date], ...], int] = {}
        self._belonging: dict[tuple[tuple[date, date], ...], int] = {}

    def slip(self, person: Worked, apart: Apart) -> tuple[Payslip, list[Withholding]]:
        """A slip that adds up, with what it keeps back, thing by thing. Neither is saved. Raises `BadNumber`."""
        if person.spans not in self._equal:
            self._equal[person.spans] = equal_of(self.basis, person, carry_in_cents=self.carry_in_cents)
        equal = self._equal[person.spans]
        lines: list[dict[str, Any]] = self._day_lines(person, equal)
        differences = difference_lines(
            apart.differences.get(person.member_id, ()), person, of_days=self.basis.cycle.days
        )
        lines += [line for _cents, line in differences]
        difference = sum(cents for cents, _line in differences)
        returned = apart.returns.get(person.member_id, 0)
        if returned:
            lines.append({"code": "surplus", "cents": returned})
        kept, of = self._kept_back(person, apart, equal + difference, returned)
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

    def _kept_back(
        self, person: Worked, apart: Apart, earned: int, returned: int
    ) -> tuple[tuple[KeptBack, ...], dict[tuple[str, int], Deduction]]:
        deductions = (*apart.of_all, *apart.own.get(person.member_id, ()))
        advances = apart.advances.get(person.member_id, ())
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


def kept_in(slips: Collection[Payslip]) -> dict[int, list[Withholding]]:
    """What each of some slips keeps back, thing by thing, by slip. One question."""
    kept: dict[int, list[Withholding]] = {}
    rows = Withholding.objects.filter(payslip__in=[slip.pk for slip in slips]).select_related("deduction")
    for row in rows.order_by("pk"):
        kept.setdefault(row.payslip_id, []).append(row)
    return kept


def paid_too_much(run: PayRun) -> list[tuple[Payslip, int]]:
    """Slips of which a correction found that their members had too much: kept back thing by thing less what they say.

    One question.
    """
    kept = Withholding.objects.filter(payslip=OuterRef("pk")).order_by().values("payslip")
    together = Coalesce(Subquery(kept.annotate(together=Sum("cents")).values("together")), 0)
    slips = run.payslips.annotate(too_much=together - F("withheld_cents")).exclude(too_much=0)
    return [(slip, slip.too_much) for slip in slips.order_by("pk")]


def posting_lines(run: PayRun) -> Iterator[Line]:
    """The entry of a run: what the work cost, what is owed to each, what is kept back and for what.

    Slip by slip, read some at a time.
    """
    worth = F("equal_cents") + F("difference_cents")
    if earned := run.payslips.aggregate(cents=Sum(worth, default=0))["cents"]:
        yield Line(account=chart.WORK_REMUNERATION, cents=earned)
    goods = 0
    for some in parts_of(run.payslips.only("run", "member", "return_cents", "withheld_cents", "net_cents")):
        kept = kept_in(some)
        for slip in some:
            who, rows = slip.member_id, kept.get(slip.pk, ())
            if slip.return_cents:
                yield Line(account=chart.RETURNS_OWED, cents=slip.return_cents, member_id=who)
            if too_much := sum(row.cents for row in rows) - slip.withheld_cents:  # now it is an advance
                yield Line(account=ADVANCES, cents=too_much, member_id=who)
            for row in rows:
                if row.deduction is None:
                    yield Line(account=ADVANCES, cents=-row.cents, member_id=who)
                elif row.deduction.kind == DeductionKind.IN_KIND:
                    goods += row.cents
                else:
                    yield Line(account=chart.WITHHELD, cents=-row.cents, member_id=who)
            if slip.net_cents:
                yield Line(account=chart.PAY_OWED, cents=-slip.net_cents, member_id=who)
    if goods:
        yield Line(account=OWN_GOODS, cents=-goods)
