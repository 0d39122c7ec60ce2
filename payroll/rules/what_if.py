"""What if: the same sums as the surplus and the cash, with other figures. It changes nothing.

Five things can be moved: the part for reinvestment, the part for the community, the pay of each one, how many
join, and which part of a month's sales customers pay a month late.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from ledger.money import share_down, share_up
from payroll.rules.law_packs import LawPack
from payroll.rules.surplus import SurplusInput, Waterfall, waterfall

MOST_JOINING = 200


@dataclass(frozen=True, kw_only=True)
class AsItIs:
    """What the books say of the time looked at. `pay_cents` is what each one gets a month now.

    `late_base_cents` is a month's sales, of which a part may come late; `costs_cents` is what a month costs in
    all, pay included; `cash_cents` is what is in banks and boxes.
    """

    year: SurplusInput
    months: int
    people: int
    pay_cents: int
    late_base_cents: int
    costs_cents: int
    cash_cents: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Where the sliders stand. None leaves a thing as it is."""

    reinvestment: Fraction | None = None
    community: Fraction | None = None
    pay_cents: int | None = None
    joining: int = 0
    late: Fraction = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What it would come to. `weeks` is how long the cash lasts at what a month costs; None where nothing does."""

    year: SurplusInput
    """What the steps were worked out from."""
    result_cents: int
    pay_cents: int
    people: int
    steps: Waterfall
    each_cents: int
    """The return in equal parts, each down to the cent: an idea of size, whatever the law shares it by."""
    cash_cents: int
    costs_cents: int
    weeks: int | None


def what_if(pack: LawPack, now: AsItIs, asked: Asked, *, decimals: int = 2) -> Answer:
    """The year with other figures, through the same steps of the law.

    1. Another pay, or more of us, is a cost of each month looked at: the result is less by exactly that.
    2. What customers pay late is not a loss: it is missing in the box, up to the cent.
    3. Parts for reinvestment and community that do not fit together: community takes what reinvestment leaves.
    """
    pay = now.pay_cents if asked.pay_cents is None else asked.pay_cents
    people = now.people + asked.joining
    dearer = pay * people - now.pay_cents * now.people
    reinvestment = now.year.reinvestment if asked.reinvestment is None else asked.reinvestment
    community = now.year.community if asked.community is None else asked.community
    year = replace(
        now.year,
        result_cents=now.year.result_cents - dearer * now.months,
        reinvestment=reinvestment,
        community=min(community, 1 - reinvestment),
    )
    steps = waterfall(pack, year, decimals=decimals)
    cash = now.cash_cents - dearer * now.months - share_up(now.late_base_cents, asked.late)
    costs = now.costs_cents + dearer
    return Answer(
        year=year,
        result_cents=year.result_cents,
        pay_cents=pay,
        people=people,
        steps=steps,
        each_cents=share_down(steps.for_return_cents, Fraction(1, people)) if people else 0,
        cash_cents=cash,
        costs_cents=costs,
        weeks=weeks_in_hand(cash, costs),
    )


def weeks_in_hand(cash_cents: int, costs_cents: int) -> int | None:
    """Whole weeks that the cash lasts where a month (of 52 weeks over 12) costs so much."""
    if costs_cents <= 0:
        return None
    return max(0, cash_cents) * 52 // (costs_cents * 12)


def months_to_target(target_cents: int, balance_cents: int, pace_cents: int) -> int | None:
    """How many months until a fund reaches its target at so much a month; 0 when there, None when never."""
    missing = target_cents - balance_cents
    if missing <= 0:
        return 0
    if pace_cents <= 0:
        return None
    return -(-missing // pace_cents)
