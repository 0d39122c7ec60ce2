"""What our bylaws say about debts: voted before they are taken, paid instalment by instalment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from ledger.money import split
from ledger.rules.ground import KEEP_BOOKS, LARGEST_CENTS, Actor, Sentence, is_plain, may, why_not_day
from ledger.rules.interest import LARGEST_RATE, WAYS, instalments_by_rate

MOST_INSTALMENTS = 480


@dataclass(frozen=True, kw_only=True)
class Part:
    """One instalment: its number, its day, what it pays back and what it costs."""

    number: int
    due_on: date
    principal_cents: int
    interest_cents: int


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def plan(
    *,
    principal_cents: int,
    interest_cents: int,
    instalments: int,
    first_on: date,
    interest_of_each: Sequence[int] = (),
    yearly_rate: Fraction | None = None,
    way: str = "",
) -> list[Part]:
    """Equal monthly instalments that add up to the cent: spare cents go to the first ones.

    `interest_of_each`: what each of them costs, where the lender's own sheet says so; else they cost the same.
    With a `yearly_rate` they cost what the rate says (`ledger.rules.interest`), paid back in that `way`.
    """
    if yearly_rate is not None:
        rows = instalments_by_rate(
            principal_cents=principal_cents, yearly_rate=yearly_rate, instalments=instalments, way=way
        )
        return [
            Part(
                number=n + 1,
                due_on=months_after(first_on, n),
                principal_cents=principal,
                interest_cents=interest,
            )
            for n, (principal, interest) in enumerate(rows)
        ]
    equal = [Fraction(1)] * instalments
    principal = split(principal_cents, equal, "largest_remainder").shares
    interest = interest_of_each or split(interest_cents, equal, "largest_remainder").shares
    return [
        Part(
            number=n + 1,
            due_on=months_after(first_on, n),
            principal_cents=principal[n],
            interest_cents=interest[n],
        )
        for n in range(instalments)
    ]


def is_plan(
    parts: Sequence[tuple[date, int, int]],
    *,
    principal_cents: int,
    interest_cents: int,
    instalments: int,
    first_on: date,
    interest_of_each: Sequence[int] = (),
    yearly_rate: Fraction | None = None,
    way: str = "",
) -> bool:
    """Whether instalments (due on, paid back, its cost) are those that these words make."""
    if len(parts) != instalments:
        return False
    if yearly_rate is None and (len(parts), sum(part[2] for part in parts)) != (instalments, interest_cents):
        return False
    if sum(part[1] for part in parts) != principal_cents or len(interest_of_each) not in (0, instalments):
        return False
    told = plan(
        principal_cents=principal_cents,
        interest_cents=interest_cents,
        instalments=instalments,
        first_on=first_on,
        interest_of_each=interest_of_each,
        yearly_rate=yearly_rate,
        way=way,
    )
    return list(parts) == [(part.due_on, part.principal_cents, part.interest_cents) for part in told]


def why_not_take_debt(
    *,
    is_lender: bool,
    purpose: str,
    principal_cents: int,
    interest_cents: int,
    instalments: int,
    on: date,
    first_on: date,
    founded_on: date,
    today: date,
    is_voted: bool,
    voted_cents: int = 0,
    interest_of_each: Sequence[int] = (),
    yearly_rate: Fraction | None = None,
    way: str = "",
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """A debt has a lender, a purpose, and the motion that voted it, unless it is older than we are.

    `voted_cents` is what that motion lets be owed and no other debt under it took.
    """
    if not may(actor, KEEP_BOOKS, now):
        return _("Only whoever keeps the books can do this.")
    if strange := why_not_day(on) or why_not_day(first_on):
        return strange
    if on > today:
        return _("That day has not come yet.")
    if not is_lender:
        return _("Choose who lends it.")
    if not purpose.strip() or not is_plain(purpose, 200):
        return _("Say what the debt is for, in one line.")
    if not 0 < principal_cents <= LARGEST_CENTS or not 0 <= interest_cents <= LARGEST_CENTS:
        return _("Write an amount above zero.")
    if not 1 <= instalments <= min(MOST_INSTALMENTS, principal_cents):
        return _("Write in how many instalments it is paid: 1 to 480.")
    if yearly_rate is not None and (interest_cents or interest_of_each):
        return _("Write the yearly rate or the interest, not both.")
    if interest_of_each and (
        len(interest_of_each) != instalments
        or min(interest_of_each) < 0
        or sum(interest_of_each) != interest_cents
    ):
        return _("The interest of each instalment does not add up to the interest in all.")
    if yearly_rate is not None and (way not in WAYS or not 0 <= yearly_rate <= LARGEST_RATE):
        return _("Write the rate of a year in a hundred, and how it is paid back.")
    if first_on < on:
        return _("The first instalment is due on that day or later.")
    if not is_voted and on >= founded_on:
        return _("Write the number of the motion that voted it. Debts are taken by the assembly.")
    if is_voted and principal_cents > voted_cents:
        return _("That is more than the motion lets be owed. The assembly says so first.")
    return None


def why_not_pay_instalment(
    *,
    is_paid: bool,
    earlier_unpaid: Sequence[int],
    on: date,
    taken_on: date,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """Instalments are paid once, one after another."""
    if not may(actor, KEEP_BOOKS, now):
        return _("Only whoever keeps the books can do this.")
    if is_paid:
        return _("This instalment is paid.")
    if earlier_unpaid:
        return _("Pay the earlier instalments first.")
    if on < taken_on:
        return _("It is paid on its day or later.")
    return None
