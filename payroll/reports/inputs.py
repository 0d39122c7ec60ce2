"""What a pay run is worked out from: who worked which days, and what the assembly said a month is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from assemblies.house_rules import in_force
from assemblies.models import HouseRule
from ledger.models import Period
from members.models import Membership, Standing
from payroll.house_rules import EQUAL_PAY, EqualPay
from payroll.models import PayRun, PayRunState
from payroll.rules import equal_pay as rules
from record.rules import digest

PAID = (Standing.PROBATION, Standing.MEMBER, Standing.ON_LEAVE)
"""Who gets equal pay: everyone who belongs, on probation and on leave too; not while suspended."""


@dataclass(frozen=True, kw_only=True)
class Worked:
    """Somebody's days of a period."""

    member_id: int
    number: int
    spans: tuple[tuple[date, date], ...]

    @property
    def days(self) -> int:
        return sum((until - start).days for start, until in self.spans)

    @property
    def text(self) -> str:
        """The days as the payslip keeps them: "2026-03-01/2026-04-01"."""
        return " ".join(f"{start}/{until}" for start, until in self.spans)


def worked_in(period: Period) -> list[Worked]:
    """Everyone with at least one paid day of the period, by member number. One question."""
    span = rules.Period(from_on=period.from_on, until_on=period.until_on)
    stays: dict[tuple[int, int], list[rules.Span]] = {}
    rows = (
        Membership.objects.filter(standing__in=PAID, from_on__lt=period.until_on)
        .filter(Q(until_on__isnull=True) | Q(until_on__gt=period.from_on))
        .values_list("member__number", "member_id", "from_on", "until_on")
    )
    for number, member_id, from_on, until_on in rows.iterator(chunk_size=5000):
        stays.setdefault((number, member_id), []).append(rules.Span(from_on=from_on, until_on=until_on))
    found = []
    for (number, member_id), spans in sorted(stays.items()):
        days = tuple(rules.worked_spans(span, spans))
        if days:
            found.append(Worked(member_id=member_id, number=number, spans=days))
    return found


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What the house rules say of a period: the method at its end, the dated amounts, the rule rows."""

    pay: EqualPay
    amounts: tuple[rules.DatedAmount, ...]
    rule_ids: tuple[int, ...]
    motion_ids: tuple[int, ...]


def worth_of(period: Period) -> Worth:
    """Equal pay as in force on each day of the period."""
    rows = HouseRule.objects.filter(key=EQUAL_PAY.key).begun_before(period.until_on)
    by_day: dict[date, HouseRule] = {}
    for began_on, row in rows:  # the latest first: what a contest held back never covers what came after it
        day = max(began_on, period.from_on)
        if all(day < later for later in by_day):
            by_day[day] = row
    by_day = dict(sorted(by_day.items()))
    amounts = tuple(
        rules.DatedAmount(from_on=day, cents=EQUAL_PAY.load(row.value).amount_cents)
        for day, row in sorted(by_day.items())
    )
    return Worth(
        pay=in_force(EQUAL_PAY, on=max(by_day, default=period.from_on)),
        amounts=amounts,
        rule_ids=tuple(row.pk for row in by_day.values()),
        motion_ids=tuple(row.motion_id for row in by_day.values() if row.motion_id is not None),
    )


def carry_into(period: Period) -> int:
    """Cents that the last posted run of an earlier period left over, in cents."""
    last = (
        PayRun.objects.filter(
            state__in=(PayRunState.POSTED, PayRunState.PAID), period__from_on__lt=period.from_on
        )
        .order_by("-period__from_on")
        .first()
    )
    return last.carry_out_cents if last else 0


def digest_of(run: PayRun) -> str:
    """The seal of a run's slips, whatever their order."""
    return digest(
        list(row)
        for row in run.payslips.values_list(
            "member__number",
            "span",
            "equal_cents",
            "difference_cents",
            "return_cents",
            "withheld_cents",
            "net_cents",
        )
    )
