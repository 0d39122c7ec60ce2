"""The page of a post: what it is, what it was, who learns it, who would like it; and proposing to change it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assemblies.kinds import kind_of
from assemblies.models import Motion
from members.actions import enter_absence
from record.rules import Refused
from rotation.actions import begin_shadow, grant_skill, set_skill
from rotation.models import Declined, Duty, DutyKind, Plan, PlannedSeat, Post, Shadow, Skill, Wish
from rotation.tasks import write_this_week
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY, give_power
from tests.pages import at, signed_in
from tests.rotation.conftest import UNTIL, decide, hold, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW, monkeypatch)


@pytest.fixture
def books() -> Skill:
    return set_skill(code="books", name="Keep the books", lasts_months=24, motion=None, actor=None, now=NOW)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


ASKED = {
    "title": "A garden",
    "text": "Somebody looks after it.",
    "terms-name": "Garden",
    "terms-code": "",
    "terms-purpose": "It grows what we eat.",
    "terms-seats": "2",
    "terms-term_months": "3",
    "terms-term_days": "",
    "terms-max_consecutive_terms": "1",
    "terms-cool_down_months": "6",
    "terms-months_here": "4",
    "terms-overlap_days": "7",
    "terms-burden_points": "2",
    "terms-filled": "in_turn",
    "terms-powers": ["rotation.assign_duties", "members.issue_cards"],
    "terms-skills": ["books"],
    "terms-incompatible_with": ["treasury"],
    "terms-duties": "Water it\n- the beds\n- the trees\nSay what is ripe",
    "terms-hands_over": "The key of the shed\n\nThe hose",
}
GARDEN = {
    "purpose": "It grows what we eat.",
    "seats": 2,
    "term_months": 3,
    "term_days": 0,
    "max_consecutive_terms": 1,
    "cool_down_months": 6,
    "months_here": 4,
    "overlap_days": 7,
    "burden_points": 2,
    "filled": "in_turn",
    "on_wheel": False,
    "powers": ["rotation.assign_duties", "members.issue_cards"],
    "skills": ["books"],
    "incompatible_with": ["treasury"],
    "duties": [{"title": "Water it", "steps": ["the beds", "the trees"]}, "Say what is ripe"],
    "hands_over": ["The key of the shed", "The hose"],
}


# --- made and changed by motion -----------------------------------------------------------------------------


def test_a_post_is_proposed_with_all_that_it_is(hall: Hall, books: Skill):
    make_post()
    client = signed_in(hall.people[0])
    asked = page(client, "/motions/new/post/")
    assert "hand out duties" in asked, "powers are said in words"
    assert client.post("/motions/new/post/", ASKED).status_code == 302
    motion = Motion.objects.get()
    assert motion.terms == {"code": "garden", "name": "Garden", "terms": GARDEN}
    shown = page(client, f"/motions/{motion.pk}/")
    for words in (
        "3 months",
        "Water it (the beds, the trees); Say what is ripe",
        "Keep the books",
        "in turn",
    ):
        assert words in shown


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(hall: Hall):
    make_post()
    sent = ASKED | {"terms-name": "Treasury", "terms-duties": "Count", "terms-skills": []}
    answer = signed_in(hall.people[0]).post("/motions/new/post/", sent)
    assert answer.status_code == 200
    assert "There is such a post already" in answer.content.decode()
    assert "Count</textarea>" in answer.content.decode()
    odd = dict.fromkeys(ASKED, "\x00") | {"terms-powers": ["x"], "terms-changes": "\x00"}
    assert signed_in(hall.people[0]).post("/motions/new/post/", odd).status_code == 200


def test_changing_a_post_begins_with_what_it_is_today_and_shows_only_what_changes(hall: Hall, books: Skill):
    make_post()
    decide(hall, kind="post", terms={"code": "garden", "name": "Garden", "terms": GARDEN})
    held = hold(Post.objects.get(code="garden"), hall.people[2])
    client = signed_in(hall.people[2])
    asked = page(client, "/motions/new/post/?post=garden")
    assert "It grows what we eat." in asked
    assert "- the beds" in asked
    assert 'name="terms-changes" value="garden"' in asked
    assert "terms-name" not in asked

    sent = {name: value for name, value in ASKED.items() if name not in ("terms-name", "terms-code")}
    sent |= {"terms-changes": "garden", "terms-seats": "3", "terms-powers": ["rotation.assign_duties"]}
    assert client.post("/motions/new/post/", sent).status_code == 302
    motion = Motion.objects.order_by("pk").last()
    assert motion is not None
    changes = kind_of(motion).preview(motion, reader=hall.people[2], on=TODAY)
    said = [(str(change.what), str(change.now), str(change.then), change.mine) for change in changes]
    assert said == [
        ("Seats", "2", "3", False),
        ("What it lets one do", "hand out duties, make sign-in cards", "hand out duties", False),
        ("Who carries it now", "", f"{held.member.name}: until the end they have", True),
    ]


def test_what_a_motion_does_not_say_of_a_post_stays_as_it_is(hall: Hall, books: Skill):
    make_post()
    decide(hall, kind="post", terms={"code": "garden", "name": "Garden", "terms": GARDEN})
    decide(hall, kind="post", terms={"code": "garden", "terms": {"seats": 4}})
    terms = Post.objects.get(code="garden").terms.order_by("-pk")[0]
    assert {name: getattr(terms, name) for name in GARDEN} == GARDEN | {"seats": 4}


def test_whoever_holds_two_posts_that_would_not_go_together_is_named(hall: Hall):
    treasury, garden = make_post(), make_post("garden")
    hold(treasury, hall.people[1])
    hold(garden, hall.people[1])
    motion = hall.motion(kind="post", terms={"code": "garden", "terms": {"incompatible_with": ["treasury"]}})
    what = [str(change.what) for change in kind_of(motion).preview(motion, reader=None, on=TODAY)]
    assert what == ["Posts that the same person may not hold with it", "Who carries it now", "Holds both now"]


@pytest.mark.parametrize(
    "inner",
    [
        {"skills": ["weaving"]},
        {"incompatible_with": ["nobody"]},
        {"incompatible_with": ["garden"]},
        {"duties": [{"title": ""}]},
        {"duties": ["a\x00b"]},
        {"duties": ["x"] * 61},
        {"hands_over": ["a\x00b"]},
        {"months_here": -1},
        {"on_wheel": True},
    ],
    ids=str,
)
def test_a_post_names_only_what_there_is(hall: Hall, inner: dict[str, Any]):
    make_post("garden")
    with pytest.raises(Refused):
        hall.motion(kind="post", terms={"code": "garden", "terms": inner})


def test_a_seat_at_the_table_lasts_one_day_by_itself(hall: Hall):
    sent = ASKED | {"terms-on_wheel": "on", "terms-skills": [], "terms-incompatible_with": []}
    assert signed_in(hall.people[0]).post("/motions/new/post/", sent).status_code == 302
    terms = Motion.objects.get().terms["terms"]
    assert (terms["on_wheel"], terms["term_months"], terms["term_days"]) == (True, 0, 1)


def test_the_page_shows_each_version_with_its_motion(hall: Hall, books: Skill):
    make_post()
    decide(hall, kind="post", terms={"code": "garden", "name": "Garden", "terms": GARDEN})
    motion = decide(
        hall, kind="post", terms={"code": "garden", "terms": {"seats": 4, "purpose": "It feeds us."}}
    )
    shown = page(signed_in(hall.people[0]), "/posts/garden/")
    assert f'href="/motions/{motion.pk}/"' in shown
    assert "<del>It grows what we eat.</del> <ins>It feeds us.</ins>" in shown.replace("&#x27;", "'")
    assert "<del>2</del> <ins>4</ins>" in shown
    assert "<dt>Days together with whoever comes next</dt><dd>7</dd>" in shown


def test_the_duties_of_a_week_bring_their_check_list(hall: Hall):
    hold(
        make_post(duties=[{"title": "Water it", "steps": ["the beds", "the trees"]}, "Say it"]),
        hall.people[1],
    )
    assert write_this_week(NOW) == 2
    assert write_this_week(NOW) == 0
    rows = Duty.objects.order_by("key").values_list("title", "steps", "kind")
    assert list(rows) == [
        ("Water it", ["the beds", "the trees"], DutyKind.WEEKLY),
        ("Say it", [], DutyKind.WEEKLY),
    ]


# --- what it is to me ---------------------------------------------------------------------------------------


def test_one_tap_says_that_one_would_like_it_and_one_takes_it_back(hall: Hall):
    make_post()
    client = signed_in(hall.people[0])
    client.post("/posts/treasury/wish/", {"wished": "1"})
    client.post("/posts/treasury/wish/", {"wished": "1"})
    assert [wish.member for wish in Wish.objects.all()] == [hall.people[0]]
    assert "You would like to carry it" in page(client, "/posts/treasury/")
    client.post("/posts/treasury/wish/", {"wished": "0"})
    assert not Wish.objects.exists()
    assert client.post("/posts/nothing/wish/", {"wished": "1"}).status_code == 404


def test_one_says_no_once_in_its_time_and_nobody_asks_meanwhile(hall: Hall):
    treasury, garden = make_post(filled="in_turn"), make_post("garden")
    client = signed_in(hall.people[0])
    client.post("/posts/treasury/wish/", {"wished": "1"})
    client.post("/posts/treasury/decline/")
    client.post("/posts/treasury/decline/")
    no = Declined.objects.get()
    assert (no.post, no.from_on, no.until_on) == (treasury, TODAY, TODAY.replace(year=2027))
    assert not Wish.objects.exists(), "who says no takes the wish back"
    shown = page(client, "/posts/treasury/")
    assert "You said no." in shown
    assert f"{hall.people[0].name}: said no to it for now" in shown

    client.post("/posts/treasury/wish/", {"wished": "1"})
    assert not Wish.objects.exists()
    answer = client.post("/posts/garden/decline/", follow=True).content.decode()
    assert "You can say no again from 05/03/2027" in answer
    assert Declined.objects.count() == 1
    assert garden.pk


def test_who_carries_it_gives_it_back_instead(hall: Hall):
    hold(make_post(), hall.people[0])
    client = signed_in(hall.people[0])
    assert "I say no for now" not in page(client, "/posts/treasury/")
    answer = client.post("/posts/treasury/decline/", follow=True).content.decode()
    assert "give it back" in answer
    assert not Declined.objects.exists()


def test_who_has_it_planned_is_told_that_it_is_planned_again(hall: Hall):
    post = make_post(filled="in_turn")
    plan = Plan.objects.create(
        kind="posts", from_on=TODAY, until_on=UNTIL, seed="s", seed_act=1, problem={}, input_hash="h",
        engine="e", stages=[], made_at=NOW, motion=hall.motion(), adopted_at=NOW,
    )  # fmt: skip
    PlannedSeat.objects.create(
        plan=plan, post=post, seat=1, from_on=UNTIL, until_on=TODAY.replace(year=2027), member=hall.people[0]
    )
    client = signed_in(hall.people[0])
    assert re.search(r"Your turn is planned from [^<]*2026", page(client, "/posts/treasury/"))
    answer = client.post("/posts/treasury/decline/", follow=True).content.decode()
    assert "planned again, for somebody else" in answer


# --- learning it --------------------------------------------------------------------------------------------


def test_one_learns_it_on_pages_until_the_assembly_is_asked(hall: Hall, books: Skill):
    held = hold(make_post(skills=["books"]), hall.people[4])
    learner, holder = signed_in(hall.people[1]), signed_in(hall.people[4])
    assert f"I want to learn it beside {hall.people[4].name}" in page(learner, "/posts/treasury/")
    learner.post(f"/mandates/{held.pk}/shadow/")
    shadow = Shadow.objects.get()
    assert "They know how" not in page(learner, "/duties/")
    assert "They know how" in page(holder, "/duties/")
    assert learner.post(f"/shadows/{shadow.pk}/confirm/", follow=True).status_code == 200
    shadow.refresh_from_db()
    assert shadow.confirmed_at is None
    assert (
        holder.post(f"/shadows/{shadow.pk}/confirm/", {"next": "/duties/"}).headers["location"] == "/duties/"
    )
    assert f"/motions/new/skill_confirmed/?shadow={shadow.pk}" in page(learner, "/posts/treasury/")
    asked = page(learner, f"/motions/new/skill_confirmed/?shadow={shadow.pk}")
    assert "checked" in asked
    sent = {"title": "Walter knows", "text": "He learnt it.", "terms-shadows": [str(shadow.pk)]}
    assert learner.post("/motions/new/skill_confirmed/", sent).status_code == 302
    learner.post(f"/shadows/{shadow.pk}/leave/")
    shadow.refresh_from_db()
    assert shadow.ended_at == NOW


def test_whoever_holds_it_invites_by_number(hall: Hall, books: Skill):
    held = hold(make_post(skills=["books"]), hall.people[4])
    holder = signed_in(hall.people[4])
    for number in ("", "x", "999", "\u0663", "9" * 40):
        assert holder.post(f"/mandates/{held.pk}/shadow/", {"member": number}).status_code == 302
    assert not Shadow.objects.exists()
    holder.post(f"/mandates/{held.pk}/shadow/", {"member": "2"})
    assert Shadow.objects.get().member == hall.people[1]


def test_who_knows_what_is_on_a_page(hall: Hall, books: Skill):
    make_post(skills=["books"])
    grant_skill(skill_id=books.pk, member_id=hall.people[1].pk, from_founding=True, actor=None, now=NOW)
    shown = page(signed_in(hall.people[0]), "/skills/")
    assert hall.people[1].name in shown
    assert "Treasury" in shown
    client = signed_in(hall.people[0])
    asked = page(client, "/motions/new/skill/?skill=books")
    assert "Keep the books" in asked
    sent = {
        "title": "x",
        "text": "x",
        "terms-name": "Fire a kiln",
        "terms-lasts_months": "12",
        "terms-members": "2 3",
    }
    assert client.post("/motions/new/skill/", sent).status_code == 302
    assert Motion.objects.get().terms == {
        "code": "fire-a-kiln",
        "name": "Fire a kiln",
        "lasts_months": 12,
        "members": [2, 3],
    }


def test_the_page_asks_the_database_twelve_times_at_most(hall: Hall, books: Skill):
    give_power(hall.people[0], "members.keep_register")
    make_post("garden")
    post = make_post(skills=["books"], incompatible_with=["garden"])
    held = hold(post, hall.people[4])
    begin_shadow(mandate_id=held.pk, member_id=hall.people[0].pk, actor=hall.people[0], now=NOW)
    enter_absence(member_id=hall.people[1].pk, from_on=TODAY, until_on=UNTIL, actor=hall.people[1], now=NOW)
    client = signed_in(hall.people[0])
    client.get("/me/")
    for address in ("/posts/treasury/", "/duties/", "/skills/"):
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        said = "\n".join(query["sql"][:150] for query in asked.captured_queries)
        assert len(asked) <= 12, f"{len(asked)} at {address}:\n{said}"
