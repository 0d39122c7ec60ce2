"""What is in the funds, what was voted for a machine, and what a surplus comes to: each opens to a sum that adds up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from assemblies.models import HouseRule
from ledger import chart
from ledger.reports.explained import Explained, Given
from payroll.actions.help import answer_help, ask_help
from payroll.actions.projects import add_quote
from payroll.models import Project, SetAside, Surplus
from payroll.reports import surplus_page
from payroll.reports.explained.funds import fund_explained, funds_explained, help_funds_explained
from payroll.reports.explained.projects import project_explained
from payroll.reports.explained.public import new_machines_explained
from payroll.reports.fund_spending import funds_there
from payroll.reports.funds import project_page, reinvestment_fund
from payroll.reports.help import help_page
from payroll.reports.public import public_accounts
from record.models import Act
from tests.makers import give_power, write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, month
from tests.payroll.test_funds import TODAY, a_press, lets, pay, put_in
from tests.payroll.test_surplus_sharing import meet, put_before_us, vote

pytestmark = pytest.mark.django_db


def every(found: Any) -> Iterator[Explained]:
    """Every amount that opens, however deep it stands in what a page is given."""
    if isinstance(found, Explained):
        yield found
    elif isinstance(found, (list, tuple)):
        for each in found:
            yield from every(each)
    elif is_dataclass(found):
        for field in fields(found):
            yield from every(getattr(found, field.name))


def test_an_amount_adds_up_to_what_is_added_less_what_is_taken():
    parts = (
        Given(text="a", cents=5, counts=1),
        Given(text="b", cents=2, counts=-1),
        Given(text="c", cents=9),
    )
    assert Explained(key="x", name="x", cents=3, formula="x", given=parts).adds_up is True
    assert Explained(key="x", name="x", cents=4, formula="x", given=parts).adds_up is False
    assert Explained(key="x", name="x", cents=4, formula="x", given=parts[2:]).adds_up is None


def test_the_fund_opens_to_what_came_and_went_to_its_rule_and_to_the_months_of_its_pace(nine: Nine):
    write_house_rule("reinvestment.target", 400_000)
    put_in(chart.REINVESTMENT, 200_000)
    a_press(nine, motion=lets(300_000))
    pay(nine, 50_000)
    rule = HouseRule.objects.get(key="reinvestment.target")
    for name, cents in (("2026-02", 40_000), ("2026-03", 60_001)):
        SetAside.objects.create(
            period=month(name), purpose="reinvestment", share="45/100", cents=cents, rule=rule
        )
    fund = reinvestment_fund(today=TODAY)
    opened = fund_explained(fund, today=TODAY)
    assert [each.cents for each in opened.balance.given] == [200_000, 50_000]
    assert (opened.balance.cents, opened.balance.adds_up) == (150_000, True)
    assert (opened.target.cents, opened.target.rule) == (400_000, "reinvestment.target")
    *months, many = opened.pace.given
    assert opened.pace.cents == sum(each.cents or 0 for each in months) // int(many.said) == 50_000


def test_what_a_fund_has_is_what_the_books_say_less_what_was_granted(nine: Nine):
    beatriz, zulema = nine.people[2], nine.people[0]
    give_power(beatriz, "payroll.hear_requests")
    put_in(chart.LABOUR_FUND, 9_000)
    asked = ask_help(fund="hardship", text="Glasses.", cents=4_000, actor=zulema, now=LATER)
    answer_help(request_id=asked.pk, is_granted=True, answer="Yes.", actor=beatriz, now=LATER)
    for shown in (help_funds_explained(help_page(zulema, now=LATER).funds), funds_explained(funds_there())):
        fund, why = next(pair for pair in shown if pair[1].key == "fund-3-3-1" or pair[1].cents)
        assert (why.cents, fund.left_cents, why.adds_up) == (5_000, 5_000, True)
        assert [each.cents for each in why.given] == [9_000, 4_000]
        assert why.given[0].link == f"/books/accounts/{chart.LABOUR_FUND}/"


def test_a_machine_opens_to_its_vote_its_payments_and_its_lines_of_the_record(nine: Nine):
    a_press(nine, motion=None)
    add_quote(
        code="press", supplier="Limay", cents=290_000, given_on=TODAY, note="", actor=nine.delia, now=LATER
    )
    motion = lets(300_000)
    project = a_press(nine, motion=motion)
    pay(nine, 100_000)
    pay(nine, 50_000, "b")
    opened = project_explained(project_page(project))
    assert (opened.voted.cents, opened.voted.motion) == (300_000, (motion.pk, motion.number))
    assert (opened.paid.cents, opened.left.cents) == (150_000, 150_000)
    assert opened.paid.adds_up
    assert opened.left.adds_up
    assert all(each.link.startswith("/books/entries/") for each in opened.paid.given)
    [(_quote, asked)] = opened.quotes
    for why, verb in ((opened.voted, "payroll.project.listed"), (asked, "payroll.project.quoted")):
        assert why.act is not None
        assert Act.objects.get(seq=why.act.seq).verb == verb


def test_what_a_surplus_comes_to_adds_up_in_money_in_shares_and_in_what_is_left_over(nine: Nine):
    nine.earn(90_000_100)
    surplus, motion = put_before_us(nine, reinvestment="1/3", cash="2/5")
    meet(nine, motion)
    vote(nine, motion)
    surplus = Surplus.objects.select_related("motion", "entry").get(pk=surplus.pk)
    page = surplus_page(surplus, reader=nine.people[0])
    assert [why.cents for why in page.shared] == [
        page.money_cents,
        page.shares_cents,
        surplus.left_over_cents,
    ]
    assert surplus.left_over_cents > 0
    assert all(why.adds_up for why in page.shared)
    shown = list(every(page))
    assert len(shown) == len(page.drawing.bars) + len(page.my_part) + len(page.shared)
    assert not [why.key for why in shown if why.adds_up is False]


@pytest.mark.thorough
def test_the_pages_open_every_amount_without_scripts(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    at(LATER, monkeypatch)
    write_house_rule("reinvestment.target", 400_000)
    put_in(chart.REINVESTMENT, 200_000)
    put_in(chart.COMMUNITY, 5_000)
    a_press(nine, motion=lets(300_000))
    pay(nine, 50_000)
    client = signed_in(nine.people[0])
    for address, keys in (
        ("/projects/", ("fund-balance", "fund-target", "fund-pace")),
        ("/projects/press/", ("project-voted", "project-paid", "project-left")),
        ("/funds/", ("fund-3-",)),
        ("/funds/spent/", ("fund-3-",)),
    ):
        page = client.get(address).content.decode()
        for key in keys:
            assert f'id="explained-{key}' in page, (address, key)


def test_neighbours_see_what_a_machine_cost_and_who_voted_it_without_a_way_into_the_books(nine: Nine):
    write_house_rule("public.accounts", ["reinvestment"])
    motion = lets(300_000)
    project = a_press(nine, motion=motion)
    Project.objects.filter(pk=project.pk).update(in_use_since=TODAY)
    page = public_accounts(today=TODAY)
    assert page is not None
    [(shown, why)] = new_machines_explained(page)
    assert (shown.pk, why.cents, why.given[1].said) == (project.pk, 300_000, f"motion {motion.number}")
    assert (why.motion, why.entry, why.act) == (None, None, None)
    assert not any(each.link for each in why.given)
