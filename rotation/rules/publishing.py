"""Which turns are told, changed or called off when a plan holds: only what differs from what was told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

Place = tuple[int, int, date]
"""A post, a seat of it, and a day."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One seat on one day, as the plan that holds gives it; nobody's where the plan left it empty."""

    id: int
    place: Place
    member: int | None
    assembly: int | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """One turn as it was told: whose it is now, and for whom the line of the plan it came from was."""

    id: int
    place: Place
    member: int
    planned: int
    planned_for: int | None
    assembly: int | None = None
    is_over: bool = False
    """It was done, or nobody came."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What is to be written: new turns; turns that pass to a member; turns called off; and what nobody is told of."""

    new: list[Planned] = field(default_factory=list)
    passed: dict[int, int] = field(default_factory=dict)
    called_off: list[int] = field(default_factory=list)
    replanned: dict[int, int] = field(default_factory=dict)
    """Turns that are in the new plan as they were told: the line of the plan they come from now."""
    assemblies: dict[int, int] = field(default_factory=dict)
    """Turns whose assembly has been convoked since."""

    @property
    def says_something(self) -> bool:
        return bool(self.new or self.passed or self.called_off)

    def __bool__(self) -> bool:
        return bool(self.says_something or self.replanned or self.assemblies)


def what_changes(
    planned: Iterable[Planned],
    told: Iterable[Told],
    *,
    told_once: Collection[int] = (),
    covered: tuple[date, date] | None = None,
    cancelled_days: Collection[date] = (),
    assemblies: Mapping[date, int] | None = None,
) -> Written:
    """What differs between the plan that holds and what was told.

    A turn told from this plan is left alone: what changed since is a swap or a cover. One told from an older plan
    stays with whoever has it where the new plan has them too, or did not change that seat; else it passes to whom
    the new plan says, or is called off. Nothing is told that would give somebody two turns on a day.
    `told_once`: lines of the plan that were told already. `covered`: the days the plan speaks of.
    """
    found, at, days = Written(), {one.place: one for one in planned}, assemblies or {}
    standing = [one for one in told if not one.is_over]
    for one in standing:
        seat = at.get(one.place)
        if one.place[2] in cancelled_days:
            found.called_off.append(one.id)
        elif seat is None:
            if covered is not None and covered[0] <= one.place[2] < covered[1]:
                found.called_off.append(one.id)
        elif one.planned != seat.id:
            if seat.member in (one.member, one.planned_for):
                found.replanned[one.id] = seat.id
            elif seat.member is None:
                found.called_off.append(one.id)
            else:
                found.replanned[one.id], found.passed[one.id] = seat.id, seat.member
    for one in standing:
        day = days.get(one.place[2])
        if day is not None and one.assembly != day and one.id not in found.called_off:
            found.assemblies[one.id] = day
    taken = {one.place for one in told}
    new = [
        replace(seat, assembly=days.get(seat.place[2]))
        for seat in at.values()
        if seat.member is not None and seat.place not in taken and seat.id not in told_once
    ]
    return _without_two_a_day(replace(found, new=new), told)


def _without_two_a_day(found: Written, told: Iterable[Told]) -> Written:
    """Leave out whatever would give somebody a second turn on a day: what they have by a swap stays theirs."""
    rows, dropped = list(told), True
    passed, new = dict(found.passed), list(found.new)
    while dropped:
        dropped, busy = False, set[tuple[int, date]]()
        for one in rows:
            if one.id not in passed and one.id not in found.called_off:
                busy.add((one.member, one.place[2]))
        for one in rows:
            if one.id in passed:
                key = (passed[one.id], one.place[2])
                if key in busy:
                    del passed[one.id]
                    dropped = True
                    break
                busy.add(key)
        else:
            kept = []
            for seat in new:
                if seat.member is not None and (seat.member, seat.place[2]) not in busy:
                    busy.add((seat.member, seat.place[2]))
                    kept.append(seat)
            new = kept
    replanned = {pk: seat for pk, seat in found.replanned.items() if pk not in found.passed or pk in passed}
    return replace(found, new=new, passed=passed, replanned=replanned)
