"""Votes on paper: handing it out and counting the box. The only writers of both.

Both lock the motion against its ballots, so that a member's paper and the ballot of their phone, given at the
same moment, are never both counted: the ballots before are seen here, and those after wait and find the paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.actions.by_number import refuse_numbers, voters_here
from assemblies.models import Motion, PaperCount, PaperVoter
from assemblies.reports.powers import who_may
from assemblies.rules import papers as rules
from assemblies.rules.states import COUNT_HANDS
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import refuse_if


@one_act_at_a_time
def hand_paper(*, motion_id: int, numbers: Iterable[int], actor: Member | None, now: datetime) -> int:
    """Give paper ballots to members (by number), all or none; answers how many are new.

    Whoever has paper votes on paper and on nothing else. Whoever has voted gets none.
    """
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)

    refuse_if(
        rules.why_not_hand_paper(
            motion_state=motion.state,
            is_yes_or_no=kinds.by_preference(motion) is None,
            closes_at=motion.closes_at,
            is_counted=motion.paper_counts.exists(),
            counters=len(who_may(COUNT_HANDS, now=now)),
            actor=actor,
            now=now,
        )
    )
    voters = voters_here(motion, sorted(set(numbers)))
    took = motion.participations if motion.is_secret else motion.ballots
    voted = set(took.filter(member__in=voters.values()).values_list("member_id", flat=True))
    refuse_numbers(
        _("These members have voted already: %(numbers)s."), [n for n, pk in voters.items() if pk in voted]
    )

    have = set(motion.paper_voters.values_list("member_id", flat=True))
    papers = [PaperVoter(motion=motion, member_id=pk) for pk in voters.values() if pk not in have]
    PaperVoter.objects.bulk_create(papers, batch_size=500)

    if papers:
        record(
            verb="assemblies.paper.handed",
            subject=motion,
            actor=actor,
            now=now,
            facts={"motion": motion.number, "papers": len(papers)},
        )
    return len(papers)


@one_act_at_a_time
def count_box(
    *, motion_id: int, in_favour: int, against: int, blank: int, actor: Member, now: datetime
) -> PaperCount:
    """Write down what one scrutineer found in the box. Two different ones must find the same (`agreed`).

    Fewer papers than were given out is allowed: they were not returned. The act says how many papers, not
    what is on them: of a small box that would tell.
    """
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)

    box = rules.Box(in_favour=in_favour, against=against, blank=blank)
    handed = motion.paper_voters.count()
    refuse_if(
        rules.why_not_count_box(motion_state=motion.state, handed=handed, box=box, actor=actor, now=now)
    )

    count = PaperCount.objects.create(
        motion=motion,
        scrutineer=actor,
        in_favour=in_favour,
        against=against,
        blank=blank,
        counted_at=now,
    )

    record(
        verb="assemblies.box.counted",
        subject=motion,
        actor=actor,
        now=now,
        facts={"motion": motion.number, "papers": box.papers, "given_out": handed},
    )
    return count
