"""A surplus worked out from the books, from what is typed in, and from who worked: nothing is kept here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger import chart
from ledger.models import AccountKind, Period, Posting
from ledger.reports import balance
from ledger.reports.balances import balances_by_member
from payroll.models import HoursWorked, SetAside, Surplus, SurplusState
from payroll.reports.inputs import worked_in
from payroll.rules.equal_pay import Period as Stretch
from payroll.rules.law_packs import LawPack, law_pack
from payroll.rules.returning import How, Part, Worked, check_how, parts_of, weights
from payroll.rules.share_accounts import interest_by_shares
from payroll.rules.surplus import SurplusInput, Waterfall, waterfall
from payroll.rules.surplus_inputs import with_typed
from record.rules import Refused, digest


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A surplus in full: the steps, each one's part, the interest on each one's shares, and what is left over."""

    steps: Waterfall
    parts: Mapping[int, Part]
    interest: Mapping[int, int]
    held: Mapping[int, int]
    """Cents in shares of each one at the end of that time, by which the interest is; empty where there is none."""
    left_over_cents: int

    def of(self, member_id: int) -> tuple[int, int]:
        """What somebody would get: in money (interest too), and in shares; cents."""
        part = self.parts.get(member_id)
        money, shares = (part.cash_cents, part.shares_cents) if part else (0, 0)
        return money + self.interest.get(member_id, 0), shares


def figures_of(
    pack: LawPack | str, year: SurplusInput, how: How, *, from_on: date, until_on: date, decimals: int = 2
) -> Figures:
    """The steps by law and by vote, and everyone's part of what returns. Raises `BadNumber`.

    A year that returns nothing needs no key; interest that nobody's shares take stays ours together.
    """
    pack = law_pack(pack) if isinstance(pack, str) else pack
    check_how(pack, how)
    steps = waterfall(pack, year, decimals=decimals)
    whole = (
        parts_of(
            steps.for_return_cents,
            weights(how, worked_between(periods_between(from_on, until_on))),
            cash=how.cash,
            cash_floor=pack.cash_floor_rate,
        )
        if steps.for_return_cents > 0
        else parts_of(0, {}, cash=how.cash)
    )
    for_shares = steps.cents_of("interest_on_shares")
    held = shares_held(until_on) if for_shares else {}
    interest, rest = interest_by_shares(for_shares, held)
    return Figures(
        steps=steps,
        parts=whole.by_member,
        interest=interest,
        held=held,
        left_over_cents=whole.left_over_cents + rest,
    )


PART = ("weight", "held_cents", "cents", "interest_cents", "shares_cents")
"""What is sealed of each one's part."""


def parts_of_each(figures: Figures) -> dict[int, tuple[str, int, int, int, int]]:
    """Everyone's part as it is frozen, by member: `PART` of each who shares or holds shares that bear interest."""
    held = figures.held if figures.steps.cents_of("interest_on_shares") else {}
    found = {}
    for member_id in sorted(figures.parts.keys() | held.keys()):
        part, interest = figures.parts.get(member_id), figures.interest.get(member_id, 0)
        found[member_id] = (
            str(part.weight) if part else "0",
            held.get(member_id, 0),
            (part.cash_cents if part else 0) + interest,
            interest,
            part.shares_cents if part else 0,
        )
    return found


def parts_kept(surplus: Surplus) -> dict[int, tuple[str, int, int, int, int]]:
    """Everyone's part as it was frozen, by member. What was frozen before shares were kept says none."""
    rows = surplus.returns.order_by().values_list("member_id", *PART)
    return {
        member_id: (weight, held or 0, cents, interest, shares)
        for member_id, weight, held, cents, interest, shares in rows.iterator(2000)
    }


def digest_of_parts(surplus: Surplus) -> str:
    """The seal of all parts as they were frozen, in any order. Whose each is stays out of it: each checks their own."""
    rows = surplus.returns.order_by().values_list(*PART)
    return digest(list(row) for row in rows.iterator(2000))


def inputs_from_books(periods: list[Period], typed: Mapping[str, Any]) -> SurplusInput:
    """The figures of some periods, from the books, with what only people know typed in."""
    return with_typed(
        SurplusInput(
            result_cents=result_between(periods[0].from_on, periods[-1].until_on),
            prior_losses_cents=max(0, balance(chart.PRIOR_LOSSES)),
            legal_reserve_cents=max(0, -balance(chart.LEGAL_RESERVE)),
            capital_cents=max(0, -balance(chart.SHARE_CAPITAL)),
            highest_capital_cents=highest_capital(),
        ),
        typed,
    )


