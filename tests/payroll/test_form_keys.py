"""A form sent twice is done once; what says something else under the same number of a form is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from ledger import chart
from ledger.reports import balance
from payroll.actions.advances import ask_deduction, end_deduction, give_advance
from payroll.actions.paying_out import pay_run
from payroll.actions.projects import pay_for_project
from payroll.models import Advance, Deduction, Payment, Project, ProjectPayment
from record.rules import Refused
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, MARCH, Nine
from tests.payroll.paying import an_adopted_motion

pytestmark = pytest.mark.django_db
OTHER = "with other figures"


def otherwise(act: Any, about: dict[str, Any], *changes: dict[str, Any]) -> None:
    """The same is answered as it is; each of the changes is refused."""
    first = act(**about)
    assert act(**about) == first
    for change in changes:
        with pytest.raises(Refused, match=OTHER), transaction.atomic():
            act(**(about | change))


def test_an_advance_to_somebody_else_under_the_same_key_is_refused(nine: Nine):
    about = {
        "member_id": nine.people[0].pk,
        "cents": 500,
        "instalments": 1,
        "from_on": MARCH[0],
        "way": "cash",
        "key": "k",
        "actor": nine.delia,
        "now": LATER,
    }
    otherwise(
        give_advance,
        about,
        {"member_id": nine.people[1].pk},
        {"cents": 900},
        {"instalments": 2},
        {"from_on": MARCH[1]},
        {"way": "bank"},
    )
    assert Advance.objects.count() == 1


def test_the_api_never_names_another_member_for_an_advance(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    at(LATER, monkeypatch)
    delia = signed_in(nine.delia)
    body = {"cents": 700, "instalments": 1, "from_on": "2026-03-01", "way": "cash", "key": "k"}
    answers = [
        delia.post("/api/v1/advances", {**body, "member": person.number}, content_type="application/json")
        for person in (nine.people[2], nine.people[2], nine.people[3])
    ]
    assert [answer.status_code for answer in answers[:2]] == [201, 201]
    assert answers[2].status_code in (400, 409, 422)
    assert OTHER in answers[2].content.decode()


def test_pay_with_another_sum_under_the_same_key_is_refused(nine: Nine):
    run = nine.posted()
    about = {"run_id": run.pk, "actor": nine.delia, "now": LATER, "available_cents": 90_000_000, "key": "k"}
    otherwise(
        pay_run,
        about,
        {"available_cents": 500_000_000},
        {"available_cents": None},
        {"run_id": nine.posted("2026-02").pk},
    )
    assert Payment.objects.get().total_cents == 90_000_000
    assert balance(chart.PAY_OWED) == 90_000_000 - 2 * 900_000_000


def test_a_project_is_paid_once_under_a_key(nine: Nine):
    Project.objects.create(
        code="press", name="Press", cents=9_000_000, effect="x", motion=an_adopted_motion()
    )
    about = {"code": "press", "cents": 10, "out_of": "bank", "on": date(2026, 4, 1), "key": "z"}
    otherwise(
        pay_for_project,
        {**about, "actor": nine.delia, "now": LATER},
        {"cents": 9_000},
        {"out_of": "cash"},
        {"on": date(2026, 3, 1)},
    )
    assert ProjectPayment.objects.get().cents == 10


def test_a_deduction_asked_for_twice_keeps_back_once(nine: Nine):
    about: dict[str, Any] = {
        "name": "Library",
        "cents": 50,
        "share": "",
        "from_on": MARCH[0],
        "actor": nine.people[0],
        "now": LATER,
    }
    first = ask_deduction(**about)
    assert ask_deduction(**about | {"name": " Library "}) == first
    assert nine.posted().payslips.get(member=nine.people[0]).withheld_cents == 50
    end_deduction(deduction_id=first.pk, until_on=LATER.date(), actor=nine.people[0], now=LATER)
    assert ask_deduction(**about) != first, "what was ended may be asked for again"
    assert ask_deduction(**about | {"cents": 60}).cents == 60
    assert Deduction.objects.count() == 3
