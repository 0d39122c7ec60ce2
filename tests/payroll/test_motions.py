"""What the assembly decides about money shared: equal pay, set-asides, the surplus."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from assemblies.actions import (
    arrive_at_door,
    cast_ballot,
    close_voting,
    convoke,
    draft_motion,
    open_assembly,
    open_voting,
    put_on_agenda,
    table_motion,
)
from assemblies.house_rules import in_force
from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from payroll.actions.set_asides import set_aside_month
from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.house_rules import EQUAL_PAY
from payroll.models import Return, SetAside, Surplus
from payroll.reports import faults
from record.rules import Refused
from tests.makers import write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine, month, nine_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def put_to_the_vote(
    nine: Nine, motion: Motion, *, now: datetime, kind: str = "weekly", choice: str = "for"
) -> Motion:
    """Convoke, put it on the agenda, open, let all nine vote the same, and close."""
    assembly = convoke(
        kind=kind,
        starts_at=now,
        ends_at=now + 9 * HOUR,
        place="Galpón 4",
        from_home=True,
        actor=None,
        now=now - timedelta(days=30),
    )
    tabled_at = now - timedelta(days=7 if kind == "weekly" else 25)
    table_motion(motion_id=motion.pk, actor=None, now=tabled_at)
    motion.refresh_from_db()
    if motion.assembly_id != assembly.pk:
        put_on_agenda(motion_id=motion.pk, assembly_id=assembly.pk, actor=None, now=tabled_at)
    open_assembly(assembly_id=assembly.pk, actor=None, now=now)
    numbers = [person.number for person in nine.people]
    arrive_at_door(assembly_id=assembly.pk, numbers=numbers, actor=None, now=now)
    open_voting(motion_id=motion.pk, closes_at=now + 3 * HOUR, actor=nine.people[8], now=now + HOUR)
    for person in nine.people:
        cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=now + 2 * HOUR)
    motion = close_voting(motion_id=motion.pk, actor=None, now=now + 4 * HOUR)
    motion.refresh_from_db()
    return motion


def draft(nine: Nine, kind: str, terms: dict[str, Any], *, now: datetime = LATER) -> Motion:
    return draft_motion(
        kind=kind,
        title="What we share",
        text="As in the terms.",
        terms=terms,
        proposer=nine.people[0],
        now=now - timedelta(days=8),
    )


# --- equal pay ------------------------------------------------------------------------------------------


def test_the_assembly_says_what_a_month_is_worth_and_the_next_run_reads_it(nine: Nine):
    terms = {"method": "fixed", "amount_cents": 109_000_000, "from_on": "2026-04-01"}
    motion = put_to_the_vote(nine, draft(nine, "equal_pay", terms), now=LATER)
    assert motion.state == MotionState.ADOPTED
    assert motion.enacted_at is not None
    assert in_force(EQUAL_PAY, on=MARCH[0]).amount_cents == 100_000_000
    assert in_force(EQUAL_PAY, on=MARCH[1]).amount_cents == 109_000_000

    run = nine.paid("2026-04", now=LATER + timedelta(days=29))

    assert run.total_cents == 9 * 109_000_000
    assert run.inputs["motions"] == [motion.pk]
    assert faults() == faults_in_books() == []


def test_a_rejected_raise_changes_nothing(nine: Nine):
    terms = {"method": "fixed", "amount_cents": 1, "from_on": "2026-04-01"}
    motion = put_to_the_vote(nine, draft(nine, "equal_pay", terms), now=LATER, choice="against")
    assert motion.state == MotionState.REJECTED
    assert in_force(EQUAL_PAY, on=MARCH[1]).amount_cents == 100_000_000


def test_pay_that_is_in_the_books_is_not_changed_afterwards(nine: Nine):
    motion = draft(nine, "equal_pay", {"method": "fixed", "amount_cents": 5, "from_on": "2026-03-20"})
    nine.posted()
    motion_later = {"method": "fixed", "amount_cents": 5, "from_on": "2026-03-31"}
    with pytest.raises(Refused, match="paid already: choose a later day"):
        draft(nine, "equal_pay", motion_later)
    with pytest.raises(Refused, match="paid already"):
        put_to_the_vote(nine, motion, now=LATER)
    draft(nine, "equal_pay", motion_later | {"from_on": "2026-04-01"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "by_rank"},
        {"method": None},
        {"amount_cents": -1},
        {"amount_cents": 1.5},
        {"amount_cents": "100"},
        {"amount_cents": True},
        {"amount_cents": 10**16},
        {"amount_cents": None},
        {"from_on": "soon"},
        {"from_on": None},
    ],
)
def test_pay_that_makes_no_sense_is_refused(nine: Nine, wrong: dict[str, Any]):
    with pytest.raises(Refused):
        draft(
            nine,
            "equal_pay",
            {"method": "fixed", "amount_cents": 5, "from_on": "2026-04-01"} | wrong,
        )


# --- set-asides -----------------------------------------------------------------------------------------

SHARES = [
    {"purpose": "legal_funds", "share": "15/100"},
    {"purpose": "reinvestment", "share": "45/100"},
    {"purpose": "winter_cushion", "share": "10/100"},
    {"purpose": "community", "share": "3/100"},
    {"purpose": "yearly_decision", "share": "rest"},
]
TABLE = [
    ("2026-01", 61_094_531, (9_164_180, 27_492_539, 6_109_453, 1_832_836, 16_495_523)),
    ("2026-06", 94_557_504, (14_183_626, 42_550_877, 9_455_750, 2_836_725, 25_530_526)),
    ("2026-07", -75_091_444, (0, 0, -75_091_444, 0, 0)),
]


def test_months_are_set_aside_by_the_voted_table_to_the_peso(nine: Nine):
    terms = {"shares": SHARES, "cushion": "winter_cushion", "unit_cents": 100, "from_on": "2026-01-01"}
    motion = put_to_the_vote(nine, draft(nine, "set_asides", terms), now=LATER)
    assert motion.enacted_at is not None
    later = LATER + timedelta(days=150)
    for name, pesos, parts in TABLE:
        period = month(name)
        nine.earn(pesos * 100, on=period.from_on)
        made = set_aside_month(period_id=period.pk, actor=nine.teresa, now=later)
        assert [row.cents // 100 for row in made] == list(parts)
        assert sum(row.cents for row in made) == pesos * 100
        again = set_aside_month(period_id=period.pk, actor=nine.teresa, now=later)
        assert [row.pk for row in again] == [row.pk for row in made]
    assert SetAside.objects.count() == 15
    assert balance(chart.WINTER_CUSHION) == -(6_109_453 + 9_455_750 - 75_091_444) * 100
    assert faults() == faults_in_books() == []


def test_only_whoever_closes_the_month_sets_it_aside_and_only_by_a_rule(nine: Nine):
    with pytest.raises(Refused, match="has not said"):
        set_aside_month(period_id=month("2026-03").pk, actor=nine.teresa, now=LATER)
    write_house_rule("pay.set_asides", {"shares": SHARES, "cushion": "winter_cushion", "unit_cents": 1})
    with pytest.raises(Refused, match="Only whoever closes"):
        set_aside_month(period_id=month("2026-03").pk, actor=nine.people[0], now=LATER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"shares": []},
        {"shares": "all"},
        {"shares": [{"purpose": "yachts", "share": "rest"}]},
        {"shares": SHARES[:-1]},
        {"shares": [SHARES[-1], *SHARES[:-1]]},
        {"shares": [{"purpose": "community", "share": "200/100"}, SHARES[-1]]},
        {"shares": [{"purpose": "community", "share": "-1/100"}, SHARES[-1]]},
        {"shares": [{"purpose": "community", "share": "1/0"}, SHARES[-1]]},
        {"shares": [{"purpose": "community", "share": "half"}, SHARES[-1]]},
        {"shares": [SHARES[3], SHARES[3], SHARES[-1]]},
        {"cushion": "nothing"},
        {"cushion": None},
        {"unit_cents": 0},
        {"unit_cents": -100},
        {"unit_cents": "100"},
        {"from_on": "soon"},
    ],
)
def test_set_asides_that_make_no_sense_are_refused(nine: Nine, wrong: dict[str, Any]):
    terms = {"shares": SHARES, "cushion": "winter_cushion", "unit_cents": 100, "from_on": "2026-01-01"}
    with pytest.raises(Refused):
        draft(nine, "set_asides", terms | wrong)


# --- the surplus ----------------------------------------------------------------------------------------


def proposed(nine: Nine, *, reinvestment: str = "1/3", now: datetime = LATER) -> tuple[Surplus, Motion]:
    surplus = draft_surplus(
        name="2026-03",
        from_on=MARCH[0],
        until_on=MARCH[1],
        typed={"reinvestment": reinvestment, "non_member_share": "0"},
        actor=nine.teresa,
        now=now - timedelta(days=8),
    )
    motion = propose_surplus(
        surplus_id=surplus.pk,
        title="The surplus of March",
        text="A third for machines, the rest for us.",
        actor=nine.teresa,
        now=now - timedelta(days=8),
    )
    surplus.refresh_from_db()
    return surplus, motion


def test_a_month_of_surplus_is_really_shared_once_from_the_vote_to_the_payslip(nine: Nine):
    nine.earn(90_000_003)
    surplus, motion = proposed(nine)
    assert surplus.result_cents == 90_000_003

    motion = put_to_the_vote(nine, motion, now=LATER)

    surplus.refresh_from_db()
    assert (motion.state, surplus.state) == (MotionState.ADOPTED, "posted")
    assert balance(chart.REINVESTMENT) == -30_000_001
    each, left = divmod(60_000_002, 9)
    assert set(surplus.returns.values_list("cents", flat=True)) == {each}
    assert surplus.returns.count() == 9
    assert surplus.left_over_cents == left
    assert balance(chart.RETURNS_OWED) == -9 * each

    run = nine.paid("2026-04", now=LATER + timedelta(days=29))

    slip = run.payslips.get(member=nine.people[0])
    assert [line["code"] for line in slip.lines] == ["equal_pay", "surplus", "to_pay"]
    assert (slip.equal_cents, slip.return_cents, slip.net_cents) == (
        100_000_000,
        each,
        100_000_000 + each,
    )
    assert balance(chart.RETURNS_OWED) == 0
    assert not Return.objects.filter(payslip__isnull=True).exists()
    later_run = nine.paid("2026-05", now=LATER + timedelta(days=60))
    assert set(later_run.payslips.values_list("return_cents", flat=True)) == {0}
    with pytest.raises(Refused, match="shared already"):
        proposed(nine, now=LATER + timedelta(days=60))
    assert faults() == faults_in_books() == []


@pytest.mark.thorough
def test_a_surplus_that_is_rejected_falls_and_shares_nothing(nine: Nine):
    nine.earn(90_000_003)
    surplus, motion = proposed(nine)

    put_to_the_vote(nine, motion, now=LATER, choice="against")

    surplus.refresh_from_db()
    assert surplus.state == "fallen"
    assert balance(chart.RETURNS_OWED) == 0
    run = nine.paid("2026-04", now=LATER + timedelta(days=29))
    assert set(run.payslips.values_list("return_cents", flat=True)) == {0}
    assert proposed(nine, now=LATER + timedelta(days=29))[0].state == "proposed"
    assert faults() == []


def test_where_the_law_reserves_it_a_weekly_assembly_cannot_share_a_surplus(db: None):
    nine = nine_of(law_pack="AR")
    nine.earn(90_000_003)
    surplus, motion = proposed(nine, reinvestment="0")
    with pytest.raises(Refused):
        put_to_the_vote(nine, motion, now=LATER)
    surplus.refresh_from_db()
    assert surplus.state == "proposed"


@pytest.mark.thorough
def test_where_the_law_reserves_it_the_ordinary_assembly_shares_it(db: None):
    nine = nine_of(law_pack="AR")
    nine.earn(90_000_003)
    surplus, motion = proposed(nine, reinvestment="0")
    steps = {step["code"]: step["cents"] for step in surplus.steps}
    assert steps["legal_reserve"] == 4_500_001, "five in a hundred at least"

    motion = put_to_the_vote(nine, motion, now=LATER + timedelta(days=30), kind="legal_ordinary")

    surplus.refresh_from_db()
    assert (motion.state, surplus.state) == (MotionState.ADOPTED, "posted")
    assert balance(chart.LEGAL_RESERVE) == -4_500_001
    assert faults() == faults_in_books() == []


@pytest.mark.thorough
def test_what_the_months_set_aside_is_released_when_the_surplus_is_shared(nine: Nine):
    write_house_rule("pay.set_asides", {"shares": SHARES, "cushion": "winter_cushion", "unit_cents": 1})
    nine.earn(90_000_000)
    set_aside_month(period_id=month("2026-03").pk, actor=nine.teresa, now=LATER)
    surplus, motion = proposed(nine)
    put_to_the_vote(nine, motion, now=LATER)
    surplus.refresh_from_db()
    assert surplus.state == "posted"
    assert balance(chart.WINTER_CUSHION) == balance(chart.YEARLY_DECISION) == 0
    assert balance(chart.REINVESTMENT) == -30_000_000
    assert balance(chart.RETURNS_OWED) == -9 * (60_000_000 // 9)
    assert faults() == faults_in_books() == []


def test_a_loss_is_not_shared_and_only_the_proposer_works_it_out(nine: Nine):
    nine.earn(-5)
    with pytest.raises(Refused, match="no surplus to share"):
        proposed(nine)
    about: dict[str, Any] = {"name": "x", "from_on": MARCH[0], "until_on": MARCH[1], "typed": {}}
    with pytest.raises(Refused, match="Only whoever proposes"):
        draft_surplus(**about, actor=nine.people[0], now=LATER)
    with pytest.raises(Refused, match="whole months"):
        draft_surplus(**(about | {"from_on": date(2026, 3, 2)}), actor=nine.teresa, now=LATER)
    for name in ("", " ", "x" * 41, "a\x00b"):
        with pytest.raises(Refused, match="short name"):
            draft_surplus(**(about | {"name": name}), actor=nine.teresa, now=LATER)


def test_nobody_drafts_the_motion_by_hand_for_a_surplus_that_is_not_theirs(nine: Nine):
    for terms in ({}, {"surplus": 10**30}, {"surplus": True}, {"surplus": "1"}):
        with pytest.raises(Refused, match="from the surplus page"):
            draft(nine, "surplus", terms)
