"""Motions about a change of a plan that another change took the place of: they are withdrawn by themselves."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from assemblies.actions import withdraw_motion
from assemblies.models import Motion, MotionState
from members.actions import tell
from record.actions import one_act_at_a_time
from rotation.models import Plan
from rotation.reports.problem import current_plan


@one_act_at_a_time
def withdraw_overtaken(*, kind: str, now: datetime) -> list[Motion]:
    """Withdraw every motion that waits to be voted about a change of a plan that can no longer be adopted.

    Of the changes of the plan that holds only the one made last can be (`rules.plans.why_not_adopt`), and of a
    plan that holds no more none. Whoever proposed it is told. A whole new plan is overtaken by nothing: which of
    two is better is for the assembly to say. What is being voted is left: it is not enacted.
    """
    waiting = Motion.objects.filter(kind="plan", state__in=(MotionState.TABLED, MotionState.ON_AGENDA))
    changes = Plan.objects.filter(kind=kind, adopted_at=None, replaces__isnull=False).defer("problem")
    last = changes.filter(replaces=current_plan(kind)).order_by("-pk").first()
    over = changes if last is None else changes.exclude(pk=last.pk)
    replaces = dict(over.values_list("pk", "replaces_id"))
    withdrawn = []
    for motion in waiting.order_by("number"):
        plan = motion.terms["plan"]
        if plan not in replaces:
            continue
        instead = f"rotation.plan:{last.pk if last is not None else replaces[plan]}"
        withdrawn.append(withdraw_motion(motion_id=motion.pk, actor=None, now=now, because=instead))
        tell(
            member_ids=[motion.proposer_id],
            key=f"overtaken:{motion.pk}",
            text_id=gettext_noop("Motion %(number)s was withdrawn by itself: the plan was made again since."),
            values={"number": motion.number},
            link=f"/motions/{motion.pk}/",
            now=now,
        )
    return withdrawn
