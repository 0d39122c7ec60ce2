"""While a decision about money is contested, what it orders and was not paid yet waits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from assemblies.models import Contest, Motion
from ledger import chart
from ledger.reports import balance
from payroll.actions.runs import compute_run, post_run, prepare_run
from payroll.models import Return, Surplus
from payroll.reports import surplus_page
from payroll.reports.inputs import worth_of
from record.rules import Refused
from tests.payroll.conftest import LATER, Nine, month
from tests.payroll.test_motions import draft, proposed, put_to_the_vote

pytestmark = pytest.mark.django_db
AFTER = LATER + timedelta(days=1)
MAY = LATER + timedelta(days=29)


def against(nine: Nine, motion: Motion, *, at: datetime = AFTER) -> Contest:
    """A contest as the tables keep it; who may open one and until when is the assemblies' to say."""
    return Contest.objects.create(motion=motion, member=nine.people[3], reason="Not this.", at=at)


def settle(contest: Contest, *, upheld: bool, at: datetime = MAY) -> None:
    contest.settled_at, contest.upheld, contest.settlement = at, upheld, "The judge said so."
    contest.save()


def shared(nine: Nine) -> Motion:
    nine.earn(90_000_000)
    _surplus, motion = proposed(nine, reinvestment="0")
    return put_to_the_vote(nine, motion, now=LATER)


def returned(nine: Nine, name: str, *, now: datetime) -> set[int]:
    run = nine.posted(name, now=now)
    return set(run.payslips.values_list("return_cents", flat=True))


def test_parts_of_a_contested_surplus_are_not_paid_and_equal_pay_is(nine: Nine) -> None:
    against(nine, shared(nine))
    assert returned(nine, "2026-04", now=MAY) == {0}
    assert balance(chart.RETURNS_OWED) == -90_000_000


def test_dismissed_they_are_paid_with_the_next_pay(nine: Nine) -> None:
    contest = against(nine, shared(nine))
    settle(contest, upheld=False)
    assert returned(nine, "2026-04", now=MAY) == {10_000_000}
    assert balance(chart.RETURNS_OWED) == 0


def test_upheld_they_are_never_paid(nine: Nine) -> None:
    contest = against(nine, shared(nine))
    settle(contest, upheld=True)
    assert returned(nine, "2026-04", now=MAY) == {0}
    assert Return.objects.filter(payslip__isnull=True).count() == 9


def test_upheld_its_page_says_that_the_assembly_decides_what_becomes_of_it(nine: Nine) -> None:
    contest = against(nine, shared(nine))
    surplus = Surplus.objects.get()
    assert not surplus_page(surplus, reader=nine.delia).is_upheld
    settle(contest, upheld=True)
    assert surplus_page(surplus, reader=nine.delia).is_upheld


def test_a_contest_that_comes_before_the_pay_is_posted_sends_it_back(nine: Nine) -> None:
    motion = shared(nine)
    run = nine.signed("2026-04", now=MAY)
    against(nine, motion, at=MAY)
    with pytest.raises(Refused, match="contested meanwhile"):
        post_run(run_id=run.pk, actor=nine.delia, now=MAY)


def test_what_was_posted_before_the_contest_is_a_fact(nine: Nine) -> None:
    motion = shared(nine)
    assert returned(nine, "2026-04", now=MAY) == {10_000_000}
    against(nine, motion, at=MAY)
    assert not Return.objects.filter(payslip__isnull=True).exists()


def raised(nine: Nine) -> Motion:
    """A hundred and twenty from the first of May."""
    terms = {"method": "fixed", "amount_cents": 120_000_000, "from_on": "2026-05-01"}
    return put_to_the_vote(nine, draft(nine, "equal_pay", terms), now=LATER)


def amounts(name: str) -> list[tuple[date, int]]:
    return [(each.from_on, each.cents) for each in worth_of(month(name)).amounts]


def test_a_raise_for_may_waits_while_it_is_contested(nine: Nine) -> None:
    motion = raised(nine)
    assert amounts("2026-05") == [(date(2026, 5, 1), 120_000_000)]
    contest = against(nine, motion)
    assert amounts("2026-05") == [(date(2026, 5, 1), 100_000_000)]
    settle(contest, upheld=True)
    assert amounts("2026-06") == [(date(2026, 6, 1), 100_000_000)]


def test_dismissed_in_may_the_raise_counts_from_that_day(nine: Nine) -> None:
    contest = against(nine, raised(nine))
    settle(contest, upheld=False, at=LATER + timedelta(days=40))
    day = date(2026, 4, 1) + timedelta(days=40)
    assert amounts("2026-05") == [(date(2026, 5, 1), 100_000_000), (day, 120_000_000)]
    run = prepare_run(period_id=month("2026-06").pk, actor=nine.delia, now=LATER + timedelta(days=95))
    run = compute_run(run_id=run.pk, actor=nine.delia, now=LATER + timedelta(days=95))
    assert set(run.payslips.values_list("equal_cents", flat=True)) == {120_000_000}
