"""A surplus shares its months once: of two proposals one, as the books still say, in whatever round it passes."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
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
    withdraw_motion,
)
from assemblies.kinds import kind_of
from assemblies.models import Contest, Motion, MotionState
from ledger import chart
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from members.models import Membership
from payroll.actions.hours import write_hours
from payroll.actions.returns import pay_return_of_leaver
from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.models import Surplus
from payroll.reports import faults
from payroll.reports.proposals import standing_for
from record.rules import Refused
from tests.makers import write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine, month, nine_of
from tests.payroll.test_surplus_sharing import BEFORE, HOUR, amend, changes, meet, put_before_us, vote

pytestmark = pytest.mark.django_db
APRIL_PAY = LATER + timedelta(days=29)


def drafted(nine: Nine, name: str, **other: Any) -> Surplus:
    asked: dict[str, Any] = {"typed": {}, "actor": nine.teresa, "now": BEFORE} | other
    return draft_surplus(name=name, from_on=MARCH[0], until_on=MARCH[1], **asked)


def shown(nine: Nine, surplus: Surplus) -> Motion:
    motion = propose_surplus(
        surplus_id=surplus.pk, title=surplus.name, text="x", actor=nine.teresa, now=BEFORE
    )
    table_motion(motion_id=motion.pk, actor=None, now=BEFORE)
    motion.refresh_from_db()
    return motion


def why_not(motion: Motion) -> str:
    motion.refresh_from_db()
    return str(kind_of(motion).why_not_open(motion, now=LATER) or "")


# --- once ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["March", "2026-03"])
def test_the_same_months_stand_before_the_assembly_once_whatever_they_are_called(nine: Nine, other: str):
    nine.earn(90_000_000)
    first, second = drafted(nine, "2026-03"), drafted(nine, other)
    motion = shown(nine, first)
    with pytest.raises(Refused, match="before the assembly already"):
        shown(nine, second)

    withdraw_motion(motion_id=motion.pk, actor=nine.teresa, now=BEFORE)
    first.refresh_from_db()
    assert first.state == "fallen", "what was withdrawn is in nobody's way"
    assert shown(nine, second).state in (MotionState.TABLED, MotionState.ON_AGENDA)


@pytest.mark.thorough
@pytest.mark.parametrize("other", ["March", "2026-03"])
def test_of_two_proposals_for_the_same_months_the_second_shares_nothing_and_its_vote_closes(
    nine: Nine, other: str
):
    """Two that were proposed before this was looked at; both votes are open at once."""
    nine.earn(90_000_000)
    first, second = drafted(nine, "2026-03"), drafted(nine, other)
    one = shown(nine, first)
    Surplus.objects.filter(pk=second.pk).update(from_on=date(2025, 3, 1), until_on=date(2025, 4, 1))
    another = propose_elsewhere(nine, second)
    meet(nine, one, another)
    for motion in (one, another):
        open_voting(motion_id=motion.pk, closes_at=LATER + 2 * HOUR, actor=nine.people[8], now=LATER + HOUR)
        for person in nine.people:
            cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=LATER + HOUR)
    for motion in (one, another):
        close_voting(motion_id=motion.pk, actor=None, now=LATER + 3 * HOUR)

    first.refresh_from_db()
    second.refresh_from_db()
    another.refresh_from_db()
    assert (first.state, second.state) == ("posted", "fallen")
    assert (another.state, another.enacted_at) == (MotionState.ADOPTED, None)
    assert balance(chart.RETURNS_OWED) == -90_000_000
    assert faults() == faults_in_books() == []


def propose_elsewhere(nine: Nine, surplus: Surplus) -> Motion:
    """Proposed as if the months were not looked at."""
    from payroll.actions import surplus as actions

    Surplus.objects.filter(pk=surplus.pk).update(from_on=MARCH[0], until_on=MARCH[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "of_the_same_months", lambda *_a, **_k: Surplus.objects.none())
        return shown(nine, surplus)


def test_what_was_shared_meanwhile_is_not_put_to_the_vote(nine: Nine):
    nine.earn(90_000_000)
    first, second = drafted(nine, "2026-03"), drafted(nine, "March")
    one, another = shown(nine, first), propose_elsewhere(nine, second)
    meet(nine, one, another)
    assert why_not(another) == ""
    vote(nine, one)
    assert "shared already, as “2026-03”" in why_not(another)
    with pytest.raises(Refused, match="shared already"):
        drafted(nine, "again")


def test_a_form_sent_twice_works_out_one_and_proposes_one(nine: Nine):
    nine.earn(90_000_000)
    one = drafted(nine, "2026-03", key="k")
    assert drafted(nine, "2026-03", key="k") == one
    with pytest.raises(Refused, match="sent already, with other figures"):
        drafted(nine, "2026-03", key="k", typed={"reinvestment": "1/2"})
    assert drafted(nine, "2026-03") != one, "without a key each is another"
    about: dict[str, Any] = {"title": "March", "text": "x", "actor": nine.teresa, "now": BEFORE}
    motion = propose_surplus(surplus_id=one.pk, **about)
    assert propose_surplus(surplus_id=one.pk, **about) == motion
    with pytest.raises(Refused, match="proposed already"):
        propose_surplus(surplus_id=one.pk, **(about | {"text": "y"}))
    assert Motion.objects.count() == 1


# --- as the books say ---------------------------------------------------------------------------------------


def test_figures_that_the_books_do_not_say_any_more_are_not_put_to_the_vote(nine: Nine):
    nine.earn(90_000_000)
    surplus, motion = put_before_us(nine)
    meet(nine, motion)
    assert why_not(motion) == ""
    nine.earn(-80_000_000, key="late")
    assert "The books say $100,000 for those months since, and the proposal $900,000." in why_not(motion)
    with pytest.raises(Refused, match="propose it anew"):
        vote(nine, motion)

    withdraw_motion(motion_id=motion.pk, actor=nine.teresa, now=LATER)
    anew, again = put_before_us(nine)
    assert (why_not(again), anew.result_cents) == ("", 10_000_000)
    surplus.refresh_from_db()
    assert surplus.state == "fallen"


def test_parts_of_others_than_belonged_are_not_put_to_the_vote(nine: Nine):
    nine.earn(90_000_000)
    _surplus, motion = put_before_us(nine, key="days")
    Membership.objects.filter(member=nine.people[0]).update(until_on=date(2026, 3, 20))
    assert "Who belonged, the hours or the shares" in why_not(motion)


def test_hours_of_months_that_are_before_the_assembly_stay_until_it_is_withdrawn(nine: Nine):
    nine.earn(90_000_000)
    hours = dict.fromkeys([person.number for person in nine.people], 9_000)
    about: dict[str, Any] = {"period_id": month("2026-03").pk, "actor": nine.delia, "now": BEFORE}
    write_hours(minutes=hours, **about)
    _surplus, motion = put_before_us(nine, key="hours")
    with pytest.raises(Refused, match="before the assembly"):
        write_hours(minutes={nine.delia.number: 18_000}, **about)
    withdraw_motion(motion_id=motion.pk, actor=nine.teresa, now=BEFORE)
    assert len(write_hours(minutes={nine.delia.number: 18_000}, **about)) == 1


def test_an_amendment_shows_beside_its_figures_those_that_were_frozen(nine: Nine):
    nine.earn(90_000_000)
    surplus, motion = put_before_us(nine)
    amendment = amend(nine, motion, community="1/10")
    Membership.objects.filter(member=nine.people[0]).update(until_on=date(2026, 3, 20))
    assert surplus.returns.get(member=nine.people[0]).cents == 10_000_000
    assert changes(amendment, nine.people[0])["You"][0] == "$100,000"


# --- after a tie --------------------------------------------------------------------------------------------


def nine_that_vote_again() -> Nine:
    nine = nine_of()
    rule = {
        "threshold": "1/2",
        "comparison": "more_than",
        "base": "valid_votes",
        "quorum": None,
        "second_call_quorum": None,
        "tie": "next_assembly",
    }
    for name in ("simple", "major", "two_thirds"):
        write_house_rule(f"decision.{name}", rule)
    nine.earn(90_000_000)
    return nine


def tie(nine: Nine, motion: Motion, *, week: int) -> Motion:
    """Eight vote, half each way, in the assembly of a week; what comes back."""
    gather(nine, motion, week=week)
    at = LATER + timedelta(days=7 * week) + HOUR
    open_voting(motion_id=motion.pk, closes_at=at + HOUR, actor=nine.people[8], now=at)
    for turn, person in enumerate(nine.people[:8]):
        choice = "for" if turn % 2 else "against"
        cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=at)
    assert close_voting(motion_id=motion.pk, actor=None, now=at + 2 * HOUR).state == MotionState.TIED
    return Motion.objects.get(follows=motion)


def gather(nine: Nine, *motions: Motion, week: int) -> None:
    starts_at = LATER + timedelta(days=7 * week)
    about: dict[str, Any] = {"kind": "weekly", "place": "Galpón 4", "from_home": True, "actor": None}
    assembly = convoke(
        starts_at=starts_at, ends_at=starts_at + 20 * HOUR, now=starts_at - timedelta(days=6), **about
    )
    for motion in motions:
        motion.refresh_from_db()
        if motion.assembly_id != assembly.pk:
            Motion.objects.filter(pk=motion.pk).update(assembly=None, state="tabled")
            put_on_agenda(
                motion_id=motion.pk, assembly_id=assembly.pk, actor=None, now=starts_at - timedelta(days=3)
            )
    open_assembly(assembly_id=assembly.pk, actor=None, now=starts_at)
    numbers = [person.number for person in nine.people]
    arrive_at_door(assembly_id=assembly.pk, numbers=numbers, actor=None, now=starts_at)


def in_the_second_round() -> tuple[Nine, Surplus, Motion]:
    nine = nine_that_vote_again()
    surplus, motion = put_before_us(nine)
    return nine, surplus, tie(nine, motion, week=0)


def passed_in_the_second_round() -> tuple[Nine, Surplus, Motion]:
    nine, surplus, again = in_the_second_round()
    gather(nine, again, week=1)
    again = vote(nine, again, now=LATER + timedelta(days=7) + HOUR)
    surplus.refresh_from_db()
    assert (again.state, surplus.state, surplus.adopted_by) == (MotionState.ADOPTED, "posted", again)
    return nine, surplus, again


def test_after_a_tie_an_amendment_has_its_figures_worked_out_and_they_are_the_ones_shared(db: None):
    nine, first, again = in_the_second_round()
    half = draft_motion(
        kind="surplus",
        title="Half for machines",
        text=again.text,
        terms={**again.terms, "reinvestment": "1/2"},
        proposer=nine.people[0],
        now=LATER + 4 * HOUR,
        amends_id=again.pk,
    )
    table_motion(motion_id=half.pk, actor=None, now=LATER + 4 * HOUR)
    gather(nine, again, half, week=1)
    vote(nine, half, now=LATER + timedelta(days=7) + HOUR)
    assert why_not(again) == ""
    again = vote(nine, again, now=LATER + timedelta(days=7) + 5 * HOUR)

    anew = Surplus.objects.get(instead_of=first)
    assert (anew.state, anew.motion, anew.adopted_by) == ("posted", again, again)
    assert balance(chart.REINVESTMENT) == -45_000_000
    assert faults() == faults_in_books() == []


@pytest.mark.thorough
def test_after_a_second_tie_the_third_round_still_stands_for_the_same_figures(db: None):
    nine, surplus, again = in_the_second_round()
    third = tie(nine, again, week=1)
    assert standing_for(third) == surplus
    gather(nine, third, week=2)
    third = vote(nine, third, now=LATER + timedelta(days=14) + HOUR)
    surplus.refresh_from_db()
    assert (surplus.state, surplus.adopted_by, surplus.motion) == ("posted", third, again.follows)


def test_what_somebody_proposes_after_a_tie_by_hand_is_not_the_next_round(db: None):
    nine, surplus, again = in_the_second_round()
    copy = draft_motion(
        kind="surplus",
        title="Mine",
        text="x",
        terms={**again.terms, "reinvestment": "1"},
        proposer=nine.people[0],
        now=LATER + 4 * HOUR,
        follows_id=again.follows_id,
    )
    table_motion(motion_id=copy.pk, actor=None, now=LATER + 4 * HOUR)
    assert standing_for(copy) is None
    assert standing_for(again) == surplus, "its figures are as they were frozen"


def test_contested_in_its_second_round_it_is_paid_to_nobody(db: None):
    nine, surplus, again = passed_in_the_second_round()
    day = LATER + timedelta(days=8)
    Contest.objects.create(motion=again, member=nine.people[3], reason="Not this.", at=day)
    run = nine.posted("2026-04", now=APRIL_PAY)
    assert set(run.payslips.values_list("return_cents", flat=True)) == {0}
    Membership.objects.filter(member=nine.people[0]).update(until_on=day.date())
    part = surplus.returns.get(member=nine.people[0])
    with pytest.raises(Refused, match="contested"):
        pay_return_of_leaver(return_id=part.pk, out_of="bank", actor=nine.delia, now=APRIL_PAY)


def test_rejected_in_its_second_round_it_falls(db: None):
    nine, surplus, again = in_the_second_round()
    gather(nine, again, week=1)
    vote(nine, again, "against", now=LATER + timedelta(days=7) + HOUR)
    surplus.refresh_from_db()
    assert surplus.state == "fallen"
