"""Who was in office, for how long and how often, across posts and by sector."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from assemblies.house_rules import in_force
from members.models import Member
from record.shared import shared
from rotation.house_rules import CONCENTRATION
from rotation.reports.concentration import Concentrated, concentrated
from rotation.reports.held import Held, by_member, every_held, terms_in_force
from rotation.rules.figures import hundredths
from rotation.rules.in_office import (
    Row,
    Top,
    by_month,
    days_in_office,
    months_back,
    row_of,
    top_tenth,
    weight_of,
)
from rotation.rules.planning import Span
from rotation.rules.terms import months_later


@dataclass(frozen=True, kw_only=True)
class InOffice:
    """One of us, over the months looked at: in how many days in any office, in which posts, since when in a row."""

    number: int
    name: str
    sector: str
    sector_code: str
    days: int
    posts: tuple[str, ...]
    now: tuple[str, ...]
    row: Row | None
    months: tuple[int, ...]
    weight: Fraction
    ever: bool

    @property
    def weight_hundredths(self) -> int:
        return hundredths([self.weight])[0]

    @property
    def months_in(self) -> int:
        """In how many of the months they held a post."""
        return sum(held > 0 for held in self.months)


@dataclass(frozen=True, kw_only=True)
class SectorLine:
    """A sector: how many of us, how many in office in each month, and of what the posts weigh, how much."""

    code: str
    name: str
    people: int
    of_people: int
    """Of a hundred of us, how many (downwards)."""
    now: int
    months: tuple[int, ...]
    of_weight: int
    """Of a hundred of what the posts weigh, how much (downwards)."""
    top: Top
    is_top_over: bool


@dataclass(frozen=True, kw_only=True)
class PowerPage:
    """Everything on the page: over so many days, month by month."""

    on: date
    from_on: date
    days: int
    months: list[Span]
    concentrated: Concentrated
    sectors: list[SectorLine]
    people: list[InOffice]

    @property
    def never(self) -> int:
        """How many of us never held a post."""
        return sum(not one.ever for one in self.people)


ORDERS: dict[str, Callable[[InOffice], Any]] = {
    "days": lambda one: (-one.days, one.number),
    "weight": lambda one: (-one.weight, one.number),
    "posts": lambda one: (-len(one.posts), -one.days, one.number),
    "row": lambda one: (one.row.since if one.row else date.max, one.number),
    "name": lambda one: (one.name.casefold(), one.number),
    "number": lambda one: one.number,
}
"""In which order one may look at it; the first one where none is asked for."""


def power_page(*, on: date) -> PowerPage:
    """All of us with a vote that day. Four questions, kept for a moment for everybody."""
    return shared(("rotation.power", on), lambda: _read(on))


def ordered(people: list[InOffice], *, by: str, sector: str, who: str) -> list[InOffice]:
    """Those of a sector, in office now or never yet, in an order that was asked for."""
    found = [
        one
        for one in people
        if (not sector or one.sector_code == sector)
        and (who != "now" or one.now)
        and (who != "never" or not one.ever)
    ]
    return sorted(found, key=ORDERS.get(by, ORDERS["days"]))


def _read(on: date) -> PowerPage:
    rule = in_force(CONCENTRATION, on=on)
    begins, months = months_later(on, -rule.months), months_back(on, rule.months)
    rows = every_held(on=on, terms=terms_in_force(on=on))
    held = by_member(row for row in rows if not row.on_wheel and row.from_on <= on)
    voters = Member.objects.with_vote(on=on).order_by("number")
    people, of_member = [], {}
    for pk, number, name, code, sector in voters.values_list(
        "pk", "number", "name", "sector__code", "sector__name"
    ):
        own = of_member[pk] = held.get(pk, [])
        terms = [row.term for row in own]
        people.append(
            InOffice(
                number=number,
                name=name,
                sector=sector or "",
                sector_code=code or "",
                days=days_in_office(terms, from_on=begins, until_on=on),
                posts=_names(row for row in own if row.until_on > begins),
                now=_names(row for row in own if row.until_on > on),
                row=row_of(terms, on=on),
                months=tuple(by_month(terms, months, on=on)) if own else (0,) * len(months),
                weight=weight_of(terms, from_on=begins, until_on=on),
                ever=bool(own),
            )
        )
    found = concentrated(
        ([row.term for row in own] for own in of_member.values() if own),
        people=len(people),
        rule=rule,
        on=on,
    )
    return PowerPage(
        on=on,
        from_on=begins,
        days=(on - begins).days,
        months=months,
        concentrated=found,
        sectors=_sectors(people, found),
        people=people,
    )


def _sectors(people: list[InOffice], found: Concentrated) -> list[SectorLine]:
    of: dict[tuple[str, str], list[InOffice]] = {}
    for one in people:
        of.setdefault((one.sector, one.sector_code), []).append(one)
    whole = found.top.whole
    lines = []
    for (name, code), own in sorted(of.items()):
        top = top_tenth(one.weight for one in own)
        lines.append(
            SectorLine(
                code=code,
                name=name,
                people=len(own),
                of_people=len(own) * 100 // len(people),
                now=sum(bool(one.now) for one in own),
                months=tuple(
                    sum(held > 0 for held in month)
                    for month in zip(*(one.months for one in own), strict=True)
                ),
                of_weight=int(top.whole * 100 // whole) if whole else 0,
                top=top,
                is_top_over=found.is_known and top.share * 100 > found.rule.percent,
            )
        )
    return lines


def _names(rows: Iterable[Held]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.name for row in rows))
