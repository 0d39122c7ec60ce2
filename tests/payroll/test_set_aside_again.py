"""A month that was opened again and closed has set aside what it would have, closed once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import chart
from ledger.actions import close_period, reopen_period
from ledger.models import Entry
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from ledger.reports.closing import closing_steps
from payroll.actions.set_asides import set_aside_month
from payroll.models import SetAside
from payroll.reports import faults
from payroll.reports.explained.set_asides import to_come_explained
from payroll.reports.set_asides import differs_now, months_to_come, set_aside_step
from payroll.rules.set_asides import SetAsideRule, SetAsideShare, set_asides, still_to_set_aside
from record.rules import Refused
from tests.makers import write_house_rule
from tests.payroll.conftest import LATER, Nine, month
from tests.promises import refused

SHARES = [
    {"purpose": "reinvestment", "share": "1/3"},
    {"purpose": "winter_cushion", "share": "1/4"},
    {"purpose": "yearly_decision", "share": "rest"},
]
RULE = {"shares": SHARES, "cushion": "winter_cushion", "unit_cents": 1}
AGAIN, MUCH_LATER = LATER + timedelta(days=3), LATER + timedelta(days=30)


def closed_once(nine: Nine, *results: int) -> None:
    """March earns these, is set aside after the first of them, closed, and opened again before each other."""
    write_house_rule("pay.set_asides", RULE)
    march = month("2026-03")
    for nth, cents in enumerate(results):
        if nth:
            again = LATER + timedelta(hours=nth * 100 - 50)
            reopen_period(period_id=march.pk, because=f"assemblies.motion:{nth}", actor=None, now=again)
        nine.earn(cents, on=date(2026, 3, 10 + nth))
        if not nth:
            set_aside_month(period_id=march.pk, actor=nine.teresa, now=LATER)
        close_period(period_id=march.pk, actor=nine.teresa, now=LATER + timedelta(hours=nth * 100))


@pytest.mark.django_db
def test_the_closing_list_has_a_line_for_what_our_rule_sets_aside(nine: Nine) -> None:
    march = month("2026-03")
    assert list(set_aside_step(march)) == [], "no rule is in force"
    write_house_rule("pay.set_asides", RULE)
    assert list(set_aside_step(march)) == [], "there is no result"
    nine.earn(10_000_01)
    assert [step.is_done for step in set_aside_step(march)] == [False]
    with pytest.raises(Refused, match="Set aside by our rule"):
        close_period(period_id=march.pk, actor=nine.teresa, now=LATER, looked_at=False)
    set_aside_month(period_id=march.pk, actor=nine.teresa, now=LATER)
    assert [step.is_done for step in closing_steps(march) if step.code == "set_aside"] == [True]


def kept() -> dict[str, int]:
    return {purpose: -balance(account) for purpose, account in chart.SET_ASIDE_ACCOUNTS.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("more", [3_000_07, -500_00, -20_000_00])
def test_a_month_closed_again_sets_the_difference_aside_once(nine: Nine, more: int) -> None:
    closed_once(nine, 10_000_01, more)
    should = {part.purpose: part.cents for part in set_asides(10_000_01 + more, rule())}
    assert {purpose: cents for purpose, cents in kept().items() if cents} == {
        purpose: cents for purpose, cents in should.items() if cents
    }
    assert balance(chart.RESULT) == 10_000_01 + more
    assert SetAside.objects.filter(round=2).exists()
    assert Entry.objects.filter(key="payroll.setaside:2026-03:2").count() == 1
    assert faults() == faults_in_books() == []


@pytest.mark.django_db
def test_a_month_closed_again_with_the_same_result_sets_nothing_aside(nine: Nine) -> None:
    closed_once(nine, 10_000_01, 5_00, -5_00)
    before = SetAside.objects.count()
    reopen_period(period_id=month("2026-03").pk, because="assemblies.motion:9", actor=None, now=MUCH_LATER)
    assert months_to_come() == []
    close_period(period_id=month("2026-03").pk, actor=nine.teresa, now=MUCH_LATER)
    assert SetAside.objects.count() == before
    assert kept()["reinvestment"] == 3_333_34


@pytest.mark.django_db
def test_while_it_is_open_the_page_says_what_is_to_come(nine: Nine) -> None:
    closed_once(nine, 10_000_00)
    march = month("2026-03")
    assert set_aside_month(period_id=march.pk, actor=nine.teresa, now=LATER) == list(march.set_asides.all())
    reopen_period(period_id=march.pk, because="assemblies.motion:1", actor=None, now=AGAIN)
    nine.earn(1_200_00, on=date(2026, 3, 11))
    [(period, why)] = to_come_explained(months_to_come())
    assert (period, why.cents, why.adds_up, why.rule) == (march, 1_200_00, True, "pay.set_asides")
    assert differs_now(march) == {"reinvestment": 400_00, "winter_cushion": 300_00, "yearly_decision": 500_00}
    [row, *_] = march.set_asides.all()
    with refused("set_aside_once_a_period", columns="payroll_setaside.period_id"):
        SetAside.objects.create(period=march, purpose=row.purpose, share="x", cents=1, rule=row.rule)


@pytest.mark.django_db
def test_a_month_that_was_never_set_aside_closes_as_ever(nine: Nine) -> None:
    nine.earn(10_000_00)
    close_period(period_id=month("2026-03").pk, actor=nine.teresa, now=LATER)
    assert not SetAside.objects.exists()


# Without the database -------------------------------------------------------------------------------


def rule() -> SetAsideRule:
    from payroll.house_rules import SET_ASIDES

    found = SET_ASIDES.load(RULE)
    assert found is not None
    return found


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=6), st.sampled_from([1, 100]))
def test_however_often_a_month_is_opened_its_rounds_add_up_to_one_closing(
    changes: list[int], unit: int
) -> None:
    whole = SetAsideRule(
        shares=tuple(SetAsideShare(purpose=s.purpose, share=s.share) for s in rule().shares),
        cushion="winter_cushion",
        unit_cents=unit,
    )
    had: dict[str, int] = {}
    result = 0
    for change in changes:
        result += change
        should = {part.purpose: part.cents for part in set_asides(result, whole)}
        for purpose, cents in still_to_set_aside(should, had).items():
            had[purpose] = had.get(purpose, 0) + cents
    assert had == {part.purpose: part.cents for part in set_asides(sum(changes), whole)}
    assert sum(had.values()) == sum(changes)


def test_a_purpose_that_the_rule_no_longer_names_gives_back_what_it_had() -> None:
    assert still_to_set_aside({"a": 5}, {"b": 3}) == {"a": 5, "b": -3}
