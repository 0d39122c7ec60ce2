"""Posts, seats, duties and lots: what each act does, refuses and writes in the record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from members.models import Member, Membership, Notice
from record.models import Act
from record.rules import Refused
from rotation import tasks
from rotation.actions import (
    create_post,
    draw_lot,
    end_mandate,
    finish_duty,
    seat_member,
    set_terms,
    write_duty,
)
from rotation.models import Duty, Mandate, Post
from rotation.reports import duties_of
from tests.makers import NOW, TODAY, make_coop, make_member
from tests.rotation.conftest import UNTIL, hold, make_post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def delia() -> Member:
    make_coop()
    return make_member(5, "Delia Quiroga")


def seat(post: Post, member: Member, **about: Any) -> Mandate:
    whole: dict[str, Any] = {"seat": 1, "from_on": TODAY, "actor": None, "now": NOW} | about
    if "draw" not in whole:
        whole["draw"] = lot([member.number])
    return seat_member(post_id=post.pk, member_id=member.pk, **whole)


def lot(pool: list[int], **about: Any) -> Any:
    whole: dict[str, Any] = {"title": "x", "seed": "s", "how_many": 1, "motion": None, "actor": None}
    return draw_lot(pool_numbers=pool, now=NOW, **(whole | about))


def why_not(post: Post, member: Member, **about: Any) -> str:
    with pytest.raises(Refused) as refusal:
        seat(post, member, **about)
    return refusal.value.sentence


# --- seats ----------------------------------------------------------------------------------------------


def test_a_term_lasts_what_the_post_says(delia: Member):
    assert seat(make_post(), delia).until_on == UNTIL
    assert seat(make_post("table", term_months=0, term_days=1), delia).until_on == TODAY + DAY
    assert Act.objects.filter(verb="rotation.mandate.began").count() == 2


def test_nobody_holds_a_post_for_longer_than_its_term(delia: Member):
    post, table = make_post(), make_post("table", term_months=0, term_days=1)
    assert "longer than its term" in why_not(post, delia, until_on=UNTIL + DAY)
    assert "longer than its term" in why_not(post, delia, until_on=TODAY)
    assert "longer than its term" in why_not(table, delia, until_on=TODAY + 2 * DAY)
    assert seat(post, delia, until_on=TODAY + DAY).until_on == TODAY + DAY


def test_a_seat_that_is_taken_is_refused_in_a_sentence(delia: Member):
    post = make_post()
    seat(post, delia)
    assert why_not(post, make_member(6)) == "Seat 1 of Treasury is taken on those days."
    assert "no seat 2" in why_not(post, make_member(7), seat=2)


def test_who_does_not_belong_on_that_day_is_not_seated(delia: Member):
    left = make_member(8, until_on=date(2026, 1, 1))
    assert "is not a member on that day" in why_not(make_post(), left)
    assert "on leave" in why_not(make_post("garden"), make_member(9, standing="on_leave"))


def test_the_founding_is_bound_by_the_seat_only(delia: Member):
    post = make_post()
    held = seat(post, delia, from_founding=True, draw=None, until_on=date(2027, 3, 5))
    assert held.until_on == date(2027, 3, 5)
    assert "taken" in why_not(post, make_member(6), from_founding=True, draw=None)


def test_an_interim_does_not_count_as_a_term(delia: Member):
    post = make_post(max_consecutive_terms=1)
    seat(post, delia, until_on=TODAY + 14 * DAY, is_interim=True)
    assert seat(post, delia, from_on=TODAY + 14 * DAY).pk


def test_the_record_tells_who_was_seated_and_why(delia: Member):
    held = seat(make_post(), delia)
    act = Act.objects.get(verb="rotation.mandate.began")
    assert act.facts["member"] == 5
    assert act.facts["source"] == f"draw:{held.draw_id}"
    assert "Delia" not in str(act.facts)


# --- ends -----------------------------------------------------------------------------------------------


def test_one_steps_down_oneself_and_nobody_else_can(delia: Member):
    held = hold(make_post(), delia)
    with pytest.raises(Refused, match="by a recall"):
        end_mandate(mandate_id=held.pk, actor=make_member(6), now=NOW)
    ended = end_mandate(mandate_id=held.pk, actor=delia, now=NOW)
    again = end_mandate(mandate_id=held.pk, actor=delia, now=NOW + DAY)
    assert (ended.ended_on, again.ended_at) == (TODAY, NOW)
    assert Act.objects.filter(verb="rotation.mandate.ended").count() == 1


def test_what_is_over_is_not_ended_again(delia: Member):
    held = hold(make_post(), delia, from_on=date(2025, 1, 1), until_on=TODAY)
    with pytest.raises(Refused, match="over already"):
        end_mandate(mandate_id=held.pk, actor=delia, now=NOW)


def test_after_stepping_down_the_seat_is_free_that_day(delia: Member):
    post = make_post()
    end_mandate(mandate_id=hold(post, delia).pk, actor=delia, now=NOW)
    assert seat(post, make_member(6)).from_on == TODAY


# --- posts ----------------------------------------------------------------------------------------------


def post_of(**about: Any) -> Post:
    whole: dict[str, Any] = {
        "code": "garden",
        "name": "Garden",
        "sector_id": None,
        "terms": {},
        "motion": None,
        "actor": None,
        "now": NOW,
    }
    return create_post(**(whole | about))


def test_only_the_assembly_makes_a_post(delia: Member):
    with pytest.raises(Refused, match="propose a motion"):
        post_of(actor=delia)
    with pytest.raises(Refused, match="propose a motion"):
        set_terms(post_id=make_post().pk, terms={}, motion=None, actor=delia, now=NOW)
    assert post_of().terms.get().term_months == 6


@pytest.mark.parametrize("wrong", [{"code": "ga rden"}, {"code": ""}, {"name": ""}, {"name": "x" * 121}])
def test_a_post_has_a_short_code_and_a_name(delia: Member, wrong: dict[str, str]):
    with pytest.raises(Refused, match="short code"):
        post_of(**wrong)


def test_no_two_posts_have_one_code(delia: Member):
    post_of()
    with pytest.raises(Refused, match="already"):
        post_of()


# --- lots -----------------------------------------------------------------------------------------------


def test_a_draw_is_written_down_with_its_seed_and_pool(delia: Member):
    drawn = lot([9, 3, 7, 3], how_many=2)
    assert drawn.pool == [3, 7, 9]
    act = Act.objects.get(verb="rotation.lot.drawn")
    assert act.facts == {"seed": "s", "pool": [3, 7, 9], "picked": drawn.picked}


@pytest.mark.parametrize("wrong", [{"how_many": 0}, {"how_many": 3}, {"seed": ""}])
def test_a_draw_needs_people_and_a_seed(delia: Member, wrong: dict[str, Any]):
    with pytest.raises(Refused):
        lot([1, 2], **wrong)


# --- duties ---------------------------------------------------------------------------------------------


def duty(**about: Any) -> Duty:
    whole: dict[str, Any] = {"title": "Count the till", "key": "k", "from_on": TODAY, "due_on": TODAY}
    return write_duty(**(whole | about), now=NOW)


def test_a_duty_is_written_once(delia: Member):
    assert duty(member_id=delia.pk) == duty(member_id=delia.pk, title="Other")
    assert Act.objects.filter(verb="rotation.duty.written").count() == 1


def test_only_whose_it_is_says_that_a_duty_is_done(delia: Member):
    post, other = make_post(), make_member(6)
    hold(post, delia)
    ours = duty(post_id=post.pk)
    with pytest.raises(Refused, match="somebody else's"):
        finish_duty(duty_id=ours.pk, actor=other, now=NOW)
    done = finish_duty(duty_id=ours.pk, actor=delia, now=NOW)
    again = finish_duty(duty_id=ours.pk, actor=other, now=NOW + DAY)
    assert (done.done_by, again.done_at) == (delia, NOW)


def test_a_former_holder_has_no_more_duties_of_the_post(delia: Member):
    post = make_post()
    held = hold(post, delia)
    ours = duty(post_id=post.pk)
    assert [line.id for line in duties_of(delia, now=NOW).this_week] == [ours.pk]
    end_mandate(mandate_id=held.pk, actor=delia, now=NOW)
    assert duties_of(delia, now=NOW).this_week == []
    with pytest.raises(Refused):
        finish_duty(duty_id=ours.pk, actor=delia, now=NOW)


def test_duties_stand_in_their_weeks(delia: Member):
    monday = TODAY - DAY * TODAY.weekday()
    for key, due_on in {
        "late": monday - DAY,
        "now": monday + 6 * DAY,
        "next": monday + 7 * DAY,
    }.items():
        duty(key=key, title=key, due_on=due_on, from_on=min(due_on, TODAY), member_id=delia.pk)
    duty(key="far", due_on=monday + 30 * DAY, from_on=monday + 20 * DAY, member_id=delia.pk)
    mine = duties_of(delia, now=NOW)
    assert [[line.title for line in part] for part in (mine.overdue, mine.this_week, mine.next_week)] == [
        ["late"],
        ["now"],
        ["next"],
    ]
    assert mine.open_count == 2


# --- the clock ------------------------------------------------------------------------------------------


def test_each_week_writes_the_duties_of_held_posts_once(delia: Member):
    hold(make_post(duties=["Water", "Weed"]), delia)
    make_post("nobodys", duties=["Wait"])
    assert [tasks.write_this_week(NOW), tasks.write_this_week(NOW), tasks.write_this_week(NOW + 7 * DAY)] == [
        2,
        0,
        2,
    ]


def test_whoever_ends_soon_is_told_once(delia: Member):
    hold(make_post(), delia, from_on=date(2025, 9, 5), until_on=TODAY + 14 * DAY)
    hold(make_post("garden"), delia, from_on=TODAY, until_on=TODAY + 10 * DAY)
    tasks.announce_ends(NOW)
    tasks.announce_ends(NOW + DAY)
    notice = Notice.objects.get()
    assert notice.values["post"] == "Treasury"
    assert Membership.objects.count() == 1
