"""What the assembly decides about one's pay and about what is kept back from all, from the form to the slip."""

from __future__ import annotations

from typing import Any

import pytest

from assemblies.actions import draft_motion
from assemblies.house_rules import in_force
from assemblies.kinds import kind_of
from payroll.house_rules import EQUAL_PAY
from payroll.models import Deduction, Difference
from record.rules import Refused
from tests.makers import NOW
from tests.payroll.conftest import LATER, MARCH, Nine
from tests.payroll.test_motions import put_to_the_vote

pytestmark = pytest.mark.django_db

MORE: dict[str, Any] = {
    "number": 1,
    "cents": 31_000,
    "reason": "Night shift",
    "from_on": "2026-03-10",
    "until_on": "2026-06-01",
}
ALL: dict[str, Any] = {"kind": "statutory", "name": "Pension", "share": "3/100", "from_on": "2026-03-01"}


def a_motion(nine: Nine, kind: str, terms: dict[str, Any]) -> Any:
    return draft_motion(kind=kind, title="So it is", text="Yes.", terms=terms, proposer=nine.teresa, now=NOW)


def test_a_difference_is_voted_by_the_others_and_is_on_the_slip(nine: Nine):
    motion = a_motion(nine, "pay_difference", MORE)
    changes = kind_of(motion).preview(motion, reader=nine.people[0], on=MARCH[0])
    assert [change.mine for change in changes] == [True]
    assert list(kind_of(motion).excluded(motion, on=MARCH[0])) == [nine.people[0].pk]
    kind_of(motion).enact(_adopted(motion), now=NOW)
    assert Difference.objects.get().reason == "Night shift"
    slip = nine.posted().payslips.get(member=nine.people[0])
    assert (slip.difference_cents, slip.difference_by_id) == (22_000, motion.pk)


def test_what_is_kept_back_from_all_is_voted_and_on_every_slip(nine: Nine):
    motion = a_motion(nine, "pay_deduction", ALL)
    assert "3/100" in str(kind_of(motion).preview(motion, reader=None, on=MARCH[0])[0].then)
    put_to_the_vote(nine, motion, now=NOW)
    assert Deduction.objects.get().motion_id == motion.pk
    assert set(nine.posted().payslips.values_list("withheld_cents", flat=True)) == {3_000_000}


def _adopted(motion: Any) -> Any:
    motion.state = "adopted"
    return motion


@pytest.mark.parametrize(
    ("kind", "change", "why"),
    [
        ("pay_difference", {"number": None}, "member number"),
        ("pay_difference", {"number": 99}, "nobody with that number"),
        ("pay_difference", {"cents": 0}, "how much more"),
        ("pay_difference", {"reason": " "}, "the reason"),
        ("pay_difference", {"until_on": None}, "until which day"),
        ("pay_difference", {"until_on": "2030-01-01"}, "two years"),
        ("pay_difference", {"until_on": "2026-03-10"}, "ends after"),
        ("pay_difference", {"from_on": None}, "from which day"),
        ("pay_deduction", {"kind": "voluntary"}, "by law or had in kind"),
        ("pay_deduction", {"name": ""}, "short name"),
        ("pay_deduction", {"cents": 5}, "one of the two"),
        ("pay_deduction", {"share": "0"}, "one of the two"),
        ("pay_deduction", {"share": "three"}, "whole number"),
        ("equal_pay", {"method": "fixed", "amount_cents": 5, "rhythm": "yearly"}, "a fortnight or a week"),
    ],
)
def test_terms_that_make_no_sense_are_refused_with_what_to_write(
    nine: Nine, kind: str, change: dict[str, Any], why: str
):
    whole = {"pay_difference": MORE, "pay_deduction": ALL, "equal_pay": {"from_on": "2026-05-01"}}[kind]
    with pytest.raises(Refused, match=why):
        a_motion(nine, kind, whole | change)


def test_equal_pay_by_the_week_is_voted_and_said_so(nine: Nine):
    terms = {"method": "fixed", "amount_cents": 5_000, "rhythm": "week", "from_on": "2026-05-04"}
    motion = a_motion(nine, "equal_pay", terms)
    assert "a week" in str(kind_of(motion).preview(motion, reader=nine.delia, on=MARCH[0])[0].then)
    put_to_the_vote(nine, motion, now=NOW)
    assert in_force(EQUAL_PAY, on=LATER.date().replace(month=6)).rhythm == "week"
