"""Exact figures as they are shown: in hundredths that still add up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def hundredths(values: Sequence[Fraction]) -> list[int]:
    """Each value, at least 0, in whole hundredths, which add up to their sum rounded (halves upwards).

    What the rounding leaves over goes, one hundredth each, to those that lost most of it, the first where equal.
    """
    exact = [value * 100 for value in values]
    whole = [one.numerator // one.denominator for one in exact]
    doubled = 2 * sum(exact, Fraction(0)) + 1
    over = doubled.numerator // (2 * doubled.denominator) - sum(whole)
    lost = sorted(range(len(exact)), key=lambda nth: (whole[nth] - exact[nth], nth))
    for nth in lost[:over]:
        whole[nth] += 1
    return whole
