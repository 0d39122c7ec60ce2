"""Who is in office and how often, whether few carry most, which posts few of us know: read from what is."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from assemblies.models import Contest
from members.models import Absence, Member, Membership, Standing
from rotation.house_rules import CONCENTRATION, TRAINED
from rotation.models import Declined, Duty, Skill, SkillGrant, Wish
from rotation.reports.burden import burden_page, burdens, other_decay, past
from rotation.reports.concentration import concentration
from rotation.reports.in_office import ordered, power_page
from rotation.reports.problem import posts_problem, wheel_problem
from rotation.reports.skills import trained_by_post
from rotation.reports.trained import trained_page
from rotation.rules.burden import Decay
from rotation.rules.planning import measures
from tests.assemblies.conftest import Hall
from tests.makers import (
    LONG_AGO,
    NOW,
    TODAY,
    make_coop,
    make_member,
    make_sector,
    make_voters,
    write_house_rule,
)
from tests.rotation.conftest import decide, hold, make_post

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def people() -> list[Member]:
    make_coop()
    return make_voters(12)


def a_past(people: list[Member]) -> None:
    """Terms of all sorts: long, ended early, interim, at the table, still to come; leave, absences, newcomers."""
    treasury = make_post(burden_points=3, filled="in_turn")
    door = make_post("door", seats=2, filled="drawn", term_months=3)
    table = make_post("chair", on_wheel=True, term_months=0, term_days=1)
    hold(treasury, people[0], from_on=date(2023, 6, 1), until_on=date(2024, 6, 1))
    hold(treasury, people[1], from_on=date(2024, 6, 1), until_on=date(2025, 1, 1))
    hold(treasury, people[0], from_on=date(2025, 1, 1), until_on=date(2026, 9, 1))
    hold(door, people[2], from_on=date(2025, 6, 1), until_on=TODAY, ended_on=date(2025, 8, 1), ended_at=NOW)
    hold(door, people[3], from_on=date(2025, 8, 1), until_on=date(2025, 11, 1), is_interim=True)
    hold(door, people[4], from_on=date(2026, 6, 1), until_on=date(2026, 9, 1), seat=2)
    for nth, person in enumerate(people):
        day = date(2025, 5, 1) + timedelta(weeks=nth)
        turn = hold(table, person, from_on=day, until_on=day + timedelta(days=1))
        if nth == 10:
            Duty.objects.create(
                title="Chair",
                key="chair",
                kind="turn",
                from_on=day,
                due_on=day,
                post=table,
                seat=1,
                member=person,
                mandate=turn,
                missed_at=NOW,
            )
    people.append(make_member(13, from_on=date(2025, 9, 1)))
    on_leave = people[6].memberships.get()
    Membership.objects.filter(pk=on_leave.pk).update(until_on=date(2025, 3, 1))
    Membership.objects.create(
        member=people[6],
        standing=Standing.ON_LEAVE,
        from_on=date(2025, 3, 1),
        until_on=date(2026, 2, 1),
        because="x",
    )
    Membership.objects.create(
        member=people[6], standing=Standing.MEMBER, from_on=date(2026, 2, 1), because="x"
    )
    Absence.objects.create(
        member=people[7],
        from_on=date(2024, 9, 1),
        until_on=date(2025, 3, 1),
        entered_by=people[7],
        entered_at=NOW,
    )
    left = people[8].memberships.get()
    Membership.objects.filter(pk=left.pk).update(until_on=date(2026, 1, 1))


@pytest.mark.parametrize("wheel", [False, True])
def test_everybodys_burden_is_the_figure_the_planner_begins_with(people: list[Member], wheel: bool):
    a_past(people)
    problem = (wheel_problem if wheel else posts_problem)(on=TODAY, seed="s")
    planned, opened = measures(problem), burdens(past(on=TODAY), wheel=wheel)
    number = {person.pk: person.number for person in people}
    assert {number[pk] for pk in opened} == set(planned)
    for pk, burden in opened.items():
        assert burden.load == planned[number[pk]].history
    assert len({burden.load for burden in opened.values()}) > 2


def test_the_lines_of_a_page_add_up_as_they_are_shown(people: list[Member]):
    a_past(people)
    page = burden_page(people[0], on=TODAY)
    assert page.posts is not None
    assert page.table is not None
    assert [one.mandate.from_on for one in page.posts.lines] == [date(2025, 1, 1), date(2023, 6, 1)]
    assert [one.mandate.post.code for one in page.table.lines] == ["chair"]
    for shown in (page.posts, page.table):
        assert sum(one.hundredths for one in shown.lines) + shown.begun_with == shown.load
        assert abs(shown.load - shown.burden.load * 100) * 2 <= 1
    assert page.posts.place == 1


def test_a_turn_that_was_missed_is_no_turn_carried(people: list[Member]):
    a_past(people)
    turns = burdens(past(on=TODAY), wheel=True)
    assert [len(turns[people[nth].pk].lines) for nth in (9, 10)] == [1, 0]


def test_an_interim_carries_nothing_of_their_own_turn(people: list[Member]):
    a_past(people)
    page = burden_page(people[3], on=TODAY)
    assert page.posts is not None
    assert page.posts.lines == []


def test_whoever_was_away_or_on_leave_or_came_late_begins_with_a_part_of_the_middle(people: list[Member]):
    a_past(people)
    write_house_rule("rotation.burden", {"window_months": 36, "yearly_percent": 100})
    for person in people[9:]:
        hold(make_post(f"p{person.number}"), person, from_on=date(2023, 3, 5), until_on=TODAY)
    opened = burdens(past(on=TODAY))
    for nth in (12, 6, 7):
        assert opened[people[nth].pk].missing > 0
    assert opened[people[0].pk].missing == 0


def test_nobody_plans_for_who_left(people: list[Member]):
    a_past(people)
    page = burden_page(people[8], on=TODAY)
    assert page.posts is None
    assert page.table is None


def test_another_decay_changes_only_what_one_looks_at(people: list[Member]):
    a_past(people)
    found = other_decay(on=TODAY, decay=Decay(window_months=12, yearly=Fraction(0)))
    assert found.now == Decay(window_months=36, yearly=Fraction(1, 2))
    [zulema] = [row for row in found.rows if row.member == people[0]]
    assert (zulema.place, zulema.other_place) == (1, 1)
    assert zulema.other < zulema.now
    [walter] = [row for row in found.rows if row.member == people[1]]
    assert walter.now > walter.other == 0
    assert walter.moves < 0


def test_across_posts_days_terms_and_months_are_counted(people: list[Member]):
    a_past(people)
    found = power_page(on=TODAY)
    [zulema] = [one for one in found.people if one.number == 1]
    assert found.from_on == date(2024, 3, 5)
    assert zulema.days == (date(2024, 6, 1) - date(2024, 3, 5)).days + (TODAY - date(2025, 1, 1)).days
    assert zulema.posts == zulema.now == ("Treasury",)
    assert zulema.row is not None
    assert (zulema.row.since, zulema.row.terms) == (date(2025, 1, 1), 1)
    assert sum(zulema.months) == zulema.months_in == 17
    assert len(zulema.months) == 24


def test_turns_at_the_table_are_nobodys_office(people: list[Member]):
    a_past(people)
    found = power_page(on=TODAY)
    assert [one.number for one in found.people if one.ever] == [1, 2, 3, 4]
    assert found.never == len(found.people) - 4


def test_one_sees_them_in_any_order_by_sector_and_who_never_was(people: list[Member]):
    a_past(people)
    kilns = make_sector()
    Member.objects.filter(pk__in=[people[1].pk, people[9].pk]).update(sector=kilns)
    found = power_page(on=TODAY).people

    def numbers(by: str = "", sector: str = "", who: str = "") -> list[int]:
        return [one.number for one in ordered(found, by=by, sector=sector, who=who)]

    assert numbers()[:4] == [1, 2, 4, 3]
    assert numbers("weight")[:2] == [1, 2]
    assert numbers("row")[0] == 1
    assert numbers("number")[:3] == [1, 2, 3]
    assert numbers(sector="kilns") == [2, 10]
    assert numbers(sector="kilns", who="never") == [10]
    assert numbers(who="now") == [1]
    assert numbers("no such order") == numbers("days")


def test_a_sectors_part_of_the_posts_is_beside_its_part_of_us(people: list[Member]):
    a_past(people)
    kilns = make_sector()
    Member.objects.filter(pk__in=[one.pk for one in people[:3]]).update(sector=kilns)
    nowhere, line = power_page(on=TODAY).sectors
    assert (nowhere.name, line.name) == ("", "Hornos")
    assert (line.people, line.now, line.of_people) == (3, 1, 25)
    assert line.of_weight > 90
    assert line.top.people == 1


def few_carry(people: list[Member], posts: int = 4) -> None:
    """Four posts since 2023: the same person in one after another, the others for a month each."""
    for nth in range(posts):
        hold(
            make_post(f"post-{nth}", burden_points=9),
            people[0],
            from_on=date(2023, 1, 1) + timedelta(days=290 * nth),
            until_on=date(2023, 1, 1) + timedelta(days=290 * (nth + 1)),
        )


def test_the_alarm_is_over_the_voted_part_and_not_at_it(people: list[Member]):
    days = 100
    for nth, person in enumerate(people):
        much = 2 if nth < 2 else 1
        hold(
            make_post(f"post-{nth}", burden_points=much * (5 if nth < 2 else 1)),
            person,
            from_on=date(2025, 1, 1),
            until_on=date(2025, 1, 1) + timedelta(days=days),
        )
    hold(make_post("first"), people[11], from_on=LONG_AGO, until_on=LONG_AGO + YEAR)
    found = concentration(on=TODAY)
    assert (found.top.people, found.top.of) == (2, 12)
    assert found.top.share == Fraction(2, 3)
    assert found.is_top_over
    assert found.is_over
    write_house_rule("rotation.concentration", CONCENTRATION.default | {"percent": 67})
    assert not concentration(on=TODAY).is_over
    write_house_rule("rotation.concentration", CONCENTRATION.default | {"percent": 66})
    assert concentration(on=TODAY).is_over


def test_in_a_new_house_few_carry_all_by_necessity_and_nobody_is_alarmed(people: list[Member]):
    hold(make_post(), people[0], from_on=date(2025, 12, 1), until_on=date(2026, 12, 1))
    found = concentration(on=TODAY)
    assert found.top.share == 1
    assert not found.is_known
    assert not found.is_over


def test_posts_at_once_and_months_in_a_row_have_their_own_limits(people: list[Member]):
    few_carry(people)
    found = concentration(on=TODAY)
    assert (found.at_once, found.in_row) == (0, 1)
    for nth in range(3):
        hold(make_post(f"more-{nth}"), people[3], from_on=date(2026, 1, 1), until_on=date(2026, 9, 1))
    assert concentration(on=TODAY).at_once == 1
    write_house_rule("rotation.concentration", CONCENTRATION.default | {"at_once": 3, "in_row_months": 60})
    found = concentration(on=TODAY)
    assert (found.at_once, found.in_row) == (0, 0)


def test_the_page_and_the_first_page_say_the_same_of_all_of_us(people: list[Member]):
    a_past(people)
    assert concentration(on=TODAY) == power_page(on=TODAY).concentrated


def test_where_nobody_ever_held_a_post_there_is_nothing_to_say(people: list[Member]):
    found = concentration(on=TODAY)
    assert not found.is_over
    assert found.since is None
    assert power_page(on=TODAY).never == 12


def test_the_first_page_asks_once(people: list[Member], django_assert_num_queries: Any):
    a_past(people)
    concentration(on=TODAY)
    with django_assert_num_queries(1):
        concentration(on=TODAY)


def a_skill(code: str = "books", lasts: int = 0) -> Skill:
    return Skill.objects.create(code=code, name=code.capitalize(), lasts_months=lasts)


def knows(skill: Skill, person: Member, until_on: date | None = None) -> None:
    SkillGrant.objects.create(
        skill=skill, member=person, from_on=date(2025, 1, 1), until_on=until_on, from_founding=True
    )


def test_a_post_is_short_while_fewer_know_it_than_we_agreed_on(people: list[Member]):
    books = a_skill()
    make_post(skills=["books"])
    for person in people[:3]:
        knows(books, person)
    assert trained_page(on=TODAY).short == []
    write_house_rule("rotation.trained", 4)
    [line] = trained_page(on=TODAY).short
    assert line.trained == people[:3]
    assert TRAINED.default == 3


def test_a_skill_that_runs_out_before_the_next_term_counts_no_more(people: list[Member]):
    books = a_skill(lasts=24)
    hold(make_post(skills=["books"]), people[0], until_on=date(2026, 9, 5))
    for person in people[:2]:
        knows(books, person)
    knows(books, people[2], until_on=date(2026, 9, 5))
    knows(books, people[3], until_on=date(2026, 9, 6))
    write_house_rule("rotation.trained", 4)
    [line] = trained_page(on=TODAY).short
    assert [(one.member, one.skill, one.until_on) for one in line.runs_out] == [
        (people[2], "Books", date(2026, 9, 5))
    ]
    assert (len(line.trained), line.left) == (4, 3)


def test_where_a_post_asks_for_no_skill_whoever_carried_it_to_its_end_knows_it(people: list[Member]):
    post = make_post()
    hold(post, people[0], from_on=date(2024, 1, 1), until_on=date(2024, 7, 1))
    hold(
        post,
        people[1],
        from_on=date(2024, 7, 1),
        until_on=date(2025, 1, 1),
        ended_on=date(2024, 9, 1),
        ended_at=NOW,
    )
    hold(post, people[2], from_on=date(2024, 9, 1), until_on=date(2025, 1, 1), is_interim=True)
    [line] = trained_page(on=TODAY).lines
    assert line.trained == [people[0]]


def test_it_is_the_same_people_as_the_posts_own_page_says(people: list[Member]):
    a_past(people)
    knows(a_skill(), people[9])
    make_post("books", skills=["books"])
    found = trained_by_post(on=TODAY)
    assert {line.terms.post.code: line.trained for line in trained_page(on=TODAY).lines} == found


def test_who_could_learn_it_next_would_like_it_or_never_held_a_post_and_did_not_say_no(
    people: list[Member],
):
    post = make_post(months_here=6)
    for person in people[:8]:
        hold(make_post(f"p{person.number}"), person, from_on=date(2024, 1, 1), until_on=date(2024, 7, 1))
    Wish.objects.create(member=people[4], post=post, at=NOW)
    Declined.objects.create(member=people[9], post=post, from_on=TODAY, until_on=TODAY + YEAR, at=NOW)
    new = make_member(14, from_on=date(2026, 1, 1))
    on_probation = make_member(15, standing=Standing.PROBATION)
    [line] = [one for one in trained_page(on=TODAY).short if one.terms.post == post]
    assert [(one.member, one.wished, one.never_held) for one in line.learners[:2]] == [
        (people[4], True, False),
        (people[8], False, True),
    ]
    asked = {one.member for one in line.learners}
    assert not asked & {people[9], new, on_probation}
    assert asked <= {people[4], people[8], people[10], people[11]}


def test_a_post_of_a_sector_is_learnt_in_the_sector_first(people: list[Member]):
    kilns = make_sector()
    post = make_post()
    post.sector = kilns
    post.save()
    Member.objects.filter(pk=people[7].pk).update(sector=kilns)
    [line] = trained_page(on=TODAY).short
    assert line.learners[0].member == people[7]


def test_what_is_no_number_is_no_rule_about_few_or_about_knowing():
    for broken in (
        None,
        {},
        {**CONCENTRATION.default, "percent": 101},
        {**CONCENTRATION.default, "months": True},
    ):
        with pytest.raises(ValueError, match=r"months|whole number"):
            CONCENTRATION.load(broken)
    for none in (0, True, "3", None):
        with pytest.raises(ValueError, match="whole number"):
            TRAINED.load(none)


@pytest.mark.parametrize("upheld", [None, True])
def test_what_waits_or_never_began_because_it_was_contested_is_in_nobodys_figures(
    hall: Hall, upheld: bool | None
):
    motion = decide(hall)
    walter, later = hall.people[1], date(2026, 9, 1)
    hold(
        make_post("second", filled="in_turn"),
        walter,
        from_on=date(2026, 4, 1),
        until_on=date(2027, 4, 1),
        motion=motion,
        from_founding=False,
    )
    before = burdens(past(on=later))[walter.pk]
    Contest.objects.create(
        motion=motion,
        member=hall.people[8],
        reason="Not this.",
        at=NOW + timedelta(days=1),
        upheld=upheld,
        settled_at=None if upheld is None else NOW + timedelta(days=9),
        settlement="" if upheld is None else "The judge said so.",
    )
    after = burdens(past(on=later))[walter.pk]
    assert (len(before.lines), after.lines) == (1, ())
    [planned] = [one for one in posts_problem(on=later, seed="s").people if one.number == walter.number]
    assert planned.terms == ()
    assert planned.history == 0
    [seen] = [one for one in power_page(on=later).people if one.number == walter.number]
    assert (seen.days, seen.ever) == (0, False)
