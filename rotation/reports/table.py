"""The turns at the table as they stand: everybody's, told and planned, laid out for the rules of changing hands."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from members.models import Notice
from rotation.models import Cover, Duty, DutyKind, Plan, PlanKind, PlannedSeat, Swap
from rotation.reports.problem import current_plan, wheel_without_turns
from rotation.rules.planning import Slot
from rotation.rules.turning import Table, TurnState, table_of


def table_now(*, on: date) -> Table:
    """Everybody's turns from a day on: those told as they are now, those only planned as they were planned.

    Asks fifteen questions.
    """
    plan = current_plan(PlanKind.WHEEL)
    problem = wheel_without_turns(on=on, seed=plan.seed if plan is not None else "")
    points = {post.code: post.points for post in problem.posts}
    slots: dict[str, Slot] = {}
    holders: dict[str, int] = {}

    def add(post: str, seat: int, day: date, number: int | None) -> None:
        slot = slot_at(post, seat, day, points=points.get(post, 1))
        if slot.key not in slots:
            slots[slot.key] = slot
            if number is not None:
                holders[slot.key] = number

    told = open_turns(on=on).values_list("post__code", "seat", "due_on", "member__number")
    for post, seat_number, day, number in told:
        add(str(post), seat_number or 0, day, number)
    for seat in planned_only(on=on).select_related("post", "member"):
        add(seat.post.code, seat.seat, seat.from_on, seat.member.number if seat.member else None)
    return table_of(problem, slots.values(), holders)


def planned_only(*, on: date) -> QuerySet[PlannedSeat]:
    """The seats from a day on, of the plan of the table that holds, that were not told yet."""
    told_once = Duty.objects.filter(kind=DutyKind.TURN, planned=OuterRef("pk"))
    holds = Plan.objects.filter(kind=PlanKind.WHEEL, adopted_at__isnull=False).order_by("-adopted_at", "-pk")
    return PlannedSeat.objects.filter(
        ~Exists(told_once), plan=Subquery(holds.values("pk")[:1]), from_on__gte=on
    )


def open_turns(*, on: date) -> QuerySet[Duty]:
    """Every turn from a day on that was told and not called off."""
    return Duty.objects.filter(kind=DutyKind.TURN, cancelled_at__isnull=True, due_on__gte=on)


def turns_to_seat(*, on: date) -> list[int]:
    """The turns of a day whose mandate is not written yet."""
    rows = open_turns(on=on).filter(due_on=on, mandate__isnull=True, missed_at__isnull=True)
    return list(rows.filter(planned__plan__motion__isnull=False).values_list("pk", flat=True))


def covers_to_warn_of(*, on: date) -> list[int]:
    """The stand-ins looked for whose turn is tomorrow or today and of which nobody was told; and those of days over."""
    rows = Cover.objects.filter(ended_at__isnull=True, duty__due_on__lte=on + timedelta(days=1))
    found = dict(rows.values_list("pk", "duty__due_on"))
    told = set(
        Notice.objects.filter(key__in=[nobody_found(pk) for pk in found]).values_list("key", flat=True)
    )
    return [pk for pk, day in found.items() if day < on or nobody_found(pk) not in told]


def nobody_found(cover_id: int) -> str:
    """The key of the notice to whoever convokes that nobody is found."""
    return f"cover-nobody:{cover_id}"


def swaps_to_lapse(*, on: date) -> list[int]:
    """The swaps under way in which the day of a turn is over."""
    rows = Swap.objects.filter(ended_at__isnull=True, legs__duty__due_on__lt=on)
    return list(rows.distinct().values_list("pk", flat=True))


def slot_at(post: str, seat: int, day: date, *, points: int = 1) -> Slot:
    """One seat at the table on one day."""
    return Slot(post=post, seat=seat, from_on=day, until_on=day + timedelta(days=1), points=points)


def slot_of(turn: Duty) -> str:
    """What a turn is called among the slots; its post at hand."""
    assert turn.post is not None  # noqa: S101 - a turn has its seat: the database says so
    assert turn.seat is not None  # noqa: S101
    return slot_at(turn.post.code, turn.seat, turn.due_on).key


def state_of(duty: Duty) -> TurnState:
    """A duty as the rules of turns read it."""
    return TurnState(
        is_turn=duty.kind == DutyKind.TURN,
        due_on=duty.due_on,
        is_done=duty.done_at is not None,
        is_missed=duty.missed_at is not None,
        is_cancelled=duty.cancelled_at is not None,
    )
