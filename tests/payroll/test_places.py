"""Money for shares, machines and help goes through any of our banks and boxes; the usual one where none is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger import chart
from ledger.actions import open_account
from ledger.reports import balance
from ledger.reports.places import other_places, place_called, places_to_choose
from payroll.actions.help import answer_help, ask_help, pay_help
from payroll.actions.shares import pay_in_shares, subscribe_shares
from payroll.forms.funds import ProjectPaymentForm
from payroll.reports import faults
from record.rules import Refused
from tests.makers import give_power, write_house_rule
from tests.payroll.conftest import LATER, Nine
from tests.payroll.test_funds import a_press, adopted, pay, put_in

pytestmark = pytest.mark.django_db
SECOND, BOX = "1.1.3", "1.1.4"
KEY = "3f0e1c1e-0000-4000-8000-000000000000"


@pytest.fixture
def several(nine: Nine) -> Nine:
    """A second bank and a second box."""
    by: dict[str, Any] = {"kind": "asset", "actor": nine.delia, "now": LATER}
    open_account(code=SECOND, name="Credicoop", place="bank", **by)
    open_account(code=BOX, name="Canteen box", place="cash", **by)
    return nine


def test_each_place_is_called_by_its_code_and_the_usual_ones_by_what_they_are(several: Nine) -> None:
    assert [place_called(said) for said in ("bank", "cash", SECOND, BOX)] == ["1.1.1", "1.1.2", SECOND, BOX]
    assert place_called(chart.MACHINES) is None, "no money is kept in a machine"
    assert [said for said, _ in places_to_choose()] == ["bank", "cash", SECOND, BOX]
    assert other_places() == [(SECOND, "Credicoop"), (BOX, "Canteen box")]
    assert ProjectPaymentForm({"cents": "1", "on": "2026-04-01", "key": KEY, "out_of": BOX}).is_valid()
    assert not ProjectPaymentForm(
        {"cents": "1", "on": "2026-04-01", "key": KEY, "out_of": "1.4.1"}
    ).is_valid()


def test_money_goes_through_the_place_that_was_chosen(several: Nine) -> None:
    by: dict[str, Any] = {"actor": several.delia, "now": LATER}
    write_house_rule("shares.capital", {"cents": 300_000, "instalments": 3, "refunds": "1/20"})
    zulema = several.people[0]
    subscribe_shares(member_id=zulema.pk, first_due_on=date(2026, 3, 5), **by)
    pay_in_shares(member_id=zulema.pk, cents=5_00, into=SECOND, on=date(2026, 4, 1), key="a", **by)
    assert (balance(SECOND), balance(chart.BANK)) == (5_00, 0)

    a_press(several, motion=adopted("purchase", at_most_cents=300_000))
    pay(several, 2_00, out_of=BOX)
    put_in(chart.LABOUR_FUND, 8_000)
    give_power(several.people[2], "payroll.hear_requests")
    asked = ask_help(fund="hardship", text="Glasses.", cents=1_00, actor=zulema, now=LATER)
    answer_help(request_id=asked.pk, is_granted=True, answer="", actor=several.people[2], now=LATER)
    pay_help(request_id=asked.pk, out_of=BOX, **by)
    assert balance(BOX) == -3_00
    assert faults() == []
    with pytest.raises(Refused, match="the bank or the cash box"):
        pay(several, 1_00, "b", out_of=chart.MACHINES)