def result_between(from_on: date, until_on: date) -> int:
    """What the periods between two days left, in cents, as the books say now."""
    lines = Posting.objects.filter(
        entry__period__from_on__gte=from_on,
        entry__period__until_on__lte=until_on,
        account__kind__in=(AccountKind.INCOME, AccountKind.COST),
    )
    return -int(lines.aggregate(cents=Coalesce(Sum("cents"), 0))["cents"])


def released(surplus: Surplus) -> dict[str, int]:
    """What its months had set aside, by account: it is undone when they are shared."""
    set_aside = (
        SetAside.objects.filter(period__from_on__gte=surplus.from_on, period__until_on__lte=surplus.until_on)
        .values("purpose")
        .annotate(cents=Sum("cents"))
        .values_list("purpose", "cents")
    )
    return {chart.SET_ASIDE_ACCOUNTS[purpose]: cents for purpose, cents in set_aside if cents}


def highest_capital() -> int:
    """The most that members' shares ever came to at the end of a day, in cents."""
    moves = (
        Posting.objects.filter(account__code=chart.SHARE_CAPITAL)
        .order_by("entry__on")
        .values_list("entry__on")
        .annotate(cents=Sum("cents"))
        .values_list("cents", flat=True)
    )
    highest = held = 0
    for cents in moves:
        held -= cents
        highest = max(highest, held)
    return highest


def shares_held(until_on: date) -> dict[int, int]:
    """Cents in shares of each member at the end of a time (`until_on` is the first day after it)."""
    return {
        member_id: -cents
        for member_id, cents in balances_by_member(chart.SHARE_CAPITAL, until=until_on).items()
        if cents < 0
    }


def worked_between(periods: Sequence[Period]) -> dict[int, Worked]:
    """Days and minutes of everybody who belonged in periods one after the other, by member. Two questions."""
    there = list(periods)
    whole = Stretch(from_on=there[0].from_on, until_on=there[-1].until_on)
    days = {worked.member_id: worked.days for worked in worked_in(whole)}
    minutes = minutes_in(there)
    return {
        member_id: Worked(days=days.get(member_id, 0), minutes=minutes.get(member_id, 0))
        for member_id in days | minutes
    }


def minutes_in(periods: Iterable[Period]) -> dict[int, int]:
    """Minutes written down of each member: the last word about each period counts."""
    last: dict[tuple[int, int], int] = {}
    rows = HoursWorked.objects.filter(period__in=list(periods)).order_by("id")
    for member_id, period_id, minutes in rows.values_list("member_id", "period_id", "minutes"):
        last[member_id, period_id] = minutes
    found: dict[int, int] = {}
    for (member_id, _period), minutes in last.items():
        found[member_id] = found.get(member_id, 0) + minutes
    return {member_id: minutes for member_id, minutes in found.items() if minutes}


def periods_between(from_on: date, until_on: date) -> list[Period]:
    """The whole periods between two days; refused where they do not fill them."""
    periods = list(Period.objects.filter(from_on__gte=from_on, until_on__lte=until_on).order_by("from_on"))
    edges = [(a.until_on, b.from_on) for a, b in pairwise(periods)]
    whole = periods and periods[0].from_on == from_on and periods[-1].until_on == until_on
    if not whole or any(end != start for end, start in edges):
        raise Refused(_which_months())
    return periods


def _which_months() -> str:
    """What is said to whoever chose other days: from which month to which the books have."""
    there = list(Period.objects.order_by("from_on"))
    if not there:
        return _("The books have no month yet.")
    return _(
        "Choose whole months that the books have, one after the other: they have from %(first)s to %(last)s."
    ) % {"first": there[0].said, "last": there[-1].said}


def said_still_open(surplus: Surplus) -> list[str]:
    """Which of its months are not closed, in a sentence, while it is not shared. One question at most."""
    if surplus.state not in (SurplusState.DRAFT, SurplusState.PROPOSED):
        return []
    still = Period.objects.filter(
        from_on__gte=surplus.from_on, until_on__lte=surplus.until_on, closed_at__isnull=True
    ).order_by("from_on")
    months = [period.said for period in still]
    if not months:
        return []
    return [
        ngettext(
            "%(months)s is not closed yet: what it still costs is not in these figures.",
            "%(months)s are not closed yet: what they still cost is not in these figures.",
            len(months),
        )
        % {"months": capfirst(", ".join(months))}
    ]


def usual_how(pack_code: str) -> How:
    """How a law shares the return when nobody says otherwise: its first key, in its usual form."""
    pack = law_pack(pack_code)
    return How(key=pack.keys[0], cash=pack.cash_rate)
