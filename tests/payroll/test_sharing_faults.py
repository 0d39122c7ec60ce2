"""What `verify` says of a surplus, a part of it or shares that somebody changed by hand, its guards dropped."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from payroll.actions.shares import ask_refund
from payroll.models import Return, ShareRefund, ShareSubscription, Surplus
from payroll.reports import faults
from tests.payroll.conftest import LATER, Nine
from tests.payroll.test_shares import everybody_paid, leaves, the_rule
from tests.payroll.test_surplus_sharing import meet, put_before_us, vote
from tests.promises import lift

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def shared(nine: Nine) -> Surplus:
    nine.earn(90_000_000)
    surplus, motion = put_before_us(nine, reinvestment="1/3")
    meet(nine, motion)
    vote(nine, motion)
    surplus.refresh_from_db()
    assert faults() == []
    return surplus


def changed(row: models.Model, **change: Any) -> list[str]:
    """What verify says when a row is changed by hand; it is put back afterwards."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    before = rows.values(*change).get()
    rows.update(**change)
    said = faults()
    rows.update(**before)
    assert faults() == []
    return said


def test_a_surplus_that_was_changed_by_hand_is_named(nine: Nine) -> None:
    surplus = shared(nine)
    lift("a_proposed_surplus_is_frozen", on="payroll_surplus")
    for change, said in (
        ({"result_cents": 1}, "its result_cents is not what the record sealed"),
        ({"how": {"key": "equal", "cash": "1/2", "heads": "1/2"}}, "its how is not what the record sealed"),
        ({"pack": "US"}, "its pack is not what the record sealed"),
        ({"until_on": LATER.date().replace(month=5)}, "its until is not what the record sealed"),
        ({"left_over_cents": 7}, "its left_over_cents is not what the record sealed"),
        ({"state": "fallen"}, "is fallen, the record says posted"),
    ):
        found = changed(surplus, **change)
        assert any(
            f"surplus 2026-03: {said}" in each or f"surplus 2026-03 {said}" in each for each in found
        ), said


def test_parts_that_changed_hands_are_named_by_the_entry(nine: Nine) -> None:
    surplus = shared(nine)
    lift("a_return_is_only_ever_paid", on="payroll_return")
    lift("a_return_is_never_deleted", on="payroll_return")
    part = surplus.returns.get(member=nine.people[0])
    number = nine.people[0].number
    found = changed(part, cents=part.cents + 5)
    assert f"surplus 2026-03: the part of member {number} on 2.1.2 is not what its entry has" in found


def test_a_part_that_is_paid_with_a_slip_and_is_not_is_named(nine: Nine) -> None:
    from datetime import timedelta

    surplus = shared(nine)
    run = nine.paid("2026-04", now=LATER + timedelta(days=29))
    assert faults() == []
    lift("a_return_is_only_ever_paid", on="payroll_return")
    part: Return = surplus.returns.get(member=nine.people[0])
    assert any("pays 6666666 of surplus, their parts say 0" in each for each in changed(part, payslip=None))
    slip = run.payslips.get(member=nine.people[1])
    assert any("with the slip of somebody else" in each for each in changed(part, payslip=slip.pk))


def test_a_subscription_and_a_request_that_were_changed_by_hand_are_named(nine: Nine) -> None:
    the_rule()
    everybody_paid(nine)
    leaves(nine.people[0])
    refund = ask_refund(member_id=nine.people[0].pk, actor=nine.people[0], now=LATER)
    assert faults() == []
    lift("a_share_subscription_is_never_changed", on="payroll_sharesubscription")
    lift("a_share_refund_is_never_changed", on="payroll_sharerefund")
    mine = ShareSubscription.objects.get(member=nine.people[1])
    said = f"subscription of shares {mine.pk} says"
    assert changed(mine, cents=5) == [f"{said} cents 5, the record 300000"]
    assert changed(mine, instalments=2) == [f"{said} instalments 2, the record 3"]
    assert f"request for shares back {refund.pk} says cents 9, the record 300000" in changed(refund, cents=9)
    strange = ShareRefund.objects.create(member=nine.people[0], cents=5, asked_on=LATER.date(), made_at=LATER)
    assert f"request for shares back {strange.pk} is in no line of the record" in faults()
