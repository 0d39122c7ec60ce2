"""What is kept back from one's pay, in which order, and what nobody may take: the protected floor.

1. By law or voted for all, and what was had in kind: whole, as far as there is pay.
2. Then advances, the oldest first, then what one asked for oneself: never so much that less than the floor is
   left. What could not be taken waits for the next pay; it is never forgiven and never taken twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.money import parse_share, share_nearest, share_up
from payroll.rules.equal_pay import instalments, recovered

ORDER = ("statutory", "in_kind", "advance", "voluntary")
UNDER_THE_FLOOR = frozenset({"statutory", "in_kind"})
"""What the law or all of us decided is taken whole."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Something that would be kept back: `cents` as far as it can be. `id` tells those of one kind apart."""

    kind: str
    id: int
    cents: int


@dataclass(frozen=True, kw_only=True)
class KeptBack:
    """What was kept back of something wanted, never more than it."""

    kind: str
    id: int
    cents: int


def keep_back(
    *, pay_cents: int, earned_cents: int, floor: Fraction, wanted: Sequence[Wanted]
) -> tuple[KeptBack, ...]:
    """What each thing takes of a pay of `pay_cents`; those that take nothing are left out.

    The floor is that part of `earned_cents` (the pay for the work itself), rounded up to the cent.
    """
    left, protected = max(0, pay_cents), share_up(max(0, earned_cents), floor)
    taken: list[KeptBack] = []
    for thing in sorted(wanted, key=lambda thing: (ORDER.index(thing.kind), thing.id)):
        floor_cents = 0 if thing.kind in UNDER_THE_FLOOR else protected
        cents = recovered(due_cents=thing.cents, net_cents=left, floor_cents=floor_cents)
        if cents:
            taken.append(KeptBack(kind=thing.kind, id=thing.id, cents=cents))
            left -= cents
    return tuple(taken)


def instalment_due(total_cents: int, count: int, *, nth: int, taken_cents: int) -> int:
    """What the nth pay takes back of an advance: its instalment, and whatever earlier ones could not."""
    if nth < 1:
        return 0
    return max(0, sum(instalments(total_cents, count)[:nth]) - taken_cents)


def takes_back(pay_cents: int, floor: Fraction) -> int:
    """What one whole pay can take back of advances: all of it that is not protected by the floor."""
    return max(0, pay_cents - share_up(max(0, pay_cents), floor))


def most_to_advance(*, each_cents: int, instalments: int, owed_cents: int) -> int:
    """What may be given now, in cents: what so many pays take back, less what they take back of earlier advances."""
    return max(0, instalments * each_cents - max(0, owed_cents))


def why_not_so_much(*, cents: int, most_cents: int, instalments: int, most: str, each: str) -> str | None:
    """No more is given than its instalments can take back. `most` and `each` are the amounts as they are said."""
    if cents <= most_cents:
        return None
    if not most_cents:
        return _("Nothing can be given so: the pays to come have nothing left that takes it back.")
    return ngettext(
        "At most %(most)s can be given in %(n)s instalment: a pay takes back up to %(each)s, of all advances.",
        "At most %(most)s can be given in %(n)s instalments: a pay takes back up to %(each)s, of all advances.",
        instalments,
    ) % {"most": most, "n": instalments, "each": each}


def by_days(cents: int, *, days: int, of_days: int) -> int:
    """A voted amount of a whole cycle for some of its days, rounded once, a half cent away from zero."""
    return share_nearest(cents, Fraction(days, of_days)) if days else 0


def wanted_cents(
    cents: int, share: str, *, earned_cents: int, days: int, of_days_paid: int, of_days: int
) -> int:
    """What a deduction would keep back of a pay: a share ("3/100") of the pay for the work, or an amount.

    `days` are those of the pay that the deduction covers, `of_days_paid` all of the pay's; an amount is of a whole
    cycle of `of_days`. Rounded once, to the nearest cent.
    """
    if share and days:
        part = Fraction(days, of_days_paid) * parse_share(share)
        return share_nearest(max(0, earned_cents), part)
    return by_days(cents, days=days, of_days=of_days)
