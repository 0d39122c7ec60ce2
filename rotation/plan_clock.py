"""What the clock does about plans: seats whom they name, makes them again where they must, looks for better ones."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.utils.translation import gettext_noop

from members.actions import tell
from members.models import Cooperative
from record.models import Act, Head
from record.rules import Refused
from rotation import solver
from rotation.actions.looking_further import steps_of, waits
from rotation.actions.planning import make_plan, seat_planned
from rotation.actions.replanning import replan
from rotation.models import Plan, PlanKind, PlannedSeat, PostTerms, WayOfFilling
from rotation.reports.planned import key_of
from rotation.reports.replanning import Refusal, due_seats

log = logging.getLogger(__name__)

TOUCHING = (
    "members.",
    "rotation.",
    "assemblies.assembly.",
    "assemblies.contest.",
    "assemblies.house_rule.",
    "assemblies.voting.closed",
)
"""Acts after which a plan may no longer be as it must: everything else leaves people, posts and rules as they are."""

_looked_at: dict[str, tuple[date, tuple[int, str], list[Refusal]]] = {}
"""On which day, where the record stood and who was refused when this process last looked through each plan.

Only to spare work: where it is lost, everything is looked through once more, and nothing comes of it.
"""


def carry_plans(now: datetime) -> None:
    """Seat whom the plan of posts names, in time; then see whether what holds can stay as it is."""
    today = Cooperative.objects.founded().day_of(now)
    refused = seat_those_due(now)
    for kind in PlanKind.values:
        head = Head.objects.filter(pk=1).values_list("seq", "hash").first() or (0, "")
        if not _may_be_otherwise(kind, today=today, refused=refused):
            _looked_at[kind] = (today, head, refused)
            continue
        try:
            replan(kind=kind, refused=refused if kind == PlanKind.POSTS else (), now=now)
        except Exception:
            log.exception("could not look through the plan of %s", kind)
            continue
        _looked_at[kind] = (today, head, refused)


def _may_be_otherwise(kind: str, *, today: date, refused: list[Refusal]) -> bool:
    """Whether anything was written since that touches a plan, or another day began."""
    day, (seq, its_hash), were_refused = _looked_at.get(kind, (date.min, (0, ""), []))
    if (day, were_refused) != (today, refused):
        return True
    since = list(Act.objects.filter(seq__gte=seq).order_by("seq").values_list("hash", "verb"))
    if not since or since[0][0] != its_hash:
        return True
    return any(verb.startswith(TOUCHING) for _hash, verb in since[1:])


def seat_those_due(now: datetime) -> list[Refusal]:
    """Seat everybody whose term is about to begin. Whom the rules refuse is told so, and the plan is made again."""
    refused: list[Refusal] = []
    for planned_id in due_seats(on=Cooperative.objects.founded().day_of(now)):
        try:
            seat_planned(planned_id=planned_id, now=now)
        except Refused as refusal:
            row = PlannedSeat.objects.select_related("post", "member").get(pk=planned_id)
            if row.member is None:
                continue
            refused.append((key_of(row), row.member.number))
            tell(
                member_ids=[row.member.pk],
                key=f"not-seated:{row.pk}",
                text_id=gettext_noop("You were to take %(post)s by the plan, and cannot: %(why)s"),
                values={"post": row.post.name, "why": str(refusal.sentence)},
                link=f"/plans/{row.plan_id}/seats/{row.pk}/",
                now=now,
            )
        except Exception:
            log.exception("could not seat planned seat %s", planned_id)
    return refused


def kinds_without_a_plan(*, on: date) -> list[str]:
    """The kinds of plan never made although some post asks for one: the clock proposes the first. Two questions."""
    made = set(Plan.objects.values_list("kind", flat=True))
    asks = {
        PlanKind.WHEEL if on_wheel else PlanKind.POSTS
        for on_wheel, filled, months in PostTerms.objects.in_force(on=on).values_list(
            "on_wheel", "filled", "term_months"
        )
        if on_wheel or (filled != WayOfFilling.ELECTED and months)
    }
    return sorted(asks - made)


def propose_first_plan(kind: str, now: datetime) -> Plan | None:
    """Make the first plan of a kind, for the assembly to look at; None where there is one or nothing to plan."""
    if kind not in kinds_without_a_plan(on=Cooperative.objects.founded().day_of(now)):
        return None
    try:
        return make_plan(kind=kind, actor=None, now=now)
    except Refused as refusal:
        log.info("no plan of %s yet: %s", kind, refusal.sentence)
        return None


def plans_to_look_further(now: datetime) -> list[int]:
    """Plans for which somebody asked for a further search that nobody has begun. Few questions."""
    if not solver.is_here():
        return []
    open_ones = Plan.objects.filter(adopted_at=None).defer("problem").order_by("-pk")[:4]
    return [plan.pk for plan in open_ones if waits(steps_of(plan), now=now)]
