"""Going round the actions on purpose: a line of one's own that differs is in the books once a third signed it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from payroll.actions.runs import countersign_run
from payroll.models import LineSignature, PayRun, Payslip
from payroll.reports.own_lines import waiting
from payroll.rules.own_line import APART
from tests.makers import write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine
from tests.payroll.paying import a_difference, an_advance, away
from tests.payroll.test_own_lines import APRIL, asks_to_keep
from tests.promises import delete_all, refused, replace_all

pytestmark = pytest.mark.django_db


def booked(run: PayRun) -> None:
    """Put a run in the books with no act at all: another run's entry stands in for its own."""
    PayRun.objects.filter(pk=run.pk).update(state="posted", posted_at=LATER, entry=None)


def signs(slip: Payslip, by: Any) -> LineSignature:
    return LineSignature.objects.create(slip=slip, by=by, signed_at=LATER)


WAYS: dict[str, Callable[[Nine], Any]] = {
    "differences": lambda nine: a_difference(nine.delia, 100, from_on=MARCH[0], until_on=APRIL),
    "advance": lambda nine: an_advance(nine, nine.oscar, 30_000),
    "voluntary": lambda nine: asks_to_keep(nine.oscar),
    "days_unpaid": lambda nine: away(nine.delia, MARCH[0], MARCH[0].replace(day=4)),
}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_signs_a_difference_of_their_own(nine: Nine, way: str):
    write_house_rule("pay.unpaid_absences", ["personal"])
    WAYS[way](nine)
    run = nine.signed()
    with refused("nobody_signs_a_difference_of_their_own"):
        booked(run)


def test_every_way_in_which_a_line_differs_is_tried():
    assert set(WAYS) == APART - {"difference_had"}, "which only a correction has"


def test_a_line_like_everyones_waits_for_nobody(nine: Nine):
    asks_to_keep(nine.people[0])
    run = nine.signed()
    with refused("what_is_posted_was_countersigned"):  # the next promise: it has no entry
        booked(run)


def test_a_line_of_ones_own_is_signed_by_a_third(nine: Nine):
    asks_to_keep(nine.delia)
    asks_to_keep(nine.people[0])
    run = nine.computed()
    (hers,) = run.payslips.filter(member=nine.delia)
    with refused("a_line_of_ones_own_is_signed_by_a_third"):  # before the second signature
        signs(hers, nine.people[1])
    run = countersign_run(run_id=run.pk, actor=nine.oscar, now=LATER)
    for by in (nine.delia, nine.oscar):
        with refused("a_line_of_ones_own_is_signed_by_a_third"):
            signs(hers, by)
    other = run.payslips.get(member=nine.people[0])
    with refused("a_line_of_ones_own_is_signed_by_a_third"):  # of somebody who does not sign the run
        signs(other, nine.people[1])
    signs(hers, nine.people[1])
    with refused("payroll_linesignature_slip_id", columns="payroll_linesignature.slip_id"):  # once
        signs(hers, nine.people[2])
    assert waiting(run) == []


def test_a_line_signature_stays(nine: Nine):
    """It is append-only: a_line_signature_is_never_changed, _never_deleted, a_line_signature_is_never_replaced."""
    asks_to_keep(nine.delia)
    run = nine.signed()
    signs(waiting(run)[0], nine.people[1])
    with refused("a_line_signature_is_never_changed"):
        LineSignature.objects.update(by=nine.people[2])
    with refused("a_line_signature_is_never_deleted"):
        delete_all("payroll_linesignature")
    with refused("a_line_signature_is_never_replaced"):
        replace_all("payroll_linesignature")
