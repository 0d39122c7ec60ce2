"""Any amount opens to its sum in words, what goes into it, its motion, its entry and its line of the record."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from ledger.models import Entry
from ledger.reports.explained import page_of
from payroll.actions.costs import CostLine, write_cost_sheet
from payroll.actions.set_asides import set_aside_month
from payroll.actions.shares import pay_in_shares, subscribe_shares
from payroll.models import Surplus
from payroll.reports import surplus_page
from payroll.reports.explained.set_asides import months_set_aside
from payroll.reports.explained.surplus import steps_explained
from payroll.reports.explained.what_if import answer_explained
from payroll.rules.law_packs import PACKS
from payroll.rules.surplus import SurplusInput, waterfall
from payroll.rules.what_if import Asked, what_if
from record.models import Act
from tests.makers import write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, month
from tests.payroll.test_surplus_sharing import meet, put_before_us, vote
from tests.payroll.test_what_if_rules import AR, NOW

SHARES = {
    "shares": [
        {"purpose": "legal_funds", "share": "15/100"},
        {"purpose": "winter_cushion", "share": "45/100"},
        {"purpose": "yearly_decision", "share": "rest"},
    ],
    "cushion": "winter_cushion",
}


@pytest.mark.parametrize("code", PACKS)
def test_every_step_of_every_law_is_said_in_words_with_what_goes_into_it(code: str):
    year = SurplusInput(
        result_cents=10_000_000_000,
        non_member_share=Fraction(1, 10),
        extraordinary_cents=1_000_000,
        prior_losses_cents=1_200_000_000,
        reserves_to_rebuild_cents=1_000,
        legal_reserve_cents=400_000_000,
        capital_cents=2_000_000_000,
        interest_on_shares_cents=5_000,
        reinvestment=Fraction(1, 3),
        community=Fraction(1, 10),
    )
    found = waterfall(code, year)
    surplus = Surplus(pk=1, result_cents=year.result_cents, from_on=date(2026, 1, 1))
    why = steps_explained(surplus, found, year=year)
    assert set(why) == {"result", "return", *(step.code for step in found.steps)}
    for step in found.steps:
        said = why[step.code]
        assert (said.cents, said.article, bool(said.formula), bool(said.given)) == (
            step.cents,
            step.article,
            True,
            True,
        )
        assert said.given[0].cents == step.base_cents
        assert "%(" not in said.formula


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(pay_cents=1_280_000_00),
        Asked(joining=14, late=Fraction(3, 10)),
        Asked(reinvestment=Fraction(1, 2), community=Fraction(1, 4), pay_cents=1),
    ],
)
def test_what_if_opens_to_sums_that_add_up(asked: Asked):
    answer = what_if(AR, NOW, asked)
    why = answer_explained(NOW, asked, answer)
    assert [why[key].cents for key in ("result", "return", "each", "cash")] == [
        answer.result_cents,
        answer.steps.for_return_cents,
        answer.each_cents,
        answer.cash_cents,
    ]
    assert all(why[key].adds_up for key in ("result", "return", "cash"))
    assert {step.code: step.cents for step in answer.steps.steps}.items() <= {
        code: each.cents for code, each in why.items()
    }.items()


def test_the_record_shows_forty_lines_a_page_the_last_first():
    assert [page_of(seq, 81) for seq in (81, 42, 41, 1)] == [1, 1, 2, 3]


@pytest.mark.django_db
def test_a_surplus_that_was_shared_opens_to_its_motion_its_entry_and_its_line(nine: Nine):
    nine.earn(90_000_000)
    surplus, motion = put_before_us(nine, reinvestment="1/3", cash="2/5")
    meet(nine, motion)
    vote(nine, motion)
    surplus = Surplus.objects.select_related("motion", "entry").get(pk=surplus.pk)
    page = surplus_page(surplus, reader=nine.people[0])
    shared = Act.objects.get(verb="payroll.surplus.shared")
    entry = surplus.entry
    assert entry is not None
    for bar in page.drawing.bars:
        assert bar.why is not None
        assert bar.why.cents == bar.cents
        assert (bar.why.motion, bar.why.entry) == ((motion.pk, motion.number), (str(entry.pk), entry.number))
        assert bar.why.act is not None
        assert bar.why.act.seq == shared.seq
    money, shares = page.my_part
    assert (money.cents, shares.cents) == (
        60_000_000 // 9 * 2 // 5,
        60_000_000 // 9 - 60_000_000 // 9 * 2 // 5,
    )
    assert money.formula.startswith("$600,000 × 1 ÷ 9, down to the cent.")


@pytest.mark.django_db
def test_each_part_of_a_month_opens_to_its_share_its_rule_and_its_entry(nine: Nine):
    write_house_rule("pay.set_asides", SHARES)
    nine.earn(90_000_100)
    parts = set_aside_month(period_id=month("2026-03").pk, actor=None, now=LATER)
    [shown] = months_set_aside()
    act = Act.objects.get(verb="payroll.month.set_aside")
    assert [why.cents for why in shown.parts] == [part.cents for part in parts]
    legal, _cushion, rest = shown.parts
    assert legal.formula == "15 % of the month's result, to the nearest whole amount."
    assert legal.given[0].cents == 90_000_100
    assert sum(each.cents or 0 for each in rest.given[1:]) == 90_000_100 - rest.cents
    entry = Entry.objects.get(key__startswith="payroll.setaside")
    for why in shown.parts:
        assert (why.rule, why.entry) == ("pay.set_asides", (str(entry.pk), entry.number))
        assert why.act is not None
        assert why.act.seq == act.seq


@pytest.mark.django_db
def test_the_pages_open_without_scripts(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    at(LATER, monkeypatch)
    write_house_rule("shares.capital", {"cents": 120_000, "instalments": 12, "refunds": "1/20"})
    write_house_rule("public.accounts", ["debt", "donations"])
    zulema = nine.people[0]
    subscribe_shares(member_id=zulema.pk, first_due_on=date(2026, 3, 1), actor=nine.delia, now=LATER)
    pay_in_shares(
        member_id=zulema.pk,
        cents=15_000,
        into="cash",
        on=LATER.date() - timedelta(days=1),
        key="first",
        actor=nine.delia,
        now=LATER,
    )
    write_cost_sheet(
        code="blue",
        name="Blue",
        unit="m²",
        in_force_from=date(2026, 3, 1),
        lines=[CostLine("Gas", 127_000), CostLine("Clay", 3_000)],
        price_cents=150_000,
        actor=nine.delia,
        now=LATER,
    )
    client = signed_in(zulema)
    shares = client.get("/shares/mine/").content.decode()
    entry = Entry.objects.get(key="payroll.shares:first")
    assert 'id="explained-held"' in shares
    assert f'href="/books/entries/{entry.pk}/"' in shares
    assert "down to the cent; the last one takes what is left" in shares
    costs = client.get("/products/").content.decode()
    assert "The price less what it costs us." in costs
    assert costs.count('<details class="why"') == 5
    act = Act.objects.get(verb="payroll.cost_sheet.written")
    assert f"Line {act.seq} of the record" in costs
    public = client.get("/public/").content.decode()
    assert "All long debts together" in public
    assert "/books/" not in public.split('id="explained-debt"')[1].split("</details>")[0]
