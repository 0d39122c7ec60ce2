"""What of an adopted plan is still to come, as things stand: who cannot have their seat, which seat lost its holder."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assemblies.house_rules import in_force
from rotation.house_rules import PUBLISHING
from rotation.models import Duty, DutyKind, Mandate, Plan, PlanKind, PlannedSeat, PostTerms, WayOfFilling
from rotation.reports.planned import key_of, seats_of
from rotation.reports.problem import assembly_days, posts_problem, wheel_problem
from rotation.rules.planning import Bar, Broken, House, Placement, Problem, Slot
from rotation.rules.planning import Plan as Planned
from rotation.rules.terms import months_later

Refusal = tuple[str, int]
"""A slot, by its key, and the number of whoever could not be seated in it."""


@dataclass(frozen=True, kw_only=True)
class Rest:
    """The seats of a plan that are still to come: the problem as things stand, and who has them so far."""

    problem: Problem
    placed: dict[str, int | None]
    broken: list[Broken]
    """Seats whose holder a rule stops now."""
    gaps: list[str]
    """Seats that nobody holds since somebody gave them up or was recalled, until the next planned term."""

    @property
    def is_needed(self) -> bool:
        """Whether it must be planned again."""
        return bool(self.broken or self.gaps)

    @property
    def old(self) -> Planned:
        """The plan so far, over these seats."""
        placements = tuple(
            Placement(slot=slot.key, member=self.placed[slot.key]) for slot in self.problem.slots
        )
        return Planned(placements=placements, stages=(), input_hash=self.problem.input_hash)


def rest_of(plan: Plan, *, on: date, refused: Collection[Refusal] = ()) -> Rest | None:
    """What is still to come of a plan on a day; None where nothing is. Some twenty questions, for the clock."""
    rows = [row for row in seats_of(plan) if row.until_on > on]
    if plan.until_on <= on:
        return None
    fresh = _fresh(plan, on=on)
    gaps: list[str] = []
    bars: dict[int, list[Bar]] = {}
    if plan.kind == PlanKind.WHEEL:
        slots, placed = _turns(rows, fresh, on=on)
    else:
        slots, placed, gaps, bars = _terms(rows, fresh, plan, on=on)
    for key, number in refused:
        if key in placed and placed[key] == number:
            slot = next(one for one in slots if one.key == key)
            bar = Bar(post=slot.post, from_on=slot.from_on, until_on=slot.from_on + timedelta(days=1))
            bars.setdefault(number, []).append(bar)
    if not slots:
        return None
    frozen = on + timedelta(days=in_force(PUBLISHING, on=on).frozen_days)
    told = [
        replace(
            slot,
            published=placed[slot.key],
            pinned=placed[slot.key] if slot.from_on < frozen and slot.key not in gaps else None,
        )
        for slot in slots
    ]
    people = tuple(
        replace(one, bars=(*one.bars, *bars[one.number])) if one.number in bars else one
        for one in fresh.people
    )
    problem = replace(
        fresh,
        people=people,
        slots=tuple(told),
        until_on=max(plan.until_on, *(slot.until_on for slot in told)),
    )
    return Rest(
        problem=problem,
        placed=placed,
        broken=_broken(problem, placed),
        gaps=gaps,
    )


def _broken(problem: Problem, placed: dict[str, int | None]) -> list[Broken]:
    """Whom a rule stops now from having their seat, those first who belong no more."""
    gone = {key for key, number in placed.items() if number is not None and number not in problem.person_of}
    here = {key: None if key in gone else number for key, number in placed.items()}
    found = [Broken(slot=key, member=placed[key], rule="member") for key in placed if key in gone]
    return found + [one for one in House(problem).broken(here) if one.member is not None]


def due_seats(*, on: date) -> list[int]:
    """Planned seats of posts whose time to be seated has come, and that nobody holds. Five questions."""
    plan = Plan.objects.filter(kind=PlanKind.POSTS, adopted_at__isnull=False).order_by("-adopted_at", "-pk")
    holds = plan.defer("problem").first()
    if holds is None:
        return []
    terms = {row.post_id: row for row in PostTerms.objects.in_force(on=on)}
    furthest = max((row.overlap_days for row in terms.values()), default=0)
    rows = holds.seats.filter(
        member__isnull=False, until_on__gt=on, from_on__lte=on + timedelta(days=furthest)
    ).order_by("from_on", "pk")
    held = _held(Mandate.objects.filter(until_on__gt=on).select_related("post"), on=on)
    found = []
    for row in rows.select_related("post"):
        now = terms.get(row.post_id)
        if now is None or now.filled == WayOfFilling.ELECTED or now.on_wheel:
            continue
        begins = max(row.from_on, on)
        is_free = not any(
            since < row.until_on and begins < until
            for since, until in held.get((row.post.code, row.seat), ())
        )
        if is_free and row.from_on - timedelta(days=now.overlap_days) <= on:
            found.append(row.pk)
    return found


def _fresh(plan: Plan, *, on: date) -> Problem:
    """Everybody and every post as they are on a day, to the plan's last day."""
    days = (plan.until_on - on).days
    if plan.kind == PlanKind.WHEEL:
        return wheel_problem(on=on, seed=plan.seed, weeks=max(1, -(-days // 7)))
    months = 1
    while months_later(on, months) < plan.until_on:
        months += 1
    return posts_problem(on=on, seed=plan.seed, months=months)


def _turns(
    rows: Iterable[PlannedSeat], fresh: Problem, *, on: date
) -> tuple[list[Slot], dict[str, int | None]]:
    """The turns of the wheel to come, each whose it is by now: as planned, or as swapped or covered since."""
    rows = [row for row in rows if row.from_on >= on]
    if not rows:
        return [], {}
    days = set(assembly_days(from_on=on, until_on=max(row.until_on for row in rows)))
    turns = Duty.objects.filter(kind=DutyKind.TURN, cancelled_at=None, due_on__gte=on).select_related(
        "member"
    )
    told, over = {}, set()
    for duty in turns:
        place = (duty.post_id, duty.seat, duty.due_on)
        if duty.done_at is not None or duty.missed_at is not None or duty.mandate_id is not None:
            over.add(place)  # or it has begun: whoever sits there is not in their own way
        elif duty.member is not None:
            told[place] = duty.member.number
    slots, placed = [], {}
    for row in rows:
        post = fresh.post_of.get(row.post.code)
        place = (row.post_id, row.seat, row.from_on)
        if post is None or row.seat > post.seats or row.from_on not in days or place in over:
            continue
        slot = _slot(row.post.code, row.seat, row.from_on, row.until_on, post.points)
        slots.append(slot)
        planned = row.member.number if row.member is not None else None
        placed[slot.key] = told.get(place, planned)
    return slots, placed


def _terms(
    rows: Iterable[PlannedSeat], fresh: Problem, plan: Plan, *, on: date
) -> tuple[list[Slot], dict[str, int | None], list[str], dict[int, list[Bar]]]:
    """The terms to come, without those already seated; those that somebody gave up before their end; and who did."""
    fills = set(
        PostTerms.objects.in_force(on=on)
        .filter(on_wheel=False)
        .exclude(filled=WayOfFilling.ELECTED)
        .values_list("post__code", flat=True)
    )
    mandates = list(Mandate.objects.filter(until_on__gt=on).select_related("post", "member"))
    held, left = _held(mandates, on=on), [one for one in mandates if one.ended_on and one.ended_on <= on]
    gone: dict[tuple[str, int], list[Mandate]] = {}
    bars: dict[int, list[Bar]] = {}
    for one in mandates:
        if one.ended_on is not None and one.ended_on < one.until_on and not one.is_interim:
            bar = Bar(post=one.post.code, from_on=one.ended_on, until_on=one.until_on)
            bars.setdefault(one.member.number, []).append(bar)
    for one in left:
        if one.ended_on is not None and one.ended_on > one.from_on and not one.is_interim:
            gone.setdefault((one.post.code, one.seat), []).append(one)
    points = {f"{one[0]}/{one[1]}/{one[2]}": one[4] for one in plan.problem["slots"]}
    slots, placed, gaps = [], {}, []
    of_seat: dict[tuple[str, int], list[PlannedSeat]] = {}
    for row in rows:
        post, seat = fresh.post_of.get(row.post.code), (row.post.code, row.seat)
        if post is None or row.post.code not in fills or row.seat > post.seats:
            continue
        of_seat.setdefault(seat, []).append(row)
        begins = max(row.from_on, on)
        if any(since < row.until_on and begins < until for since, until in held.get(seat, ())):
            continue
        if row.from_on <= on and any(
            one.ended_on and one.ended_on > row.from_on for one in gone.get(seat, ())
        ):
            continue  # it was seated and given up: the gap below
        slots.append(_slot(row.post.code, row.seat, row.from_on, row.until_on, points[key_of(row)]))
        placed[key_of(row)] = row.member.number if row.member is not None else None
    for seat, ended in gone.items():
        code, number = seat
        post = fresh.post_of.get(code)
        if post is None or code not in fills or number > post.seats:
            continue
        begins = max([on, *(until for since, until in held.get(seat, ()) if since <= on < until)])
        planned = of_seat.get(seat, [])
        starts = [row.from_on for row in planned] + [since for since, _until in held.get(seat, ())]
        ends = min([max(one.until_on for one in ended), *(day for day in starts if day > begins)])
        last = max(one.ended_on for one in ended if one.ended_on)
        if any(last <= row.from_on <= begins < row.until_on for row in planned) or ends <= begins:
            continue
        months = (ends.year - begins.year) * 12 + ends.month - begins.month
        slot = _slot(code, number, begins, ends, post.points * max(1, months))
        slots.append(slot)
        placed[slot.key] = None
        gaps.append(slot.key)
    return slots, placed, gaps, bars


def _held(mandates: Iterable[Mandate], *, on: date) -> dict[tuple[str, int], list[tuple[date, date]]]:
    """The days on which each seat is held from a day on, those given up early up to then."""
    found: dict[tuple[str, int], list[tuple[date, date]]] = {}
    for one in mandates:
        until = one.ended_on or one.until_on
        if until > max(on, one.from_on):
            found.setdefault((one.post.code, one.seat), []).append((one.from_on, until))
    return found


def _slot(post: str, seat: int, from_on: date, until_on: date, points: int) -> Slot:
    return Slot(post=post, seat=seat, from_on=from_on, until_on=until_on, points=points)
