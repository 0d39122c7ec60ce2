"""What pages write about surplus, shares, machines, help and energy, a program writes too: once, and by whoever may."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from ledger import chart
from ledger.models import Entry
from ledger.reports import balance
from members.models import Membership
from payroll.models import (
    CostSheet,
    EnergyReading,
    HelpRequest,
    HoursWorked,
    Project,
    ProjectPayment,
    ProjectQuote,
    RefundPayment,
    SetAside,
    ShareRefund,
    ShareSubscription,
    Surplus,
)
from record.models import Act
from tests.makers import give_power, write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, month
from tests.payroll.test_explained import SHARES
from tests.payroll.test_funds import a_press, lets, put_in
from tests.payroll.test_surplus_sharing import meet, put_before_us, vote

pytestmark = pytest.mark.django_db
API = "/api/v1"
DAY = "2026-03-30"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(LATER, monkeypatch)


def sent(client: Client, path: str, **said: Any) -> Any:
    return client.post(f"{API}/{path}", json.dumps(said), content_type="application/json")


def once(nine: Nine, doer: Any, path: str, **said: Any) -> Any:
    """Somebody without the power is refused in a sentence; whoever has it writes; again, the same answer, nothing new."""
    refused = sent(signed_in(nine.people[3]), path, **said)
    assert refused.status_code in (404, 409), refused.content
    assert refused.json()["detail"]
    client = signed_in(doer)
    first = sent(client, path, **said)
    assert first.status_code in (200, 201), first.content
    acts = Act.objects.count()
    again = sent(client, path, **said)
    assert again.status_code in (200, 201), again.content
    assert again.json() == first.json()
    assert Act.objects.count() == acts, "nothing more was done"
    return first.json()


def test_a_surplus_is_worked_out_proposed_and_amended(nine: Nine):
    month("2026-03")
    nine.earn(90_000_000)
    draft = {"name": "2026-03", "from_on": "2026-03-01", "until_on": "2026-04-01"}
    made = once(
        nine, nine.teresa, "surpluses", **draft, reinvestment="1/3", shared_by="days", cash="40 %", key="a-1"
    )
    assert (made["state"], made["for_return_cents"]) == ("draft", 60_000_000)
    assert Surplus.objects.get().how == {"key": "days", "cash": "2/5", "heads": "1/2"}

    words = {"title": "Share March", "text": "As worked out."}
    proposed = once(nine, nine.teresa, f"surpluses/{made['id']}/propose", **words)
    assert (proposed["state"], proposed["mine_cents"]) == ("proposed", 60_000_000 // 9 * 2 // 5)
    assert sent(signed_in(nine.teresa), f"motions/{proposed['motion']}/table").status_code == 200

    amendment = sent(
        signed_in(nine.people[0]),
        "motions",
        kind="surplus",
        title="Half",
        text="Half of it.",
        terms={"surplus": made["id"], "reinvestment": "1/2"},
        amends=proposed["motion"],
    )
    assert amendment.status_code == 201, amendment.content
    assert amendment.json()["terms"]["reinvestment"] == "1/2"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"reinvestment": "3/2"}, 422),
        ({"reinvestment": "x"}, 422),
        ({"name": "\x00"}, 422),
        ({"shared_by": "seniority"}, 422),
        ({"from_on": "2026-03-02"}, 409),
        ({"prior_losses_cents": -1}, 422),
        ({"key": ""}, 422),
    ],
)
def test_a_surplus_of_a_wrong_shape_is_refused_in_words(nine: Nine, more: dict[str, Any], status: int):
    month("2026-03")
    draft = {"name": "x", "from_on": "2026-03-01", "until_on": "2026-04-01", "key": "a"} | more
    answer = sent(signed_in(nine.teresa), "surpluses", **draft)
    assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)


def test_hours_and_set_asides_of_a_month(nine: Nine):
    month("2026-03")
    nine.earn(90_000_000)
    client = signed_in(nine.delia)
    said = {"period": "2026-03", "minutes": {"1": 9_000, "2": 9_030}}
    assert sent(signed_in(nine.people[3]), "hours", **said).status_code == 409
    assert [sent(client, "hours", **said).json() for _twice in range(2)] == [{"new": 2}, {"new": 0}]
    assert HoursWorked.objects.count() == 2
    assert sent(client, "hours", period="1999-01", minutes={}).status_code == 404
    write_house_rule("pay.set_asides", SHARES)
    once(nine, nine.teresa, "set-asides", period="2026-03")
    assert sum(SetAside.objects.values_list("cents", flat=True)) == 90_000_000


def test_shares_are_subscribed_paid_in_asked_back_and_given_back(nine: Nine):
    write_house_rule("shares.capital", {"cents": 120_000, "instalments": 12, "refunds": "1"})
    number = nine.people[0].number
    made = once(nine, nine.delia, "shares/subscriptions", member=number, first_due_on="2026-03-01")
    assert (made["cents"], made["instalments"]) == (120_000, 12)
    assert ShareSubscription.objects.count() == 1
    paid = once(
        nine, nine.delia, "shares/payments", member=number, cents=20_000, into="cash", on=DAY, key="first"
    )
    assert paid == {"member": number, "left_cents": 100_000}
    assert sent(signed_in(nine.delia), "shares/refunds", member=number).status_code == 409, "they are here"

    Membership.objects.filter(member=nine.people[0]).update(until_on=LATER.date() - timedelta(days=1))
    once(nine, nine.delia, "shares/refunds", member=number)
    refund = ShareRefund.objects.get()
    queue = signed_in(nine.people[3]).get(f"{API}/shares/refunds").json()
    assert [(each["left_cents"], each["member"]) for each in queue["items"]] == [(20_000, None)]
    given = once(nine, nine.delia, "shares/refunds/pay", most_cents=5_000, out_of="cash", key="june")
    assert [(each["refund"], each["cents"]) for each in given] == [(refund.pk, 5_000)]
    assert RefundPayment.objects.count() == 1
    assert balance(chart.CASH) == 15_000


def test_a_machine_goes_on_the_list_is_quoted_and_paid_for(nine: Nine):
    motion = lets(500_000)
    about = {"name": "Kiln", "cents": 500_000, "effect": "Less gas", "motion": motion.number}
    made = once(nine, nine.delia, "projects", **about)
    assert (made["code"], made["cents"], Project.objects.count()) == ("kiln", 500_000, 1)
    once(nine, nine.delia, "projects/kiln/quotes", supplier="Firm", cents=480_000, given_on=DAY)
    payment = {"cents": 200_000, "out_of": "bank", "on": DAY, "key": "one"}
    paid = once(nine, nine.delia, "projects/kiln/payments", **payment)
    assert (paid["paid_cents"], paid["left_cents"]) == (200_000, 300_000)
    assert (ProjectQuote.objects.count(), ProjectPayment.objects.count()) == (1, 1)
    read = signed_in(nine.people[3]).get(f"{API}/projects/kiln").json()
    assert [each["supplier"] for each in read["quotes"]] == ["Firm"]
    assert (
        sent(signed_in(nine.delia), "projects/oven/quotes", supplier="x", cents=1, given_on=DAY).status_code
        == 404
    )


def test_what_a_product_costs_and_what_energy_was_used(nine: Nine):
    sheet = {
        "name": "Piso rojo",
        "unit": "m²",
        "in_force_from": "2026-04-01",
        "lines": [{"text": "Gas", "cents": 1_333}, {"text": "Clay", "cents": 500}],
        "price_cents": 9_216,
    }
    made = once(nine, nine.delia, "costs", **sheet)
    assert (made["code"], made["total_cents"], CostSheet.objects.count()) == ("piso-rojo", 1_833, 1)
    month("2026-03")
    once(nine, nine.delia, "energy", kind="gas", period="2026-03", quantity=300, cents=90_000)
    assert EnergyReading.objects.get().quantity == 300
    once(nine, nine.delia, "energy/made", period="2026-03", quantity=100, unit="m²")
    a_press(nine, motion=None)
    saving = once(nine, nine.delia, "energy/savings", project="press", kind="gas", share="9 %")
    assert saving["share"] == "9/100"
    read = signed_in(nine.people[3]).get(f"{API}/energy").json()
    assert (read["unit"], read["kinds"][0]["months"][0]["made"]) == ("m²", 100)
    assert (read["savings"][0]["saved"], read["savings"][0]["is_reached"]) == (None, False)
    lots = {"project": "press", "kind": "gas", "share": "lots"}
    assert sent(signed_in(nine.delia), "energy/savings", **lots).status_code == 409
    assert sent(signed_in(nine.delia), "energy/debts/9", is_energy=True).status_code == 404
    nul = {"cents": 1, "out_of": "\x00", "on": DAY, "key": "k"}
    assert sent(signed_in(nine.delia), "projects/kiln/payments", **nul).status_code == 422
    bad = sent(signed_in(nine.delia), "energy", kind="wood", period="2026-03", quantity=1, cents=1)
    assert (bad.status_code, bad.json()["field"]) == (422, "wanted.kind")


# --- help stays between who asks and who hears ------------------------------------------------------------


def test_help_is_asked_granted_and_paid_and_what_it_is_for_is_read_by_whoever_hears_only(nine: Nine):
    beatriz, zulema, other = nine.people[2], nine.people[0], nine.people[3]
    give_power(beatriz, "payroll.hear_requests")
    put_in(chart.LABOUR_FUND, 50_000)
    asked = {"fund": "hardship", "cents": 20_000, "text": "My roof fell in"}
    asks = signed_in(zulema)
    first = sent(asks, "funds/requests", **asked)
    assert (first.status_code, first.json()["text"]) == (201, "My roof fell in")
    assert sent(asks, "funds/requests", **asked).json() == first.json()
    assert HelpRequest.objects.count() == 1
    pk = first.json()["id"]

    def seen_by(who: Any) -> Any:
        return signed_in(who).get(f"{API}/funds/requests").json()

    assert seen_by(other) == {"count": 0, "items": []}
    assert seen_by(nine.delia)["count"] == 0, "whoever pays sees it when it is granted"
    for path in ("answer", "pay"):
        assert sent(signed_in(other), f"funds/requests/{pk}/{path}", is_granted=True).status_code == 404
    assert sent(asks, f"funds/requests/{pk}/answer", is_granted=True).status_code == 409

    granted = once(nine, beatriz, f"funds/requests/{pk}/answer", is_granted=True, answer="For your roof")
    assert (granted["state"], granted["answer"]) == ("granted", "For your roof")
    [to_pay] = seen_by(nine.delia)["items"]
    assert (to_pay["text"], to_pay["answer"], to_pay["member"]) == ("", "", zulema.number)
    paid = once(nine, nine.delia, f"funds/requests/{pk}/pay", out_of="cash")
    assert (paid["state"], paid["text"], paid["answer"]) == ("paid", "", "")
    assert balance(chart.CASH) == -20_000
    assert "roof" not in "".join(map(str, Act.objects.values_list("facts", flat=True)))
    assert not Entry.objects.filter(memo__contains="Zulema").exists()


def test_the_part_of_somebody_who_left_is_paid_by_itself(nine: Nine):
    nine.earn(90_000_000)
    surplus, motion = put_before_us(nine)
    meet(nine, motion)
    vote(nine, motion)
    zulema = nine.people[0]
    part = surplus.returns.get(member=zulema)
    Membership.objects.filter(member=zulema).update(until_on=LATER.date())
    assert sent(signed_in(nine.people[3]), f"returns/{part.pk}/pay", out_of="cash").status_code == 409
    paid = once(nine, nine.delia, f"returns/{part.pk}/pay", out_of="cash")
    assert (paid["member"], paid["cents"], paid["is_paid"]) == (zulema.number, 10_000_000, True)
