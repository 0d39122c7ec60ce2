"""Energy: what was made with it, which debts are owed for it, what the assembly voted to save, and whether it is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ledger.actions import pay_instalment, take_debt, write_party
from ledger.models import Debt
from payroll.actions.costs import list_project
from payroll.actions.energy import say_debt_is_of_energy, write_energy, write_made, write_saving
from payroll.models import EnergyDebt, EnergySaving, MonthMade, Project
from payroll.reports.energy import energy_page
from payroll.reports.explained.energy import energy_explained
from record.models import Act
from record.rules import Refused
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, month
from tests.payroll.test_funds import TODAY, a_press, lets
from tests.promises import delete_all, refused, replace_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def light(nine: Nine) -> Debt:
    """The light of years ago, in three instalments of 400 and 10 each, from the middle of February."""
    lender = write_party(name="Light & Co", is_lender=True, actor=nine.delia, now=LATER)
    return take_debt(
        lender_id=lender.pk,
        purpose="The light of two years",
        motion_number=None,
        on=date(2020, 1, 1),
        principal_cents=1_200,
        interest_cents=30,
        instalments=3,
        first_on=date(2026, 2, 15),
        key="light",
        actor=nine.delia,
        now=LATER,
    )


def of_energy(nine: Nine, debt: Debt, is_energy: bool = True) -> EnergyDebt | None:
    return say_debt_is_of_energy(debt_id=debt.pk, is_energy=is_energy, actor=nine.delia, now=LATER)


def to_save(nine: Nine, share: str = "9/100", kind: str = "gas") -> EnergySaving:
    return write_saving(code="press", kind=kind, share=Fraction(share), actor=nine.delia, now=LATER)


def gas_of(nine: Nine, name: str, quantity: int, made: int, cents: int = 9_000) -> None:
    by: dict[str, Any] = {"period_id": month(name).pk, "actor": nine.delia, "now": LATER}
    write_energy(kind="gas", quantity=quantity, cents=cents, **by)
    write_made(quantity=made, unit="m²", **by)


# --- the debt ------------------------------------------------------------------------------------------------


def test_only_what_is_said_to_be_owed_for_energy_counts_and_its_plan_says_what_is_late(
    nine: Nine, light: Debt
):
    page = energy_page(today=TODAY)
    assert (page.debts, page.debt_cents, page.other_debts) == ([], 0, [light])
    of_energy(nine, light)
    first = light.instalments.all()[0]
    pay_instalment(instalment_id=first.pk, through="1.1.1", on=TODAY, actor=nine.delia, now=LATER)

    page = energy_page(today=TODAY)
    [plan] = page.debts
    assert (page.debt_cents, page.interest_cents, page.other_debts) == (800, 10, [])
    assert ([part.number for part in plan.late], plan.late_cents) == ([2], 410)
    assert (len(plan.waiting), plan.until_on) == (2, date(2026, 4, 15))
    assert energy_page(today=date(2027, 4, 2)).interest_cents == 0, "that was more than a year ago"
    of_energy(nine, light, is_energy=False)
    assert energy_page(today=TODAY).debt_cents == 0


def test_a_debt_is_said_to_be_of_energy_once_and_by_whoever_keeps_the_books(nine: Nine, light: Debt):
    assert of_energy(nine, light, is_energy=False) is None, "nothing was said of it"
    said = of_energy(nine, light)
    assert of_energy(nine, light) == said
    assert Act.objects.filter(verb="payroll.energy_debt.said").count() == 1
    with pytest.raises(Refused, match="Only whoever keeps the books"):
        say_debt_is_of_energy(debt_id=light.pk, is_energy=False, actor=nine.people[0], now=LATER)


# --- what was made, and what is saved ------------------------------------------------------------------------


def test_what_was_made_in_a_month_is_said_once_and_corrected_by_saying_it_again(nine: Nine):
    by: dict[str, Any] = {"period_id": month("2026-03").pk, "actor": nine.delia, "now": LATER}
    first = write_made(quantity=40, unit="m²", **by)
    assert write_made(quantity=40, unit=" m² ", **by) == first
    write_made(quantity=50, unit="m²", **by)
    gas_of(nine, "2026-03", 150, 50)
    [row] = energy_page(today=TODAY).kinds[0].months
    assert (row.made, row.for_each_thousandths) == (50, 3_000)
    about: dict[str, Any] = {"quantity": 1, "unit": "m²", **by}
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"unit": " "}, "counted in"),
        ({"quantity": 10**13}, "too large"),
        ({"actor": nine.people[0]}, "Only whoever keeps"),
        ({"period_id": month("2026-06").pk}, "has not begun"),
    )
    for wrong, sentence in wrongs:
        with pytest.raises(Refused, match=sentence):
            write_made(**(about | wrong))
    assert MonthMade.objects.count() == 2


def test_what_was_voted_to_be_saved_is_measured_from_the_day_it_is_in_use(nine: Nine):
    a_press(nine, motion=None)
    to_save(nine)
    gas_of(nine, "2026-01", 200, 100)
    gas_of(nine, "2026-02", 400, 200)
    gas_of(nine, "2026-03", 180, 100, cents=3_600)
    motion = lets(300_000)
    a_press(nine, motion=motion)
    [line] = energy_page(today=TODAY).savings
    assert (line.found, line.is_reached) == (None, False)

    about: dict[str, Any] = {"code": "press", "name": "Prensa", "cents": 300_000, "effect": "9 % less gas"}
    list_project(**about, motion=motion, in_use_since=date(2026, 3, 1), actor=nine.delia, now=LATER)
    page = energy_page(today=TODAY)
    [line] = page.savings
    assert line.found is not None
    assert (line.found.saved, line.found.per_mille, line.is_reached) == (20, 100, True)
    [shown] = energy_explained(page).savings
    assert (shown.voted, shown.reached, shown.measured) == ("9 %", "10.0", "for each m² made")
    assert shown.money is not None
    assert (shown.money.cents, shown.money.motion) == (20 * 20, (motion.pk, motion.number))


def test_a_saving_may_be_corrected_until_it_is_voted(nine: Nine):
    a_press(nine, motion=None)
    first = to_save(nine)
    assert to_save(nine, "9/100") == first
    to_save(nine, "12/100")
    a_press(nine, motion=lets(300_000))
    with pytest.raises(Refused, match="stays as it was said"):
        to_save(nine, "1/100")
    to_save(nine, "1/10", kind="electricity")
    about: dict[str, Any] = {
        "code": "press",
        "kind": "water",
        "share": Fraction(1, 9),
        "actor": nine.delia,
        "now": LATER,
    }
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"kind": "wood"}, "gas, electricity or water"),
        ({"share": Fraction(3, 2)}, "not more than all"),
        ({"actor": nine.people[0]}, "Only whoever keeps"),
    )
    for wrong, sentence in wrongs:
        with pytest.raises(Refused, match=sentence):
            write_saving(**(about | wrong))
    assert [each.share for each in EnergySaving.objects.all()] == ["9/100", "3/25", "1/10"]


def test_what_is_taken_back_before_the_vote_is_not_shown(nine: Nine):
    a_press(nine, motion=None)
    to_save(nine)
    to_save(nine, "0")
    assert energy_page(today=TODAY).savings == []


def test_every_amount_of_the_page_adds_up_to_what_is_shown(nine: Nine, light: Debt):
    of_energy(nine, light)
    gas_of(nine, "2026-02", 100, 50, cents=10_050)
    opened = energy_explained(energy_page(today=TODAY))
    assert (opened.owed.cents, opened.owed.adds_up, opened.interest.adds_up) == (1_200, True, True)
    [row] = opened.kinds[0].months
    cost, _used, books = row.price.given
    assert (row.price.cents, cost.cents, books.cents) == (101, 10_050, 0), "a half goes up"
    assert row.price.act is not None
    assert Act.objects.get(seq=row.price.act.seq).verb == "payroll.energy.written"
    assert books.link == "/books/accounts/5.2.1/?period=2026-02"


# --- the page ------------------------------------------------------------------------------------------------


def test_the_page_writes_it_all_down_without_scripts(
    nine: Nine, light: Debt, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    a_press(nine, motion=None)
    month("2026-03")
    delia, zulema = signed_in(nine.delia), signed_in(nine.people[0])
    made = {"step": "made", "made-period": "2026-03", "made-quantity": "70", "made-unit": "m²"}
    saving = {"step": "saving", "saving-code": "press", "saving-kind": "gas", "saving-share": "9 %"}
    bill = {"step": "bill", "kind": "gas", "period": "2026-03", "quantity": "210", "cents": "63"}
    for said in (made, saving, bill):
        assert delia.post("/energy/", said).status_code == 302, said
    assert delia.post(f"/energy/debts/{light.pk}/", {"is_energy": "yes"}).status_code == 302
    page = zulema.get("/energy/").content.decode()
    for seen in (
        "Light &amp; Co",
        "3.00",
        "9 % less gas",
        "wanted",
        "2 instalments are past their day and not paid: $8.20.",
    ):
        assert seen in page, seen
    again = delia.post("/energy/", saving | {"saving-share": "lots"}).content.decode()
    assert 'value="lots"' in again
    assert 'value="210"' not in again
    assert delia.post("/energy/", {"step": "other"}).status_code == 404
    assert delia.post(f"/energy/debts/{2**70}/").status_code == 404
    assert "Only whoever keeps the books" in zulema.post("/energy/", made).content.decode()
    zulema.post(f"/energy/debts/{light.pk}/", {"is_energy": "no"})
    assert energy_page(today=TODAY).debt_cents == 1_200


# --- round the actions ---------------------------------------------------------------------------------------


def test_what_was_made_is_counted_in_something(nine: Nine):
    with refused("what_was_made_is_counted_in_something"):
        MonthMade.objects.create(period=month("2026-03"), quantity=1, unit="", written_at=LATER)


def test_a_saving_says_how_much(nine: Nine):
    with refused("a_saving_says_how_much"):
        EnergySaving.objects.create(
            project=a_press(nine, motion=None), kind="gas", share="", written_at=LATER
        )


def test_what_was_voted_to_be_saved_stays(nine: Nine):
    press = a_press(nine, motion=None)
    EnergySaving.objects.create(project=press, kind="gas", share="9/100", written_at=LATER)
    EnergySaving.objects.create(project=press, kind="gas", share="8/100", written_at=LATER)
    a_press(nine, motion=lets(300_000))
    with refused("what_was_voted_to_be_saved_stays"):
        EnergySaving.objects.create(project=press, kind="gas", share="1/100", written_at=LATER)
    EnergySaving.objects.create(project=press, kind="water", share="1/100", written_at=LATER)


def test_what_was_said_about_energy_is_never_changed_or_deleted_or_replaced(nine: Nine, light: Debt):
    press: Project = a_press(nine, motion=None)
    MonthMade.objects.create(period=month("2026-03"), quantity=1, unit="kg", written_at=LATER)
    EnergyDebt.objects.create(debt=light, is_energy=True, written_at=LATER)
    EnergySaving.objects.create(project=press, kind="gas", share="9/100", written_at=LATER)
    promised: tuple[tuple[Any, str, dict[str, Any]], ...] = (
        (MonthMade, "what_was_made", {"quantity": 2}),
        (EnergyDebt, "a_word_about_a_debt", {"is_energy": False}),
        (EnergySaving, "a_saving", {"share": "1/9"}),
    )
    for model, thing, change in promised:
        table = model._meta.db_table
        with refused(f"{thing}_is_never_changed"):
            model._default_manager.update(**change)
        with refused(f"{thing}_is_never_deleted"):
            delete_all(table)
        with refused(f"{thing}_is_never_replaced"):
            replace_all(table)


NAMES_OF_PROMISES = """
what_was_made_is_never_changed what_was_made_is_never_deleted what_was_made_is_never_replaced
a_word_about_a_debt_is_never_changed a_word_about_a_debt_is_never_deleted a_word_about_a_debt_is_never_replaced
a_saving_is_never_changed a_saving_is_never_deleted a_saving_is_never_replaced
"""
"""Written out, so that whoever looks for a promise by its name finds its test."""
