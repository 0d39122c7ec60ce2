"""The picture of a surplus closes as the sum does: each bar begins where the one before it ended."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from payroll.reports.picture import STEP, WIDE, picture
from payroll.rules.law_packs import PACKS
from payroll.rules.surplus import SurplusInput, waterfall

CENTS = st.integers(0, 10**12)
SHARE = st.fractions(0, Fraction(1, 2), max_denominator=1000)


@given(
    code=st.sampled_from(PACKS),
    year=st.builds(
        SurplusInput,
        result_cents=st.integers(-(10**12), 10**12),
        non_member_share=SHARE,
        prior_losses_cents=CENTS,
        legal_reserve_cents=CENTS,
        capital_cents=CENTS,
        interest_on_shares_cents=CENTS,
        reinvestment=SHARE,
        community=SHARE,
    ),
)
def test_from_the_result_down_to_what_returns_no_piece_is_missing_and_none_is_there_twice(
    code: str, year: SurplusInput
):
    found = waterfall(code, year)
    drawn = picture(found, result_cents=year.result_cents, result="Result", returns="Returns", language="en")
    first, *steps, last = drawn.bars

    assert (first.code, last.code) == ("result", "return")
    assert first.cents == year.result_cents
    assert [bar.code for bar in steps] == [step.code for step in found.steps]
    if year.result_cents > 0:
        assert (first.x, first.width) == (0, WIDE)
        assert sum(bar.cents for bar in (*steps, last)) == year.result_cents
    ends = WIDE if year.result_cents > 0 else 0
    for bar in steps:
        assert bar.x <= ends <= bar.x + bar.width <= ends + 1, "it ends where the one before it began"
        ends = bar.x
    assert last.x == 0
    assert abs(last.width - ends) <= 1, "what is left is what returns"
    assert all(bar.width >= 1 for bar in drawn.bars[1:] if bar.cents)
    assert all(below.y - above.y == STEP for above, below in pairwise(drawn.bars))
    assert drawn.height == len(drawn.bars) * STEP
