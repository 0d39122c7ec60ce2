"""What a pay run is worked out from: who worked which days, and what the assembly said a period is worth."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, Sum, When

from assemblies.house_rules import in_force
from assemblies.models import HouseRule
from ledger.models import Period
from members.models import Absence, Member, Membership, Standing
from payroll.house_rules import EQUAL_PAY, FLOOR, UNPAID, EqualPay
from payroll.models import BOOKED, PayRun, RunKind
from payroll.rules import equal_pay as rules
from payroll.rules.rhythm import cycle_of
from record.parts import parts_of
from record.rules import digest

PAID = (Standing.PROBATION, Standing.MEMBER, Standing.ON_LEAVE)
"""Who gets equal pay: everyone who belongs, on probation and on leave too; not while suspended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Worked:
    """Somebody's days of a period; `here` are those they belonged, where some of them are not paid."""

    member_id: int
    number: int
    spans: tuple[tuple[date, date], ...]
    here: tuple[tuple[date, date], ...] = ()

    @property
    def days(self) -> int:
        return sum((until - start).days for start, until in self.spans)

    @property
    def text(self) -> str:
        """The days as the payslip keeps them: "2026-03-01/2026-04-01"."""
        return " ".join(f"{start}/{until}" for start, until in self.spans)


def worked_in(period: Period | rules.Period, *, members: Collection[int] | None = None) -> list[Worked]:
    """Everyone (or some) who belonged on at least one day of the period, by member number. One question."""
    span = rules.Period(from_on=period.from_on, until_on=period.until_on)
    stays: dict[tuple[int, int], list[rules.Span]] = {}
    belonging = Membership.objects.filter(standing__in=PAID, from_on__lt=period.until_on)
    if members is not None:
        belonging = belonging.filter(member__in=members)
    rows = belonging.filter(Q(until_on__isnull=True) | Q(until_on__gt=period.from_on)).values_list(
        "member__number", "member_id", "from_on", "until_on"
    )
    for number, member_id, from_on, until_on in rows.iterator(chunk_size=5000):
        stays.setdefault((number, member_id), []).append(rules.Span(from_on=from_on, until_on=until_on))
    found = []
    for (number, member_id), spans in sorted(stays.items()):
        days = tuple(rules.worked_spans(span, spans))
        if days:
            found.append(Worked(member_id=member_id, number=number, spans=days, here=days))
    return found


def paid_days_in_parts(covered: rules.Period, *, unpaid: Collection[str]) -> Iterator[list[Worked]]:
    """Everyone with a paid day, by number, some thousand at a time: a run is worked out and written part by part."""
    for some in parts_of(Member.objects.values_list("number", "pk"), by="number"):
        if people := paid_days(covered, unpaid=unpaid, members=[pk for _number, pk in some]):
            yield people


