"""A payment written down wrongly is undone from the page of its entry, or by a program."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ledger.models import Entry
from payroll.actions.shares import pay_in_shares, subscribe_shares
from payroll.actions.undoing_payments import undo_payment
from tests.makers import write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.payroll.paying import an_advance
from tests.payroll.test_funds import TODAY, a_press, lets, pay
from tests.payroll.test_undoing_payments import given_back

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(LATER, monkeypatch)


def test_whoever_signs_undoes_a_payment_from_its_entry(nine: Nine):
    a_press(nine, motion=lets(300_000))
    entry = pay(nine, 300_000).entry
    oscar, delia, zulema = signed_in(nine.oscar), signed_in(nine.delia), signed_in(nine.people[0])
    page = f"/pay/undo/{entry.pk}/"
    for address in (f"/books/entries/{entry.pk}/", "/projects/press/"):
        assert page in oscar.get(address).content.decode()
        assert page not in zulema.get(address).content.decode()
    assert zulema.get(page).status_code == 403
    assert "You wrote it down" in delia.get(page).content.decode()
    assert "a post that you do not hold" in zulema.post(page, {"because": "x"}).content.decode()
    assert "This field is required" in oscar.post(page, {"because": ""}).content.decode()
    undone = oscar.post(page, {"because": "Typed twice"})
    by = Entry.objects.get(reverses=entry)
    assert undone["Location"] == f"/books/entries/{by.pk}/"
    assert "Undone: Typed twice" in zulema.get(undone["Location"]).content.decode()
    told = zulema.get("/api/v1/projects/press").json()
    assert (told["paid_cents"], [each["is_undone"] for each in told["payments"]]) == (0, [True])
    for client in (oscar, zulema):
        assert ">undone<" in client.get("/projects/press/").content.decode()
    assert "was undone already" in oscar.get(page).content.decode()
    assert oscar.get(f"/pay/undo/{by.pk}/").status_code == 404


def test_a_movement_of_ones_shares_that_was_undone_is_read_with_the_others(nine: Nine):
    write_house_rule("shares.capital", {"cents": 300, "instalments": 3, "refunds": "1"})
    person = nine.people[0]
    by: dict[str, Any] = {"member_id": person.pk, "actor": nine.delia, "now": LATER}
    subscribe_shares(first_due_on=TODAY, **by)
    pay_in_shares(cents=100, into="bank", on=TODAY, key="a", **by)
    entry = Entry.objects.get(key="payroll.shares:a")
    undo_payment(entry_id=entry.pk, because="Typed twice", actor=nine.oscar, now=LATER)
    zulema = signed_in(person)
    page = zulema.get("/shares/mine/").content.decode()
    assert "Shares paid in" in page
    assert "Undone: Typed twice" in page
    assert zulema.get("/shares/mine/2026.pdf").status_code == 200


def test_a_program_undoes_an_advance_and_its_page_says_so(nine: Nine):
    entry = an_advance(nine, nine.people[1], 100_00).entry
    assert entry is not None
    said = json.dumps({"entry": entry.number, "because": "Typed twice"})
    path = "/api/v1/pay/undone"
    delia, oscar = signed_in(nine.delia), signed_in(nine.oscar)
    assert f"/pay/undo/{entry.pk}/" in delia.get("/pay/advances/").content.decode()
    refused = delia.post(path, said, content_type="application/json")
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "You wrote it down: somebody else undoes it.",
    )
    first = oscar.post(path, said, content_type="application/json")
    assert first.status_code == 201, first.content
    assert oscar.post(path, said, content_type="application/json").json() == first.json()
    assert ">undone<" in delia.get("/pay/advances/").content.decode()


def test_shares_given_back_are_undone_from_the_page_of_the_shares_or_by_a_program(nine: Nine):
    entry = given_back(nine)
    page = f"/pay/undo/{entry.pk}/"
    oscar, other = signed_in(nine.oscar), signed_in(nine.people[3])
    for address in ("/shares/", f"/books/entries/{entry.pk}/"):
        assert page in oscar.get(address).content.decode()
        assert page not in other.get(address).content.decode()
    assert "Undo it" in oscar.get(page).content.decode()
    said = json.dumps({"entry": entry.number, "because": "Typed twice"})
    sent = oscar.post("/api/v1/pay/undone", said, content_type="application/json")
    assert sent.status_code == 201, sent.content
    assert ">undone<" in other.get("/shares/").content.decode()
    assert oscar.get("/api/v1/shares/refunds").json()["items"][0]["left_cents"] == 200
