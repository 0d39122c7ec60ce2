"""Whoever pays writes down what a fund paid, on its page or by a program; everybody reads it."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger import chart
from payroll.models import FundPayment
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.payroll.test_funds import lets, put_in

pytestmark = pytest.mark.django_db
KEY = "7f8d3b1e-6a57-4a0c-9d4e-000000000009"
SPENT = "/funds/spent/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(LATER, monkeypatch)


def test_whoever_pays_writes_it_down_and_everybody_reads_it(nine: Nine):
    put_in(chart.EDUCATION_FUND, 100_000)
    motion = lets(30_000)
    said = {
        "fund": chart.EDUCATION_FUND,
        "motion": motion.pk,
        "what": "Curso de soldadura",
        "cents": "300",
        "out_of": "bank",
        "towards": "5.3.4",
        "on": "2026-04-01",
        "key": KEY,
    }
    delia, zulema = signed_in(nine.delia), signed_in(nine.people[0])
    assert 'id="spend"' in delia.get(SPENT).content.decode()
    assert 'id="spend"' not in zulema.get(SPENT).content.decode()
    assert "a post that you do not hold" in zulema.post(SPENT, said).content.decode()
    for _twice in range(2):
        assert delia.post(SPENT, said).status_code == 302
    with CaptureQueriesContext(connection) as asked:
        assert f"/pay/undo/{FundPayment.objects.get().entry_id}/" in delia.get(SPENT).content.decode()
    assert len(asked) - 1 <= 12, "the test itself asks once"
    page = zulema.get(SPENT).content.decode()
    entry = FundPayment.objects.get().entry_id
    for part in (
        "Curso de soldadura",
        f"/books/entries/{entry}/",
        f"/motions/{motion.pk}/",
        "Education fund",
    ):
        assert part in page
    again = delia.post(SPENT, said | {"key": KEY[:-1] + "8"}).content.decode()
    assert "lets no more than" in again
    assert "Curso de soldadura" in again


def test_a_program_writes_it_down_and_reads_it(nine: Nine):
    put_in(chart.EDUCATION_FUND, 100_000)
    said = {
        "fund": chart.EDUCATION_FUND,
        "motion": lets(30_000).number,
        "what": "Curso",
        "cents": 20_000,
        "towards": "5.3.4",
        "on": "2026-04-01",
        "key": "k",
    }
    delia, path = signed_in(nine.delia), "/api/v1/funds/spent"
    first = delia.post(path, json.dumps(said), content_type="application/json")
    assert first.status_code == 201, first.content
    assert delia.post(path, json.dumps(said), content_type="application/json").json() == first.json()
    found = signed_in(nine.people[0]).get(path).json()
    assert (found["count"], found["items"]) == (1, [first.json()])
    assert [(each["left_cents"], each["spent_cents"]) for each in found["funds"]] == [(80_000, 20_000)]
    theirs = signed_in(nine.people[0]).post(path, json.dumps(said), content_type="application/json")
    assert theirs.status_code == 409
