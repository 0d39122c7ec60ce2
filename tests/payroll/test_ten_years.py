"""Ten years of pay by the week and by the month, with everything that happens to people, and power cuts.

A small world lives through it all: joiners, leavers, raises, days away, advances, short cash, payments that come
back, corrections. Between any two statements the power may fail: then nothing of that act is there, and it is
done again. At the end no cent was lost or made, the same days got the same, every entry balances, and nothing
was paid twice.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from ledger import chart
from ledger.models import Posting
from ledger.reports import faults as faults_in_books
from members.models import Absence, Membership
from payroll.accounts import ADVANCES
from payroll.actions.advances import give_advance
from payroll.actions.bounces import bounce_part, pay_again
from payroll.actions.corrections import correct_pay
from payroll.actions.paying_out import pay_run
from payroll.actions.runs import compute_run, countersign_run, post_run, prepare_pay
from payroll.models import BOOKED, Advance, PaymentPart, PayRun, Payslip, RunKind, Withholding
from payroll.reports import faults
from payroll.rules.equal_pay import DatedAmount, Period, Span, fixed_pay, pool_by_days, pool_of
from payroll.rules.paying_out import pay_oldest_first
from payroll.rules.rhythm import cycles_between
from record.rules import Refused
from tests.makers import give_power, make_member, write_house_rule
from tests.payroll.conftest import Nine, nine_of

YEARS = 10
FIRST = date(2026, 3, 2)


class PowerCut(Exception):
    """What a test calls it when everything stops between two statements."""


@contextmanager
def cut_after(statements: int) -> Iterator[None]:
    """The power fails before the statement after so many."""
    done = 0

    def pulled(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal done
        if done >= statements and not sql.startswith(("SAVEPOINT", "ROLLBACK", "RELEASE")):
            raise PowerCut
        done += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(pulled):
        yield


def cut_short(act: Callable[..., Any], statements: int, about: dict[str, Any]) -> None:
    """Begin an act; the power fails after so many statements, or at the latest when it is done."""
    with cut_after(statements):
        act(**about)
    raise PowerCut


class Life:
    """A co-operative and what happens to it, by lot from one seed."""

    def __init__(self, seed: int, rhythm: str) -> None:
        self.lot, self.rhythm = Random(seed), rhythm
        self.nine: Nine = nine_of(people=9, pay_cents=0)
        self.cents = 100_003
        late = date(2040, 1, 1)
        give_power(self.nine.delia, "payroll.prepare_pay", "payroll.pay", until_on=late)
        give_power(self.nine.oscar, "payroll.countersign_pay", until_on=late)
        self.number = 100
        write_house_rule("pay.unpaid_absences", ["personal"])
        self.raised(FIRST, method="fixed")

    def raised(self, day: date, *, method: str) -> None:
        self.cents += self.lot.randrange(1, 20_000)
        amount = self.cents if method == "fixed" else self.cents * 9 + self.lot.randrange(9)
        value = {"method": method, "amount_cents": amount, "rhythm": self.rhythm}
        write_house_rule("pay.equal", value, from_on=day)

    def done(self, act: Callable[..., Any], **about: Any) -> Any:
        """Do it; now and then the power fails somewhere in it, nothing of it is there, and it is done again."""
        if self.lot.random() < 0.04:
            acts = Posting.objects.count(), Payslip.objects.count(), PaymentPart.objects.count()
            with pytest.raises(PowerCut), transaction.atomic():
                cut_short(act, self.lot.randrange(25), about)
            assert acts == (Posting.objects.count(), Payslip.objects.count(), PaymentPart.objects.count())
        done = act(**about)
        if self.lot.random() < 0.05:  # a second click
            again = act(**about) if act in TWICE else done
            assert getattr(again, "pk", None) == getattr(done, "pk", None)
        return done

    def happens(self, cycle: Period) -> None:
        """Whatever life brings in a cycle, before it is paid."""
        day = cycle.from_on + timedelta(days=self.lot.randrange(cycle.days))
        others = [m for m in self.nine.people if m not in (self.nine.delia, self.nine.oscar)]
        what = self.lot.random()
        if what < 0.10:
            self.number += 1
            self.nine.people.append(make_member(self.number, f"Joined {self.number}", from_on=day))
        elif what < 0.18 and len(others) > 3:
            gone = self.lot.choice(others)
            left = Membership.objects.filter(member=gone, until_on__isnull=True, from_on__lt=day)
            if left.update(until_on=day):
                self.nine.people.remove(gone)
        elif what < 0.28:
            who = self.lot.choice(others)
            Absence.objects.create(
                member=who,
                kind=self.lot.choice(["personal", "illness"]),
                from_on=day,
                until_on=day + timedelta(days=self.lot.randrange(1, 5)),
                entered_by=who,
                entered_at=at_noon(day),
            )
        elif what < 0.32:
            self.raised(day, method="fixed")
        elif what < 0.36:
            who = self.lot.choice(others)
            self.done(
                give_advance,
                member_id=who.pk,
                cents=self.lot.randrange(1, self.cents),
                instalments=self.lot.randrange(1, 6),
                from_on=cycle.from_on,
                way="cash",
                key=f"{cycle.from_on}",
                actor=self.nine.delia,
                now=at_noon(day),
            )

    def paid(self, cycle: Period) -> None:
        """Work out, sign, post and pay a cycle, as far as there is money; then what goes wrong is put right."""
        now, nine = at_noon(cycle.until_on), self.nine
        run = self.done(prepare_pay, on=cycle.from_on, actor=nine.delia, now=now)
        self.done(compute_run, run_id=run.pk, actor=nine.delia, now=now)
        self.done(countersign_run, run_id=run.pk, actor=nine.oscar, now=now)
        run = self.done(post_run, run_id=run.pk, actor=nine.delia, now=now)
        short = self.lot.random() < 0.2
        money = run.total_cents * self.lot.randrange(20, 95) // 100 if short else None
        self.done(
            pay_run, run_id=run.pk, actor=nine.delia, now=now, available_cents=money, key=f"{cycle.from_on}"
        )
        if self.lot.random() < 0.06:
            self.comes_back(run, now)
        if self.lot.random() < 0.06:
            self.corrected(run, now)

    def comes_back(self, run: PayRun, now: datetime) -> None:
        part = PaymentPart.objects.filter(payslip__run=run).order_by("pk").first()
        if part is not None:
            self.done(bounce_part, part_id=part.pk, because="closed", actor=self.nine.delia, now=now)
            self.done(pay_again, part_id=part.pk, actor=self.nine.delia, now=now)

    def corrected(self, run: PayRun, now: datetime) -> None:
        """A day away that was told late."""
        slip = run.payslips.exclude(member__in=(self.nine.delia, self.nine.oscar)).order_by("pk").first()
        if slip is None:
            return
        first = date.fromisoformat(slip.span.split("/")[0])
        Absence.objects.create(
            member_id=slip.member_id,
            kind="personal",
            from_on=first,
            until_on=first + timedelta(days=1),
            entered_by_id=slip.member_id,
            entered_at=now,
        )
        about: dict[str, Any] = {"actor": self.nine.delia, "now": now}
        try:
            fix = correct_pay(run_id=run.pk, member_id=slip.member_id, **about)
        except Refused:
            return
        countersign_run(run_id=fix.pk, actor=self.nine.oscar, now=now)
        self.done(post_run, run_id=fix.pk, **about)

    def holds(self) -> None:
        """All of it, added up anew."""
        assert faults() == []
        assert faults_in_books() == []
        slips = Payslip.objects.filter(run__state__in=BOOKED)
        owed = slips.aggregate(s=Sum("net_cents"))["s"]
        parts = PaymentPart.objects.filter(bounced_at__isnull=True).aggregate(s=Sum("cents"))["s"]
        assert in_books(chart.PAY_OWED) == parts - owed
        given = Advance.objects.aggregate(s=Sum("cents", default=0))["s"]
        assert in_books(ADVANCES) == given - Withholding.objects.aggregate(s=Sum("cents", default=0))["s"]
        earned = slips.aggregate(s=Sum("equal_cents") + Sum("difference_cents"))["s"]
        assert in_books(chart.WORK_REMUNERATION) == earned
        for run in PayRun.objects.filter(kind=RunKind.REGULAR):
            same: dict[str, set[int]] = {}
            for span, equal in run.payslips.values_list("span", "equal_cents"):
                same.setdefault(span, set()).add(equal)
            assert all(len(equal) == 1 for equal in same.values())
        covered = list(
            PayRun.objects.filter(kind=RunKind.REGULAR).order_by("from_on").values_list("from_on", "until_on")
        )
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(covered))


TWICE = (prepare_pay, post_run, pay_run, give_advance, bounce_part, pay_again)
"""Acts that a second click may repeat: the answer is what there is."""


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


def in_books(account: str) -> int:
    return int(Posting.objects.filter(account__code=account).aggregate(s=Sum("cents", default=0))["s"])


def live(seed: int, rhythm: str, until_on: date) -> Life:
    life = Life(seed, rhythm)
    for cycle in cycles_between(FIRST, until_on, rhythm):
        if cycle.from_on >= FIRST:
            life.happens(cycle)
            life.paid(cycle)
    life.holds()
    return life


@pytest.mark.django_db
def test_some_weeks_with_everything_that_happens():
    live(3, "week", FIRST + timedelta(days=28))


@pytest.mark.thorough
@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "rhythm"), [(7, "month"), (8, "fortnight"), (9, "week")])
def test_ten_years_lose_no_cent_whatever_happens(seed: int, rhythm: str):
    """By the month all ten years; by halves of it seven, by the week half a year: what happens is the same."""
    days = {"month": 365 * YEARS, "fortnight": 210, "week": 7 * 26}[rhythm]
    live(seed, rhythm, FIRST + timedelta(days=days))


@pytest.mark.thorough
@pytest.mark.django_db
def test_the_power_may_fail_before_any_statement_of_any_step():
    """Every statement of every step, one after the other: nothing of the step is there, and it is done again."""
    nine = nine_of()
    now = at_noon(date(2026, 4, 1))
    run = prepare_pay(on=date(2026, 3, 1), actor=nine.delia, now=now)
    part_of: list[Any] = []
    steps: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        (compute_run, {"run_id": run.pk, "actor": nine.delia}),
        (countersign_run, {"run_id": run.pk, "actor": nine.oscar}),
        (post_run, {"run_id": run.pk, "actor": nine.delia}),
        (pay_run, {"run_id": run.pk, "actor": nine.delia, "available_cents": 450_000_007, "key": "k"}),
        (pay_run, {"run_id": run.pk, "actor": nine.delia}),
    ]
    for act, about in steps:
        state = PayRun.objects.get(pk=run.pk).state
        for statements in range(500):
            try:
                with transaction.atomic(), cut_after(statements):
                    act(**about, now=now)
                break
            except PowerCut:
                assert PayRun.objects.get(pk=run.pk).state == state
                part_of.append(statements)
    assert len(part_of) > 40
    assert in_books(chart.PAY_OWED) == 0
    assert in_books(chart.BANK) == -900_000_000
    assert faults() == faults_in_books() == []


@pytest.mark.thorough
@pytest.mark.parametrize("rhythm", ["month", "fortnight", "week"])
@pytest.mark.parametrize("seed", range(3))
def test_ten_years_of_sums_alone(seed: int, rhythm: str):
    """By rules alone, all ten years of each rhythm: pools lose nothing, arrears are equal and get paid."""
    lot, carry, owed = Random(seed), 0, []
    amounts = [DatedAmount(from_on=FIRST, cents=100_001)]
    paid_out = voted = arrears = 0
    members = {number: Span(from_on=FIRST - timedelta(days=400)) for number in range(7)}
    for cycle in cycles_between(FIRST, FIRST + timedelta(days=365 * YEARS), rhythm):
        if cycle.from_on < FIRST:
            continue
        if lot.random() < 0.1:
            day = cycle.from_on + timedelta(days=lot.randrange(cycle.days))
            amounts = [*amounts, DatedAmount(from_on=day, cents=amounts[-1].cents + lot.randrange(50_000))]
        if lot.random() < 0.1:
            members[len(members)] = Span(from_on=cycle.from_on + timedelta(days=lot.randrange(cycle.days)))
        days = {n: (cycle.until_on - max(s.from_on, cycle.from_on)).days for n, s in members.items()}
        pool = pool_of(cycle, cycle, [a for a in amounts if a.from_on < cycle.until_on])
        split = pool_by_days(pool, days, carry_in_cents=carry)
        assert sum(split.shares.values()) + split.carry_out_cents == pool + carry
        carry, voted = split.carry_out_cents, voted + pool
        assert len({(days[n], cents) for n, cents in split.shares.items()}) == len(set(days.values()))
        fixed = {n: fixed_pay(cycle, [s], amounts) for n, s in members.items()}
        full = fixed_pay(cycle, [Span(from_on=cycle.from_on)], amounts)
        assert all(abs(fixed[n] - Fraction(full * d, cycle.days)) <= full for n, d in days.items())
        owed.append(dict(split.shares))
        money = lot.randrange(2 * pool + 1)
        out = pay_oldest_first(owed, money)
        owed = [
            {n: cents - part.get(n, 0) for n, cents in run.items()}
            for run, part in zip(owed, out.parts, strict=True)
        ]
        owed = [run for run in owed if any(run.values())]
        paid_out += money - out.left_cents
        arrears = sum(sum(run.values()) for run in owed)
    assert paid_out + arrears + carry == voted
