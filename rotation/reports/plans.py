"""Plans as pages and programs show them: what holds, what is proposed, one by months, one seat in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from assemblies.models import Motion, MotionState
from members.models import Member
from rotation.models import Acknowledgement, Plan, PlanKind, PlannedSeat
from rotation.plan_words import STAGE_WORDS, proof_said, value_said
from rotation.reports.planned import as_planned, key_of, problem_of, seats_of
from rotation.rules import planning
from rotation.rules.planning import Value

PROPOSED = 6
OPEN = (MotionState.TABLED, MotionState.ON_AGENDA, MotionState.VOTING)


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One plan in a list: how many seats, how many for nobody, whether it was proved, and the motion it is in."""

    plan: Plan
    seats: int
    empty: int
    proof: str
    motion: Motion | None


@dataclass(frozen=True, kw_only=True)
class PlansPage:
    """What holds now, of each kind, and what waits."""

    holds: list[PlanLine]
    waits: list[PlanLine]


def plans() -> QuerySet[Plan]:
    """Every plan, with how many seats it has and how many stay empty, without its problem."""
    return (
        Plan.objects.defer("problem")
        .select_related("motion", "made_by")
        .annotate(seats_count=Count("seats"), empty_count=Count("seats", filter=Q(seats__member=None)))
    )


def plans_page(*, on: date) -> PlansPage:
    """What holds of each kind and what is proposed instead. Four questions."""
    holds = []
    for kind in PlanKind.values:
        found = plans().filter(kind=kind, adopted_at__isnull=False).order_by("-adopted_at", "-pk").first()
        if found is not None:
            holds.append(found)
    newest = {plan.kind: plan.pk for plan in holds}
    open_ones = plans().filter(adopted_at=None, until_on__gt=on).order_by("-pk")[:PROPOSED]
    waits = [
        plan
        for plan in open_ones
        if plan.replaces_id in (None, newest.get(plan.kind))
        and (plan.kind not in newest or plan.pk > newest[plan.kind])
    ]
    motions = motions_of([plan.pk for plan in waits])
    return PlansPage(
        holds=[_line(plan, plan.motion) for plan in holds],
        waits=[_line(plan, motions.get(plan.pk)) for plan in waits],
    )


def motions_of(plan_ids: list[int]) -> dict[int, Motion]:
    """The motion under way that would adopt each plan. One question."""
    found = Motion.objects.filter(kind="plan", state__in=OPEN, terms__plan__in=plan_ids, amends=None)
    return {motion.terms["plan"]: motion for motion in found.order_by("pk")}


def _line(plan: Plan, motion: Motion | None) -> PlanLine:
    return PlanLine(
        plan=plan,
        seats=getattr(plan, "seats_count", 0),
        empty=getattr(plan, "empty_count", 0),
        proof=proof_said(plan.stages),
        motion=motion,
    )


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """A seat that passed to somebody else when a plan was made again; who of the two has seen it."""

    seat: PlannedSeat
    was: Member | None
    seen_by: frozenset[int]
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """One plan, a month of it or one's own seats, and what it changed."""

    plan: Plan
    line: PlanLine
    months: list[date]
    month: date | None
    seats: list[PlannedSeat]
    changes: list[ChangeLine]
    mine_to_see: bool


def plan_page(plan_id: int, *, reader: Member, month: str, mine: bool, on: date) -> PlanPage | None:
    """One plan for one reader; the month asked for, or else the first that is not over. Seven questions."""
    plan = plans().filter(pk=plan_id).first()
    if plan is None:
        return None
    rows = plan.seats.select_related("post", "member").order_by("from_on", "post__name", "seat")
    months = sorted({day.replace(day=1) for day in plan.seats.order_by().values_list("from_on", flat=True)})
    chosen = None
    if mine:
        rows = rows.filter(member=reader)
    elif months:
        coming = [one for one in months if one >= on.replace(day=1)]
        chosen = next((one for one in months if f"{one:%Y-%m}" == month), (coming or months)[0])
        rows = rows.filter(from_on__year=chosen.year, from_on__month=chosen.month)
    changes = changes_of(plan, reader) if plan.replaces_id is not None else []
    motion = plan.motion or motions_of([plan.pk]).get(plan.pk)
    return PlanPage(
        plan=plan,
        line=_line(plan, motion),
        months=months,
        month=chosen,
        seats=list(rows),
        changes=changes,
        mine_to_see=any(one.is_mine and reader.pk not in one.seen_by for one in changes),
    )


