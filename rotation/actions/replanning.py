"""Planning again with the fewest changes, when somebody left, fell ill, said no or was recalled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.actions import draft_motion, table_motion
from assemblies.actions.agenda import place_again
from assemblies.models import Motion, MotionState
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time
from record.rules import Refused
from rotation.actions.overtaken import withdraw_overtaken
from rotation.actions.planning import mark_adopted, write_plan
from rotation.models import Plan
from rotation.reports.planned import hash_of
from rotation.reports.powers import everybodys_powers
from rotation.reports.problem import current_plan
from rotation.reports.replanning import Refusal, Rest, rest_of
from rotation.rules import planning
from rotation.rules import plans as rules
from rotation.rules.because import because
from rotation.rules.planning import Moved


def replan(*, kind: str, now: datetime, refused: Collection[Refusal] = ()) -> Plan | None:
    """Make the plan that holds again, where somebody in it can no longer have their seat or a seat lost its holder.

    None where it may stay as it is, or where the same change already waits. What changes hands at the table of
    an assembly does so at once; who is given a post waits for the next assembly (`rules.plans.waits_for_assembly`).
    """
    on = Cooperative.objects.founded().day_of(now)
    holds = current_plan(kind)
    if holds is None:
        return None
    rest = rest_of(holds, on=on, refused=refused)
    if rest is None or not rest.is_needed or _waits_already(holds, rest, now=now, refused=refused):
        return None
    found = planning.make_plan(rest.problem)
    told = because(rest.problem, found, was=rest.placed)
    return _write_again(holds_id=holds.pk, rest=rest, found=found, told=told, now=now)


def _waits_already(holds: Plan, rest: Rest, *, now: datetime, refused: Collection[Refusal]) -> bool:
    """Whether a change of this plan was made already that still keeps every rule."""
    waiting = Plan.objects.filter(replaces=holds, adopted_at=None).order_by("-pk").first()
    if waiting is None:
        return False
    again = rest_of(waiting, on=Cooperative.objects.founded().day_of(now), refused=refused)
    return again is not None and not again.is_needed


@one_act_at_a_time
def _write_again(
    *, holds_id: int, rest: Rest, found: planning.Plan, told: Mapping[str, dict[str, Any]], now: datetime
) -> Plan | None:
    """Write it where the same plan still holds; None where another took its place meanwhile."""
    holds = current_plan(Plan.objects.only("kind").get(pk=holds_id).kind)
    if holds is None or holds.pk != holds_id:
        return None
    moved = planning.difference(rest.old, found)
    if not moved and not rest.gaps:
        return None
    made = write_plan(
        kind=holds.kind,
        problem=rest.problem,
        found=found,
        told=told,
        seed_act=holds.seed_act,
        replaces=holds,
        actor=None,
        now=now,
    )
    withdraw_overtaken(kind=holds.kind, now=now)
    if rules.waits_for_assembly(kind=holds.kind, moved=moved) and holds.motion is not None:
        _propose(made, holds.motion, now=now)
    elif holds.motion is not None:
        mark_adopted(plan=made, motion=holds.motion, actor=None, now=now)
    _tell_those_touched(made, moved, now=now)
    return made


def _propose(made: Plan, adopted_by: Motion, *, now: datetime) -> None:
    """Put the change before the next assembly, in the name of whoever proposed the plan or hands out duties.

    Where neither belongs any more, or it cannot be, those who hand out duties are told that it waits.
    """
    coop = Cooperative.objects.founded()
    handing_out = sorted(pk for pk, powers in everybodys_powers(now).items() if rules.ASSIGN in powers)
    here = Member.objects.here(on=coop.day_of(now)).in_bulk([adopted_by.proposer_id, *handing_out])
    proposer = next((here[pk] for pk in (adopted_by.proposer_id, *handing_out) if pk in here), None)
    try:
        if proposer is None:
            raise Refused(_("Nobody is here to propose it."))
        with translation.override(coop.language):
            motion = _drafted(made, adopted_by, proposer, now=now)
        motion = table_motion(motion_id=motion.pk, actor=None, now=now)
    except Refused:
        tell(
            member_ids=handing_out,
            key=f"plan-waits:{made.pk}",
            text_id=gettext_noop("A change of the plan waits until somebody proposes it to the assembly."),
            values={},
            link=f"/plans/{made.pk}/",
            now=now,
        )
        return
    motion.refresh_from_db()
    if motion.state == MotionState.TABLED:
        place_again(motion, assembly=None, now=now)


def _drafted(made: Plan, adopted_by: Motion, proposer: Member, *, now: datetime) -> Motion:
    return draft_motion(
        kind="plan",
        title=_("Change of the plan: plan %(number)s") % {"number": made.pk},
        text=_(
            "Somebody in the plan that we adopted can no longer have their turn, or left it. This is the plan "
            "with the fewest changes. It was worked out by rule; who takes what is on its page."
        ),
        terms={"plan": made.pk, "hash": hash_of(made)},
        proposer=proposer,
        follows_id=adopted_by.pk,
        now=now,
    )


def _tell_those_touched(made: Plan, moved: tuple[Moved, ...], *, now: datetime) -> None:
    numbers = planning.touched(moved)
    tell(
        member_ids=Member.objects.filter(number__in=numbers).values_list("pk", flat=True),
        key=f"replanned:{made.pk}",
        text_id=(
            gettext_noop("Turns of yours changed. Look, and say that you have seen it.")
            if made.adopted_at is not None
            else gettext_noop("The assembly will be asked to change turns of yours. Look at which.")
        ),
        values={},
        link=f"/plans/{made.pk}/#changes",
        now=now,
    )
