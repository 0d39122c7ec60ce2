"""What is wrong with turns at the table, as `verify` says it, as far as what is written can tell."""

from __future__ import annotations

from collections.abc import Iterator

from rotation.models import Cover, Duty, DutyKind, Swap, SwapLeg
from rotation.rules.told import (
    MadeUp,
    SwapDone,
    ToldTurn,
    faults_of_make_ups,
    faults_of_swaps,
    faults_of_turns,
)


def turn_faults() -> list[str]:
    """Every turn beside its plan, mandate and assembly, every make-up and every swap done. Five questions."""
    return [
        *faults_of_turns(_turns()),
        *faults_of_make_ups(_make_ups()),
        *faults_of_swaps(_swaps()),
    ]


def _turns() -> Iterator[ToldTurn]:
    taken: dict[int, list[int]] = {}
    done = SwapLeg.objects.filter(swap__done_at__isnull=False).order_by("pk")
    covered = Cover.objects.filter(covered_by__isnull=False).order_by("pk")
    for duty_id, number in (
        *done.values_list("duty_id", "taker__number"),
        *covered.values_list("duty_id", "covered_by__number"),
    ):
        taken.setdefault(duty_id, []).append(number or 0)
    rows = Duty.objects.filter(kind=DutyKind.TURN).order_by("due_on", "pk")
    near = rows.select_related(
        "post", "member", "planned__plan", "planned__post", "planned__member", "mandate__post", "assembly"
    ).defer("planned__plan__problem", "planned__plan__stages")
    made_up = {
        f"make-up-turn:{pk}": number
        for pk, number in Duty.objects.filter(kind=DutyKind.MAKE_UP).values_list("pk", "member__number")
    }
    for row in near.select_related("mandate__member").iterator():
        planned, seated = row.planned, row.mandate
        yield ToldTurn(
            id=row.pk,
            place=(row.post.code if row.post else "", row.seat or 0, row.due_on),
            member=row.member.number if row.member else 0,
            sequence=row.sequence,
            is_cancelled=row.cancelled_at is not None,
            has_plan=planned is not None,
            is_adopted=planned is not None and planned.plan.adopted_at is not None,
            planned_place=(planned.post.code, planned.seat, planned.from_on) if planned else None,
            planned_for=planned.member.number if planned and planned.member else None,
            made_up_by=made_up.get(row.key),
            taken_by=tuple(taken.get(row.pk, ())),
            seated=((seated.post.code, seated.seat, seated.from_on), seated.member.number)
            if seated
            else None,
            meets_on=row.assembly.starts_on if row.assembly else None,
        )


def _make_ups() -> Iterator[MadeUp]:
    rows = Duty.objects.filter(kind=DutyKind.MAKE_UP, repairs__isnull=False).order_by("pk")
    for row in rows.select_related("member", "repairs__member").iterator():
        repaired = row.repairs
        if repaired is not None:
            yield MadeUp(
                id=row.pk,
                member=row.member.number if row.member else 0,
                missed_by=repaired.member.number if repaired.member else 0,
                was_missed=repaired.missed_at is not None,
            )


def _swaps() -> Iterator[SwapDone]:
    legs: dict[int, list[SwapLeg]] = {}
    done = Swap.objects.filter(done_at__isnull=False)
    for leg in SwapLeg.objects.filter(swap__in=done).order_by("swap", "pk"):
        legs.setdefault(leg.swap_id, []).append(leg)
    for pk in done.order_by("pk").values_list("pk", flat=True):
        own = legs.get(pk, [])
        yield SwapDone(
            id=pk,
            givers=tuple(leg.giver_id for leg in own),
            takers=tuple(leg.taker_id for leg in own),
            silent=sum(leg.agreed_at is None for leg in own),
        )
