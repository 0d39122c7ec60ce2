"""A surplus that was amended, and then tied: what was frozen by the amendment waits, and is what the next vote shares."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from assemblies.actions import cast_ballot, close_voting, open_voting
from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.reports import balance
from payroll.models import Surplus
from payroll.reports import faults
from payroll.reports.figures import digest_of_parts
from payroll.reports.proposals import standing_for
from record.models import Act
from tests.payroll.conftest import LATER
from tests.payroll.test_surplus_rounds import gather, nine_that_vote_again
from tests.payroll.test_surplus_sharing import HOUR, amend, put_before_us, vote


@pytest.mark.thorough
@pytest.mark.django_db
def test_the_figures_of_the_amendment_outlive_the_tie_untouched_and_are_the_ones_posted():
    nine = nine_that_vote_again()
    first, motion = put_before_us(nine, reinvestment="1/3")
    half = amend(nine, motion, reinvestment="1/2")
    gather(nine, motion, half, week=0)
    vote(nine, half)
    anew = Surplus.objects.get(instead_of=first)
    frozen = (anew.inputs, anew.how, anew.steps, anew.for_return_cents, digest_of_parts(anew))

    at = LATER + 5 * HOUR
    open_voting(motion_id=motion.pk, closes_at=at + HOUR, actor=nine.people[8], now=at)
    for turn, person in enumerate(nine.people[:8]):
        choice = "for" if turn % 2 else "against"
        cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=at)
    assert close_voting(motion_id=motion.pk, actor=None, now=at + 2 * HOUR).state == MotionState.TIED

    again = Motion.objects.get(follows=motion)
    anew.refresh_from_db()
    assert (anew.state, standing_for(again)) == ("proposed", anew)
    assert again.terms["reinvestment"] == "1/2", "what is voted again says what was frozen"
    gather(nine, again, week=1)
    again = vote(nine, again, now=LATER + timedelta(days=7) + HOUR)

    anew.refresh_from_db()
    first.refresh_from_db()
    assert (again.state, anew.state, first.state) == (MotionState.ADOPTED, "posted", "replaced")
    assert (anew.inputs, anew.how, anew.steps, anew.for_return_cents, digest_of_parts(anew)) == frozen
    assert balance(chart.REINVESTMENT) == -45_000_000
    sealed = Act.objects.get(verb="payroll.surplus.amended").facts["parts"]
    assert sealed == digest_of_parts(anew)
    assert faults() == []
