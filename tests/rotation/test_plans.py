"""A plan in the database: made by rule, adopted by a motion, seated by the clock, made again with the fewest changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from assemblies.models import Motion, MotionState
from members.models import Absence, Member, Membership, Notice
from record.models import Act
from record.rules import Refused
from rotation.actions import end_mandate
from rotation.actions.planning import acknowledge_plan, make_plan, seat_planned
from rotation.actions.replanning import replan
from rotation.models import Acknowledgement, Mandate, Plan, PlannedSeat, Post
from rotation.reports.planned import as_planned, hash_of, problem_of, seats_of
from rotation.reports.problem import current_plan
from rotation.reports.replanning import due_seats
from rotation.rules import planning
from rotation.rules.because import because
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY, give_power, write_house_rule
from tests.rotation.conftest import decide, hold, make_post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def coordinator(hall: Hall) -> Member:
    """The second hands out duties."""
    write_house_rule("rotation.horizon", {"months": 12, "weeks": 4})
    give_power(hall.people[1], "rotation.assign_duties")
    return hall.people[1]


def in_turn(code: str, **terms: Any) -> Post:
    whole: dict[str, Any] = {"filled": "in_turn", "powers": [], "overlap_days": 14, "cool_down_months": 0}
    return make_post(code, **(whole | terms))


def at_the_table(code: str, **terms: Any) -> Post:
    whole = {"on_wheel": True, "term_months": 0, "term_days": 1, "max_consecutive_terms": 0}
    return in_turn(code, **(whole | terms))


def adopted(hall: Hall, kind: str = "posts", **about: Any) -> Plan:
    """A plan made by the second and adopted by everybody."""
    plan = make_plan(kind=kind, actor=hall.people[1], now=hall.now)
    motion = decide(hall, kind="plan", terms={"plan": plan.pk}, title="The plan", **about)
    assert motion.state == MotionState.ADOPTED
    assert motion.enacted_at is not None
    plan.refresh_from_db()
    return plan


def who(plan: Plan) -> dict[str, int | None]:
    return dict(as_planned(plan, seats_of(plan)).member_of)


def goes_away(member: Member, from_on: date, until_on: date) -> None:
    Absence.objects.create(
        member=member, from_on=from_on, until_on=until_on, entered_by=member, entered_at=NOW
    )


# --- made ---------------------------------------------------------------------------------------------------------


def test_a_plan_says_who_takes_each_seat_and_why(hall: Hall, coordinator: Member):
    in_turn("kilns", seats=2)
    plan = make_plan(kind="posts", actor=coordinator, now=hall.now)
    rows = seats_of(plan)
    assert {(row.post.code, row.seat, row.from_on) for row in rows[:2]} == {
        ("kilns", nth, TODAY) for nth in (1, 2)
    }
    assert all(row.member is not None and 5 <= row.because["of"] <= 7 for row in rows[:2])
    assert all(row.because["reasons"] for row in rows)
    assert planning.faults(problem_of(plan), as_planned(plan, rows)) == []


def test_the_same_state_and_the_same_seed_give_the_same_rows(hall: Hall, coordinator: Member):
    in_turn("kilns", seats=2)
    in_turn("glaze")
    one, two = (make_plan(kind="posts", actor=coordinator, now=hall.now + nth * DAY / 24) for nth in (0, 1))
    assert one.seed == two.seed
    assert (one.input_hash, hash_of(one)) == (two.input_hash, hash_of(two))
    told = [
        list(plan.seats.order_by("post", "seat", "from_on").values_list("because", flat=True))
        for plan in (one, two)
    ]
    assert told[0] == told[1]


def test_the_seed_is_the_hash_of_an_act_that_everybody_has_seen(hall: Hall, coordinator: Member):
    from assemblies.actions import close_assembly

    in_turn("kilns")
    before = make_plan(kind="posts", actor=coordinator, now=hall.now)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    after = make_plan(kind="posts", actor=coordinator, now=hall.now + DAY / 24)
    acts = {plan.pk: Act.objects.get(pk=plan.seed_act) for plan in (before, after)}
    assert [acts[plan.pk].hash for plan in (before, after)] == [before.seed, after.seed]
    assert acts[before.pk].seq == 1
    assert acts[after.pk].verb == "assemblies.assembly.closed"


def test_only_whoever_hands_out_duties_makes_a_plan(hall: Hall, coordinator: Member):
    in_turn("kilns")
    with pytest.raises(Refused, match="Only whoever hands out duties"):
        make_plan(kind="posts", actor=hall.people[0], now=hall.now)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("kind", ["posts", "wheel"])
def test_where_nothing_is_filled_in_turn_there_is_nothing_to_plan(hall: Hall, coordinator: Member, kind: str):
    make_post("treasury")
    with pytest.raises(Refused, match="nothing to plan"):
        make_plan(kind=kind, actor=coordinator, now=hall.now)


def test_an_empty_seat_says_what_stands_in_the_way_and_what_would_help(hall: Hall, coordinator: Member):
    in_turn("boiler", skills=["steam"])
    plan = make_plan(kind="posts", actor=coordinator, now=hall.now)
    first = seats_of(plan)[0]
    assert first.member is None
    assert first.because["rules"] == ["skill"]
    assert first.because["ways"][0]["rules"] == ["skill"]
    assert {"rules": ["skill"], "unfilled": ["0", "0"]} in first.because["ways"]


def test_nobody_is_named_whose_absence_stands_in_the_way(hall: Hall, coordinator: Member):
    in_turn("kilns")
    for person in hall.people:
        goes_away(person, TODAY, TODAY + 400 * DAY)
    plan = make_plan(kind="posts", actor=coordinator, now=hall.now)
    told = seats_of(plan)[0].because
    assert told["rules"] == ["available"]
    assert told["stopped"]["available"] == 9
    assert told["ways"] == []


def test_the_place_among_those_who_may_is_the_planners_own(hall: Hall, coordinator: Member):
    from tests.rotation.planning.instances import made_up

    for seed in range(6):
        problem = made_up(seed, people=(4, 7), posts=(2, 3), most_slots=6)
        plan = planning.make_plan(problem)
        told = because(problem, plan)
        for slot in problem.slots:
            number = plan.member_of[slot.key]
            if number is not None:
                able = [one.member for one in planning.standings(problem, plan, slot.key) if one.rule is None]
                assert (told[slot.key]["place"], told[slot.key]["of"]) == (able.index(number) + 1, len(able))


# --- adopted ------------------------------------------------------------------------------------------------------


def test_a_motion_adopts_exactly_the_plan_it_names(hall: Hall, coordinator: Member):
    in_turn("kilns")
    plan = adopted(hall)
    assert plan.motion is not None
    assert plan.adopted_at == hall.now
    assert plan.motion.terms == {"plan": plan.pk, "hash": hash_of(plan)}
    assert current_plan("posts") == plan
    told = Notice.objects.filter(key=f"plan:{plan.pk}").values_list("member__number", flat=True)
    assert set(told) == {number for number in who(plan).values() if number}


def test_the_plan_adopted_last_holds(hall: Hall, coordinator: Member):
    in_turn("kilns")
    adopted(hall)
    two = adopted(hall)
    assert current_plan("posts") == two
    with pytest.raises(Refused, match="adopted already"):
        hall.motion(kind="plan", terms={"plan": two.pk})


def test_a_hash_that_is_not_the_plans_is_refused(hall: Hall, coordinator: Member):
    in_turn("kilns")
    plan = make_plan(kind="posts", actor=coordinator, now=hall.now)
    with pytest.raises(Refused, match="not the plan"):
        hall.motion(kind="plan", terms={"plan": plan.pk, "hash": "0" * 64})


@pytest.mark.parametrize(
    "terms", [{}, {"plan": "x"}, {"plan": True}, {"plan": 10**12}, {"plan": 4711}, {"plan": None}]
)
def test_terms_that_name_no_plan_are_refused(hall: Hall, terms: dict[str, Any]):
    with pytest.raises(Refused):
        hall.motion(kind="plan", terms=terms)


def test_the_preview_shows_mine_and_who_holds_and_takes_each_post(hall: Hall, coordinator: Member):
    from assemblies.kinds import kind_of

    kilns = in_turn("kilns")
    hold(kilns, hall.people[4], until_on=TODAY + 30 * DAY)
    plan = make_plan(kind="posts", actor=coordinator, now=hall.now)
    motion = hall.motion(kind="plan", terms={"plan": plan.pk})
    row = seats_of(plan)[0]
    assert row.from_on == TODAY + 30 * DAY
    assert row.member is not None
    lines = kind_of(motion).preview(motion, reader=row.member, on=TODAY)
    assert [line.mine for line in lines[:2]] == [False, True]
    assert "Kilns" in str(lines[1].what)
    assert (lines[-1].now, row.member.name in str(lines[-1].then)) == (hall.people[4].name, True)


# --- seated -------------------------------------------------------------------------------------------------------


def test_the_clock_seats_whom_the_plan_names_as_many_days_before_as_they_overlap(
    hall: Hall, coordinator: Member
):
    kilns = in_turn("kilns")
    hold(kilns, hall.people[4], until_on=TODAY + 30 * DAY)
    plan = adopted(hall)
    row = seats_of(plan)[0]
    assert due_seats(on=TODAY + 15 * DAY) == []
    assert due_seats(on=TODAY + 16 * DAY) == [row.pk]
    mandate = seat_planned(planned_id=row.pk, now=hall.now + 16 * DAY)
    assert mandate is not None
    assert (mandate.member_id, mandate.from_on, mandate.until_on) == (
        row.member_id,
        row.from_on,
        row.until_on,
    )
    assert mandate.motion == plan.motion
    assert due_seats(on=TODAY + 16 * DAY) == []
    assert seat_planned(planned_id=row.pk, now=hall.now + 16 * DAY) is None


def test_a_post_that_is_elected_by_now_is_not_filled_by_a_plan(hall: Hall, coordinator: Member):
    from rotation.models import PostTerms

    kilns = in_turn("kilns")
    plan = adopted(hall)
    row = seats_of(plan)[0]
    assert due_seats(on=TODAY) == [row.pk]
    terms = PostTerms.objects.get(post=kilns)
    terms.pk, terms.in_force_from, terms.filled = None, TODAY, "elected"
    terms.save(force_insert=True)
    assert due_seats(on=TODAY) == []
    assert seat_planned(planned_id=row.pk, now=hall.now) is None
    assert not Mandate.objects.filter(post=kilns).exists()


def test_elected_posts_have_no_seat_in_a_plan(hall: Hall, coordinator: Member):
    make_post("treasury")
    in_turn("kilns")
    plan = make_plan(kind="posts", actor=coordinator, now=hall.now)
    assert set(plan.seats.values_list("post__code", flat=True)) == {"kilns"}


# --- made again ---------------------------------------------------------------------------------------------------


def test_where_nothing_changed_nothing_is_made_again(hall: Hall, coordinator: Member):
    in_turn("kilns", seats=2)
    adopted(hall)
    assert replan(kind="posts", now=hall.now + DAY) is None
    assert replan(kind="wheel", now=hall.now + DAY) is None
    assert Plan.objects.count() == 1


def test_a_turn_at_the_table_changes_hands_at_once_and_no_other_does(hall: Hall, coordinator: Member):
    at_the_table("table-chair")
    at_the_table("table-minutes")
    plan = adopted(hall, "wheel")
    before = who(plan)
    key, number = next((key, number) for key, number in before.items() if number)
    ill = Member.objects.get(number=number)
    day = date.fromisoformat(key.rsplit("/", 1)[1])
    goes_away(ill, day, day + DAY)

    again = replan(kind="wheel", now=hall.now)
    assert again is not None
    assert (again.replaces, again.motion, again.adopted_at) == (plan, plan.motion, hall.now)
    after = who(again)
    moved = {key for key in before if before[key] != after[key]}
    assert key in moved
    assert {before[key] for key in moved} == {number}
    row = next(row for row in seats_of(again) if "was" in row.because)
    assert row.because["was"] == number
    told = set(Notice.objects.filter(key=f"replanned:{again.pk}").values_list("member__number", flat=True))
    assert told == {number, *(after[key] for key in moved)}
    assert replan(kind="wheel", now=hall.now) is None


def test_a_change_of_who_gets_a_post_waits_for_the_next_assembly(hall: Hall, coordinator: Member):
    in_turn("kilns")
    plan = adopted(hall)
    row = seats_of(plan)[-1]
    assert row.member is not None
    assert row.from_on > TODAY + 20 * DAY
    goes_away(row.member, row.from_on, row.until_on)

    again = replan(kind="posts", now=hall.now)
    assert again is not None
    assert again.adopted_at is None
    assert current_plan("posts") == plan
    motion = Motion.objects.get(kind="plan", terms__plan=again.pk)
    assert motion.state == MotionState.ON_AGENDA
    assert motion.follows == plan.motion
    assert motion.proposer == plan.motion.proposer
    assert replan(kind="posts", now=hall.now) is None


def test_the_change_that_waited_is_voted_and_holds(hall: Hall, coordinator: Member):
    in_turn("kilns")
    plan = adopted(hall)
    row = seats_of(plan)[-1]
    assert row.member is not None
    goes_away(row.member, row.from_on, row.until_on)
    again = replan(kind="posts", now=hall.now)
    assert again is not None
    motion = decide(hall, kind="plan", terms={"plan": again.pk}, title="The change")
    assert motion.enacted_at is not None
    again.refresh_from_db()
    assert current_plan("posts") == again
    assert replan(kind="posts", now=hall.now) is None


def test_somebody_who_left_leaves_only_their_own_seats(hall: Hall, coordinator: Member):
    in_turn("kilns", seats=2)
    in_turn("glaze")
    plan = adopted(hall)
    number = next(number for number in who(plan).values() if number not in (2, None))
    Membership.objects.filter(member__number=number).update(until_on=TODAY)

    again = replan(kind="posts", now=hall.now)
    assert again is not None
    before, after = who(plan), who(again)
    assert {key for key in before if after[key] != before[key]} == {
        key for key, one in before.items() if one == number
    }


def test_a_post_given_up_is_filled_until_its_next_term(hall: Hall, coordinator: Member):
    kilns = in_turn("kilns")
    plan = adopted(hall)
    first = seats_of(plan)[0]
    mandate = seat_planned(planned_id=first.pk, now=hall.now)
    assert mandate is not None
    later = hall.now + 60 * DAY
    end_mandate(mandate_id=mandate.pk, actor=mandate.member, now=later)

    again = replan(kind="posts", now=later)
    assert again is not None
    assert again.adopted_at is None
    rows = seats_of(again)
    assert (rows[0].from_on, rows[0].until_on) == (TODAY + 60 * DAY, first.until_on)
    assert rows[0].member is not None
    assert rows[0].member != mandate.member
    assert rows[0].because["was"] is None
    assert [(row.from_on, row.member) for row in rows[1:]] == [
        (row.from_on, row.member) for row in seats_of(plan)[1:]
    ]
    assert replan(kind="posts", now=later) is None
    assert replan(kind="posts", now=later + 10 * DAY) is None
    assert kilns.mandates.count() == 1


def test_somebody_who_could_not_be_seated_is_not_planned_there_again(hall: Hall, coordinator: Member):
    in_turn("kilns")
    plan = adopted(hall)
    row = seats_of(plan)[0]
    assert row.member is not None
    key = f"kilns/1/{row.from_on}"
    again = replan(kind="posts", now=hall.now, refused=[(key, row.member.number)])
    assert again is not None
    assert who(again)[key] not in (None, row.member.number)


def test_each_of_those_touched_says_once_that_they_have_seen_it(hall: Hall, coordinator: Member):
    at_the_table("table-chair")
    plan = adopted(hall, "wheel")
    row = seats_of(plan)[0]
    assert row.member is not None
    goes_away(row.member, row.from_on, row.until_on)
    again = replan(kind="wheel", now=hall.now)
    assert again is not None
    moved = next(one for one in seats_of(again) if "was" in one.because)
    assert moved.member is not None
    for person in (row.member, moved.member):
        assert acknowledge_plan(plan_id=again.pk, actor=person, now=hall.now) >= 1
        assert acknowledge_plan(plan_id=again.pk, actor=person, now=hall.now) == 0
    assert set(Acknowledgement.objects.filter(planned=moved).values_list("member_id", flat=True)) == {
        row.member_id,
        moved.member_id,
    }
    untouched = next(one for one in hall.people if one.pk not in (row.member_id, moved.member_id))
    with pytest.raises(Refused, match="No turn of yours"):
        acknowledge_plan(plan_id=again.pk, actor=untouched, now=hall.now)
    assert Act.objects.filter(verb="rotation.plan.seen").count() == 2
    assert PlannedSeat.objects.filter(plan=again).count() == 4
    assert isinstance(again.made_at, datetime)
