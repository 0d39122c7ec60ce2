"""Nobody came: it is written down, made up and talked over, blames nobody, and never touches pay."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from assemblies.actions import draft_motion
from members.models import Notice
from payroll.models import Payslip
from record.models import Act
from record.rules import Refused
from rotation.actions import finish_duty
from rotation.actions.covers import accept_cover, ask_cover
from rotation.actions.missed import move_make_up, take_make_up, write_missed
from rotation.models import Duty, Mandate
from rotation.reports import duties_of
from rotation.reports.problem import wheel_problem
from rotation.tasks import turn_the_wheel
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY, give_power
from tests.payroll.conftest import nine_of
from tests.rotation.wheel import DAY, WEEK, Seats, Wheel, wheel_of

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
BLAME = ("fault", "fail", "absent", "late", "must", "should have", "sanction", "penal", "blame", "sorry")


@pytest.fixture
def wheel(hall: Hall) -> Wheel:
    return wheel_of(hall)


def missed(wheel: Wheel, seats: Seats) -> tuple[Duty, Duty]:
    """The chair of today, to which nobody came, with what repairs it; said the day after."""
    wheel.told({("chair", 0): 0, **seats})
    duty = wheel.turn("chair", 0)
    write_missed(duty_id=duty.pk, actor=wheel.hall.chair, now=wheel.day(0, 1))
    return duty, Duty.objects.get(repairs=duty)


def test_it_is_written_by_whoever_chairs_or_hands_out_duties_once_the_day_is_over(wheel: Wheel):
    wheel.told({("chair", 0): 0, ("door", 0): 1})
    turn, tomorrow = wheel.turn("chair", 0), wheel.day(0, 1)
    with pytest.raises(Refused, match="Whoever chairs"):
        write_missed(duty_id=turn.pk, actor=wheel.people[3], now=tomorrow)
    with pytest.raises(Refused, match="day is over"):
        write_missed(duty_id=turn.pk, actor=wheel.hall.chair, now=wheel.hall.now)
    finish_duty(duty_id=wheel.turn("door", 0).pk, actor=wheel.people[1], now=wheel.hall.now)
    with pytest.raises(Refused, match="It was done"):
        write_missed(duty_id=wheel.turn("door", 0).pk, actor=wheel.hall.chair, now=tomorrow)

    give_power(wheel.people[3], "rotation.assign_duties")
    for _twice in range(2):
        write_missed(duty_id=turn.pk, actor=wheel.people[3], now=tomorrow)
    assert Act.objects.filter(verb="rotation.turn.missed").count() == 1
    assert Duty.objects.filter(repairs=turn).count() == 1
    with pytest.raises(Refused, match="Talk with"):
        finish_duty(duty_id=turn.pk, actor=wheel.people[0], now=tomorrow)


def test_it_is_made_up_at_the_next_seat_that_nobody_has(wheel: Wheel):
    _turn, repair = missed(wheel, {("door", 1): None, ("chair", 1): 0, ("chair", 2): None, ("door", 2): 1})
    # On the first day they have a turn already.
    assert (repair.post, repair.due_on, repair.seat) == (wheel.chair, TODAY + 2 * WEEK, 1)
    assert (repair.kind, repair.member) == ("make_up", wheel.people[0])

    for _twice in range(2):
        take_make_up(duty_id=repair.pk, actor=wheel.people[0], now=wheel.day(0, 2))
    assert wheel.whose("chair", 2) == 0
    turn_the_wheel(wheel.day(0, 2))
    turn_the_wheel(wheel.day(2))
    mandate = wheel.turn("chair", 2).mandate
    assert mandate is not None
    assert mandate.member == wheel.people[0]


def test_where_every_seat_is_somebodys_they_lend_a_hand_at_the_next_assembly(wheel: Wheel):
    _turn, repair = missed(wheel, {("chair", 1): 0, ("door", 1): 1})
    assert (repair.due_on, repair.seat) == (TODAY + 2 * WEEK, None)
    with pytest.raises(Refused, match="no seat to take"):
        take_make_up(duty_id=repair.pk, actor=wheel.people[0], now=wheel.day(0, 2))
    with pytest.raises(Refused, match="not come yet"):
        finish_duty(duty_id=repair.pk, actor=wheel.people[0], now=wheel.day(0, 2))
    finish_duty(duty_id=repair.pk, actor=wheel.people[0], now=wheel.day(2))


def test_they_may_ask_for_another_day(wheel: Wheel):
    _turn, repair = missed(wheel, {("door", 1): None, ("door", 2): None})
    with pytest.raises(Refused, match="somebody else's"):
        move_make_up(duty_id=repair.pk, actor=wheel.people[1], now=wheel.day(0, 1))
    moved = move_make_up(duty_id=repair.pk, actor=wheel.people[0], now=wheel.day(0, 1))
    assert (moved.due_on, moved.seat, moved.sequence) == (TODAY + 2 * WEEK, 1, 1)
    again = move_make_up(duty_id=repair.pk, actor=wheel.people[0], now=wheel.day(0, 1))
    assert (again.due_on, again.seat, again.planned) == (TODAY + 3 * WEEK, None, None)


def test_a_seat_that_somebody_took_meanwhile_is_not_taken_twice(wheel: Wheel):
    wheel.told({("chair", 0): 0, ("door", 0): 1, ("door", 1): None})
    for code in ("chair", "door"):
        write_missed(duty_id=wheel.turn(code, 0).pk, actor=wheel.hall.chair, now=wheel.day(0, 1))
    first, second = Duty.objects.filter(kind="make_up").order_by("pk")
    assert first.planned == second.planned
    take_make_up(duty_id=first.pk, actor=wheel.people[0], now=wheel.day(0, 1))
    with pytest.raises(Refused, match="Somebody has that seat"):
        take_make_up(duty_id=second.pk, actor=wheel.people[1], now=wheel.day(0, 1))


def test_no_sentence_blames_anybody_and_a_talk_is_suggested(wheel: Wheel):
    _turn, repair = missed(wheel, {("door", 1): None})
    [notice] = Notice.objects.filter(key__startswith="turn-missed")
    assert notice.member == wheel.people[0]
    assert "Talk it over" in notice.text_id
    said = [notice.text_id, repair.title]
    assert not [word for sentence in said for word in BLAME if word in sentence.lower()]


def test_a_turn_to_which_nobody_came_counts_for_nobody_and_leaves_ones_page(wheel: Wheel):
    turn, repair = missed(wheel, {("door", 1): None})
    assert Mandate.objects.filter(turns=turn).exists()
    assert wheel_problem(on=TODAY + DAY, seed="x").person_of[1].history == 0
    mine = duties_of(wheel.people[0], now=wheel.day(0, 1))
    lines = (*mine.overdue, *mine.this_week, *mine.next_week, *mine.later)
    assert [line.id for line in lines] == [repair.pk]


def a_month(*, something_happens: bool) -> list[dict[str, Any]]:
    """What March pays, with a turn that was missed and one that was covered, or with neither."""
    nine = nine_of()
    draft = draft_motion(
        kind="decision", title="Turns", text="As planned.", terms={}, proposer=nine.people[0], now=NOW
    )
    hall = Hall(coop=nine.coop, assembly=None, people=nine.people, chair=nine.people[8], now=NOW)  # type: ignore[arg-type]
    wheel = wheel_of(hall, motion=draft)
    wheel.told({("chair", 0): 0, ("door", 0): 1, ("chair", 1): 2})
    if something_happens:
        write_missed(duty_id=wheel.turn("chair", 0).pk, actor=nine.people[8], now=wheel.day(0, 1))
        cover = ask_cover(duty_id=wheel.turn("chair", 1).pk, actor=nine.people[2], now=wheel.day(0, 1))
        accept_cover(cover_id=cover.pk, actor=cover.offers.get(place=1).member, now=wheel.day(0, 1))
    nine.posted()
    left_out = ("id", "run_id", "member_id", "nonce")
    return [
        {"number": slip.member.number}
        | {name: value for name, value in vars(slip).items() if name not in left_out and name[0] != "_"}
        for slip in Payslip.objects.order_by("member__number").select_related("member")
    ]


def test_missed_turns_and_covers_never_touch_pay():
    found = []
    for something_happens in (False, True):
        with transaction.atomic():
            found.append(a_month(something_happens=something_happens))
            transaction.set_rollback(True)
    assert len(found[0]) == 9
    assert found[0] == found[1]


def test_nothing_in_pay_reads_turns():
    taken = set()
    for path in (ROOT / "payroll").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "missed_at" not in source, path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rotation"):
                taken |= {node.module, *(name.name for name in node.names)}
    assert taken
    assert not taken & {"Duty", "Cover", "Swap", "rotation.actions.missed"}
