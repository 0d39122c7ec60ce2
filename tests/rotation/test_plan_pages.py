"""Plans on pages and by programs: what holds, what is proposed, why, why not me, and what if I took it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assemblies.models import Motion
from members.models import Member
from record.actions import record
from record.models import Act
from rotation.actions.planning import make_plan
from rotation.actions.replanning import replan
from rotation.models import Acknowledgement, Mandate, Plan
from rotation.plan_clock import carry_plans
from rotation.reports.planned import seats_of
from tests.assemblies.conftest import Hall
from tests.pages import at, signed_in
from tests.rotation.test_plans import adopted, at_the_table, coordinator, goes_away, in_turn

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MOST = 12
API = "/api/v1"
__all__ = ["coordinator"]


@pytest.fixture(autouse=True)
def _now(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    at(hall.now, monkeypatch)
    monkeypatch.setattr("rotation.solver.is_here", lambda: False)


@pytest.fixture
def plan(hall: Hall, coordinator: Member) -> Plan:
    """Two posts, one that nobody knows how to carry, proposed."""
    in_turn("kilns")
    in_turn("boiler", skills=["steam"])
    return make_plan(kind="posts", actor=coordinator, now=hall.now)


def text_of(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_whoever_hands_out_duties_works_a_plan_out_and_everybody_sees_it(hall: Hall, coordinator: Member):
    in_turn("kilns")
    theirs, other = signed_in(coordinator), signed_in(hall.people[0])
    assert "/plans/make/" in text_of(theirs, "/plans/")
    assert "/plans/make/" not in text_of(other, "/plans/")
    assert other.post("/plans/make/", {"kind": "posts"}).status_code == 302
    assert not Plan.objects.exists()
    made = theirs.post("/plans/make/", {"kind": "posts"})
    plan = Plan.objects.get()
    assert made.headers["location"] == f"/plans/{plan.pk}/"
    assert f"/plans/{plan.pk}/" in text_of(other, "/plans/")
    page = text_of(other, f"/plans/{plan.pk}/")
    row = seats_of(plan)[0]
    assert row.member is not None
    assert row.member.name in page
    assert f"/motions/new/plan/?plan={plan.pk}" in page


@pytest.mark.parametrize("kind", ["", "tables", "\x00"])
def test_a_kind_that_is_none_makes_no_plan(coordinator: Member, kind: str):
    answer = signed_in(coordinator).post("/plans/make/", {"kind": kind}, follow=True)
    assert "Say which plan" in answer.content.decode()


def test_the_page_of_a_plan_says_plainly_whether_a_better_one_may_exist(hall: Hall, plan: Plan):
    said = text_of(signed_in(hall.people[0]), f"/plans/{plan.pk}/")
    proved = all(stage["is_proved"] for stage in plan.stages)
    assert ("No better plan exists." in said) is proved
    assert ("No better one was found; proof is open." in said) is not proved


@pytest.mark.parametrize(
    "query", [{}, {"month": "2026-09"}, {"month": "soon"}, {"month": "\x00"}, {"mine": "1"}]
)
def test_a_plan_is_shown_by_months_or_only_mine(hall: Hall, plan: Plan, query: dict[str, str]):
    text_of(signed_in(hall.people[0]), f"/plans/{plan.pk}/", **query)


def test_a_month_shows_the_seats_that_begin_in_it(hall: Hall, plan: Plan):
    client = signed_in(hall.people[0])
    rows = seats_of(plan)
    march, september = (
        text_of(client, f"/plans/{plan.pk}/", month=month) for month in ("2026-03", "2026-09")
    )
    for row in rows:
        link = f"/plans/{plan.pk}/seats/{row.pk}/"
        assert (link in march) is (row.from_on.month == 3)
        assert (link in september) is (row.from_on.month == 9)


def test_only_mine_shows_only_mine(hall: Hall, plan: Plan):
    row = next(row for row in seats_of(plan) if row.member is not None)
    assert row.member is not None
    mine = text_of(signed_in(row.member), f"/plans/{plan.pk}/", mine="1")
    assert f"/seats/{row.pk}/" in mine
    other = next(one for one in hall.people if not plan.seats.filter(member=one).exists())
    assert "You have no turn in this plan." in text_of(signed_in(other), f"/plans/{plan.pk}/", mine="1")


def test_a_seat_says_why_them_and_why_not_me(hall: Hall, plan: Plan):
    row = next(row for row in seats_of(plan) if row.post.code == "kilns")
    assert row.member is not None
    address = f"/plans/{plan.pk}/seats/{row.pk}/"
    assert "Why me" in text_of(signed_in(row.member), address)
    others = {one.number for one in hall.people} - {row.member.number, 2, 9}
    other = hall.people[min(others) - 1]
    assert "you are number" in text_of(signed_in(other), address)
    with_a_post = text_of(signed_in(hall.people[1]), address)
    assert "holds then as many posts as one may" in with_a_post


def test_an_empty_seat_says_what_stands_in_the_way_and_the_cheapest_way_out(hall: Hall, plan: Plan):
    row = next(row for row in seats_of(plan) if row.post.code == "boiler")
    said = text_of(signed_in(hall.people[0]), f"/plans/{plan.pk}/seats/{row.pk}/")
    assert "Nobody takes it" in said
    assert "Train one more person: nothing else stops" in said
    assert "/motions/new/house_rule/?key=rotation.rules" in said


def test_what_if_i_took_it_shows_the_difference_and_changes_nothing(hall: Hall, plan: Plan):
    row = next(row for row in seats_of(plan) if row.post.code == "kilns")
    assert row.member is not None
    other = next(one for one in hall.people if one.number not in (row.member.number, 2, 9))
    before = list(plan.seats.values_list("member", flat=True))
    said = text_of(signed_in(other), f"/plans/{plan.pk}/seats/{row.pk}/", take="1")
    assert "If I took it" in said
    assert other.name in said
    assert list(plan.seats.values_list("member", flat=True)) == before
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("address", ["/plans/4711/", "/plans/4711/seats/1/", f"/plans/{2**63}/", "/plans/0/"])
def test_a_plan_that_is_not_there_is_not_found(hall: Hall, address: str):
    assert signed_in(hall.people[0]).get(address).status_code == 404


def test_the_form_of_the_motion_begins_with_the_plan_that_its_address_names(hall: Hall, plan: Plan):
    page = text_of(signed_in(hall.people[0]), f"/motions/new/plan/?plan={plan.pk}")
    assert f'value="{plan.pk}" selected' in page
    for odd in ("x", "-1", "9" * 40, "\x00"):
        text_of(signed_in(hall.people[0]), "/motions/new/plan/", plan=odd)


def test_a_motion_written_on_its_page_names_the_plan_and_its_hash(hall: Hall, plan: Plan):
    client = signed_in(hall.people[0])
    form = {"title": "The plan", "text": "As worked out.", "terms-plan": str(plan.pk), "table": "1"}
    assert client.post("/motions/new/plan/", form).status_code == 302
    motion = Motion.objects.get(kind="plan")
    assert motion.terms["plan"] == plan.pk
    assert len(motion.terms["hash"]) == 64
    assert "Kilns" in text_of(client, f"/motions/{motion.pk}/")


def test_what_changed_is_shown_to_everybody_and_seen_in_one_tap(hall: Hall, coordinator: Member):
    at_the_table("table-chair")
    row = seats_of(adopted(hall, "wheel"))[0]
    assert row.member is not None
    goes_away(row.member, row.from_on, row.until_on)
    again = replan(kind="wheel", now=hall.now)
    assert again is not None
    client = signed_in(row.member)
    assert f"{row.member.name} has not seen it yet" in text_of(client, f"/plans/{again.pk}/")
    client.post(f"/plans/{again.pk}/seen/")
    page = text_of(client, f"/plans/{again.pk}/")
    assert f"{row.member.name} has seen it" in page
    assert "/seen/" not in page
    assert Acknowledgement.objects.filter(member=row.member).exists()
    untouched = next(
        one for one in hall.people if not again.seats.filter(member=one).exists() and one != row.member
    )
    refused = signed_in(untouched).post(f"/plans/{again.pk}/seen/", follow=True)
    assert "No turn of yours changed" in refused.content.decode()
    assert client.post("/plans/4711/seen/").status_code == 404


def test_no_page_of_plans_asks_more_than_twelve_times(hall: Hall, coordinator: Member, plan: Plan):
    at_the_table("table-chair")
    wheel = adopted(hall, "wheel")
    row = seats_of(wheel)[0]
    assert row.member is not None
    goes_away(row.member, row.from_on, row.until_on)
    again = replan(kind="wheel", now=hall.now)
    assert again is not None
    motion = hall.motion(kind="plan", terms={"plan": plan.pk})
    client = signed_in(coordinator)
    client.get("/me/")
    empty = next(row for row in seats_of(plan) if row.member is None)
    seat = f"/plans/{plan.pk}/seats/{seats_of(plan)[0].pk}/"
    addresses = ["/plans/", f"/plans/{plan.pk}/", f"/plans/{again.pk}/", f"/plans/{plan.pk}/?mine=1", seat]
    addresses += [
        f"{seat}?take=1",
        f"/plans/{plan.pk}/seats/{empty.pk}/",
        f"/motions/new/plan/?plan={plan.pk}",
    ]
    addresses += [f"{API}/plans", f"{API}/plans/{plan.pk}/seats"]
    asked = {address: queries_of(client, address) for address in addresses}
    assert {address: n for address, n in asked.items() if n > MOST} == {}
    plain = hall.motion(title="Something else")
    of_a_plain_one = queries_of(client, f"/motions/{plain.pk}/")
    assert queries_of(client, f"/motions/{motion.pk}/") - of_a_plain_one <= 4


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries.captured_queries)


def test_the_clock_seats_and_makes_again(hall: Hall, coordinator: Member):
    kilns = in_turn("kilns")
    plan = adopted(hall)
    carry_plans(hall.now)
    held = Mandate.objects.get(post=kilns)
    assert (held.motion, held.member_id) == (plan.motion, seats_of(plan)[0].member_id)
    last = seats_of(plan)[-1]
    assert last.member is not None
    goes_away(last.member, last.from_on, last.until_on)
    carry_plans(hall.now + DAY)
    carry_plans(hall.now + DAY)
    assert Plan.objects.filter(replaces=plan, adopted_at=None).count() == 1


def test_whom_the_rules_refuse_on_the_day_is_told_and_somebody_else_is_planned(
    hall: Hall, coordinator: Member, monkeypatch: pytest.MonkeyPatch
):
    from record.rules import Refused
    from rotation.actions import planning

    in_turn("kilns")
    plan = adopted(hall)
    row = seats_of(plan)[0]
    assert row.member is not None

    def no(**about: Any) -> None:
        raise Refused("Nobody is seated today.")

    monkeypatch.setattr(planning, "seat_member", no)
    carry_plans(hall.now)
    assert row.member.notices.filter(key=f"not-seated:{row.pk}").exists()
    again = Plan.objects.get(replaces=plan)
    assert seats_of(again)[0].member not in (None, row.member)
    carry_plans(hall.now)
    assert Plan.objects.count() == 2


def test_the_clock_looks_again_only_after_what_may_touch_a_plan(
    hall: Hall, coordinator: Member, monkeypatch: pytest.MonkeyPatch
):
    from rotation import plan_clock

    in_turn("kilns")
    adopted(hall)
    looked: list[str] = []
    monkeypatch.setattr(plan_clock, "replan", lambda **about: looked.append(about["kind"]))
    carry_plans(hall.now)
    carry_plans(hall.now)
    assert looked == ["posts", "wheel"]
    hall.motion(title="Something else")
    carry_plans(hall.now)
    assert looked == ["posts", "wheel"]
    record(verb="members.member.left", subject=hall.people[5], actor=None, now=hall.now)
    carry_plans(hall.now)
    assert looked == ["posts", "wheel"] * 2
    carry_plans(hall.now + DAY)
    assert looked == ["posts", "wheel"] * 3


# --- programs ---------------------------------------------------------------------------------------------------


def get(client: Client, path: str, status: int = 200, **query: Any) -> Any:
    answer = client.get(f"{API}{path}", query)
    assert answer.status_code == status, path
    return answer.json()


def test_programs_read_plans_their_seats_and_why_not(hall: Hall, plan: Plan):
    client = signed_in(hall.people[0])
    [one] = get(client, "/plans")["items"]
    assert (one["id"], one["kind"], one["seats"], one["empty"]) == (plan.pk, "posts", 4, 2)
    assert get(client, f"/plans/{plan.pk}")["seed"] == Act.objects.get(pk=plan.seed_act).hash
    assert get(client, "/plans", kind="wheel")["count"] == 0
    seats = get(client, f"/plans/{plan.pk}/seats")
    assert seats["count"] == 4
    assert {seat["member"] for seat in seats["items"] if seat["post"] == "boiler"} == {None}
    boiler = next(seat for seat in seats["items"] if seat["post"] == "boiler")
    why_not = get(client, f"/plans/{plan.pk}/seats/{boiler['id']}/why-not")
    assert (why_not["rule"], why_not["place"]) == ("skill", None)
    what_if = get(client, f"/plans/{plan.pk}/seats/{boiler['id']}/what-if")
    assert what_if["why_not"] == "does not have the skill that the post asks for, to the last day of it"
    kilns = next(seat for seat in seats["items"] if seat["post"] == "kilns" and seat["member"] != 1)
    assert get(client, f"/plans/{plan.pk}/seats/{kilns['id']}/what-if")["moved"]


def test_programs_work_plans_out_where_they_may(hall: Hall, coordinator: Member):
    in_turn("kilns")
    body = {"kind": "posts"}
    made = signed_in(coordinator).post(f"{API}/plans", body, content_type="application/json")
    assert made.status_code == 201
    refused = signed_in(hall.people[0]).post(f"{API}/plans", body, content_type="application/json")
    assert refused.status_code == 409
    assert "hands out duties" in refused.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/plans/4711", "/plans/4711/seats", "/plans/4711/seats/1/why-not", "/plans/4711/seats/1/what-if"]
)
def test_programs_are_told_what_is_not_there(hall: Hall, path: str):
    get(signed_in(hall.people[0]), path, 404)
