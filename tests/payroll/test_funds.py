"""Machines from the quote to the use, help asked in confidence, energy, the order of work, and what neighbours see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.actions import post_entry
from ledger.models import Entry
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from ledger.rules import Line
from members.models import Member
from payroll.actions.costs import CostLine, list_project, write_cost_sheet
from payroll.actions.energy import write_energy
from payroll.actions.help import answer_help, ask_help, pay_help
from payroll.actions.production import order_work
from payroll.actions.projects import pay_for_project
from payroll.models import (
    EnergyReading,
    HelpRequest,
    Product,
    ProductionOrder,
    Project,
    ProjectPayment,
    ProjectQuote,
)
from payroll.reports.energy import energy_page
from payroll.reports.funds import reinvestment_fund
from payroll.reports.help import A_PAGE, help_page
from record.models import Act
from record.rules import Refused
from tests.makers import NOW, give_power, write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, month
from tests.promises import delete_all, lift, refused, replace_all

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)


def put_in(account: str, cents: int, key: str = "") -> None:
    """So much in the bank, kept for something."""
    post_entry(
        on=TODAY,
        memo="Fondo",
        key=key or account,
        lines=[Line(account=chart.BANK, cents=cents), Line(account=account, cents=-cents)],
        actor=None,
        now=LATER,
    )


def adopted(kind: str = "decision", **terms: Any) -> Motion:
    """A motion as its vote left it."""
    return Motion.objects.create(
        number=33 + Motion.objects.count(),
        kind=kind,
        title="The press",
        text="Buy it.",
        terms=terms,
        proposer=Member.objects.order_by("pk")[0],
        state=MotionState.ADOPTED,
        created_at=NOW,
        rule={},
        opened_at=NOW,
        closes_at=NOW + timedelta(hours=1),
        closed_at=NOW + timedelta(hours=1),
        roll_count=9,
        present_count=9,
        in_favour=9,
        against=0,
        abstaining=0,
    )


def lets(cents: int) -> Motion:
    """A purchase that was voted, of so much at most."""
    return adopted("purchase", at_most_cents=cents)


def a_press(nine: Nine, *, motion: Motion | None, cents: int = 300_000) -> Project:
    return list_project(
        code="press",
        name="Prensa",
        cents=cents,
        effect="9 % less gas",
        motion=motion,
        in_use_since=None,
        actor=nine.delia,
        now=LATER,
    )


def pay(nine: Nine, cents: int, key: str = "a", **other: Any) -> ProjectPayment:
    asked: dict[str, Any] = {"out_of": "bank", "on": TODAY, "actor": nine.delia, "now": LATER} | other
    return pay_for_project(code="press", cents=cents, key=key, **asked)


# --- projects ------------------------------------------------------------------------------------------------


def test_a_machine_is_paid_for_as_voted_and_out_of_the_fund_as_far_as_it_reaches(nine: Nine):
    put_in(chart.REINVESTMENT, 200_000)
    a_press(nine, motion=None)
    with pytest.raises(Refused, match="which motion adopted it first"):
        pay(nine, 100)
    a_press(nine, motion=lets(300_000))

    first = pay(nine, 150_000)
    assert pay(nine, 150_000) == first, "the same form sent twice is paid once"
    assert balance(chart.REINVESTMENT) == -50_000
    pay(nine, 150_000, "b")
    assert (balance(chart.REINVESTMENT), balance(chart.OURS_TOGETHER)) == (0, -200_000)
    assert (balance(chart.MACHINES), balance(chart.BANK)) == (300_000, -100_000)
    with pytest.raises(Refused, match="more than was voted"):
        pay(nine, 1, "c")
    assert faults_in_books() == []


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"actor": None}, "a post that you do not hold"),
        ({"out_of": "pocket"}, "the bank or the cash box"),
        ({"on": date(2027, 1, 1)}, "has not come yet"),
        ({"cents": 0}, "more than nothing"),
    ],
)
def test_a_payment_that_makes_no_sense_is_refused(nine: Nine, other: dict[str, Any], sentence: str):
    a_press(nine, motion=lets(300_000))
    asked = {"cents": 5} | other
    if other.get("actor", 1) is None:
        asked["actor"] = nine.people[0]
    with pytest.raises(Refused, match=sentence):
        pay(nine, **asked)
    assert not ProjectPayment.objects.exists()


def test_the_fund_says_how_long_it_takes_at_its_pace(nine: Nine):
    put_in(chart.REINVESTMENT, 100_000)
    assert (reinvestment_fund(today=TODAY).months, reinvestment_fund(today=TODAY).target_cents) == (0, 0)
    write_house_rule("reinvestment.target", 400_000)
    assert reinvestment_fund(today=TODAY).months is None, "nothing is set aside for it"
    from assemblies.models import HouseRule
    from payroll.models import SetAside

    rule = HouseRule.objects.get(key="reinvestment.target")
    for name, cents in (("2026-02", 40_000), ("2026-03", 60_000)):
        SetAside.objects.create(
            period=month(name), purpose="reinvestment", share="45/100", cents=cents, rule=rule
        )
    found = reinvestment_fund(today=TODAY)
    assert (found.balance_cents, found.pace_cents, found.months) == (100_000, 50_000, 6)


def test_what_was_voted_for_a_project_stays(nine: Nine):
    a_press(nine, motion=None)
    a_press(nine, motion=None, cents=310_000)
    voted = a_press(nine, motion=lets(310_000), cents=310_000)
    with pytest.raises(Refused, match="Its amount was voted"):
        a_press(nine, motion=voted.motion, cents=320_000)
    for change in ({"cents": 1}, {"motion": None}, {"motion": adopted()}):
        with refused("what_was_voted_for_a_project_stays"):
            Project.objects.update(**change)
    Project.objects.update(in_use_since=TODAY)
    with refused("a_project_is_never_deleted"):
        delete_all("payroll_project")
    with refused("a_project_is_never_replaced"):
        replace_all("payroll_project")


# --- help ------------------------------------------------------------------------------------------------------


def ask(nine: Nine, who: Member | None = None, cents: int = 5_000) -> HelpRequest:
    return ask_help(
        fund="hardship", text="My son's glasses.", cents=cents, actor=who or nine.people[0], now=LATER
    )


def answer(request: HelpRequest, who: Member, is_granted: bool = True) -> HelpRequest:
    return answer_help(
        request_id=request.pk, is_granted=is_granted, answer="Of course.", actor=who, now=LATER
    )


@pytest.fixture
def beatriz(nine: Nine) -> Member:
    """She hears requests."""
    give_power(nine.people[2], "payroll.hear_requests")
    return nine.people[2]


def test_help_is_granted_by_one_paid_by_another_and_never_more_than_the_fund_has(nine: Nine, beatriz: Member):
    request = ask(nine)
    assert ask(nine) == request, "a second tap asks nothing new"
    with pytest.raises(Refused, match="does not have that much"):
        answer(request, beatriz)
    put_in(chart.LABOUR_FUND, 8_000)
    with pytest.raises(Refused, match="was not granted"):
        pay_help(request_id=request.pk, out_of="cash", actor=nine.delia, now=LATER)
    answer(request, beatriz)
    second = ask(nine, nine.people[1], 4_000)
    with pytest.raises(Refused, match="does not have that much"):
        answer(second, beatriz)

    for _twice in range(2):
        paid = pay_help(request_id=request.pk, out_of="cash", actor=nine.delia, now=LATER)
    assert paid.state == "paid"
    assert (balance(chart.LABOUR_FUND), balance(chart.CASH)) == (-3_000, -5_000)
    assert answer(second, beatriz, is_granted=False).state == "declined"
    with pytest.raises(Refused, match="answered already"):
        answer(second, beatriz)


def test_nobody_answers_or_pays_their_own(nine: Nine, beatriz: Member):
    put_in(chart.LABOUR_FUND, 9_000)
    mine = ask(nine, beatriz)
    with pytest.raises(Refused, match="your own request"):
        answer(mine, beatriz)
    give_power(nine.delia, "payroll.hear_requests")
    answer(mine, nine.delia)
    with pytest.raises(Refused, match="Somebody else"):
        pay_help(request_id=mine.pk, out_of="bank", actor=nine.delia, now=LATER)
    with pytest.raises(Refused, match="a post that you do not hold"):
        answer(ask(nine), nine.people[1])


def test_who_sees_what_of_a_request(nine: Nine, beatriz: Member):
    put_in(chart.LABOUR_FUND, 9_000)
    request = ask(nine)

    def seen(reader: Member) -> list[tuple[str, bool, bool]]:
        return [(line.text, line.may_answer, line.may_pay) for line in help_page(reader, now=LATER).lines]

    assert seen(nine.people[0]) == [("My son's glasses.", False, False)]
    assert seen(beatriz) == [("My son's glasses.", True, False)]
    assert seen(nine.people[1]) == seen(nine.delia) == []
    answer(request, beatriz)
    assert seen(nine.delia) == [("", False, True)], "whoever pays sees the amount and the name, not why"
    assert seen(nine.people[1]) == []


def test_what_waits_is_seen_first_however_much_came_later(nine: Nine, beatriz: Member):
    put_in(chart.LABOUR_FUND, 900_000)
    oldest = ask(nine, nine.people[0], 1)
    for cents in range(2, A_PAGE + 5):
        answer(ask(nine, nine.people[1], cents), beatriz, is_granted=False)
    last = ask(nine, nine.people[3], 1_000)

    page = help_page(beatriz, now=LATER)
    assert [line.request for line in page.lines][:2] == [oldest, last]
    assert len(page.lines) == A_PAGE
    assert len(help_page(beatriz, now=LATER, page=2).lines) == page.pages.paginator.count - A_PAGE


def test_an_answer_that_is_refused_stays_as_it_was_typed(
    nine: Nine, beatriz: Member, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    request = ask(nine)
    said = {"answer": "Yes, <of course>: take them."}
    page = signed_in(beatriz).post(f"/funds/{request.pk}/grant/", said).content.decode()
    assert "does not have that much" in page
    assert "Yes, &lt;of course&gt;: take them.</textarea>" in page


def test_the_record_and_the_books_do_not_say_who_asked_nor_why(nine: Nine, beatriz: Member):
    put_in(chart.LABOUR_FUND, 9_000)
    request = ask(nine)
    answer(request, beatriz)
    pay_help(request_id=request.pk, out_of="bank", actor=nine.delia, now=LATER)

    acts = Act.objects.filter(subject=f"payroll.helprequest:{request.pk}")
    assert acts.count() == 3
    assert nine.people[0].number not in acts.values_list("actor_number", flat=True)
    assert not any("glasses" in str(act.facts) or "member" in act.facts for act in acts)
    entry = Entry.objects.get(key=f"payroll.help:{request.pk}")
    assert not entry.postings.filter(member__isnull=False).exists()


@pytest.mark.parametrize(
    "wrong", [{"fund": "lottery"}, {"text": "  "}, {"text": "a\x00"}, {"cents": 0}, {"cents": 10**18}]
)
def test_a_request_that_makes_no_sense_is_refused(nine: Nine, wrong: dict[str, Any]):
    asked: dict[str, Any] = {"fund": "community", "text": "Paint.", "cents": 5} | wrong
    with pytest.raises(Refused):
        ask_help(**asked, actor=nine.people[0], now=LATER)
    assert not HelpRequest.objects.exists()


# --- energy, and the order of work ----------------------------------------------------------------------------


def test_energy_says_how_much_and_at_what_price_and_a_correction_is_the_last_word(nine: Nine):
    for name, quantity in (("2026-02", 100), ("2026-03", 80)):
        for cents in (9_000, 10_000):
            write_energy(
                kind="gas",
                period_id=month(name).pk,
                quantity=quantity,
                cents=cents,
                actor=nine.delia,
                now=LATER,
            )
    page = energy_page(today=TODAY)
    assert [(m.quantity, m.unit_cents) for m in page.kinds[0].months] == [(80, 125), (100, 100)]
    assert (page.kinds[0].change, EnergyReading.objects.count()) == (250, 4)
    with pytest.raises(Refused, match="Only whoever keeps the books"):
        write_energy(
            kind="gas", period_id=month("2026-03").pk, quantity=1, cents=1, actor=nine.people[0], now=LATER
        )


def a_product(nine: Nine, code: str = "red", name: str = "Piso rojo") -> Product:
    return write_cost_sheet(
        code=code,
        name=name,
        unit="m²",
        in_force_from=TODAY,
        lines=[CostLine("gas", 8_962)],
        price_cents=9_216,
        actor=nine.delia,
        now=LATER,
    ).product


def test_an_adopted_motion_orders_the_work_once(nine: Nine):
    from assemblies.kinds import kind_called

    a_product(nine)
    kind = kind_called("production")
    assert kind is not None
    terms: dict[str, Any] = {
        "lines": [{"product": "red", "quantity": 6_500, "for_whom": "Escuela 144"}],
        "from_on": "2026-04-01",
        "until_on": "2027-01-01",
    }
    motion = adopted("production", **kind.clean(terms, now=LATER))
    assert "Escuela 144" in str(kind.preview(motion, reader=None, on=TODAY)[1].then)
    kind.enact(motion, now=LATER)
    assert order_work(motion=motion, now=LATER) == list(ProductionOrder.objects.all())
    for wrong in (
        {"lines": []},
        {"lines": [{"product": "x", "quantity": 1, "for_whom": "y"}]},
        {"lines": [{"product": "red", "quantity": True, "for_whom": "y"}]},
        {"lines": [{"product": "red", "quantity": 1, "for_whom": ""}]},
        {"lines": ["red"]},
        {"until_on": "2026-03-01"},
    ):
        with pytest.raises(Refused):
            kind.clean(terms | wrong, now=LATER)


# --- pages --------------------------------------------------------------------------------------------------


def test_a_machine_and_a_request_go_from_page_to_page(
    nine: Nine, beatriz: Member, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    put_in(chart.REINVESTMENT, 500_000)
    put_in(chart.LABOUR_FUND, 500_000)
    a_press(nine, motion=lets(300_000))
    delia, zulema, hears = signed_in(nine.delia), signed_in(nine.people[0]), signed_in(beatriz)
    quote = {
        "step": "quote",
        "quote-supplier": "Prensas SA",
        "quote-cents": "3,100",
        "quote-given_on": "2026-04-01",
    }
    assert delia.post("/projects/press/", quote).status_code == 302
    key = "7f8d3b1e-6a57-4a0c-9d4e-000000000002"
    paid = {"step": "pay", "pay-cents": "1,000", "pay-out_of": "bank", "pay-on": "2026-04-01", "pay-key": key}
    for _twice in range(2):
        assert delia.post("/projects/press/", paid).status_code == 302
    page = zulema.get("/projects/press/").content.decode()
    assert "Prensas SA" in page
    assert ProjectPayment.objects.count() == 1
    assert zulema.post("/projects/press/", paid | {"pay-key": key[:-1] + "3"}).status_code == 200
    assert zulema.get("/projects/").status_code == 200

    asked = {"fund": "hardship", "cents": "50", "text": "My son's glasses."}
    assert zulema.post("/funds/", asked).status_code == 302
    request = HelpRequest.objects.get()
    assert "glasses" in hears.get("/funds/").content.decode()
    other = signed_in(nine.people[1])
    assert "glasses" not in other.get("/funds/").content.decode()
    assert other.post(f"/funds/{request.pk}/grant/").status_code == 404
    hears.post(f"/funds/{request.pk}/grant/", {"answer": "Of course."})
    assert "glasses" not in delia.get("/funds/").content.decode()
    delia.post(f"/funds/{request.pk}/pay/", {"out_of": "cash"})
    request.refresh_from_db()
    assert request.state == "paid"

    bill = {"kind": "gas", "period": "2026-04", "quantity": "90", "cents": "1,000"}
    month("2026-04")
    assert delia.post("/energy/", bill).status_code == 302
    assert "90" in zulema.get("/energy/").content.decode()
    api = {name: zulema.get(f"/api/v1/{name}").json() for name in ("projects", "energy", "funds", "costs")}
    assert (api["projects"]["items"][0]["paid_cents"], api["costs"]) == (100_000, [])
    assert api["energy"]["kinds"][0]["months"][0]["quantity"] == 90
    assert [each["state"] for each in api["funds"]["mine"]] == ["paid"]
    assert other.get("/api/v1/funds").json()["mine"] == []


def test_costs_by_the_books_become_a_sheet_and_the_order_of_work_stands_above(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    a_product(nine)
    nine.earn(-100_000)
    Entry.objects.get()
    gas = [Line(account="5.2.1", cents=100_000), Line(account=chart.BANK, cents=-100_000)]
    post_entry(on=date(2026, 3, 9), memo="Gas", key="gas", lines=gas, actor=None, now=LATER)
    delia = signed_in(nine.delia)
    asked = {"period": "2026-03", "hours": "160", "lines": "Piso rojo; 100; 9.6"}
    page = delia.get("/products/from-books/", asked).content.decode()
    assert "$10.00" in page, "a hundredth of the month's gas"
    assert "/books/accounts/5.2.1/?period=2026-03" in page, "its line opens to what the gas cost"
    assert "Write it as a cost sheet" in page
    wrong = delia.get("/products/from-books/", asked | {"lines": "Piso azul; 1; 1"})
    assert "no product called" in wrong.content.decode()
    ProductionOrder.objects.create(
        motion=adopted(),
        place=1,
        product=Product.objects.get(),
        quantity=6_500,
        for_whom="Escuela 144",
        from_on=TODAY,
        until_on=TODAY + timedelta(days=30),
    )
    page = signed_in(nine.people[0]).get("/products/").content.decode()
    assert "Escuela 144" in page
    assert "(2.8 %)" in page


# --- round the actions -----------------------------------------------------------------------------------------


def test_no_more_is_paid_for_a_project_than_was_voted(nine: Nine):
    project = a_press(nine, motion=None, cents=100)
    nine.earn(5)
    entry = Entry.objects.get()
    with refused("no_more_is_paid_for_a_project_than_was_voted"):
        ProjectPayment.objects.create(project=project, cents=1, paid_on=TODAY, entry=entry)
    a_press(nine, motion=lets(300_000), cents=100)
    with refused("no_more_is_paid_for_a_project_than_was_voted"):
        ProjectPayment.objects.create(project=project, cents=101, paid_on=TODAY, entry=entry)
    with refused("a_project_payment_is_of_something"):
        ProjectPayment.objects.create(project=project, cents=0, paid_on=TODAY, entry=entry)
    with refused("a_quote_is_never_negative"):
        ProjectQuote.objects.create(project=project, supplier="x", cents=-1, given_on=TODAY)


def test_a_request_for_help_only_goes_forward(nine: Nine, beatriz: Member):
    request = ask(nine)
    rows = HelpRequest.objects.filter(pk=request.pk)
    for change in ({"text": "x"}, {"cents": 1}, {"member": nine.oscar}, {"state": "paid"}, {"answer": "x"}):
        with refused("a_request_for_help_only_goes_forward|help_that_was_paid_has_its_entry"):
            rows.update(**change)
    with refused("nobody_answers_their_own_request"):
        rows.update(state="granted", answered_by=nine.people[0])
    rows.update(state="declined", answered_by=beatriz)
    with refused("a_request_for_help_only_goes_forward"):
        rows.update(state="granted")
    with refused("help_is_of_something"):
        HelpRequest.objects.create(fund="hardship", member=nine.people[1], text="x", cents=0, asked_at=LATER)
    with refused("a_request_for_help_is_never_deleted"):
        delete_all("payroll_helprequest")
    with refused("a_request_for_help_is_never_replaced"):
        replace_all("payroll_helprequest")


def test_help_that_was_paid_has_its_entry(nine: Nine, beatriz: Member):
    request = ask(nine)
    HelpRequest.objects.filter(pk=request.pk).update(state="granted", answered_by=beatriz)
    with refused("help_that_was_paid_has_its_entry"):
        HelpRequest.objects.filter(pk=request.pk).update(state="paid")


def test_an_order_of_work_lasts_and_is_of_something_and_has_one_thing_in_each_place(nine: Nine):
    about: dict[str, Any] = {
        "motion": adopted(),
        "place": 1,
        "product": a_product(nine),
        "quantity": 5,
        "for_whom": "x",
        "from_on": TODAY,
        "until_on": date(2026, 5, 1),
    }
    for wrong in ({"until_on": TODAY}, {"quantity": 0}):
        with refused("an_order_of_work_lasts_and_is_of_something"):
            ProductionOrder.objects.create(**(about | wrong))
    ProductionOrder.objects.create(**about)
    with refused("one_thing_in_each_place_of_an_order", columns="payroll_productionorder.motion_id"):
        ProductionOrder.objects.create(**about)


def test_energy_is_never_paid_to_us(nine: Nine):
    with refused("energy_is_never_paid_to_us"):
        EnergyReading.objects.create(
            kind="gas", period=month("2026-03"), quantity=1, cents=-1, written_at=LATER
        )


def test_what_was_written_down_is_never_changed_or_deleted_or_replaced(nine: Nine):
    project = a_press(nine, motion=lets(300_000))
    nine.earn(5)
    ProjectQuote.objects.create(project=project, supplier="x", cents=1, given_on=TODAY)
    ProjectPayment.objects.create(project=project, cents=1, paid_on=TODAY, entry=Entry.objects.get())
    EnergyReading.objects.create(kind="gas", period=month("2026-03"), quantity=1, cents=1, written_at=LATER)
    ProductionOrder.objects.create(
        motion=adopted(),
        place=1,
        product=a_product(nine),
        quantity=5,
        for_whom="x",
        from_on=TODAY,
        until_on=date(2026, 5, 1),
    )
    lift("no_more_is_paid_for_a_project_than_was_voted", on="payroll_projectpayment")
    for table, thing, column in (
        ("payroll_projectquote", "a_quote", "cents"),
        ("payroll_projectpayment", "a_project_payment", "cents"),
        ("payroll_energyreading", "an_energy_reading", "cents"),
        ("payroll_productionorder", "an_order_of_work", "quantity"),
    ):
        model = {m._meta.db_table: m for m in (ProjectQuote, ProjectPayment, EnergyReading, ProductionOrder)}[
            table
        ]
        with refused(f"{thing}_is_never_changed"):
            model._default_manager.update(**{column: 2})
        with refused(f"{thing}_is_never_deleted"):
            delete_all(table)
        with refused(f"{thing}_is_never_replaced"):
            replace_all(table)


NAMES_OF_PROMISES = """
a_quote_is_never_changed a_quote_is_never_deleted a_quote_is_never_replaced
a_project_payment_is_never_changed a_project_payment_is_never_deleted a_project_payment_is_never_replaced
an_energy_reading_is_never_changed an_energy_reading_is_never_deleted an_energy_reading_is_never_replaced
an_order_of_work_is_never_changed an_order_of_work_is_never_deleted an_order_of_work_is_never_replaced
"""
"""Written out, so that whoever looks for a promise by its name finds its test."""