def changes_of(plan: Plan, reader: Member | None) -> list[ChangeLine]:
    """What a plan made again changed: each seat, whose it was, and who has seen it. Three questions."""
    rows = list(
        plan.seats.filter(because__has_key="was").select_related("post", "member").order_by("from_on", "pk")
    )
    numbers = {row.because["was"] for row in rows if row.because["was"] is not None}
    people = {one.number: one for one in Member.objects.filter(number__in=numbers)}
    seen: dict[int, set[int]] = {}
    for planned, member in Acknowledgement.objects.filter(planned__in=rows).values_list("planned", "member"):
        seen.setdefault(planned, set()).add(member)
    return [
        ChangeLine(
            seat=row,
            was=people.get(row.because["was"]),
            seen_by=frozenset(seen.get(row.pk, ())),
            is_mine=reader is not None
            and (row.member_id == reader.pk or row.because["was"] == reader.number),
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class MyStanding:
    """Why somebody does not have a seat, or has it: the first rule that stops them, or their place among the able."""

    is_known: bool
    """Whether they were a full member at all when the plan was made."""
    is_placed: bool = False
    rule: str = ""
    sentence: str = ""
    why_not: str = ""
    place: int | None = None
    able: int = 0


@dataclass(frozen=True, kw_only=True)
class WhatIfLine:
    """One thing that would be different: a stage of the objective, what it is worth and what it would be."""

    name: str
    said: str
    now: str
    then: str


@dataclass(frozen=True, kw_only=True)
class WhatIfMoved:
    """A seat that would pass to somebody else; None: nobody."""

    seat: PlannedSeat
    before: Member | None
    after: Member | None


@dataclass(frozen=True, kw_only=True)
class WhatIfPage:
    """What would be different if somebody took a seat; `why_not` where a rule stops them."""

    why_not: str
    stages: list[WhatIfLine]
    moved: list[WhatIfMoved]


def seat_of(plan_id: int, seat_id: int) -> PlannedSeat | None:
    """One seat of a plan with the plan's problem. One question."""
    rows = PlannedSeat.objects.select_related("plan__motion", "post", "member")
    return rows.filter(plan=plan_id, pk=seat_id).first()


def standing_of(seat: PlannedSeat, member: Member) -> MyStanding:
    """Somebody before a seat of a plan, as things stood when it was made. One question."""
    problem, plan = problem_of(seat.plan), as_planned(seat.plan, seats_of(seat.plan))
    if member.number not in problem.person_of:
        return MyStanding(is_known=False)
    told = planning.standings(problem, plan, key_of(seat))
    mine = next(one for one in told if one.member == member.number)
    return MyStanding(
        is_known=True,
        is_placed=mine.is_placed,
        rule=mine.rule.name if mine.rule is not None else "",
        sentence=str(mine.rule.sentence) if mine.rule is not None else "",
        why_not=str(mine.rule.why_not) if mine.rule is not None else "",
        place=mine.place,
        able=sum(one.rule is None for one in told),
    )


def what_if_of(seat: PlannedSeat, member: Member) -> WhatIfPage:
    """What would be different in a plan if somebody took this seat of it: the whole plan made again. Two questions."""
    problem, rows = problem_of(seat.plan), seats_of(seat.plan)
    if member.number not in problem.person_of:
        return WhatIfPage(why_not=str(planning.RULE_OF["member"].why_not), stages=[], moved=[])
    found = planning.what_if(problem, as_planned(seat.plan, rows), member=member.number, slot=key_of(seat))
    if found.rule is not None:
        return WhatIfPage(why_not=str(found.rule.why_not), stages=[], moved=[])
    at_key = {key_of(row): row for row in rows}
    numbers = {number for one in found.moved for number in (one.before, one.after) if number is not None}
    people = {one.number: one for one in Member.objects.filter(number__in=numbers)}

    def named(number: int | None) -> Member | None:
        return None if number is None else people.get(number)

    return WhatIfPage(
        why_not="",
        stages=[_difference(name, was, then) for name, was, then in found.stages if name != "draw"],
        moved=[
            WhatIfMoved(seat=at_key[one.slot], before=named(one.before), after=named(one.after))
            for one in found.moved
        ],
    )


def _difference(name: str, was: Value, then: Value) -> WhatIfLine:
    now_said, then_said = value_said(name, was), value_said(name, then)
    if now_said == then_said:  # the greatest load is the same: it differs among those below
        now_said, then_said = "", _("a little less even") if then > was else _("a little more even")
    return WhatIfLine(name=name, said=str(STAGE_WORDS[name]), now=now_said, then=then_said)


def named_in(because: Mapping[str, object]) -> dict[int, str]:
    """The names of those whom the ways out of an empty seat are about. One question."""
    ways = because.get("ways", [])
    numbers = [way["member"] for way in ways if "member" in way] if isinstance(ways, list) else []
    return dict(Member.objects.filter(number__in=numbers).values_list("number", "name")) if numbers else {}
