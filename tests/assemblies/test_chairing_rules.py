"""The next step of an assembly is always one, and the rule in its way has a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assemblies.rules.chairing import NextStep, Point, Step, next_point, next_step, point_now, why_not_begin
from tests.assemblies.test_floor_rules import Holder
from tests.makers import NOW

CHAIR = Holder("assemblies.chair")


def matter(item: int, *, begun: int | None = None) -> Point:
    """A report or a talk, begun so many minutes after the beginning."""
    return Point(
        item_id=item,
        title=f"Matter {item}",
        begun_at=None if begun is None else NOW + timedelta(minutes=begun),
    )


def motion(item: int, state: str = "on_agenda", *, begun: int | None = None, **about: Any) -> Point:
    return Point(
        item_id=item,
        title=f"Motion {item}",
        motion_id=100 + item,
        motion_state=state,
        begun_at=None if begun is None else NOW + timedelta(minutes=begun),
        **about,
    )


def step(
    *points: Point, state: str = "open", due: bool = False, enough: bool = True
) -> tuple[str, int] | None:
    found = next_step(assembly_state=state, points=points, second_call_is_due=due, enough_are_here=enough)
    return None if found is None else (found.step.value, 0 if found.point is None else found.point.item_id)


def test_before_its_hour_the_next_step_is_to_open_and_in_a_recess_to_go_on() -> None:
    assert step(motion(1), state="convoked") == ("open", 0)
    assert step(motion(1), state="recess") == ("resume", 0)


def test_once_it_is_over_there_is_no_step() -> None:
    assert step(motion(1), state="closed") is None
    assert step(motion(1), state="cancelled") is None


def test_the_agenda_is_gone_through_in_its_order() -> None:
    assert step(matter(1), motion(2)) == ("begin-item", 1)
    assert step(matter(1, begun=0), motion(2)) == ("begin-item", 2)
    assert step(matter(1, begun=0), motion(2, begun=5)) == ("open-vote", 2)
    assert step(matter(1, begun=0), motion(2, "voting", begun=5)) == ("close-vote", 2)
    assert step(matter(1, begun=0), motion(2, "adopted", begun=5)) == ("close", 0)


def test_an_item_passed_over_is_come_back_to() -> None:
    assert step(matter(1), motion(2, "rejected", begun=5)) == ("begin-item", 1)


def test_the_second_call_is_opened_when_its_hour_has_come_and_we_are_too_few() -> None:
    assert step(motion(1), due=True, enough=False) == ("second-call", 0)
    assert step(motion(1), due=True, enough=True) == ("begin-item", 1)
    assert step(motion(1, "voting", begun=0), due=True, enough=False) == ("close-vote", 1)


def test_amendments_are_taken_before_what_they_amend() -> None:
    amendment: dict[str, Any] = {"amends_id": 102}
    assert step(motion(1, **amendment), motion(2, begun=1)) == ("begin-item", 1)
    assert step(motion(1, "voting", **amendment), motion(2, begun=1)) == ("close-vote", 1)
    assert step(motion(1, "adopted", **amendment), motion(2, begun=1)) == ("open-vote", 2)


def test_a_vote_of_an_earlier_item_may_stay_open_and_is_closed_at_the_end() -> None:
    points = (motion(1, "voting", begun=1), motion(2, begun=5))
    assert step(*points) == ("open-vote", 2)
    assert step(points[0], motion(2, "adopted", begun=5)) == ("close-vote", 1)


def test_what_went_on_to_the_next_assembly_or_was_withdrawn_is_passed_over() -> None:
    gone = Point(item_id=1, title="Gone", motion_id=101, motion_state="on_agenda", is_carried_over=True)
    assert step(gone, motion(2, "withdrawn")) == ("close", 0)


def test_the_item_we_are_at_is_the_one_we_came_to_last_by_hand_or_by_its_vote() -> None:
    voted = motion(1, "voting", begun=1, vote_opened_at=NOW + timedelta(minutes=9))
    assert point_now([voted, matter(2, begun=5)]) == voted
    assert point_now([matter(1), motion(2)]) is None
    assert next_point([matter(1, begun=3), matter(2)]) == matter(2)


def test_the_chair_goes_on_to_any_item_that_is_not_decided_while_we_are_in_session() -> None:
    about: dict[str, Any] = {
        "assembly_state": "open",
        "is_carried_over": False,
        "motion_state": "",
        "actor": CHAIR,
        "now": NOW,
    }
    assert why_not_begin(**about) is None
    assert why_not_begin(**about | {"motion_state": "on_agenda"}) is None
    assert "chairs" in str(why_not_begin(**about | {"actor": Holder()}))
    assert "recess" in str(why_not_begin(**about | {"assembly_state": "recess"}))
    assert "not open" in str(why_not_begin(**about | {"assembly_state": "closed"}))
    assert "next assembly" in str(why_not_begin(**about | {"is_carried_over": True}))
    assert "decided" in str(why_not_begin(**about | {"motion_state": "adopted"}))


@st.composite
def agendas(draw: st.DrawFn) -> list[Point]:
    points: list[Point] = []
    for item in range(draw(st.integers(0, 8))):
        begun = draw(st.none() | st.integers(0, 60))
        if draw(st.booleans()):
            points.append(matter(item, begun=begun))
            continue
        state = draw(st.sampled_from(["on_agenda", "voting", "adopted", "rejected", "withdrawn", "tied"]))
        amends = draw(st.none() | st.integers(item + 1, 9))  # an amendment stands before what it amends
        about = {"amends_id": None if amends is None else 100 + amends}
        points.append(motion(item, state, begun=begun, **about))
    return points


def after(found: NextStep, points: list[Point], minute: int) -> list[Point]:
    """The agenda once that step was taken."""
    at = NOW + timedelta(minutes=100 + minute)
    taken: list[Point] = []
    for point in points:
        if point == found.point:
            state = {"open-vote": "voting", "close-vote": "rejected"}.get(found.step, point.motion_state)
            began = at if found.step is Step.BEGIN_ITEM else point.begun_at
            opened = at if found.step is Step.OPEN_VOTE else point.vote_opened_at
            point = Point(
                item_id=point.item_id,
                title=point.title,
                motion_id=point.motion_id,
                motion_state=state,
                amends_id=point.amends_id,
                begun_at=began,
                vote_opened_at=opened,
            )
        taken.append(point)
    return taken


@given(agendas())
def test_pressing_the_one_button_brings_every_assembly_to_its_end(points: list[Point]) -> None:
    for minute in range(4 * len(points) + 2):
        found = next_step(
            assembly_state="open", points=points, second_call_is_due=False, enough_are_here=True
        )
        assert found is not None
        if found.step is Step.CLOSE:
            assert not any(point.waits or point.motion_state == "voting" for point in points)
            return
        points = after(found, points, minute)
    raise AssertionError(f"it never ends: {points}")
