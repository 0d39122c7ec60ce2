"""What is wrong with posts and power, as `verify` says it."""

from __future__ import annotations

from assemblies.models import MotionState
from rotation.models import Draw, Mandate
from rotation.reports.plan_faults import plan_faults
from rotation.reports.skills import skill_faults
from rotation.reports.turn_faults import turn_faults
from rotation.rules import draw


def faults() -> list[str]:
    """Mandates and skills without a source, recalls not adopted, draws that come out otherwise, plans, turns."""
    found: list[str] = []
    for row in Draw.objects.iterator():
        if draw(row.seed, row.pool, len(row.picked)) != row.picked:
            found.append(f"draw {row.pk}: done again it picks others")
    before: Mandate | None = None
    rows = Mandate.objects.select_related("motion", "draw", "ended_by", "member").order_by(
        "post_id", "seat", "from_on", "pk"
    )
    for mandate in rows.iterator():
        if mandate.motion is not None and mandate.motion.state != MotionState.ADOPTED:
            found.append(f"mandate {mandate.pk}: its motion {mandate.motion.number} was not adopted")
        if mandate.draw is not None and mandate.member.number not in mandate.draw.picked:
            found.append(f"mandate {mandate.pk}: its draw did not pick member {mandate.member.number}")
        if mandate.ended_by is not None and mandate.ended_by.state != MotionState.ADOPTED:
            found.append(f"mandate {mandate.pk}: the recall that ended it was not adopted")
        if (
            before is not None
            and (before.post_id, before.seat) == (mandate.post_id, mandate.seat)
            and (before.ended_on or before.until_on) > mandate.from_on
        ):
            found.append(f"mandates {before.pk} and {mandate.pk}: both in one seat at once")
        before = mandate
    return found + plan_faults() + turn_faults() + skill_faults()
