"""A motion and a month's pay, carried through by programs alone."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from ledger.actions.accounts import open_accounts
from ledger.chart import CHART
from members.models import Member
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import give_power, write_house_rule

pytestmark = pytest.mark.django_db


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="members.backends.NumberAndPin")
    return client


def post(client: Client, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    answer = client.post(f"/api/v1{path}", json.dumps(body or {}), content_type="application/json")
    return answer.status_code, answer.json()


@pytest.fixture
def hall() -> Hall:
    return hall_of(9)


def test_a_motion_is_proposed_seconded_and_withdrawn(hall: Hall) -> None:
    write_house_rule("assembly.seconders", 2)
    proposer, other = signed_in(hall.people[1]), signed_in(hall.people[2])
    with patch("django.utils.timezone.now", lambda: hall.now):
        status, motion = post(
            proposer, "/motions", {"kind": "decision", "title": "A roof", "text": "Mend it."}
        )
        assert status == 201
        path = f"/motions/{motion['id']}"
        assert post(other, f"{path}/second")[0] == 404  # somebody else's draft
        assert post(proposer, f"{path}/table")[1]["state"] == "tabled"
        assert post(other, f"{path}/second")[0] == 200
        assert post(other, f"{path}/second")[0] in (200, 409)
        status, answer = post(other, f"{path}/withdraw")
        assert status == 409
        assert answer["detail"]
        assert post(proposer, f"{path}/withdraw")[1]["state"] == "withdrawn"


def test_an_unknown_kind_is_refused_with_a_sentence(hall: Hall) -> None:
    status, answer = post(signed_in(hall.people[1]), "/motions", {"kind": "x", "title": "x", "text": "x"})
    assert status == 409
    assert "kind" in answer["detail"]


def test_the_chair_opens_and_closes_and_a_second_closing_changes_nothing(hall: Hall) -> None:
    motion = hall.motion()
    hall.everyone_arrives()
    chair, member = signed_in(hall.chair), signed_in(hall.people[3])
    until = (hall.now + timedelta(minutes=10)).isoformat()
    path = f"/motions/{motion.pk}"
    with patch("django.utils.timezone.now", lambda: hall.now):
        assert post(member, f"{path}/open", {"closes_at": until})[0] == 409
        assert post(chair, f"{path}/open", {"closes_at": "2026-03-05T15:20:00"})[0] == 409
        assert post(chair, f"{path}/open", {"closes_at": until})[1]["state"] == "voting"
        for person in hall.people[:6]:
            body = {"choice": "for", "key": str(uuid.uuid4())}
            assert post(signed_in(person), f"{path}/ballot", body)[0] == 201
        first = post(chair, f"{path}/close")
        assert first[1]["state"] == "adopted"
        assert post(chair, f"{path}/close") == first


def test_a_month_is_paid_by_two_programs(hall: Hall) -> None:
    treasurer, second = hall.people[1], hall.people[2]
    give_power(treasurer, "payroll.prepare_pay", "payroll.pay")
    give_power(second, "payroll.countersign_pay")
    write_house_rule("pay.equal", {"method": "fixed", "amount_cents": 90_000_000})
    open_accounts(accounts=CHART, actor=None, now=hall.now)
    one, two = signed_in(treasurer), signed_in(second)
    with patch("django.utils.timezone.now", lambda: hall.now):
        status, run = post(one, "/pay-runs", {"day": "2026-02-10"})
        assert status == 201
        path = f"/pay-runs/{run['id']}"
        assert post(one, f"{path}/compute")[1]["state"] == "computed"
        assert post(one, f"{path}/countersign")[0] == 409
        assert post(two, f"{path}/countersign")[1]["state"] == "countersigned"
        assert post(one, f"{path}/post")[1]["state"] == "posted"
        status, paid = post(one, f"{path}/pay")
        assert (status, paid["state"]) == (200, "paid")
        assert paid["total_cents"] == paid["people"] * 90_000_000
        assert post(one, f"{path}/dance")[0] == 404
        assert post(one, "/pay-runs/999999/pay")[0] == 404
