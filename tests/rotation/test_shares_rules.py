"""Shares of time in burdens and in what the planner asks of one."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.models import Member, ShareOfTime
from rotation.reports.burden import burden_page, burdens, past
from rotation.reports.problem import posts_problem, wheel_problem
from rotation.rules.burden import Decay, here_of
from rotation.rules.planning import Person, Span, measures
from rotation.rules.shares import mean_share, past_share, share_on
from tests.makers import LONG_AGO, NOW, TODAY, make_coop, make_voters
from tests.rotation.conftest import hold, make_post

ON = date(2026, 3, 5)
HALF = Fraction(1, 2)
DECAY = Decay(window_months=36, yearly=HALF)
ALWAYS = Person(number=1, member_spans=(Span(from_on=date(2010, 1, 1), until_on=date.max),))
YEAR = timedelta(days=365)

DATED = st.lists(
    st.tuples(
        st.integers(min_value=-1500, max_value=400).map(lambda days: ON + timedelta(days=days)),
        st.fractions(min_value=Fraction(1, 40), max_value=1, max_denominator=40),
    ),
    max_size=4,
).map(sorted)


def test_a_share_is_whole_until_one_is_written_down_and_of_one_day_the_last_counts():
    dated = [(ON, HALF), (ON, Fraction(1, 4))]
    assert share_on(dated, ON - timedelta(days=1)) == 1
    assert share_on(dated, ON) == Fraction(1, 4)


def test_the_mean_is_by_days():
    dated = [(ON + timedelta(days=1), HALF)]
    assert mean_share(dated, from_on=ON, until_on=ON + timedelta(days=4)) == Fraction(1 + 3 * HALF) / 4
    assert mean_share(dated, from_on=ON, until_on=ON) == 1


def test_half_the_time_in_the_last_year_weighs_as_that_year_does():
    """Three years of weights 1, 1/2 and 1/4: of 7/4 of a year half of the first is missing."""
    found = past_share(ALWAYS, [(date(2025, 3, 5), HALF)], on=ON, decay=DECAY)
    assert found.mean == found.here == Fraction(5, 7)


@given(dated=DATED, came=st.integers(min_value=0, max_value=1500))
def test_nobody_is_here_for_more_than_their_share_and_one_share_is_what_it_was(
    dated: list[tuple[date, Fraction]], came: int
):
    one = Person(number=1, member_spans=(Span(from_on=ON - timedelta(days=came), until_on=date.max),))
    found = past_share(one, dated, on=ON, decay=DECAY)
    assert 0 <= found.here <= found.mean <= 1
    assert found.mean > 0
    assert past_share(one, (), on=ON, decay=DECAY).here == here_of(one, on=ON, decay=DECAY)


def works(member: Member, part: int, *, from_on: date) -> None:
    ShareOfTime.objects.create(
        member=member, part=part, whole=40, from_on=from_on, entered_by=member, entered_at=NOW
    )


@pytest.fixture
def people() -> list[Member]:
    make_coop()
    people = make_voters(5)
    post = make_post("door", seats=4, filled="in_turn", burden_points=2, term_months=12)
    for seat, person in enumerate(people[:4], start=1):
        hold(post, person, seat=seat, from_on=TODAY - YEAR, until_on=TODAY)
    works(people[1], 20, from_on=LONG_AGO)
    works(people[2], 20, from_on=TODAY)
    return people


@pytest.mark.django_db
def test_what_was_carried_counts_by_the_share_of_then_and_what_is_planned_by_that_to_come(
    people: list[Member],
):
    opened = burdens(past(on=TODAY))
    whole, half, from_today = (opened[people[nth].pk] for nth in range(3))
    assert half.load == 2 * whole.load > 0
    assert from_today.load == whole.load, "they carried it in whole weeks"
    expected = measures(posts_problem(on=TODAY, seed="s"))
    assert [expected[number].expected for number in (1, 2, 3)] == [1, HALF, HALF]


@pytest.mark.django_db
@pytest.mark.parametrize("wheel", [False, True])
def test_the_planner_begins_with_the_figure_of_the_page_whatever_the_shares(
    people: list[Member], wheel: bool
):
    works(people[0], 30, from_on=TODAY - YEAR // 2)
    works(people[3], 10, from_on=TODAY + YEAR)
    problem = (wheel_problem if wheel else posts_problem)(on=TODAY, seed="s")
    planned, opened = measures(problem), burdens(past(on=TODAY), wheel=wheel)
    for person in people:
        assert opened[person.pk].load == planned[person.number].history


@pytest.mark.django_db
def test_whoever_will_work_less_is_asked_by_the_days_of_each(people: list[Member]):
    works(people[3], 20, from_on=TODAY + YEAR)
    problem = posts_problem(on=TODAY, seed="s")
    [asked] = [one.share for one in problem.people if one.number == 4]
    assert asked == mean_share([(TODAY + YEAR, HALF)], from_on=problem.from_on, until_on=problem.until_on)
    assert HALF < asked < 1


@pytest.mark.django_db
def test_the_page_of_a_burden_says_the_share_of_time(people: list[Member]):
    found = burden_page(people[1], on=TODAY).posts
    assert found is not None
    assert found.burden.share == HALF
    assert found.load == sum(line.hundredths for line in found.lines) + found.begun_with
