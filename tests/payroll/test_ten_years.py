"""Ten years of pay by the month, the fortnight and the week, with everything that happens to people, and power cuts.

A small world lives through it all: joiners, leavers, raises, pools, differences, what is kept back, days away,
advances, short cash, payments that come back, corrections, a run begun before the last is in the books. Between any
two statements the power may fail: then nothing of that act is there, and it is done again. Beside it stands what
should be, by days and fractions alone; at the end each of us has it in each run, to the cent.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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
from payroll.actions.advances import give_advance, vote_deduction
from payroll.actions.bounces import bounce_part, pay_again
from payroll.actions.corrections import correct_pay
from payroll.actions.own_lines import sign_line
from payroll.actions.paying_out import pay_run
from payroll.actions.runs import compute_run, countersign_run, post_run, prepare_pay
from payroll.models import BOOKED, Advance, LineSignature, PaymentPart, PayRun, Payslip, RunKind, Withholding
from payroll.reports import faults
from payroll.reports.advancing import each_takes_back, most_for
from payroll.reports.inputs import cents_waiting
from payroll.reports.own_lines import waiting
from payroll.reports.payments import owing
from payroll.rules.equal_pay import DatedAmount, Period, Span, fixed_pay, pool_by_days, pool_of
from payroll.rules.rhythm import cycles_between
from record.rules import Refused
from tests.makers import give_power, make_member, write_house_rule
from tests.payroll.conftest import Nine, nine_of
from tests.payroll.paying import a_difference, an_adopted_motion, paid_oldest_first

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


@dataclass
class Expected:
    """What should be, kept beside it by days and fractions alone: nothing of it is read from the tables."""

    equal: dict[tuple[int, int], int] = field(default_factory=dict)
    """By run and member, with every correction so far."""
    apart: dict[tuple[int, int], int] = field(default_factory=dict)
    kept: dict[tuple[int, int], int] = field(default_factory=dict)
    """What is kept back of everyone alike."""
    pools: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By run: what a pool divides with what waited, and among how many days."""
    waiting: int = 0
    owed: dict[tuple[date, int], dict[int, int]] = field(default_factory=dict)
    """By run, the oldest first: what each slip is still to be paid."""

    def pays(self, until: date, money: int | None) -> int:
        """Pay what is owed until a day, the oldest first; of what cannot be paid whole the same part to each."""
        left = money
        for _key, slips in sorted((key, slips) for key, slips in self.owed.items() if key[0] <= until):
            whole = sum(slips.values())
            if left is None or whole <= left:
                slips.update(dict.fromkeys(slips, 0))
                left = None if left is None else left - whole
            elif whole:
                paid = {slip: left * cents // whole for slip, cents in slips.items()}
                slips.update({slip: cents - paid[slip] for slip, cents in slips.items()})
                break
        self.owed = {key: slips for key, slips in self.owed.items() if any(slips.values())}
        return sum(cents for slips in self.owed.values() for cents in slips.values())


class Life:
    """A co-operative of few and what happens to it, by lot from one seed."""

    def __init__(self, seed: int, rhythm: str) -> None:
        self.lot, self.rhythm = Random(seed), rhythm
        self.nine: Nine = nine_of(people=9, pay_cents=0)
        self.cents, self.method, self.number = 100_003, "fixed", 100
        late = date(2040, 1, 1)
        give_power(self.nine.delia, "payroll.prepare_pay", "payroll.pay", until_on=late)
        give_power(self.nine.oscar, "payroll.countersign_pay", until_on=late)
        for gone in (*self.nine.people[1:4], *self.nine.people[6:]):
            Membership.objects.filter(member=gone).update(until_on=FIRST)
        self.people = [self.nine.people[0], self.nine.delia, self.nine.oscar]
        self.here: dict[int, list[date | None]] = {member.pk: [FIRST, None] for member in self.people}
        self.away: set[tuple[int, date]] = set()
        self.amounts: list[tuple[date, int, str]] = []
        self.differences: list[tuple[int, int, date, date]] = []
        self.pension: list[tuple[date, Fraction]] = []
        self.expected = Expected()
        self.statements: dict[Callable[..., Any], int] = {}
        self.cuts = 0
        write_house_rule("pay.unpaid_absences", ["personal"])
        self.raised(FIRST)

    def raised(self, day: date) -> None:
        self.cents += self.lot.randrange(1, 20_000)
        amount = self.cents if self.method == "fixed" else self.cents * 3 + self.lot.randrange(9)
        value = {"method": self.method, "amount_cents": amount, "rhythm": self.rhythm}
        write_house_rule("pay.equal", value, from_on=day)
        self.amounts = [*(each for each in self.amounts if each[0] != day), (day, amount, self.method)]

    def done(self, act: Callable[..., Any], **about: Any) -> Any:
        """Do it; now and then the power fails somewhere in it, nothing of it is there, and it is done again."""
        if act in self.statements and self.lot.random() < 0.05:
            acts = Posting.objects.count(), Payslip.objects.count(), PaymentPart.objects.count()
            with pytest.raises(PowerCut), transaction.atomic():
                cut_short(act, self.lot.randrange(self.statements[act] + 1), about)
            assert acts == (Posting.objects.count(), Payslip.objects.count(), PaymentPart.objects.count())
            self.cuts += 1
        with counted() as statements:
            done = act(**about)
        self.statements[act] = statements()
        if self.lot.random() < 0.05 and act in TWICE:  # a second click
            assert getattr(act(**about), "pk", None) == getattr(done, "pk", None)
        return done

    def happens(self, cycle: Period) -> None:
        """Whatever life brings in a cycle, before it is paid."""
        day = cycle.from_on + timedelta(days=self.lot.randrange(cycle.days))
        others = [m for m in self.people if m not in (self.nine.delia, self.nine.oscar)]
        who, what = self.lot.choice(others), self.lot.random()
        if what < 0.08 and len(self.people) < 7:
            self.number += 1
            self.people.append(make_member(self.number, f"Joined {self.number}", from_on=day))
            self.here[self.people[-1].pk] = [day, None]
        elif what < 0.16 and who != self.nine.people[0] and (self.here[who.pk][0] or day) < day:
            Membership.objects.filter(member=who, until_on__isnull=True).update(until_on=day)
            self.here[who.pk][1] = day
            self.people.remove(who)
        elif what < 0.26:  # those who sign are away too, and have differences and advances
            self.leaves(
                self.lot.choice(self.people).pk,
                day,
                self.lot.randrange(1, 5),
                self.lot.choice(["personal", "illness"]),
            )
        elif what < 0.32:
            self.raised(day)
        elif what < 0.35:
            self.method = "pool" if self.method == "fixed" else "fixed"
            self.raised(cycle.from_on)
        elif what < 0.39:
            cents, until = self.lot.randrange(-9_000, 9_000) or 1, day + timedelta(days=40)
            who = self.lot.choice(self.people)
            a_difference(who, cents, from_on=day, until_on=until)
            self.differences.append((who.pk, cents, day, until))
        elif what < 0.41:
            share = Fraction(self.lot.randrange(1, 90), 1000)
            self.votes_pension(share, cycle.from_on)
        elif what < 0.45:
            who, instalments = self.lot.choice([*others, self.nine.oscar]), self.lot.randrange(1, 6)
            most = most_for(who, instalments=instalments, each_cents=each_takes_back(on=day))
            if not most:
                return
            self.done(
                give_advance,
                member_id=who.pk,
                cents=self.lot.randrange(1, most + 1),
                instalments=instalments,
                from_on=cycle.from_on,
                way="cash",
                key=f"{cycle.from_on}",
                actor=self.nine.delia,
                now=at_noon(day),
            )

    def leaves(self, member_id: int, day: date, days: int, kind: str) -> None:
        Absence.objects.create(
            member_id=member_id,
            kind=kind,
            from_on=day,
            until_on=day + timedelta(days=days),
            entered_by_id=member_id,
            entered_at=at_noon(day),
        )
        if kind == "personal":
            self.away |= {(member_id, day + timedelta(days=nth)) for nth in range(days)}

    def votes_pension(self, share: Fraction, day: date) -> None:
        """The same name again is instead of the one before."""
        vote_deduction(
            kind="statutory",
            name="Pension",
            cents=0,
            share=str(share),
            from_on=day,
            until_on=None,
            motion=an_adopted_motion(),
            now=at_noon(day),
        )
        self.pension = [*(each for each in self.pension if each[0] < day), (day, share)]

    # --- what should be -------------------------------------------------------------------------------------

    def days(self, member_id: int, cycle: Period) -> list[date]:
        first, last = self.here[member_id]
        days = [cycle.from_on + timedelta(days=nth) for nth in range(cycle.days)]
        return [
            d
            for d in days
            if first and first <= d and (last is None or d < last) and (member_id, d) not in self.away
        ]

    def worth(self, day: date) -> int:
        return max(each for each in self.amounts if each[0] <= day)[1]

    def should(self, run: PayRun, member_id: int, cycle: Period) -> tuple[int, int, int]:
        """Equal pay, differences and what is kept back of all, for somebody's days as they are known now."""
        days = self.days(member_id, cycle)
        if run.pk in self.expected.pools:
            pool, of_days = self.expected.pools[run.pk]
            equal = pool * len(days) // of_days
        else:
            equal = half_up(sum(Fraction(self.worth(day), cycle.days) for day in days))
        apart = sum(
            away_from_zero(Fraction(cents * sum(first <= day < last for day in days), cycle.days))
            for who, cents, first, last in self.differences
            if who == member_id
        )
        shares = [share for first, share in self.pension if first <= cycle.from_on]
        earned = max(0, equal + apart)
        return equal, apart, half_up(earned * shares[-1]) if shares and days else 0

    def begins(self, run: PayRun, cycle: Period) -> None:
        """Write down what a run should be, before it is worked out."""
        days = {member_id: len(self.days(member_id, cycle)) for member_id in self.here}
        if max(each for each in self.amounts if each[0] <= cycle.from_on)[2] == "pool":
            every_day = [cycle.from_on + timedelta(days=nth) for nth in range(cycle.days)]
            pool = sum(Fraction(self.worth(day), cycle.days) for day in every_day).__floor__()
            self.expected.pools[run.pk] = (pool + self.expected.waiting, sum(days.values()))
        for member_id in (member_id for member_id, count in days.items() if count):
            self.writes(run.pk, member_id, self.should(run, member_id, cycle))
        if run.pk in self.expected.pools:
            mine = sum(self.expected.equal.get((run.pk, member_id), 0) for member_id in days)
            self.expected.waiting = self.expected.pools[run.pk][0] - mine

    def writes(self, run_id: int, member_id: int, sums: tuple[int, int, int]) -> None:
        one = self.expected
        one.equal[run_id, member_id], one.apart[run_id, member_id], one.kept[run_id, member_id] = sums

    def owes(self, run: PayRun) -> None:
        slips = dict(run.payslips.order_by("pk").values_list("pk", "net_cents"))
        self.expected.owed[run.from_on, run.pk] = slips

    # --- what is done ---------------------------------------------------------------------------------------

    def paid(self, cycle: Period) -> None:
        """Work out, sign, post and pay a cycle, as far as there is money; then what goes wrong is put right."""
        now, nine = at_noon(cycle.until_on), self.nine
        run = self.done(prepare_pay, on=cycle.from_on, actor=nine.delia, now=now)
        self.begins(run, cycle)
        run = self.done(compute_run, run_id=run.pk, actor=nine.delia, now=now)
        if self.lot.random() < 0.1:
            self.opens_the_next(run, cycle, now)
        run = self.done(countersign_run, run_id=run.pk, actor=nine.oscar, now=now)
        for slip in waiting(run):
            self.done(sign_line, slip_id=slip.pk, actor=nine.people[0], now=now)
        run = self.done(post_run, run_id=run.pk, actor=nine.delia, now=now)
        self.owes(run)
        short = self.lot.random() < 0.2
        money = run.total_cents * self.lot.randrange(20, 95) // 100 if short else None
        about = {"actor": nine.delia, "now": now, "available_cents": money}
        self.done(pay_run, run_id=run.pk, key=f"{cycle.from_on}", **about)
        assert in_books(chart.PAY_OWED) == -self.expected.pays(run.from_on, money)
        if self.lot.random() < 0.06:
            self.comes_back(run, now)
        if self.lot.random() < 0.08:
            self.corrected(run, cycle, now)

    def opens_the_next(self, run: PayRun, cycle: Period, now: datetime) -> None:
        """The next is begun while this one is not in the books: its cents wait for this one's."""
        following = prepare_pay(on=cycle.until_on, actor=self.nine.delia, now=now)
        if run.carry_in_cents != run.carry_out_cents:
            with pytest.raises(Refused, match="not in the books"), transaction.atomic():
                compute_run(run_id=following.pk, actor=self.nine.delia, now=now)

    def comes_back(self, run: PayRun, now: datetime) -> None:
        part = PaymentPart.objects.filter(payslip__run=run).order_by("pk").first()
        if part is not None:
            self.done(bounce_part, part_id=part.pk, because="closed", actor=self.nine.delia, now=now)
            self.done(pay_again, part_id=part.pk, actor=self.nine.delia, now=now)

    def corrected(self, run: PayRun, cycle: Period, now: datetime) -> None:
        """A day away that was told late."""
        others = {m.pk for m in self.people if m not in (self.nine.delia, self.nine.oscar)}
        days = {pk: self.days(pk, cycle) for pk in sorted(others)}
        who = next((pk for pk, some in days.items() if len(some) > 1), None)
        if who is None:
            return
        self.leaves(who, days[who][0], 1, "personal")
        about: dict[str, Any] = {"actor": self.nine.delia, "now": now}
        fix = self.done(correct_pay, run_id=run.pk, member_id=who, **about)
        self.done(countersign_run, run_id=fix.pk, actor=self.nine.oscar, now=now)
        fix = self.done(post_run, run_id=fix.pk, **about)
        self.owes(fix)
        had = self.expected.equal[run.pk, who]
        self.writes(run.pk, who, self.should(run, who, cycle))
        if run.pk in self.expected.pools:
            self.expected.waiting += had - self.expected.equal[run.pk, who]

    def holds(self) -> None:
        """All of it, added up anew, is what should be: to the cent, for each of us in each run."""
        assert faults() == []
        assert faults_in_books() == []
        one = self.expected
        slips = Payslip.objects.filter(run__state__in=BOOKED)
        for column, expected in (("equal_cents", one.equal), ("difference_cents", one.apart)):
            assert by_run(slips, column) == {key: cents for key, cents in expected.items() if cents}
        kept = Withholding.objects.filter(deduction__isnull=False, payslip__in=slips)
        assert by_run(kept, "cents", "payslip__") == {key: cents for key, cents in one.kept.items() if cents}
        assert cents_waiting() == one.waiting
        assert in_books(chart.WORK_REMUNERATION) == sum(one.equal.values()) + sum(one.apart.values())
        assert in_books(chart.WITHHELD) == -sum(one.kept.values())
        left = {slip: cents for slips in one.owed.values() for slip, cents in slips.items() if cents}
        assert {slip.pk: slip.net_cents - slip.paid for slip in owing()} == left
        given = Advance.objects.aggregate(s=Sum("cents", default=0))["s"]
        taken = Withholding.objects.filter(advance__isnull=False).aggregate(s=Sum("cents", default=0))["s"]
        assert in_books(ADVANCES) == given - taken
        regular = PayRun.objects.filter(kind=RunKind.REGULAR)
        covered = list(regular.order_by("from_on").values_list("from_on", "until_on"))
        assert all(a[1] == b[0] for a, b in itertools.pairwise(covered))


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """How many statements are made."""
    done = 0

    def one_more(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal done
        done += not sql.startswith(("SAVEPOINT", "ROLLBACK", "RELEASE"))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(one_more):
        yield lambda: done


def by_run(rows: Any, column: str, to_slip: str = "") -> dict[tuple[int, int], int]:
    """Sums by run and member, corrections with the run that they correct; without what comes to nothing."""
    found: dict[tuple[int, int], int] = {}
    names = (f"{to_slip}run", f"{to_slip}run__corrects", f"{to_slip}member", column)
    for run, corrects, member, cents in rows.values_list(*names):
        found[corrects or run, member] = found.get((corrects or run, member), 0) + cents
    return {key: cents for key, cents in found.items() if cents}


def half_up(exact: Fraction | int) -> int:
    return (exact + Fraction(1, 2)).__floor__()


def away_from_zero(exact: Fraction) -> int:
    return half_up(exact) if exact >= 0 else -half_up(-exact)


TWICE = (prepare_pay, post_run, pay_run, give_advance, bounce_part, pay_again)
"""Acts that a second click may repeat: the answer is what there is."""


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


def in_books(account: str) -> int:
    return int(Posting.objects.filter(account__code=account).aggregate(s=Sum("cents", default=0))["s"])


def count_the_rows() -> None:
    """Tell PostgreSQL what its tables hold.

    It counts by itself what is committed. A test commits nothing, and ten years planned as an empty table are
    read row by row, for every row.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def live(seed: int, rhythm: str, until_on: date) -> Life:
    life = Life(seed, rhythm)
    for nth, cycle in enumerate(cycles_between(FIRST, until_on, rhythm)):
        if cycle.from_on >= FIRST:
            life.happens(cycle)
            life.paid(cycle)
        if nth % 12 == 0:
            count_the_rows()
    life.holds()
    return life


@pytest.mark.django_db
def test_some_weeks_with_everything_that_happens():
    live(3, "week", FIRST + timedelta(days=28))


@pytest.mark.thorough
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seed", "rhythm"),
    [
        (7, "month"),
        # The same acts, 260 and 520 times instead of 120: months are on both engines.
        pytest.param(8, "fortnight", marks=pytest.mark.one_engine),
        pytest.param(9, "week", marks=pytest.mark.one_engine),
    ],
)
def test_ten_years_lose_no_cent_whatever_happens(seed: int, rhythm: str):
    life = live(seed, rhythm, FIRST + timedelta(days=365 * YEARS))
    assert life.cuts > 10
    assert life.expected.pools
    assert PayRun.objects.filter(kind=RunKind.CORRECTION).exists()
    assert LineSignature.objects.exists()
    assert {"apart", "kept"} == {
        name for name in ("apart", "kept") if any(getattr(life.expected, name).values())
    }


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
        for n, count in days.items():
            there = [cycle.until_on - timedelta(days=nth + 1) for nth in range(count)]
            by_day = [max(a.from_on for a in amounts if a.from_on <= day) for day in there]
            cents = {a.from_on: a.cents for a in amounts}
            assert fixed[n] == half_up(Fraction(sum(cents[began] for began in by_day), cycle.days))
        assert full == max(fixed.values())
        owed.append(dict(split.shares))
        money = lot.randrange(2 * pool + 1)
        parts, over = paid_oldest_first(owed, money)
        owed = [
            {n: cents - part.get(n, 0) for n, cents in run.items()}
            for run, part in zip(owed, parts, strict=True)
        ]
        owed = [run for run in owed if any(run.values())]
        paid_out += money - over
        arrears = sum(sum(run.values()) for run in owed)
    assert paid_out + arrears + carry == voted
