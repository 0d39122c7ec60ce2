"""Contests of decisions: opened by a member within the time of the law, settled in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from assemblies.carrying_out import carrier
from assemblies.models import Ballot, Choice, Contest, Motion, RollEntry
from assemblies.reports.powers import who_may
from assemblies.rules.contesting import (
    LONGEST_REASON,
    LONGEST_SETTLEMENT,
    why_not_contest,
    why_not_settle,
)
from assemblies.rules.states import KEEP_MINUTES
from assemblies.rules.texts import why_not_text
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import fingerprint, refuse_if


@one_act_at_a_time
def contest_decision(*, motion_id: int, reason: str, actor: Member, now: datetime) -> Contest:
    """Say why a decision should not stand. What was done stays done; what had not begun waits for the settlement."""
    motion = Motion.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=motion_id)

    refuse_if(
        why_not_contest(
            until=motion.contestable_until,
            today=Cooperative.objects.founded().day_of(now),
            was_on_roll=RollEntry.objects.filter(motion=motion, member=actor).exists(),
            voted_for=Ballot.objects.filter(motion=motion, member=actor, choice=Choice.FOR).exists(),
            has_contested=motion.contests.filter(member=actor).exists(),
        )
    )
    refuse_if(why_not_text(reason, longest=LONGEST_REASON))

    contest = Contest.objects.create(motion=motion, member=actor, reason=reason.strip(), at=now)

    record(
        verb="assemblies.decision.contested",
        subject=contest,
        actor=actor,
        now=now,
        facts={"motion": motion.number, "reason": fingerprint(contest.reason)},
        because=motion,
    )
    tell(
        member_ids=[pk for pk in who_may(KEEP_MINUTES, now=now) if pk != actor.pk],
        key=f"contest:{contest.pk}",
        text_id=gettext_noop("Somebody contests a decision: %(title)s"),
        values={"title": motion.title},
        link=f"/motions/{motion.pk}/#contests",
        now=now,
    )
    return contest


@one_act_at_a_time
def settle_contest(
    *, contest_id: int, upheld: bool, settlement: str, actor: Member, now: datetime
) -> Contest:
    """Write down how a contest ended.

    Upheld, what had not begun never begins, and what was done is undone by a new motion that says so. Not upheld,
    what waited for it goes on.
    """
    contest = Contest.objects.select_for_update(no_key=True).get(pk=contest_id)

    refuse_if(why_not_settle(is_settled=contest.settled_at is not None, actor=actor, now=now))
    refuse_if(why_not_text(settlement, longest=LONGEST_SETTLEMENT))

    contest.settled_at, contest.upheld, contest.settlement = now, upheld, settlement.strip()
    contest.save(update_fields=["settled_at", "upheld", "settlement"])

    record(
        verb="assemblies.contest.settled",
        subject=contest,
        actor=actor,
        now=now,
        facts={
            "motion": contest.motion.number,
            "upheld": upheld,
            "settlement": fingerprint(contest.settlement),
        },
        because=contest.motion,
    )
    if upheld:
        carrier().never_begins(contest.motion, now=now)
    tell(
        member_ids=[contest.member_id],
        key=f"contest:{contest.pk}:settled",
        text_id=gettext_noop("What you contested is settled: %(title)s"),
        values={"title": contest.motion.title},
        link=f"/motions/{contest.motion_id}/#contests",
        now=now,
    )
    return contest
