"""Making a plan, adopting it, seating those whom it names, and saying that one has seen what changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.rules.states import may
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if
from rotation.actions.mandates import seat_member, terms_in_force
from rotation.actions.overtaken import withdraw_overtaken
from rotation.models import Acknowledgement, Mandate, Plan, PlanKind, PlannedSeat, Post, WayOfFilling
from rotation.reports.planned import as_planned, fresh_problem, hash_of, public_seed, seats_of
from rotation.reports.problem import current_plan
from rotation.rules import planning
from rotation.rules import plans as rules
from rotation.rules.because import because
from rotation.rules.planning import Problem

if TYPE_CHECKING:
    from assemblies.models import Motion

TRIES = 3
"""How often a plan is worked out again where something changed meanwhile."""


def make_plan(*, kind: str, actor: Member | None, now: datetime) -> Plan:
    """Work a plan out and write it down: who takes which seat, why, and what was proved of it.

    The same state and the same seed give the same rows. It is worked out before the record's turn is taken, so
    that nobody waits for it; where something changed meanwhile, again. Whoever hands out duties makes one.
    """
    for _nth in range(TRIES):
        problem, seed_act = _as_things_stand(kind, actor=actor, now=now)
        found = planning.make_plan(problem)
        told = because(problem, found)
        made = _write_if_so(
            kind=kind, problem=problem, found=found, told=told, seed_act=seed_act, actor=actor, now=now
        )
        if made is not None:
            return made
    raise Refused(_("Something changed while it was worked out. Try again."))


@one_act_at_a_time
def _write_if_so(
    *,
    kind: str,
    problem: Problem,
    found: planning.Plan,
    told: Mapping[str, dict[str, Any]],
    seed_act: int,
    actor: Member | None,
    now: datetime,
) -> Plan | None:
    """Write it where things still stand as they did when it was worked out; None where they do not."""
    fresh, _seed_act = _as_things_stand(kind, actor=actor, now=now)
    if fresh.input_hash != problem.input_hash:
        return None
    return write_plan(
        kind=kind, problem=problem, found=found, told=told, seed_act=seed_act, actor=actor, now=now
    )


def _as_things_stand(kind: str, *, actor: Member | None, now: datetime) -> tuple[Problem, int]:
    may_plan = may(actor, rules.ASSIGN, now)
    refuse_if(rules.why_not_make(kind=kind, may_plan=may_plan, slots=1))
    seed = public_seed()
    if seed is None:
        raise Refused(_("The record is empty: there is no public seed to draw from yet."))
    problem = fresh_problem(kind, on=Cooperative.objects.founded().day_of(now), seed=seed.hash)
    refuse_if(rules.why_not_make(kind=kind, may_plan=may_plan, slots=len(problem.slots)))
    return problem, seed.seq


def write_plan(
    *,
    kind: str,
    problem: Problem,
    found: planning.Plan,
    told: Mapping[str, dict[str, Any]],
    seed_act: int,
    replaces: Plan | None = None,
    actor: Member | None,
    now: datetime,
) -> Plan:
    """Write a plan and its seats down; only inside an act."""
    posts = {post.code: post for post in Post.objects.filter(code__in=[one.code for one in problem.posts])}
    people = dict(
        Member.objects.filter(
            number__in=[one.member for one in found.placements if one.member is not None]
        ).values_list("number", "pk")
    )
    made = Plan.objects.create(
        kind=kind,
        from_on=problem.from_on,
        until_on=problem.until_on,
        seed=problem.seed,
        seed_act=seed_act,
        problem=problem.to_data(),
        input_hash=problem.input_hash,
        engine=found.engine,
        stages=found.to_data()["stages"],
        replaces=replaces,
        made_by=actor,
        made_at=now,
    )
    PlannedSeat.objects.bulk_create(
        [
            PlannedSeat(
                plan=made,
                post=posts[slot.post],
                seat=slot.seat,
                from_on=slot.from_on,
                until_on=slot.until_on,
                member_id=None if placed.member is None else people[placed.member],
                because=told[slot.key],
            )
            for slot, placed in zip(problem.slots, found.placements, strict=True)
        ],
        batch_size=500,
    )
    record(
        verb="rotation.plan.made",
        subject=made,
        actor=actor,
        now=now,
        facts={
            "kind": kind,
            "input": problem.input_hash,
            "plan": found.plan_hash,
            "seats": len(found.placements),
            "empty": len(found.empty),
            "proved": found.is_proved,
            "seed_act": seed_act,
            "replaces": replaces.pk if replaces is not None else 0,
        },
    )
    return made


def why_not_adopt(plan: Plan, *, hash_named: str | None, now: datetime) -> str | None:
    """Why this plan cannot be adopted as a motion names it, in a sentence; None where it can. Two or three questions.

    Without a hash it is not asked whether it is the same: its seats are never changed, and adopting asks again.
    """
    latest = Plan.objects.filter(kind=OuterRef("kind"), adopted_at__isnull=False).order_by(
        "-adopted_at", "-pk"
    )
    newer = Plan.objects.filter(replaces=OuterRef("replaces"), pk__gt=OuterRef("pk"))
    holds, is_made_again = (
        Plan.objects.filter(pk=plan.pk).values_list(Subquery(latest.values("pk")[:1]), Exists(newer)).get()
    )
    reason = rules.why_not_adopt(
        is_adopted=plan.adopted_at is not None,
        is_same=hash_named is None or hash_of(plan) == hash_named,
        until_on=plan.until_on,
        changes_what_holds=plan.replaces_id is None or holds == plan.replaces_id,
        is_made_again=plan.replaces_id is not None and is_made_again,
        today=Cooperative.objects.here().day_of(now),
    )
    return None if reason is None else str(reason)


@one_act_at_a_time
def adopt_plan(*, plan_id: int, hash_named: str, motion: Motion, actor: Member | None, now: datetime) -> Plan:
    """From now this plan holds, and no longer the one before. By a motion, and exactly the plan it names."""
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan_id)
    refuse_if(why_not_adopt(plan, hash_named=hash_named, now=now))
    mark_adopted(plan=plan, motion=motion, actor=actor, now=now)
    withdraw_overtaken(kind=plan.kind, now=now)
    return plan


def mark_adopted(*, plan: Plan, motion: Motion, actor: Member | None, now: datetime) -> Plan:
    """Write that a plan holds; only inside an act."""
    plan.motion, plan.adopted_at = motion, now
    plan.save(update_fields=["motion", "adopted_at"])
    record(
        verb="rotation.plan.adopted",
        subject=plan,
        actor=actor,
        now=now,
        facts={"kind": plan.kind, "input": plan.input_hash, "replaces": plan.replaces_id or 0},
        because=motion,
    )
    if plan.replaces_id is None:
        tell(
            member_ids=set(plan.seats.exclude(member=None).values_list("member_id", flat=True)),
            key=f"plan:{plan.pk}",
            text_id=gettext_noop("The plan was adopted, and you have turns in it."),
            values={},
            link=f"/plans/{plan.pk}/?mine=1",
            now=now,
        )
    return plan


@one_act_at_a_time
def seat_planned(*, planned_id: int, now: datetime) -> Mandate | None:
    """Seat whom the plan that holds names, for the days it names; by the motion that adopted it.

    None where there is nothing to do: the plan holds no more, the seat is taken, or nobody is named. Elected
    posts are never filled so. Refused, with the sentence, where they cannot take it as things stand.
    """
    planned = PlannedSeat.objects.select_related("plan__motion", "post").get(pk=planned_id)
    today = Cooperative.objects.founded().day_of(now)
    holds = current_plan(PlanKind.POSTS)
    from_on = max(planned.from_on, today)
    if (
        holds is None
        or holds.pk != planned.plan_id
        or planned.member_id is None
        or planned.until_on <= from_on
    ):
        return None
    Post.objects.select_for_update(no_key=True).get(pk=planned.post_id)
    terms = terms_in_force(planned.post, on=from_on)
    if terms.filled == WayOfFilling.ELECTED or terms.on_wheel:
        return None
    taken = Mandate.objects.filter(
        post=planned.post_id, seat=planned.seat, from_on__lt=planned.until_on, until_on__gt=from_on
    )
    if any((one.ended_on or one.until_on) > max(from_on, one.from_on) for one in taken):
        return None

    mandate = seat_member(
        post_id=planned.post_id,
        seat=planned.seat,
        member_id=planned.member_id,
        from_on=from_on,
        until_on=planned.until_on,
        motion=planned.plan.motion,
        actor=None,
        now=now,
    )
    tell(
        member_ids=[planned.member_id],
        key=f"seated:{mandate.pk}",
        text_id=gettext_noop("You carry %(post)s from %(day)s, as the plan says."),
        values={"post": planned.post.name, "day": from_on.isoformat()},
        link=f"/plans/{planned.plan_id}/seats/{planned.pk}/",
        now=now,
    )
    return mandate


@one_act_at_a_time
def acknowledge_plan(*, plan_id: int, actor: Member, now: datetime) -> int:
    """Say that one has seen the turns of one's own that a plan changed. How many; saying it again is nothing."""
    plan = Plan.objects.get(pk=plan_id)
    mine = touched_seats(plan, actor)
    seen = set(
        Acknowledgement.objects.filter(planned__in=mine, member=actor).values_list("planned_id", flat=True)
    )
    fresh = [Acknowledgement(planned=row, member=actor, at=now) for row in mine if row.pk not in seen]
    if not mine:
        raise Refused(_("No turn of yours changed in this plan."))
    if fresh:
        Acknowledgement.objects.bulk_create(fresh)
        record(verb="rotation.plan.seen", subject=plan, actor=actor, now=now, facts={"seats": len(fresh)})
    return len(fresh)


def touched_seats(plan: Plan, member: Member) -> list[PlannedSeat]:
    """The seats that this plan gave to a member or took from them, changing the one before it. One question."""
    moved = plan.seats.filter(because__has_key="was").select_related("post", "member")
    return [row for row in moved if row.member_id == member.pk or row.because["was"] == member.number]


def planned_of(plan: Plan) -> planning.Plan:
    """The planner's own plan. One question."""
    return as_planned(plan, seats_of(plan))
