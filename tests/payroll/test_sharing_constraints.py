"""What the database itself refuses about how a surplus returns, when somebody goes round the actions."""

from __future__ import annotations

import pytest

from ledger.models import Entry
from payroll.models import HoursWorked, Return, Surplus
from tests.makers import NOW
from tests.payroll.conftest import Nine, month
from tests.payroll.test_constraints import a_draft, a_motion, a_surplus, slip
from tests.promises import delete_all, refused, replace_all

pytestmark = pytest.mark.django_db


def test_a_motion_stands_for_one_surplus(nine: Nine):
    motion = a_motion()
    first = a_surplus(motion=motion, state="replaced")
    a_surplus(motion=motion, state="proposed", instead_of=first)
    with refused("a_motion_stands_for_one_surplus", columns="payroll_surplus.motion_id"):
        a_surplus(motion=motion, state="proposed")


def test_a_proposed_surplus_is_frozen_in_how_it_returns_too(nine: Nine):
    other = a_surplus(name="other")
    surplus = a_surplus(state="proposed", how={"key": "days"})
    for change in ({"how": {"key": "equal"}}, {"instead_of": other}):
        with refused("a_proposed_surplus_is_frozen"):
            Surplus.objects.filter(pk=surplus.pk).update(**change)
    Surplus.objects.filter(pk=surplus.pk).update(state="replaced")
    with refused("a_proposed_surplus_is_frozen"):
        Surplus.objects.filter(pk=surplus.pk).update(state="posted")


def test_a_return_is_only_ever_paid_its_shares_and_interest_stay(nine: Nine):
    Return.objects.create(surplus=a_surplus(), member=nine.delia, cents=5, interest_cents=1, shares_cents=2)
    for change in ({"shares_cents": 3}, {"interest_cents": 2}, {"weight": "2"}, {"held_cents": 9}):
        with refused("a_return_is_only_ever_paid"):
            Return.objects.update(**change)


def test_a_return_is_paid_once_with_a_slip_or_by_itself(nine: Nine):
    part = Return.objects.create(surplus=a_surplus(), member=nine.delia, cents=5)
    nine.earn(5)
    with refused("a_return_is_paid_once"):
        Return.objects.update(payslip=slip(a_draft(), nine.delia), entry=Entry.objects.get())
    Return.objects.filter(pk=part.pk).update(entry=Entry.objects.get())
    with refused("a_return_is_only_ever_paid"):
        Return.objects.update(entry=None)


@pytest.mark.parametrize("wrong", [{"shares_cents": -1}, {"interest_cents": -1}, {"interest_cents": 6}])
def test_a_return_is_never_negative_in_any_part(nine: Nine, wrong: dict[str, int]):
    with refused("a_return_is_never_negative"):
        Return.objects.create(surplus=a_surplus(), member=nine.delia, cents=5, **wrong)


def test_hours_written_down_stay_as_they_were_written(nine: Nine):
    HoursWorked.objects.create(member=nine.delia, period=month("2026-03"), minutes=60, written_at=NOW)
    with refused("hours_written_down_is_never_changed"):
        HoursWorked.objects.update(minutes=61)
    with refused("hours_written_down_is_never_deleted"):
        delete_all("payroll_hoursworked")
    with refused("hours_written_down_is_never_replaced"):
        replace_all("payroll_hoursworked")


def test_nobody_works_more_than_all_day(nine: Nine):
    with refused("nobody_works_more_than_all_day"):
        HoursWorked.objects.create(
            member=nine.delia, period=month("2026-03"), minutes=24 * 60 * 366 + 1, written_at=NOW
        )
