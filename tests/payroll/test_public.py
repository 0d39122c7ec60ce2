"""What neighbours read of our accounts: what the assembly opened, as it was."""

from datetime import date, timedelta

import pytest
from django.test import Client

from ledger import chart
from ledger.actions.entries import post_entry
from ledger.rules import Line
from members.models import Cooperative
from payroll.actions.help import ask_help, pay_help
from payroll.reports.public import a_year_before, given, reinvested
from tests.makers import give_power, write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, nine_of
from tests.payroll.test_funds import TODAY, a_press, answer, ask, lets, pay, put_in

pytestmark = pytest.mark.django_db
A_YEAR_AGO = date(2025, 4, 5)


@pytest.fixture
def nine() -> Nine:
    return nine_of()


def test_neighbours_see_what_the_assembly_opened_and_nothing_else(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    Cooperative.objects.update(language="en")
    Cooperative.objects.forget()
    neighbour = Client(headers={"accept-language": "en"})
    assert neighbour.get("/public/").status_code == 404
    led = signed_in(nine.delia).get("/public/", follow=True)
    assert led.redirect_chain == [("/rules/public.accounts/", 302)]
    assert "did not open this page to neighbours" in led.content.decode()
    write_house_rule("public.accounts", ["jobs", "pay"])
    page = neighbour.get("/public/").content.decode()
    assert "People who work here" in page
    assert "$1,000,000 each, a month" in page
    assert "Owed" not in page
    assert not any(person.name in page for person in nine.people)
    write_house_rule("public.accounts", [], from_on=TODAY)
    assert neighbour.get("/public/").status_code == 404


def test_a_year_is_from_the_same_day_a_year_ago() -> None:
    assert a_year_before(date(2026, 4, 5)) == A_YEAR_AGO
    assert a_year_before(date(2028, 2, 29)) == date(2027, 3, 1)


def test_what_went_into_machines_is_what_was_paid_for_them_and_nothing_that_was_there_before(
    nine: Nine,
) -> None:
    plant = [Line(account=chart.MACHINES, cents=500_000), Line(account=chart.OURS_TOGETHER, cents=-500_000)]
    post_entry(on=TODAY, memo="What we have", key="opening", lines=plant, actor=None, now=LATER)
    assert reinvested(since=A_YEAR_AGO) == 0
    put_in(chart.REINVESTMENT, 300_000)
    a_press(nine, motion=lets(300_000))
    pay(nine, 200_000)
    assert reinvested(since=A_YEAR_AGO) == 200_000
    assert reinvested(since=TODAY + timedelta(days=1)) == 0


def test_what_we_gave_is_things_at_cost_and_what_neighbours_got_not_what_moved_between_our_funds(
    nine: Nine,
) -> None:
    put_in(chart.COMMUNITY, 900_000)
    put_in(chart.LABOUR_FUND, 900_000)
    released = [
        Line(account=chart.COMMUNITY, cents=700_000),
        Line(account=chart.OURS_TOGETHER, cents=-700_000),
    ]
    post_entry(on=TODAY, memo="Adopted", key="released", lines=released, actor=None, now=LATER)
    tiles = [Line(account="5.9.2", cents=10_000), Line(account=chart.BANK, cents=-10_000)]
    post_entry(on=TODAY, memo="Tiles for the school", key="tiles", lines=tiles, actor=None, now=LATER)
    assert given(since=A_YEAR_AGO) == 10_000

    hears = nine.people[2]
    give_power(hears, "payroll.hear_requests")
    for_school = ask_help(fund="community", text="The school.", cents=5_000, actor=nine.people[0], now=LATER)
    for_one_of_us = ask(nine)
    for request in (for_school, for_one_of_us):
        answer(request, hears)
        pay_help(request_id=request.pk, out_of="cash", actor=nine.delia, now=LATER)
    assert given(since=A_YEAR_AGO) == 15_000, "what one of us got is not given to others"


def test_every_part_the_assembly_opens_is_there(nine: Nine, monkeypatch: pytest.MonkeyPatch) -> None:
    at(LATER, monkeypatch)
    put_in(chart.REINVESTMENT, 300_000)
    a_press(nine, motion=lets(300_000))
    pay(nine, 200_000)
    put_in(chart.LONG_DEBT, 7_000)
    write_house_rule("public.accounts", ["jobs", "pay", "reinvestment", "donations", "debt"])
    page = Client(headers={"accept-language": "en"}).get("/public/").content.decode()
    for said in (
        "Put into machines and works in a year",
        "$2,000",
        "Given in a year",
        "Owed in instalments",
        "$70",
    ):
        assert said in page, said
