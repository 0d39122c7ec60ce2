"""What a motion still lets be spent: what it said at most, less what is listed and was spent under it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Sum

from assemblies.kinds import kind_of
from assemblies.models import Motion, MotionState
from payroll.models import FundPayment, Project
from payroll.rules.fund_spending import VOTED_BY


def left_of(motion: Motion) -> int:
    """Cents that a motion still lets leave."""
    return left_of_each([motion])[motion.pk]


def left_of_each(motions: Sequence[Motion]) -> dict[int, int]:
    """By motion, the cents that each still lets leave; below zero where more than was voted did. One question."""
    left = {motion.pk: kind_of(motion).allows_cents(motion) for motion in motions}
    listed = Project.objects.filter(motion__in=left)
    spent = FundPayment.objects.filter(motion__in=left, entry__reversed_by=None)
    sums = [rows.order_by().values_list("motion_id").annotate(c=Sum("cents")) for rows in (listed, spent)]
    for pk, cents in sums[0].union(sums[1], all=True):
        left[pk] -= cents
    return left


def motions_to_spend(sent: str | None = None, *, most: int = 50) -> list[tuple[Motion, int]]:
    """Purchases that were adopted and the cents that each still lets be spent, the latest first.

    The one that was `sent` is there whatever it has left: a form sent twice is answered as it was the first time.
    """
    voted = list(Motion.objects.filter(kind=VOTED_BY, state=MotionState.ADOPTED).order_by("-number")[:most])
    left = left_of_each(voted)
    return [(each, max(0, left[each.pk])) for each in voted if left[each.pk] > 0 or str(each.pk) == sent]