def paid_days(
    covered: rules.Period, *, unpaid: Iterable[str], members: Collection[int] | None = None
) -> list[Worked]:
    """Everyone (or some) with at least one paid day: the days they belonged less the absences that are not paid."""
    people, kinds = worked_in(covered, members=members), tuple(unpaid)
    if not kinds:
        return people
    away: dict[int, list[rules.Span]] = {}
    absences = Absence.objects.standing().filter(
        kind__in=kinds, from_on__lt=covered.until_on, until_on__gt=covered.from_on
    )
    if members is not None:
        absences = absences.filter(member__in=members)
    for who, from_on, until_on in absences.order_by("pk").values_list("member_id", "from_on", "until_on"):
        away.setdefault(who, []).append(rules.Span(from_on=from_on, until_on=until_on))
    left = []
    for person in people:
        spans = rules.without(person.here, away.get(person.member_id, ()))
        if spans:
            left.append(
                Worked(member_id=person.member_id, number=person.number, spans=spans, here=person.here)
            )
    return left


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What the house rules say of a stretch of days: the rule at its end, the dated amounts, the rule rows."""

    pay: EqualPay
    amounts: tuple[rules.DatedAmount, ...]
    rule_ids: tuple[int, ...]
    motion_ids: tuple[int, ...]


def worth_of(covered: Period | rules.Period) -> Worth:
    """Equal pay as in force on each day of a stretch."""
    by_day = rules_by_day(covered.from_on, covered.until_on)
    amounts = tuple(
        rules.DatedAmount(from_on=day, cents=EQUAL_PAY.load(row.value).amount_cents)
        for day, row in by_day.items()
    )
    return Worth(
        pay=in_force(EQUAL_PAY, on=max(by_day, default=covered.from_on)),
        amounts=amounts,
        rule_ids=tuple(row.pk for row in by_day.values()),
        motion_ids=tuple(row.motion_id for row in by_day.values() if row.motion_id is not None),
    )


def rules_by_day(from_on: date, until_on: date) -> dict[date, HouseRule]:
    """The rule of equal pay by the day it begins in a stretch (the one in force before, at its first day)."""
    by_day: dict[date, HouseRule] = {}
    for began_on, row in HouseRule.objects.filter(key=EQUAL_PAY.key).begun_before(until_on):
        day = max(
            began_on, from_on
        )  # the latest first: what a contest held back never covers what came after
        if all(day < later for later in by_day):
            by_day[day] = row
    return dict(sorted(by_day.items()))


def stretch_at(day: date) -> tuple[rules.Period, rules.Period, str]:
    """The days that one pay run covers around a day, the whole cycle that they are of, and our rhythm then.

    A run never goes over the day on which the assembly changed how (an amount for each, a pool) or how often.
    """
    now = in_force(EQUAL_PAY, on=day)
    cycle = cycle_of(day, now.rhythm)
    from_on, until_on = cycle.from_on, cycle.until_on
    before: EqualPay | None = None
    for began_on, row in rules_by_day(cycle.from_on, cycle.until_on).items():
        pay = EQUAL_PAY.load(row.value)
        if before is not None and (pay.method, pay.rhythm) != (before.method, before.rhythm):
            if began_on <= day:
                from_on = began_on
            else:
                until_on = min(until_on, began_on)
        before = pay
    return rules.Period(from_on=from_on, until_on=until_on), cycle, now.rhythm


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Everything that a run is worked out from and that is the same for all: kept with it as `inputs`."""

    covered: rules.Period
    cycle: rules.Period
    rhythm: str
    method: str
    amount_cents: int
    amounts: tuple[rules.DatedAmount, ...]
    rule_ids: tuple[int, ...]
    motion_ids: tuple[int, ...]
    floor: Fraction
    unpaid: tuple[str, ...]
    pool_cents: int = 0
    pool_days: int = 0

    @property
    def inputs(self) -> dict[str, Any]:
        """As a run keeps it, in plain JSON."""
        return {
            "from": self.covered.from_on.isoformat(),
            "until": self.covered.until_on.isoformat(),
            "cycle": [self.cycle.from_on.isoformat(), self.cycle.until_on.isoformat()],
            "rhythm": self.rhythm,
            "method": self.method,
            "amount_cents": self.amount_cents,
            "amounts": [{"from": a.from_on.isoformat(), "cents": a.cents} for a in self.amounts],
            "rules": list(self.rule_ids),
            "motions": list(self.motion_ids),
            "floor": str(self.floor),
            "unpaid": list(self.unpaid),
            "pool_cents": self.pool_cents,
            "pool_days": self.pool_days,
        }

    def earned(self, spans: Iterable[tuple[date, date]]) -> int:
        """What some days are worth at the amounts in force, rounded once. Raises `BadNumber`."""
        stays = [rules.Span(from_on=start, until_on=until) for start, until in spans]
        return rules.fixed_pay(self.cycle, stays, self.amounts)


