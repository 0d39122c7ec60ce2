"""Seeing power, on pages and as a program asks for it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from html import unescape
from typing import Any

import pytest
from django.test import Client

from assemblies.actions import convoke_weekly
from members.models import Member
from rotation.house_rules import CONCENTRATION
from rotation.models import Draw, Skill, SkillGrant
from tests.makers import LONG_AGO, NOW, make_coop, make_sector, make_voters, write_house_rule
from tests.pages import at, signed_in
from tests.rotation.conftest import UNTIL, hold, make_post

pytestmark = pytest.mark.django_db
PAGES = (
    *("/power/", "/power/months/", "/power/trained/", "/power/what-if/", "/duties/burden/"),
    *("/members/1/burden/", "/members/3/burden/", "/power/?sort=row&sector=kilns&who=now&page=2"),
)
CALLS = ("power", "power/concentration", "power/trained", "members/1/burden")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW, monkeypatch)


@pytest.fixture
def people() -> list[Member]:
    make_coop()
    people = make_voters(30)
    kilns = make_sector()
    Member.objects.filter(number__lte=28).update(sector=kilns)
    treasury = make_post(burden_points=3)
    seed = Draw.objects.create(title="x", seed="the moon", pool=[1], picked=[1], drawn_at=NOW)
    hold(treasury, people[0], from_on=date(2023, 3, 5), until_on=date(2024, 9, 5))
    hold(
        treasury,
        people[0],
        from_on=date(2024, 9, 5),
        until_on=UNTIL,
        draw=seed,
        from_founding=False,
    )
    hold(make_post("door"), people[1], until_on=UNTIL)
    return people


@pytest.fixture
def zulema(people: list[Member]) -> Client:
    return signed_in(people[0])


def words(client: Client, address: str) -> str:
    """What a page says, with single spaces."""
    answer = client.get(address)
    assert answer.status_code == 200
    inside = answer.content.decode().split('<main id="main">')[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", inside)))


def test_who_carried_most_comes_first_with_days_posts_and_terms_in_a_row(zulema: Client):
    said = words(zulema, "/power/")
    row = said.split("1 Zulema Ávalos")[1].split("Walter Pinto")[0]
    assert "730 days in office" in row
    assert "2 terms in a row, since" in row
    assert "Treasury" in row
    assert "28 of us never held a post" in said


def test_it_is_in_the_order_that_was_asked_for(zulema: Client):
    by_name = words(zulema, "/power/?sort=name").split("Each of us")[1]
    assert by_name.index("Ailén Currumil") < by_name.index("Beatriz Sosa")
    assert 'href="?sort=row#people"' in zulema.get("/power/").content.decode()


def test_twenty_five_are_on_a_page_and_links_keep_what_was_asked(zulema: Client):
    first = zulema.get("/power/?sort=number&sector=kilns").content.decode()
    assert first.count('href="/members/') == 25
    assert 'href="?sort=number&amp;sector=kilns&amp;page=2#people"' in first
    second = zulema.get("/power/?sort=number&sector=kilns&page=2").content.decode()
    assert second.count('href="/members/') == 3


def test_drawings_have_no_style_and_say_in_words_what_they_show(zulema: Client):
    html = zulema.get("/power/").content.decode()
    assert "style=" not in html
    assert html.count('<svg class="strip"') == html.count('role="img"') == 4
    assert 'aria-label="24 months in office"' in html
    assert '<title id="s1">' in html
    assert "In office, month by month: " in html


def test_the_drawing_of_the_sectors_has_its_figures_beneath(zulema: Client):
    assert "March 2026 Hornos 2" in words(zulema, "/power/months/")


def test_a_burden_opens_to_its_lines_and_each_line_to_what_made_it_so(zulema: Client):
    html, said = zulema.get("/members/1/burden/").content.decode(), words(zulema, "/members/1/burden/")
    assert "by lot, seed “the moon”" in said
    assert "founding" in said
    assert 'href="/posts/treasury/"' in html
    assert "3 × 12.00 months × 100 in a hundred" in said
    assert "Here all the time that counts" in said
    figures = [Fraction(one) for one in re.findall(r'class="num">([0-9.]+)<', html)]
    assert sum(figures[:-1]) == figures[-1] > 0


def test_mine_is_the_same_page(zulema: Client):
    assert words(zulema, "/duties/burden/") == words(zulema, "/members/1/burden/")
    assert 'href="/duties/burden/"' in zulema.get("/duties/").content.decode()


def test_another_decay_is_only_a_sum(zulema: Client):
    said = words(zulema, "/power/what-if/?months=12&percent=0")
    assert "12 months, each year further back 0 in a hundred" in said
    assert "It is only a sum. The assembly decides." in said
    refused = words(zulema, "/power/what-if/?months=0&percent=x")
    assert "greater than or equal to 1" in refused
    assert "Enter a whole number" in refused


def test_posts_that_few_know_say_who_could_learn_them_and_what_runs_out(zulema: Client, people: list[Member]):
    books = Skill.objects.create(code="books", name="Keeping books", lasts_months=12)
    SkillGrant.objects.create(
        skill=books, member=people[4], from_on=LONG_AGO, until_on=date(2026, 8, 1), from_founding=True
    )
    hold(make_post("oversight", skills=["books"]), people[2], until_on=UNTIL)
    said = words(zulema, "/power/trained/")
    assert "1 of us knows it: Delia Quiroga" in said
    assert "Delia Quiroga: “Keeping books” counts until" in said
    assert "never held a post" in said


def test_over_what_we_agreed_on_everybody_reads_it_on_the_first_page_and_nobody_is_named(
    people: list[Member],
):
    before = words(signed_in(people[9]), "/")
    assert "Few of us carry a lot" in before  # thirty-six months in a row, by the rule as it comes
    assert "1 of us has been in office for more than 24 months in a row" in before
    write_house_rule("rotation.concentration", CONCENTRATION.default | {"percent": 20})
    page = signed_in(people[9])
    said, html = words(page, "/"), page.get("/").content.decode()
    assert (
        "3 of us, of 30, carried 100 in a hundred of the posts in 24 months. We agreed on 20 at most." in said
    )
    assert "Zulema" not in said
    assert 'href="/power/"' in html
    assert 'href="/motions/new/"' in html


def test_within_what_we_agreed_on_the_first_page_says_nothing(people: list[Member]):
    write_house_rule("rotation.concentration", CONCENTRATION.default | {"percent": 100, "in_row_months": 240})
    assert "Few of us" not in words(signed_in(people[9]), "/")


def test_the_rules_are_proposed_in_fields_and_said_in_words(zulema: Client):
    said = words(zulema, "/rules/rotation.concentration/")
    assert "In 24 months a tenth of us carry at most 50 in a hundred" in said
    form = zulema.get("/motions/new/house_rule/?key=rotation.concentration").content.decode()
    assert "Months in a row in office, at most, in one post or another" in unescape(form)
    assert "3 people at least" in words(zulema, "/rules/rotation.trained/")


@pytest.mark.parametrize("address", PAGES)
def test_pages_ask_twelve_times_at_most_and_are_light(
    zulema: Client, people: list[Member], address: str, django_assert_max_num_queries: Any
):
    for nth in range(12):
        hold(make_post(f"post-{nth}", seats=3), people[nth % 9], from_on=date(2025, 9, 5), until_on=UNTIL)
    zulema.get("/me/")
    with django_assert_max_num_queries(12):
        answer = zulema.get(address)
    assert len(answer.content) < 30_000


def test_the_first_page_still_asks_twelve_times_at_most(
    people: list[Member], django_assert_max_num_queries: Any
):
    convoke_weekly(now=NOW - timedelta(days=1))
    held = make_post("signer", powers=["payroll.countersign_pay", "assemblies.convoke"])
    hold(held, people[5])
    client = signed_in(people[5])
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")


@pytest.mark.parametrize("number", [0, 99_999, 10**30])
def test_nobody_has_the_burden_of_nobody(zulema: Client, number: int):
    assert zulema.get(f"/members/{number}/burden/").status_code == 404
    assert zulema.get(f"/api/v1/members/{number}/burden").status_code == 404


@pytest.mark.parametrize("query", ["sort=%00", "page=x", "sector=%00", "who=x", "page=-9", "sort="])
def test_any_order_that_is_asked_for_is_answered(zulema: Client, query: str):
    assert zulema.get(f"/power/?{query}").status_code == 200


def test_a_stranger_sees_none_of_it(people: list[Member]):
    for address in PAGES:
        assert Client().get(address).status_code == 302
    for call in CALLS:
        assert Client().get(f"/api/v1/{call}").status_code == 401


def test_a_program_reads_exact_figures_that_add_up(zulema: Client):
    found = zulema.get("/api/v1/members/1/burden").json()
    lines = sum(Fraction(line["value"]) for line in found["lines"])
    assert lines == Fraction(found["carried"]) > 0
    begun_with = Fraction(found["missing"]) * Fraction(found["middle"])
    assert (lines + begun_with) / Fraction(found["share"]) == Fraction(found["load"])
    assert [line["draw"] is None for line in found["lines"]] == [False, True]
    for line in found["lines"]:
        assert sum(Fraction(part["value"]) for part in line["parts"]) == Fraction(line["value"])


def test_a_program_reads_the_same_tables(zulema: Client):
    power = zulema.get("/api/v1/power", {"limit": 2}).json()
    assert (power["count"], len(power["items"])) == (30, 2)
    assert power["items"][0]["number"] == 1
    assert power["items"][0]["row_terms"] == 2
    assert zulema.get("/api/v1/power", {"sort": "shame"}).status_code == 422
    few = zulema.get("/api/v1/power/concentration").json()
    assert (few["people"], few["of"], few["share"], few["agreed_percent"]) == (3, 30, "1", 50)
    assert few["is_over"] is True
    trained = zulema.get("/api/v1/power/trained").json()
    assert {one["post"]: one["trained"] for one in trained["items"]} == {"treasury": [1], "door": [2]}


def test_it_is_all_there_in_spanish(people: list[Member]):
    client = signed_in(people[0], "es-ar")
    assert "Quién tiene puestos, y cada cuánto" in words(client, "/power/")
    assert "Lo que cargó Zulema Ávalos" in words(client, "/members/1/burden/")
    assert "Pocas personas cargan mucho" in words(client, "/")
    assert "Puestos que sabe poca gente" in words(client, "/power/trained/")


def test_turns_at_the_table_have_a_sum_of_their_own(people: list[Member]):
    chair = make_post("chair", on_wheel=True, term_months=0, term_days=1, burden_points=2)
    for day in (date(2026, 1, 8), date(2026, 2, 5)):
        hold(chair, people[1], from_on=day, until_on=day + timedelta(days=1))
    said = words(signed_in(people[1]), "/duties/burden/")
    assert "2 turns at the table of the assemblies: 4.00, levelled by themselves" in said
    assert said.count("Chair 2.00") == 2
