"""A fund is spent on what was voted: never more than the motion says, never more than the fund has."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.models import Account
from ledger.reports import balance, result_of
from ledger.reports import faults as faults_in_books
from ledger.rules import Line
from payroll.actions.costs import list_project
from payroll.actions.fund_spending import spend_fund
from payroll.actions.help import answer_help
from payroll.models import FundPayment, Project
from payroll.reports import faults
from payroll.reports.fund_spending import funds_there
from payroll.reports.public import given, reinvested
from record.models import Act
from record.rules import Refused
from tests.makers import give_power
from tests.payroll.conftest import LATER, Nine
from tests.payroll.test_funds import TODAY, a_press, adopted, ask, lets, put_in
from tests.promises import delete_all, lift, refused, replace_all

pytestmark = pytest.mark.django_db
COURSE = "5.3.4"


def spend(nine: Nine, motion: Motion, cents: int, key: str = "a", **other: Any) -> FundPayment:
    asked: dict[str, Any] = {
        "fund": chart.EDUCATION_FUND,
        "what": "Curso de soldadura",
        "out_of": "bank",
        "towards": COURSE,
        "on": TODAY,
        "actor": nine.delia,
        "now": LATER,
    }
    return spend_fund(motion=motion, cents=cents, key=key, **(asked | other))


def test_a_fund_bears_what_was_voted_and_the_result_of_the_month_stays(nine: Nine):
    put_in(chart.EDUCATION_FUND, 5_000)
    motion = lets(3_000)
    first = spend(nine, motion, 2_000)
    assert spend(nine, motion, 2_000) == first, "the same form sent twice spends once"
    assert (balance(chart.EDUCATION_FUND), balance(chart.BANK), balance(COURSE)) == (-3_000, 3_000, 0)
    assert result_of(first.entry.period_id) == 0
    for change in ({"what": "x"}, {"towards": "5.6.2"}, {"out_of": "cash"}, {"on": date(2026, 3, 30)}):
        with pytest.raises(Refused, match="with other figures"):
            spend(nine, motion, 2_000, **change)
    with pytest.raises(Refused, match="lets no more than"):
        spend(nine, motion, 1_001, "b")
    act = Act.objects.get(verb="payroll.fund.spent")
    assert act.because == f"assemblies.motion:{motion.pk}"
    assert act.facts == {
        "fund": chart.EDUCATION_FUND,
        "towards": COURSE,
        "cents": 2_000,
        "entry": first.entry.number,
    }
    assert [(each.account.code, each.left_cents, each.spent_cents) for each in funds_there()] == [
        (chart.EDUCATION_FUND, 3_000, 2_000)
    ]
    assert faults() == faults_in_books() == []


def test_plant_that_a_fund_buys_is_ours_together(nine: Nine):
    put_in(chart.DEVELOPMENT_FUND, 500)
    spend(nine, lets(500), 500, fund=chart.DEVELOPMENT_FUND, towards=chart.MACHINES)
    assert (balance(chart.MACHINES), balance(chart.OURS_TOGETHER)) == (500, -500)
    assert (balance(chart.DEVELOPMENT_FUND), balance(chart.BANK)) == (0, 0)
    assert (reinvested(since=TODAY), given(since=TODAY)) == (500, 0)
    assert faults() == []


def test_what_the_community_fund_paid_as_voted_is_told_as_given(nine: Nine):
    put_in(chart.COMMUNITY, 500)
    spend(nine, lets(500), 400, fund=chart.COMMUNITY)
    assert (reinvested(since=TODAY), given(since=TODAY)) == (0, 400)


def test_a_fund_never_gives_more_than_it_has_nor_what_was_granted_out_of_it(nine: Nine):
    put_in(chart.LABOUR_FUND, 8_000)
    give_power(nine.people[2], "payroll.hear_requests")
    request = ask(nine)
    answer_help(request_id=request.pk, is_granted=True, answer="", actor=nine.people[2], now=LATER)
    with pytest.raises(Refused, match="does not have that much"):
        spend(nine, lets(9_000), 3_001, fund=chart.LABOUR_FUND)
    spend(nine, lets(9_000), 3_000, fund=chart.LABOUR_FUND)


def test_what_is_listed_and_what_is_spent_count_together_against_what_was_voted(nine: Nine):
    put_in(chart.EDUCATION_FUND, 500_000)
    motion = lets(300_000)
    a_press(nine, motion=motion, cents=200_000)
    with pytest.raises(Refused, match="lets no more than"):
        spend(nine, motion, 100_001)
    spend(nine, motion, 90_000)
    about: dict[str, Any] = {"name": "Horno", "effect": "x", "in_use_since": None, "motion": motion}
    with pytest.raises(Refused, match="lets no more than"):
        list_project(code="kiln", cents=10_001, actor=nine.delia, now=LATER, **about)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"actor": None}, "a post that you do not hold"),
        ({"out_of": "pocket"}, "the bank or the cash box"),
        ({"on": date(2027, 1, 1)}, "has not come yet"),
        ({"cents": 0}, "more than nothing"),
        ({"key": ""}, "lost its number"),
        ({"what": " "}, "what it is for"),
        ({"fund": chart.LEGAL_RESERVE}, "which fund"),
        ({"towards": chart.WORK_REMUNERATION}, "what it was spent on"),
        ({"motion": "rejected"}, "that was adopted"),
        ({"motion": "decision"}, "that was adopted"),
    ],
)
def test_a_payment_out_of_a_fund_that_makes_no_sense_is_refused(
    nine: Nine, other: dict[str, Any], sentence: str
):
    put_in(chart.EDUCATION_FUND, 5_000)
    asked: dict[str, Any] = {"cents": 5} | other
    if "actor" in other:
        asked["actor"] = nine.people[0]
    motion = adopted("decision") if other.get("motion") == "decision" else lets(5)
    if asked.pop("motion", "") == "rejected":
        motion = Motion.objects.create(
            number=99,
            kind="purchase",
            title="x",
            text="x",
            terms={"at_most_cents": 5},
            proposer=nine.delia,
            state=MotionState.ON_AGENDA,
            created_at=LATER,
        )
    with pytest.raises(Refused, match=sentence):
        spend(nine, motion, **asked)
    assert not FundPayment.objects.exists()


# --- round the action ----------------------------------------------------------------------------------------


def raw(motion: Motion, cents: int, **other: Any) -> FundPayment:
    """A row without its action, with an entry of nothing to do with it."""
    from ledger.actions import post_entry

    lines = [Line(account=chart.BANK, cents=1), Line(account="4.1.1", cents=-1)]
    entry = post_entry(
        on=TODAY, memo="x", key=f"raw {motion.pk} {cents} {other}", lines=lines, actor=None, now=LATER
    )
    about = {
        "fund": Account.objects.get(code=chart.EDUCATION_FUND),
        "towards": Account.objects.get(code=COURSE),
    }
    return FundPayment.objects.create(
        motion=motion, cents=cents, paid_on=TODAY, entry=entry, **(about | other)
    )


def test_no_more_of_our_funds_is_spent_than_was_voted(nine: Nine):
    motion = lets(100)
    raw(motion, 60)
    for wrong in (motion, adopted("decision", at_most_cents=100), adopted("purchase")):
        with refused("no_more_of_our_funds_is_spent_than_was_voted"):
            raw(wrong, 41)
    Project.objects.create(code="x", name="x", cents=30, effect="x", motion=motion)
    with refused("no_more_of_our_funds_is_spent_than_was_voted"):
        raw(motion, 11)
    raw(motion, 10)


def test_no_fund_gives_more_than_it_has_and_only_a_fund_that_may_be_spent(nine: Nine):
    motion = lets(100)
    with refused("only_a_fund_that_may_be_spent_is_spent"):
        raw(motion, 1, fund=Account.objects.get(code=chart.LEGAL_RESERVE))
    with refused("a_fund_payment_is_of_something"):
        raw(motion, 0)
    put_in(chart.EDUCATION_FUND, -1)
    with refused("no_fund_gives_more_than_it_has"):
        raw(motion, 1)


def test_a_payment_out_of_a_fund_stays_as_it_was_written(nine: Nine):
    raw(lets(100), 60)
    lift("no_more_of_our_funds_is_spent_than_was_voted", on="payroll_fundpayment")
    with refused("a_fund_payment_is_never_changed"):
        FundPayment.objects.update(cents=2)
    with refused("a_fund_payment_is_never_deleted"):
        delete_all("payroll_fundpayment")
    with refused("a_fund_payment_is_never_replaced"):
        replace_all("payroll_fundpayment")
