"""A plan read back is the same plan, in whatever order the facts were written; who goes leaves only their own seats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from assemblies.models import Motion
from members.models import Absence, Cooperative, Member, Membership, Notice
from record.actions import record
from record.models import Act, Head
from record.rules import Refused
from rotation import solver
from rotation.actions.looking_further import ANSWERED, ask_solver, look_further, steps_of
from rotation.actions.planning import make_plan
from rotation.actions.replanning import replan
from rotation.models import Duty, Mandate, Plan, Skill, SkillGrant, Wish
from rotation.plan_clock import plans_to_look_further
from rotation.reports.planned import as_planned, hash_of, problem_of, seats_of
from rotation.rules import planning
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY, make_coop, make_member
from tests.rotation.conftest import hold
from tests.rotation.test_plans import adopted, at_the_table, coordinator, in_turn, who

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
DAY = timedelta(days=1)
__all__ = ["coordinator"]


def test_what_is_read_back_gives_the_same_bytes(hall: Hall, coordinator: Member):
    in_turn("kilns", seats=2, max_consecutive_terms=1)
    in_turn("glaze", skills=["glazing"])
    plan = make_plan(kind="posts", actor=coordinator, now=hall.now)
    again = Plan.objects.get(pk=plan.pk)
    found = planning.make_plan(problem_of(again))
    assert found.to_bytes() == as_planned(again, seats_of(again)).to_bytes()
    assert found.input_hash == again.input_hash == problem_of(again).input_hash


def test_the_order_in_which_facts_were_written_changes_nothing(hall: Hall, coordinator: Member):
    kilns, glaze = in_turn("kilns", seats=2), in_turn("glaze", skills=["glazing"])
    glazing = Skill.objects.create(code="glazing", name="Glazing")
    people = hall.people

    def absence(one: Member) -> Callable[[], Any]:
        about = {"from_on": TODAY + 40 * DAY, "until_on": TODAY + 70 * DAY, "entered_at": NOW}
        return lambda: Absence.objects.create(member=one, entered_by=one, **about)

    facts: list[Callable[[], Any]] = [
        *(absence(one) for one in people[2:5]),
        *(
            lambda one=one: SkillGrant.objects.create(
                skill=glazing, member=one, from_on=date(2020, 1, 1), from_founding=True
            )
            for one in people[3:7]
        ),
        *(lambda one=one: Wish.objects.create(member=one, post=kilns, at=NOW) for one in people[4:6]),
        lambda: hold(kilns, people[5], from_on=date(2025, 9, 5), until_on=TODAY),
        lambda: hold(glaze, people[6], from_on=date(2025, 3, 5), until_on=date(2025, 9, 5)),
        lambda: hold(kilns, people[7], seat=2, from_on=date(2025, 3, 5), until_on=date(2025, 9, 5)),
    ]

    def planned(told: list[Callable[[], Any]]) -> tuple[str, str, list[Any]]:
        with transaction.atomic():
            for fact in told:
                fact()
            plan = make_plan(kind="posts", actor=coordinator, now=hall.now)
            found = (plan.input_hash, hash_of(plan), [row.because for row in seats_of(plan)])
            transaction.set_rollback(True)
        return found

    assert planned(facts) == planned(facts[::-1])


@pytest.mark.parametrize("kind", ["posts", "wheel"])
def test_the_order_in_which_people_and_posts_came_changes_nothing(db: None, kind: str):
    def planned(numbers: list[int], codes: list[str]) -> tuple[str, str, list[Any]]:
        with transaction.atomic():
            make_coop()
            Head.objects.get_or_create(pk=1)
            record(verb="members.cooperative.founded", subject="members.cooperative:1", actor=None, now=NOW)
            for number in numbers:
                make_member(number)
            for code in codes:
                in_turn(code, seats=2) if kind == "posts" else at_the_table(code)
            plan = make_plan(kind=kind, actor=None, now=NOW)
            found = (plan.input_hash, hash_of(plan), [row.because for row in seats_of(plan)])
            transaction.set_rollback(True)
        return found

    numbers, codes = [1, 2, 5, 7, 40, 41, 300], ["glaze", "kilns"]
    first = planned(numbers, codes)
    Cooperative.objects.forget()
    assert planned(numbers[::-1], codes[::-1]) == first


def test_a_turn_that_was_swapped_stays_with_whoever_took_it(hall: Hall, coordinator: Member):
    at_the_table("table-chair")
    plan = adopted(hall, "wheel")
    rows = [row for row in seats_of(plan) if row.member is not None]
    swapped, ill = rows[-1], rows[0]
    assert ill.member is not None
    busy = {row.member_id for row in rows}
    taker = next(one for one in hall.people if one.pk not in busy)
    Duty.objects.create(
        kind="turn",
        title="Chair",
        key="turn:1",
        post=swapped.post,
        seat=1,
        member=taker,
        planned=swapped,
        from_on=swapped.from_on,
        due_on=swapped.from_on,
    )
    assert replan(kind="wheel", now=hall.now) is None
    is_ill(hall, ill.member.number)
    again = replan(kind="wheel", now=hall.now)
    assert again is not None
    assert who(again)[f"table-chair/1/{swapped.from_on}"] == taker.number


def test_where_nobody_can_propose_the_change_those_who_hand_out_duties_are_told(
    hall: Hall, coordinator: Member, monkeypatch: pytest.MonkeyPatch
):
    in_turn("kilns")
    row = seats_of(adopted(hall))[-1]
    assert row.member is not None
    is_ill(hall, row.member.number)

    def no(**about: Any) -> None:
        raise Refused("Not today.")

    monkeypatch.setattr("rotation.actions.replanning.draft_motion", no)
    again = replan(kind="posts", now=hall.now)
    assert again is not None
    told = Notice.objects.filter(key=f"plan-waits:{again.pk}").values_list("member__number", flat=True)
    assert list(told) == [coordinator.number]
    assert Motion.objects.filter(kind="plan").count() == 1


def leaves(hall: Hall, number: int) -> None:
    Membership.objects.filter(member__number=number).update(until_on=TODAY)
    for mandate in Mandate.objects.filter(member__number=number, ended_at=None):
        Mandate.objects.filter(pk=mandate.pk).update(ended_on=TODAY, ended_at=hall.now)


def is_ill(hall: Hall, number: int) -> None:
    one = Member.objects.get(number=number)
    about = {"from_on": TODAY, "until_on": TODAY + 400 * DAY, "entered_at": NOW}
    Absence.objects.create(member=one, entered_by=one, **about)


@pytest.mark.parametrize("goes", [leaves, is_ill])
@pytest.mark.parametrize("kind", ["posts", "wheel"])
def test_whoever_goes_leaves_only_their_own_seats(
    hall: Hall, coordinator: Member, kind: str, goes: Callable[[Hall, int], None]
):
    if kind == "posts":
        in_turn("kilns", seats=2)
        in_turn("glaze")
    else:
        at_the_table("table-chair")
        at_the_table("table-minutes")
    plan = adopted(hall, kind)
    before = who(plan)
    for number in sorted({number for number in before.values() if number}):
        with transaction.atomic():
            goes(hall, number)
            again = replan(kind=kind, now=hall.now)
            assert again is not None, number
            after = who(again)
            moved = {key for key in before if after[key] != before[key]}
            assert moved == {key for key, one in before.items() if one == number}
            assert number not in after.values()
            transaction.set_rollback(True)


# --- looking further ----------------------------------------------------------------------------------------------


@pytest.fixture
def open_plan(hall: Hall, coordinator: Member) -> Plan:
    """A plan of which not everything is proved."""
    in_turn("kilns", seats=2, burden_points=3)
    in_turn("glaze", burden_points=2, term_months=4)
    in_turn("boiler", burden_points=5, term_months=3)
    return make_plan(kind="posts", actor=coordinator, now=hall.now)


def test_a_further_search_is_asked_for_once_by_whoever_makes_plans(
    hall: Hall, open_plan: Plan, coordinator: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(solver, "is_here", lambda: False)
    with pytest.raises(Refused, match="not installed"):
        ask_solver(plan_id=open_plan.pk, actor=coordinator, now=hall.now)
    monkeypatch.setattr(solver, "is_here", lambda: True)
    monkeypatch.setattr("rotation.actions.looking_further.is_proved", lambda plan: False)
    with pytest.raises(Refused, match="hands out duties"):
        ask_solver(plan_id=open_plan.pk, actor=hall.people[0], now=hall.now)
    for _nth in range(2):
        ask_solver(plan_id=open_plan.pk, actor=coordinator, now=hall.now)
    assert [act.verb for act in steps_of(open_plan)] == ["rotation.plan.asked"]
    assert plans_to_look_further(hall.now) == [open_plan.pk]


def asked(hall: Hall, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "is_here", lambda: True)
    monkeypatch.setattr("rotation.actions.looking_further.is_proved", lambda plan: False)
    ask_solver(plan_id=plan.pk, actor=None, now=hall.now)


def test_a_further_search_tells_its_steps_and_writes_what_it_found(
    hall: Hall, open_plan: Plan, monkeypatch: pytest.MonkeyPatch
):
    asked(hall, open_plan, monkeypatch)

    def proves(
        problem: planning.Problem, plan: planning.Plan, *, steps: float, progress: solver.Progress
    ) -> planning.Plan:
        from dataclasses import replace

        progress("unfilled", True)
        progress("changed", True)
        return replace(
            plan, stages=tuple(replace(one, is_proved=True, bound=one.value) for one in plan.stages[:2])
        )

    monkeypatch.setattr(solver, "improve_plan", proves)
    better = look_further(plan_id=open_plan.pk, clock=lambda: hall.now)
    assert better is not None
    assert (better.problem, better.seed_act) == (open_plan.problem, open_plan.seed_act)
    assert [row.member_id for row in seats_of(better)] == [row.member_id for row in seats_of(open_plan)]
    steps = steps_of(open_plan)
    assert [act.facts.get("stage") for act in steps[2:4]] == ["unfilled", "changed"]
    assert steps[-1].verb == ANSWERED
    assert steps[-1].facts["better"] == better.pk
    assert look_further(plan_id=open_plan.pk, clock=lambda: hall.now) is None
    assert plans_to_look_further(hall.now) == []


def test_a_search_that_was_cut_off_is_begun_anew_after_an_hour(
    hall: Hall, open_plan: Plan, monkeypatch: pytest.MonkeyPatch
):
    asked(hall, open_plan, monkeypatch)

    def is_cut_off(*_about: Any, **_more: Any) -> planning.Plan:
        raise KeyboardInterrupt

    monkeypatch.setattr(solver, "improve_plan", is_cut_off)
    with pytest.raises(KeyboardInterrupt):
        look_further(plan_id=open_plan.pk, clock=lambda: hall.now)
    later: datetime = hall.now + timedelta(minutes=59)
    assert plans_to_look_further(later) == []
    assert plans_to_look_further(later + timedelta(minutes=1)) == [open_plan.pk]


def test_the_solver_itself_gives_a_plan_that_verify_would_pass(
    hall: Hall, open_plan: Plan, monkeypatch: pytest.MonkeyPatch
):
    pytest.importorskip("ortools")
    asked(hall, open_plan, monkeypatch)
    better = look_further(plan_id=open_plan.pk, clock=lambda: hall.now, steps=1.0)
    assert Act.objects.filter(verb=ANSWERED).count() == 1
    found = better or open_plan
    assert planning.faults(problem_of(found), as_planned(found, seats_of(found))) == []