def basis_of(run: PayRun) -> Basis:
    """What a run is worked out from, as the rules and the assembly's motions stand."""
    covered = rules.Period(from_on=run.from_on, until_on=run.until_on)
    cycle, worth = cycle_of(run.from_on, run.rhythm), worth_of(covered)
    if cycle.until_on < run.until_on:  # a period of the books that is no month of the calendar
        cycle = covered
    is_pool = worth.pay.method == "pool"
    last_day = covered.until_on - timedelta(days=1)
    return Basis(
        covered=covered,
        cycle=cycle,
        rhythm=run.rhythm,
        method=worth.pay.method,
        amount_cents=worth.pay.amount_cents,
        amounts=worth.amounts,
        rule_ids=worth.rule_ids,
        motion_ids=worth.motion_ids,
        floor=in_force(FLOOR, on=last_day),
        unpaid=in_force(UNPAID, on=last_day),
        pool_cents=rules.pool_of(cycle, covered, worth.amounts) if is_pool else 0,
    )


def basis_kept(run: PayRun) -> Basis:
    """What a run was worked out from, as it was kept. Runs from before there were rhythms had whole months."""
    kept: dict[str, Any] = run.inputs
    covered = rules.Period(from_on=run.from_on, until_on=run.until_on)
    first, last = kept.get("cycle", [run.from_on.isoformat(), run.until_on.isoformat()])
    return Basis(
        covered=covered,
        cycle=rules.Period(from_on=date.fromisoformat(first), until_on=date.fromisoformat(last)),
        rhythm=kept.get("rhythm", "month"),
        method=kept["method"],
        amount_cents=kept["amount_cents"],
        amounts=tuple(
            rules.DatedAmount(from_on=date.fromisoformat(a["from"]), cents=a["cents"])
            for a in kept["amounts"]
        ),
        rule_ids=tuple(kept.get("rules", ())),
        motion_ids=tuple(kept.get("motions", ())),
        floor=Fraction(kept.get("floor", "0")),
        unpaid=tuple(kept.get("unpaid", ())),
        pool_cents=kept.get("pool_cents", kept["amount_cents"] if kept["method"] == "pool" else 0),
        pool_days=kept.get("pool_days", 0),
    )


def cents_waiting() -> int:
    """What pools divided until now left over, less what corrections of them took since. One question.

    Every run that is in the books gave what it left and took what waited, so that no order of days, and no run
    that was set aside, counts a cent twice. A run that is worked out and not in the books yet is not in it.
    """
    left = Case(
        When(kind=RunKind.REGULAR, then=F("carry_out_cents") - F("carry_in_cents")),
        default=F("carry_out_cents"),
        output_field=BigIntegerField(),
    )
    found: int = PayRun.objects.filter(state__in=BOOKED).aggregate(s=Sum(left, default=0))["s"]
    return found


SEALED = ("member__number", "difference_cents", "return_cents", "withheld_cents", "net_cents", "nonce")
"""What only the member and the treasury know of a payslip: others have its seal."""


def sealed_rows(run: PayRun) -> list[list[Any]]:
    """Each slip as its run is sealed: its days, its equal pay, and the seal of whose it is and of all the rest.

    They are in no order of persons. Anyone with these rows sees that the same days had the same pay and that the
    run was not changed; who had an advance, or less kept back, they do not see.
    """
    return sorted(_sealed(run))


def _sealed(run: PayRun) -> Iterator[list[Any]]:
    rows = run.payslips.order_by().values_list("span", "equal_cents", *SEALED)
    for span, equal, *rest in rows.iterator(2000):
        yield [span, equal, digest([rest])]


def hides_what_is_apart(run: PayRun) -> bool:
    """Whether the seal of a run is of sealed rows. Older runs were sealed with everyone's figures in the open."""
    return not run.payslips.filter(nonce="").exists()


def digest_of(run: PayRun) -> str:
    """The seal of a run's slips, whatever their order."""
    if hides_what_is_apart(run):
        return digest(_sealed(run))
    number, *parts = SEALED[:-1]
    rows = run.payslips.order_by().values_list(number, "span", "equal_cents", *parts)
    return digest(list(row) for row in rows.iterator(2000))
