"""Twelve months of books: what came in and went out, equal pay, set-asides, and the month closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from coop.demo import bank
from coop.demo.amounts import left_to_tell, of_size
from coop.demo.bank import FROM_THE_LIST
from coop.demo.paid_where import EXPORTED_FROM, bring_the_cash, make_the_files
from coop.demo.places import COMES_INTO
from coop.demo.shares import lines_of_capital
from coop.demo.stage import Scene, Stage
from ledger import chart
from ledger.actions.entries import post_entry
from ledger.actions.periods import close_period, month_of
from ledger.rules import Line
from payroll.actions.own_lines import sign_line
from payroll.actions.paying_out import pay_run
from payroll.actions.runs import compute_run, countersign_run, post_run, prepare_run
from payroll.actions.set_asides import set_aside_month
from payroll.models import PayRun
from payroll.reports.own_lines import signers_of_lines, waiting

MONTHS = 12
OPENING: tuple[tuple[str, int], ...] = (
    (chart.BANK, 612_400_000_00),
    (chart.CASH, 3_200_000_00),
    (chart.MACHINES, 1_480_000_000_00),
    (chart.LONG_DEBT, -206_000_000_00),
    (chart.SHARE_CAPITAL, -20_000_000_00),
    (chart.LEGAL_RESERVE, -4_000_000_00),
    (chart.PRIOR_LOSSES, 212_400_000_00),
)
"""What there was on the first day, in cents; what is ours together takes the difference."""

PAID_OTHERWISE = {"5.8.1": chart.DEPRECIATION_SO_FAR}
"""Costs that do not leave the bank."""


def scenes(stage: Stage) -> list[Scene]:
    """The opening entry, and each month's movements, pay, set-asides and close."""
    first = stage.calendar.month(0)
    found: list[Scene] = [
        (stage.local(first, time(5, 0)), lambda now: _open_books(stage, first - timedelta(days=1), now))
    ]
    for index in range(MONTHS):
        found += _month(stage, index)
    return found


def _open_books(stage: Stage, day: date, now: datetime) -> None:
    sums = [
        Line(account=code, cents=of_size(stage, cents // 100))
        for code, cents in OPENING
        if code != chart.SHARE_CAPITAL
    ]
    sums += lines_of_capital(stage)
    sums.append(Line(account=chart.OURS_TOGETHER, cents=-sum(line.cents for line in sums)))
    made = post_entry(
        on=day, memo="Lo que había al empezar", key="demo:opening", lines=sums, actor=None, now=now
    )
    close_period(period_id=made.period_id, actor=None, now=now)


def _month(stage: Stage, index: int) -> Iterator[Scene]:
    first, after = stage.calendar.month(index), stage.calendar.month(index + 1)

    def move(now: datetime) -> None:
        treasurer = stage.holder("treasurer", now)
        for place, (code, cents) in enumerate(left_to_tell(stage, index).items()):
            if code == chart.WORK_REMUNERATION or code in FROM_THE_LIST or cents == 0:
                continue
            other = PAID_OTHERWISE.get(code) or COMES_INTO.get(code, chart.BANK)
            post_entry(
                on=first + timedelta(days=min(3 + place, 27)),
                memo=chart.name_of(code, "es-ar"),
                key=f"demo:{first:%Y-%m}:{code}",
                lines=[Line(account=code, cents=cents), Line(account=other, cents=-cents)],
                actor=treasurer,
                now=now,
            )

    def pay(now: datetime) -> None:
        treasurer, second = stage.holder("treasurer", now), stage.holder("second-signature", now)
        period = month_of(day=first, actor=treasurer, now=now)
        run = prepare_run(period_id=period.pk, actor=treasurer, now=now)
        compute_run(run_id=run.pk, actor=treasurer, now=now + timedelta(minutes=1))
        if second.pk != treasurer.pk:
            countersign_run(run_id=run.pk, actor=second, now=now + timedelta(minutes=2))
            _sign_lines_apart(run.pk, now + timedelta(minutes=2))
            post_run(run_id=run.pk, actor=treasurer, now=now + timedelta(minutes=3))
            bring_the_cash(stage, run, treasurer, now + timedelta(minutes=3))
            pay_run(run_id=run.pk, actor=treasurer, now=now + timedelta(minutes=4))
            if index >= EXPORTED_FROM:
                make_the_files(run, treasurer, now + timedelta(minutes=5))

    def close(now: datetime) -> None:
        treasurer = stage.holder("treasurer", now)
        period = month_of(day=first, actor=treasurer, now=now)
        set_aside_month(period_id=period.pk, actor=treasurer, now=now)
        close_period(period_id=period.pk, actor=treasurer, now=now + timedelta(minutes=1))

    yield stage.local(after - timedelta(days=1), time(23, 0)), move
    yield stage.local(after, time(9, 0)), pay
    yield stage.local(after, time(9, 30)), partial(bank.take_in, stage, index)
    yield stage.local(after, time(10, 0)), close


def _sign_lines_apart(run_id: int, now: datetime) -> None:
    """Where the pay of whoever signs differs from everyone's, a third signs that line: whoever oversees us, usually."""
    run = PayRun.objects.get(pk=run_id)
    for slip in waiting(run):
        sign_line(slip_id=slip.pk, actor=signers_of_lines(run, now)[0], now=now)
