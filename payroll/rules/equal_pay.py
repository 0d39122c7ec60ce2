"""Equal pay: the same for all, by exact calendar days, with every cent in its place.

Periods and stays are half-open, `[from, until)`: who leaves on the 17th, having worked that day, has
`until_on` the 18th. Money is in cents. There is one rounding, at the very end of a sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ledger.money import BadNumber, Split, share_down, share_nearest, split

MONTHS = (
    ("January", "enero"),
    ("February", "febrero"),
    ("March", "marzo"),
    ("April", "abril"),
    ("May", "mayo"),
    ("June", "junio"),
    ("July", "julio"),
    ("August", "agosto"),
    ("September", "septiembre"),
    ("October", "octubre"),
    ("November", "noviembre"),
    ("December", "diciembre"),
)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days from one day until another that is not part of it; without an end it goes on."""

    from_on: date
    until_on: date | None = None

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on < self.from_on:
            raise BadNumber(
                "A period cannot end before it begins.", "Un período no puede terminar antes de empezar."
            )


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days that one pay covers: at least one."""

    from_on: date
    until_on: date

    def __post_init__(self) -> None:
        if self.until_on <= self.from_on:
            raise BadNumber("A pay period has at least one day.", "Una liquidación cubre al menos un día.")

    @property
    def days(self) -> int:
        return (self.until_on - self.from_on).days


@dataclass(frozen=True, kw_only=True)
class DatedAmount:
    """The equal pay of a whole period, as a motion set it, from a day on."""

    from_on: date
    cents: int


@dataclass(frozen=True, kw_only=True)
class PayLine:
    """One of the five lines of a payslip; `cents` is negative where something is taken off."""

    code: str
    en: str
    es: str
    cents: int

    def said(self, language: str) -> str:
        return self.es if language.startswith("es") else self.en


def worked_days(period: Period, spans: Iterable[Span]) -> int:
    """How many days of the period fall inside the spans; a day that two spans share counts once."""
    return sum((until_on - from_on).days for from_on, until_on in worked_spans(period, spans))


def fixed_pay(period: Period, spans: Iterable[Span], amounts: Sequence[DatedAmount]) -> int:
    """The fixed equal pay of a period, by exact calendar days, in cents.

    Every day is worth the amount in force that day ÷ the days of the period. The days are added exactly and
    the sum is rounded once, a half cent up: a raise voted mid-period never makes or loses a cent.
    Raises `BadNumber` when a worked day has no amount in force.
    """
    stays = worked_spans(period, spans)
    if not stays:
        return 0
    steps = sorted(amounts, key=lambda amount: amount.from_on)
    if not steps or steps[0].from_on > stays[0][0]:
        en, es = _day_in_words(stays[0][0])
        raise BadNumber(
            f"No equal pay is in force on {en}: an equal-pay motion says from which day it holds.",
            f"No hay un retiro igual vigente el {es}: una moción de retiro igual dice desde qué día rige.",
        )
    day_cents = 0  # amount × days; divided by the days of the period at the end, once
    for number, step in enumerate(steps):
        next_on = steps[number + 1].from_on if number + 1 < len(steps) else period.until_on
        for from_on, until_on in stays:
            days = (min(until_on, next_on) - max(from_on, step.from_on)).days
            day_cents += step.cents * max(days, 0)
    return share_nearest(day_cents, Fraction(1, period.days))


def _day_in_words(day: date) -> tuple[str, str]:
    """A day as people write it, in English and in Spanish."""
    en, es = MONTHS[day.month - 1]
    return f"{day.day} {en} {day.year}", f"{day.day} de {es} de {day.year}"


def full_pay(period: Period, amounts: Sequence[DatedAmount]) -> int:
    """What a member who worked the whole period gets."""
    return fixed_pay(period, [Span(from_on=period.from_on, until_on=period.until_on)], amounts)


def pool_equal(total_cents: int, member_ids: Iterable[int], *, carry_in_cents: int = 0) -> Split:
    """A pool in strictly equal parts: everyone the same cents, the rest waits, visible, for the next run."""
    return split(total_cents, dict.fromkeys(member_ids, Fraction(1)), "equal_carry", carry_in_cents)


def pool_by_days(total_cents: int, days: Mapping[int, int], *, carry_in_cents: int = 0) -> Split:
    """A pool by days worked: the same days get the same cents, the rest waits for the next run."""
    weights = {member_id: Fraction(count) for member_id, count in days.items()}
    return split(total_cents, weights, "equal_carry", carry_in_cents)


def part_of_pool(pool_cents: int, *, days: int, of_days: int) -> int:
    """What somebody's days get of a pool that `of_days` days of all of us shared, down to the cent."""
    return share_down(pool_cents, Fraction(days, of_days)) if of_days else 0


