"""How far our money reaches: what we know is coming, and the pace of the last weeks. Nothing else is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 13
"""A quarter: looked back on for the pace, and forward for the forecast."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Money that comes in (above zero) or goes out on a day that is agreed."""

    on: date
    cents: int
    what: str = ""
    link: str = ""
    """The page that it stands on."""


@dataclass(frozen=True, kw_only=True)
class Week:
    """One week ahead: what is known to come and go, and what there is at its end, both ways."""

    from_on: date
    comes_cents: int
    goes_cents: int
    known_cents: int
    """What there is at its end if nothing happens but what is known."""
    pace_cents: int
    """What there is at its end at the pace of the last weeks."""
    known: Sequence[Known] = ()
    """What comes and goes, by its day."""


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """The weeks ahead. `weeks_in_hand` is None where nothing went out."""

    cash_cents: int
    usual_in_cents: int
    """What came in on an average week, down to the cent."""
    usual_out_cents: int
    weeks_in_hand: int | None
    weeks: Sequence[Week]
    came_in_cents: int = 0
    """What came in and went out in the weeks looked back on."""
    went_out_cents: int = 0


def forecast(
    *, cash_cents: int, came_in_cents: int, went_out_cents: int, known: Iterable[Known], today: date
) -> Forecast:
    """What there is week by week from today.

    `came_in_cents` and `went_out_cents` are of the last thirteen weeks, both above zero. What was due before
    today counts in the first week. Weeks in hand: whole weeks that what there is pays at the pace of going out,
    if nothing came in.
    """
    by_week: list[list[Known]] = [[] for _ in range(WEEKS)]
    for each in sorted(known, key=lambda each: each.on):
        place = max(0, (each.on - today).days // 7)
        if place < WEEKS:
            by_week[place].append(each)
    weeks: list[Week] = []
    left = cash_cents
    for n, found in enumerate(by_week):
        comes = sum(each.cents for each in found if each.cents > 0)
        goes = sum(each.cents for each in found if each.cents < 0)
        left += comes + goes
        net = (came_in_cents - went_out_cents) * (n + 1)
        weeks.append(
            Week(
                from_on=today + timedelta(days=7 * n),
                comes_cents=comes,
                goes_cents=goes,
                known_cents=left,
                pace_cents=cash_cents + net // WEEKS,
                known=found,
            )
        )
    return Forecast(
        cash_cents=cash_cents,
        usual_in_cents=came_in_cents // WEEKS,
        usual_out_cents=went_out_cents // WEEKS,
        weeks_in_hand=max(0, cash_cents * WEEKS // went_out_cents) if went_out_cents > 0 else None,
        weeks=weeks,
        came_in_cents=came_in_cents,
        went_out_cents=went_out_cents,
    )
