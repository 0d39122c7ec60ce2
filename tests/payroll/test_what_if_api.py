"""What if and a loss as a program asks about them: the page's own answers, and nothing that changes by asking."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from payroll.forms.what_if import address_of
from payroll.models import Surplus, WhatIfShown
from payroll.rules.what_if import Asked
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, nine_of
from tests.payroll.test_losses import lost
from tests.payroll.test_pages import the_surplus

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(LATER, monkeypatch)


def sent(client: Client, path: str, **said: Any) -> Any:
    return client.post(f"{API}/{path}", json.dumps(said), content_type="application/json")


def test_a_part_moved_to_nothing_is_said_in_the_address_too() -> None:
    nothing = Asked(reinvestment=Fraction(0), community=Fraction(0), pay_cents=0)
    assert address_of(nothing, decimals=2) == "reinvestment=0&community=0&pay=0"
    assert address_of(Asked(), decimals=2) == ""


def test_a_program_shows_a_standing_in_the_hall_once(nine: Nine) -> None:
    surplus = the_surplus(nine)
    standing = {"reinvestment": 0, "pay": 900_000, "late": 10}
    assert sent(signed_in(nine.people[0]), "what-if/show", **standing).status_code == 409
    teresa = signed_in(nine.teresa)
    first = sent(teresa, "what-if/show", **standing)
    assert (first.status_code, sent(teresa, "what-if/show", **standing).json()) == (201, first.json())
    assert sent(teresa, "what-if/show", surplus=999).status_code == 404
    assert sent(teresa, "what-if/show", reinvestment=101).status_code == 422
    shown = WhatIfShown.objects.get()
    assert (shown.surplus, shown.asked) == (surplus, "reinvestment=0&late=10&pay=900000")


def test_a_program_proposes_how_a_loss_is_covered_once() -> None:
    nine = nine_of(law_pack="AR")
    surplus = lost(nine, reserve=200_000)
    path, words = f"surpluses/{surplus.pk}/propose-loss", {"title": "March", "text": "As the law says."}
    assert sent(signed_in(nine.people[0]), path, **words).status_code == 409
    teresa = signed_in(nine.teresa)
    assert sent(teresa, path, **words, reserve_cents=-1).status_code == 422
    first = sent(teresa, path, **words, reserve_cents=200_000)
    assert first.status_code == 201
    assert first.json()["loss"] == {"reserve_cents": 200_000, "members_cents": 0, "carried_cents": 500_000}
    assert sent(teresa, path, **words, reserve_cents=200_000).json() == first.json()
    assert sent(teresa, path, **words, reserve_cents=1).status_code == 409
    assert Surplus.objects.get().motion_id == first.json()["motion"]


def test_a_surplus_that_is_no_loss_is_not_covered(nine: Nine) -> None:
    surplus = the_surplus(nine)
    refused = sent(signed_in(nine.teresa), f"surpluses/{surplus.pk}/propose-loss", title="x", text="y")
    assert (refused.status_code, refused.json()["detail"]) == (409, "It is not a loss.")