def recovered(*, due_cents: int, net_cents: int, floor_cents: int) -> int:
    """How much of a debt a payslip takes: never so much that less than the protected floor is left."""
    return max(0, min(due_cents, net_cents - floor_cents))


def instalments(total_cents: int, count: int) -> tuple[int, ...]:
    """Equal parts down to the cent; the last one takes the remainder."""
    if count < 1:
        raise BadNumber("There is at least one instalment.", "Hay al menos una cuota.")
    each = abs(total_cents) // count * (-1 if total_cents < 0 else 1)
    return (*[each] * (count - 1), total_cents - each * (count - 1))


def payslip_lines(
    *, full_cents: int, earned_cents: int, differences_cents: int = 0, recovered_cents: int = 0
) -> tuple[PayLine, ...]:
    """The sum of a payslip in five lines; the last is exactly the sum of the four above it.

    Days not worked are the complement of what was earned, never rounded on their own. Differences cite a
    motion; what is taken back (advances, voluntary deductions) is given positive and shown negative.
    """
    lines = (
        PayLine(code="equal_pay", en="Equal pay", es="Retiro igual", cents=full_cents),
        PayLine(
            code="days_not_worked",
            en="Days not worked",
            es="Días sin trabajar",
            cents=earned_cents - full_cents,
        ),
        PayLine(
            code="differences",
            en="Differences voted by the assembly",
            es="Diferencias votadas por la asamblea",
            cents=differences_cents,
        ),
        PayLine(
            code="taken_off",
            en="Advances and deductions",
            es="Adelantos y descuentos",
            cents=-recovered_cents,
        ),
    )
    total = sum(line.cents for line in lines)
    return (*lines, PayLine(code="to_pay", en="To pay", es="A cobrar", cents=total))


def worked_spans(period: Period, spans: Iterable[Span]) -> list[tuple[date, date]]:
    """The spans cut to the period, in order, joined where they overlap."""
    cut = sorted(
        (max(span.from_on, period.from_on), min(span.until_on or period.until_on, period.until_on))
        for span in spans
    )
    merged: list[tuple[date, date]] = []
    for from_on, until_on in cut:
        if until_on <= from_on:
            continue
        if merged and from_on <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until_on))
        else:
            merged.append((from_on, until_on))
    return merged


def without(stays: Iterable[tuple[date, date]], away: Iterable[Span]) -> tuple[tuple[date, date], ...]:
    """The days of some stays (in order, apart) less the days away: what is paid where those are unpaid."""
    left = list(stays)
    for span in away:
        cut: list[tuple[date, date]] = []
        for from_on, until_on in left:
            before, after = min(until_on, span.from_on), max(from_on, span.until_on or until_on)
            if from_on < before:
                cut.append((from_on, before))
            if after < until_on and after >= before:
                cut.append((max(after, before), until_on))
        left = cut
    return tuple(left)


def pool_of(period: Period, covered: Period, amounts: Sequence[DatedAmount]) -> int:
    """The sum to divide for the covered days of a cycle: each day's part of the pool in force that day, in cents.

    Down to the cent: a pool is never more than was voted.
    """
    steps = sorted(amounts, key=lambda amount: amount.from_on)
    day_cents = 0
    for number, step in enumerate(steps):
        next_on = steps[number + 1].from_on if number + 1 < len(steps) else covered.until_on
        days = (min(covered.until_on, next_on) - max(covered.from_on, step.from_on)).days
        day_cents += step.cents * max(days, 0)
    return day_cents // period.days


def month(year: int, number: int) -> Period:
    """A calendar month as a pay period."""
    first = date(year, number, 1)
    return Period(from_on=first, until_on=(first + timedelta(days=31)).replace(day=1))
