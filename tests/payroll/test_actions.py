"""A month's pay of nine people, from what the assembly says to the payslip."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import chart
from ledger.models import Entry
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from members.models import Member, Membership
from payroll.actions.paying_out import pay_run
from payroll.actions.runs import abandon_run, compute_run, countersign_run, post_run, prepare_run
from payroll.models import PayRun, Payslip
from payroll.reports import faults
from record.models import Act
from record.rules import Refused
from rotation.actions import end_mandate
from tests.makers import give_power, make_member, make_voters, write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine, month, nine_of
from tests.payroll.paying import away
from tests.promises import lift

pytestmark = pytest.mark.django_db


def sums(run: PayRun) -> list[int]:
    return list(run.payslips.order_by("member__number").values_list("equal_cents", flat=True))


def refused(act: Any, **about: Any) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(**about)
    return refusal.value.sentence


# --- the story ------------------------------------------------------------------------------------------


def test_a_month_is_worked_out_signed_by_another_posted_and_paid(nine: Nine):
    run = nine.computed()
    assert (run.state, run.people, run.total_cents) == ("computed", 9, 900_000_000)
    assert run.prepared_under == nine.mandates["treasury"]

    run = countersign_run(run_id=run.pk, actor=nine.oscar, now=LATER)
    assert run.countersigned_under == nine.mandates["signature"]

    run = post_run(run_id=run.pk, actor=nine.delia, now=LATER)
    assert balance(chart.PAY_OWED) == -900_000_000
    assert balance(chart.WORK_REMUNERATION) == 900_000_000
    assert run.entry.on == date(2026, 3, 31)

    run = pay_run(run_id=run.pk, actor=nine.delia, now=LATER)
    assert balance(chart.PAY_OWED) == 0
    assert balance(chart.BANK) == -900_000_000
    assert sums(run) == [100_000_000] * 9
    assert [act.verb for act in Act.objects.filter(verb__startswith="payroll.run")] == [
        f"payroll.run.{step}" for step in ("prepared", "computed", "countersigned", "posted", "paid")
    ]
    assert faults() == faults_in_books() == []


@pytest.mark.thorough
def test_three_hundred_members_at_1_090_000(db: None):
    many = nine_of(people=300, pay_cents=109_000_000)
    run = many.paid()
    assert run.total_cents == 32_700_000_000
    assert set(sums(run)) == {109_000_000}
    assert faults() == []


# --- two signatures -------------------------------------------------------------------------------------


def test_whoever_prepared_it_cannot_sign_it_with_both_powers_either(nine: Nine):
    give_power(nine.delia, "payroll.countersign_pay")
    run = nine.computed()
    assert "cannot give the second signature" in refused(
        countersign_run, run_id=run.pk, actor=nine.delia, now=LATER
    )


def test_one_mandate_does_not_sign_twice(db: None):
    nine = nine_of()
    both = give_power(nine.people[0], "payroll.prepare_pay", "payroll.countersign_pay")
    run = prepare_run(period_id=month("2026-03").pk, actor=nine.people[0], now=LATER)
    run = compute_run(run_id=run.pk, actor=nine.people[0], now=LATER)
    assert run.prepared_under == both
    assert "cannot give" in refused(countersign_run, run_id=run.pk, actor=nine.people[0], now=LATER)


@pytest.mark.parametrize(
    ("act", "before"),
    [(compute_run, "draft"), (countersign_run, "computed"), (post_run, "signed"), (pay_run, "posted")],
)
def test_each_step_needs_its_post(nine: Nine, act: Any, before: str):
    run = (
        prepare_run(period_id=month("2026-03").pk, actor=nine.delia, now=LATER)
        if before == "draft"
        else getattr(nine, before)()
    )
    assert "post that you do not hold" in refused(act, run_id=run.pk, actor=nine.people[0], now=LATER)


def test_a_power_that_ended_signs_nothing(nine: Nine):
    run = nine.computed()
    end_mandate(mandate_id=nine.mandates["signature"].pk, actor=nine.oscar, now=LATER)
    assert "do not hold now" in refused(countersign_run, run_id=run.pk, actor=nine.oscar, now=LATER)


def test_nothing_is_posted_without_the_second_signature_nor_paid_before_it_is_posted(nine: Nine):
    run = nine.computed()
    assert "second signature is missing" in refused(post_run, run_id=run.pk, actor=nine.delia, now=LATER)
    assert "not in the books yet" in refused(pay_run, run_id=run.pk, actor=nine.delia, now=LATER)
    draft = prepare_run(period_id=month("2026-02").pk, actor=nine.delia, now=LATER)
    assert "nothing to sign" in refused(countersign_run, run_id=draft.pk, actor=nine.oscar, now=LATER)


def test_a_run_is_worked_out_once(nine: Nine):
    run = nine.computed()
    assert "worked out already" in refused(compute_run, run_id=run.pk, actor=nine.delia, now=LATER)
    assert prepare_run(period_id=month("2026-03").pk, actor=nine.delia, now=LATER) == run


def test_posting_and_paying_twice_is_once(nine: Nine):
    run = nine.paid()
    before = Entry.objects.count(), Act.objects.count()
    for _ in range(2):
        post_run(run_id=run.pk, actor=nine.delia, now=LATER + timedelta(days=1))
        pay_run(run_id=run.pk, actor=nine.delia, now=LATER + timedelta(days=1))
    assert (Entry.objects.count(), Act.objects.count()) == before


def test_a_run_set_aside_is_begun_anew_and_its_slips_stay(nine: Nine):
    run = nine.signed()
    abandon_run(run_id=run.pk, actor=nine.delia, now=LATER)
    again = nine.paid()
    assert again != run
    assert run.payslips.count() == again.payslips.count() == 9
    assert "in the books" in refused(abandon_run, run_id=again.pk, actor=nine.delia, now=LATER)
    assert faults() == []


def test_nothing_is_paid_for_a_month_to_come_or_one_without_people(nine: Nine):
    assert "has not begun" in refused(prepare_run, period_id=month("2026-05").pk, actor=nine.delia, now=LATER)
    run = prepare_run(period_id=month("2019-05").pk, actor=nine.delia, now=LATER)
    assert "Nobody belonged" in refused(compute_run, run_id=run.pk, actor=nine.delia, now=LATER)


# --- days -----------------------------------------------------------------------------------------------


def test_a_raise_in_the_middle_of_the_month_counts_from_its_day(nine: Nine):
    write_house_rule("pay.equal", {"method": "fixed", "amount_cents": 131_000_000}, from_on=date(2026, 3, 11))
    run = nine.computed()
    # ten days of 1,000,000 and twenty-one of 1,310,000, out of thirty-one
    assert set(sums(run)) == {(10 * 100_000_000 + 21 * 131_000_000 + 15) // 31}
    assert run.inputs["amounts"] == [
        {"from": "2026-03-01", "cents": 100_000_000},
        {"from": "2026-03-11", "cents": 131_000_000},
    ]
    assert faults() == []


def test_who_joins_or_leaves_is_paid_by_days_and_the_same_as_anyone_with_those_days(nine: Nine):
    for number in (21, 22):
        make_member(number, from_on=date(2026, 3, 17))
    make_member(23, from_on=date(2025, 1, 1), until_on=date(2026, 3, 11), standing="probation")
    make_member(24, from_on=date(2026, 4, 1))
    make_member(25, standing="suspended")
    run = nine.computed()
    by_number = dict(run.payslips.values_list("member__number", "equal_cents"))
    assert by_number[21] == by_number[22] == (15 * 100_000_000 + 15) // 31
    assert by_number[23] == (10 * 100_000_000 + 15) // 31
    assert not {24, 25} & by_number.keys()
    slip = run.payslips.get(member__number=21)
    assert (slip.days, slip.period_days) == (15, 31)
    assert [line["code"] for line in slip.lines] == ["equal_pay", "days_not_worked", "to_pay"]
    assert sum(line["cents"] for line in slip.lines[:-1]) == slip.lines[-1]["cents"]


def test_a_change_of_standing_within_the_month_changes_nothing(nine: Nine):
    person = nine.people[0]
    Membership.objects.filter(member=person).update(until_on=date(2026, 3, 9))
    Membership.objects.create(member=person, standing="on_leave", from_on=date(2026, 3, 9), because="x")
    assert len(set(sums(nine.computed()))) == 1


def test_days_suspended_are_not_paid(nine: Nine):
    person = nine.people[0]
    Membership.objects.filter(member=person).update(until_on=date(2026, 3, 9))
    for standing, start, until in (
        ("suspended", date(2026, 3, 9), date(2026, 3, 20)),
        ("member", date(2026, 3, 20), None),
    ):
        Membership.objects.create(
            member=person, standing=standing, from_on=start, until_on=until, because="x"
        )
    slip = nine.computed().payslips.get(member=person)
    assert slip.days == 20
    assert slip.span == "2026-03-01/2026-03-09 2026-03-20/2026-04-01"
    assert faults() == []


def test_somebody_away_every_other_day_stops_nobodys_pay(nine: Nine):
    """As many days apart as a month can hold; on PostgreSQL a text has its length for good."""
    write_house_rule("pay.unpaid_absences", ["personal"])
    for day in range(2, 31, 2):
        away(nine.people[0], date(2026, 3, day), date(2026, 3, day + 1))
    run = nine.paid()
    slip = run.payslips.get(member=nine.people[0])
    assert (slip.days, len(slip.span.split())) == (16, 16)
    assert slip.equal_cents == (100_000_000 * 16 * 2 + 31) // 62
    assert faults() == []


def test_a_month_worth_nothing_is_not_a_pay_run(db: None):
    nothing = nine_of(pay_cents=0)
    run = prepare_run(period_id=month("2026-03").pk, actor=nothing.delia, now=LATER)
    assert "nothing to pay" in refused(compute_run, run_id=run.pk, actor=nothing.delia, now=LATER)


# --- the pool -------------------------------------------------------------------------------------------


def test_a_pool_pays_all_the_same_and_what_is_left_waits_g07(db: None):
    nine = nine_of(people=9)
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 300_001})
    paid = []
    for name in ("2026-01", "2026-02", "2026-03", "2026-04"):
        run = nine.posted(name, now=LATER + timedelta(days=40))
        assert len(set(sums(run))) == 1
        paid.append((sums(run)[0], run.carry_in_cents, run.carry_out_cents))
    each, left = 300_001 // 9, 300_001 % 9
    assert (each, left) == (33_333, 4)
    assert paid == [(33_333, 0, 4), (33_333, 4, 8), (33_334, 8, 3), (33_333, 3, 7)]
    assert faults() == []


def test_cents_that_wait_are_taken_by_one_run_only(db: None):
    """While a run that took them is not in the books no other is worked out: each cent is in one run."""
    nine = nine_of()
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 100_001})
    january, later = nine.paid("2026-01"), LATER + timedelta(days=29)
    february = nine.signed("2026-02")
    march = prepare_run(period_id=month("2026-03").pk, actor=nine.delia, now=LATER)
    about: dict[str, Any] = {"run_id": march.pk, "actor": nine.delia, "now": LATER}
    assert "is worked out and not in the books" in refused(compute_run, **about)
    post_run(run_id=february.pk, actor=nine.delia, now=LATER)
    march = compute_run(**about)
    assert [january.carry_out_cents, february.carry_out_cents] == [2, 4]
    assert (march.carry_in_cents, march.carry_out_cents) == (4, 6)
    abandon_run(run_id=march.pk, actor=nine.delia, now=LATER)
    april = nine.paid("2026-04", now=later)
    assert (april.carry_in_cents, april.carry_out_cents) == (4, 6)
    march = nine.paid("2026-03", now=later)
    assert (march.carry_in_cents, march.carry_out_cents) == (6, 8), "begun late, it takes what waits now"
    paid = PayRun.objects.exclude(state="abandoned").aggregate(s=Sum("total_cents"))["s"]
    assert paid + march.carry_out_cents == 4 * 100_001
    assert faults() == []


def test_a_pool_is_divided_by_days(nine: Nine):
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 1_000_000})
    make_member(21, from_on=date(2026, 3, 17))
    run = nine.computed()
    whole, part = set(sums(run)[:-1]), sums(run)[-1]
    assert len(whole) == 1
    assert part < whole.copy().pop()
    assert run.total_cents + run.carry_out_cents == 1_000_000
    assert faults() == []


# --- whatever happens -----------------------------------------------------------------------------------

spans = st.lists(st.tuples(st.integers(-40, 30), st.integers(1, 80), st.booleans()), min_size=1, max_size=7)


@pytest.mark.thorough
@settings(
    max_examples=settings().max_examples * 3 // 20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    people=spans,
    cents=st.integers(0, 10**11),
    raised=st.one_of(st.none(), st.tuples(st.integers(1, 30), st.integers(0, 10**11))),
    method=st.sampled_from(["fixed", "pool"]),
)
def test_no_cent_is_lost_and_the_same_days_get_the_same_pay(
    nine: Nine, people: list[Any], cents: int, raised: Any, method: str
):
    with transaction.atomic():
        write_house_rule("pay.equal", {"method": method, "amount_cents": cents})
        if raised and method == "fixed":
            write_house_rule(
                "pay.equal",
                {"method": method, "amount_cents": raised[1]},
                from_on=MARCH[0] + timedelta(days=raised[0]),
            )
        for nth, (start, length, stays) in enumerate(people):
            first = MARCH[0] + timedelta(days=start)
            make_member(100 + nth, from_on=first, until_on=None if stays else first + timedelta(days=length))
        try:
            run = nine.paid()
        except Refused:  # nothing to pay
            transaction.set_rollback(True)
            return
        by_span: dict[str, set[int]] = {}
        for slip in run.payslips.all():
            by_span.setdefault(slip.span, set()).add(slip.equal_cents)
            assert slip.equal_cents >= 0
        assert all(len(amounts) == 1 for amounts in by_span.values())
        if method == "pool":
            assert run.total_cents + run.carry_out_cents == cents
        assert sum(sums(run)) == run.total_cents
        assert faults() == faults_in_books() == []
        transaction.set_rollback(True)


def test_the_signature_is_for_exactly_these_slips(nine: Nine):
    run = nine.computed()
    lift("a_payslip_is_never_changed", on="payroll_payslip")
    Payslip.objects.filter(run=run, member=nine.delia).update(equal_cents=2, net_cents=2)
    assert "Do not sign" in refused(countersign_run, run_id=run.pk, actor=nine.oscar, now=LATER)


def test_people_that_are_paid_are_members_of_ours(nine: Nine):
    assert make_voters(1, first=50)
    run = nine.computed()
    assert set(run.payslips.values_list("member_id", flat=True)) == set(
        Member.objects.values_list("pk", flat=True)
    )
