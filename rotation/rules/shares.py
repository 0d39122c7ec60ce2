"""Shares of time as turns read them: what one carried and what is asked of one are by the time one works.

Somebody's share may change. What they carried counts by the share they had then, what is planned by the share
they will have: nobody who goes from whole weeks to half of them seems to have carried twice as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from rotation.rules.burden import Decay, here_of
from rotation.rules.planning.loads import days_here
from rotation.rules.planning.people import Person
from rotation.rules.terms import months_later

Dated = Sequence[tuple[date, Fraction]]
"""From each day on, which part of a whole week; the oldest first, and the last of a day in force. Before: whole."""

WHOLE = Fraction(1)


def share_on(dated: Dated, day: date) -> Fraction:
    """The share in force on a day: whole where nothing is said."""
    return next((share for since, share in reversed(dated) if since <= day), WHOLE)


def mean_share(dated: Dated, *, from_on: date, until_on: date) -> Fraction:
    """The mean share of the days [from_on, until_on); of none of them, the share of the first."""
    inside = [since for since, _share in dated if from_on < since < until_on]
    if not inside:
        return share_on(dated, from_on)
    days = [from_on, *sorted(set(inside)), until_on]
    worked = sum(
        (share_on(dated, begins) * (ends - begins).days for begins, ends in pairwise(days)),
        Fraction(0),
    )
    return worked / (until_on - from_on).days


@dataclass(frozen=True, kw_only=True)
class PastShare:
    """Of the window in which burdens count, each year by its weight.

    `mean`: their share of time. `here`: the part of it for which they were here; at most `mean`.
    """

    mean: Fraction
    here: Fraction


def past_share(person: Person, dated: Dated, *, on: date, decay: Decay) -> PastShare:
    """Their share of time over the window, and for how much of it they were here. Month by month."""
    since = months_later(on, -decay.window_months)
    shares = {share_on(dated, since), *(share for day, share in dated if since < day < on)}
    if len(shares) == 1:
        share = shares.pop()
        return PastShare(mean=share, here=here_of(replace(person, share=share), on=on, decay=decay))
    whole, worked, here = Fraction(0), Fraction(0), Fraction(0)
    for year in decay.years(on):
        for begins, ends in _months(year.from_on, year.until_on):
            share = mean_share(dated, from_on=begins, until_on=ends) * year.weight
            whole += year.weight
            worked += share
            here += share if days_here(person, begins, ends) * 2 > (ends - begins).days else 0
    return PastShare(mean=worked / whole, here=here / whole)


def _months(from_on: date, until_on: date) -> list[tuple[date, date]]:
    found, step = [], 0
    while (begins := months_later(from_on, step)) < until_on:
        step += 1
        found.append((begins, min(months_later(from_on, step), until_on)))
    return found
