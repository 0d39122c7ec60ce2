"""The next step, for whoever chairs: its words, what it is about, and the rule that stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.house_rules import (
    DECISIONS,
    RULE_OF_KIND,
    SECRET_KINDS,
    HouseRuleType,
    as_typed,
    stored_in_force,
)
from assemblies.models import Assembly, AssemblyState, Motion, Presence
from assemblies.reports.floor import points_of
from assemblies.reports.law import article_of, by_law, legal_quorum, only_for, why_not_majority
from assemblies.reports.now import InTheHall, how_many_in, in_the_hall
from assemblies.reports.papers import box_of, handed_out
from assemblies.reports.quorum import most_here
from assemblies.reports.secrecy import totals_will_tell
from assemblies.rules import states
from assemblies.rules import voting as voting_rules
from assemblies.rules.chairing import NextStep, Point, Step, next_point, next_step, point_now
from assemblies.rules.decision import quorum_needed
from assemblies.rules.papers import why_not_close_the_box
from assemblies.rules.states import Sentence
from members.models import Cooperative, Member

MINUTES_OF_A_VOTE = 10
"""How long a vote stays open where whoever chairs says nothing else."""


@dataclass(frozen=True, kw_only=True)
class ChairsNext:
    """What the chair's page shows. `because` is the sentence of the rule in the way, "" where none is."""

    assembly: Assembly
    common: InTheHall
    here: Point | None
    step: NextStep | None
    label: str
    because: Sentence
    after: Point | None
    """The item to go on to while the one we are at is being voted."""
    turnout: int
    voters: int
    minutes: int = MINUTES_OF_A_VOTE
    totals_may_tell: bool = False
    """Whether the vote to open is secret among so few that its totals reveal who voted what."""

    @property
    def is_under_way(self) -> bool:
        return self.assembly.state in (AssemblyState.OPEN, AssemblyState.RECESS)

    @property
    def asks_twice(self) -> bool:
        """What cannot be undone is asked about: the assembly, and a vote in which some here have not voted."""
        if self.step is None or self.because:
            return False
        if self.step.step is Step.CLOSE_VOTE:
            return self.turnout < min(self.common.voters_present, self.voters)
        return self.step.step is Step.CLOSE

    @property
    def still_to_vote(self) -> int:
        """How many of those here have not voted yet, at least."""
        return max(0, min(self.common.voters_present, self.voters) - self.turnout)


def chairs_next(assembly: Assembly, *, now: datetime) -> ChairsNext:
    """The next step of an assembly for whoever chairs it, in about seven questions."""
    common = in_the_hall(assembly, now=now)
    points = points_of(assembly, [line.item for line in common.lines])
    due_at = assembly.second_call_due_at
    found = next_step(
        assembly_state=assembly.state,
        points=points,
        second_call_is_due=assembly.second_call_at is None and due_at is not None and due_at <= now,
        enough_are_here=common.voters_present >= common.quorum,
    )
    motion = None
    if found is not None and found.point is not None:
        motions = {line.item.pk: line.motion for line in common.lines}
        motion = motions[found.point.item_id]
    turnout, voters = _turnout(common, motion)
    because, totals_may_tell = _before(found, assembly, motion, now=now)
    return ChairsNext(
        assembly=assembly,
        common=common,
        here=point_now(points),
        after=next_point(points) if found is not None and found.step is Step.CLOSE_VOTE else None,
        step=found,
        label="" if found is None else label_of(found),
        because=because,
        turnout=turnout,
        voters=voters,
        totals_may_tell=totals_may_tell,
    )


def label_of(found: NextStep) -> str:
    """What stands on the button."""
    title = "" if found.point is None else found.point.title
    return {
        Step.OPEN: _("Open the assembly"),
        Step.RESUME: _("Go on"),
        Step.SECOND_CALL: _("Open the second call"),
        Step.BEGIN_ITEM: _("Next item: %(title)s") % {"title": title},
        Step.OPEN_VOTE: _("Open the vote: %(title)s") % {"title": title},
        Step.CLOSE_VOTE: _("Close the vote: %(title)s") % {"title": title},
        Step.CLOSE: _("Close the assembly"),
    }[found.step]


def closing_of_vote(assembly: Assembly, *, minutes: int, now: datetime) -> datetime:
    """So many minutes from now, and never after the assembly's window."""
    return min(now + timedelta(minutes=minutes), assembly.ends_at)


def _before(
    found: NextStep | None, assembly: Assembly, motion: Motion | None, *, now: datetime
) -> tuple[Sentence, bool]:
    """The rule in the way of whoever chairs; the page is theirs, so that their power is not asked about."""
    if found is not None and found.step is Step.OPEN:
        reason = states.why_not_open(state=assembly.state, starts_at=assembly.starts_at, actor=None, now=now)
        return reason or "", False
    if found is not None and found.step is Step.OPEN_VOTE and motion is not None:
        return _before_voting(motion, assembly, now=now)
    if found is not None and found.step is Step.CLOSE_VOTE and motion is not None:
        handed = handed_out(motion)
        return why_not_close_the_box(handed=handed, box=box_of(motion) if handed else None) or "", False
    return "", False


def _before_voting(motion: Motion, assembly: Assembly, *, now: datetime) -> tuple[Sentence, bool]:
    """The rule that opening this vote would break, from the same facts that the action looks at; and whether
    it would be a secret vote whose totals tell.

    Amendments are not asked about: where one waits, it is the next step itself.
    """
    kind = kinds.kind_of(motion)
    day = Cooperative.objects.here().day_of(now)
    excluded = kind.excluded(motion, on=day)
    able = (
        Member.objects.with_vote(on=day)
        .exclude(pk__in=list(excluded))
        .exclude(pk__in=motion.declared_interests.order_by().values("member"))
    )
    stays = Presence.objects.at(now).filter(assembly=assembly)
    rule_types: tuple[HouseRuleType[Any], ...] = (SECRET_KINDS, RULE_OF_KIND, *DECISIONS.values())
    voters, here, secret_kinds, of_kind, *stored = Assembly.objects.values_list(
        how_many_in(able, "pk"),
        how_many_in(stays.filter(member__in=able), "member"),
        *(stored_in_force(rule_type, on=day) for rule_type in rule_types),
    ).get(pk=assembly.pk)
    name = kind.rule_for(motion) or as_typed(RULE_OF_KIND, of_kind).get(kind.code) or kind.rule
    rule = by_law(motion, as_typed(DECISIONS[name], dict(zip(DECISIONS, stored, strict=True))[name]))
    second_call = assembly.second_call_at is not None
    quorum = max(
        quorum_needed(voters, rule.quorum_on(second_call=second_call)),
        legal_quorum(assembly, roll=voters, second_call=second_call, motion=motion),
    )
    # Looked up where it matters only: a register of arrivals can be long.
    most = most_here(assembly, voters=able) if here < quorum else here
    reason: Sentence | None = voting_rules.why_not_open_voting(
        motion_state=motion.state,
        assembly_kind=assembly.kind,
        assembly_state=assembly.state,
        assembly_ends_at=assembly.ends_at,
        closes_at=closing_of_vote(assembly, minutes=MINUTES_OF_A_VOTE, now=now),
        only_in=only_for(motion),
        article=article_of(motion),
        open_amendments=0,
        voters=voters,
        present=here,
        quorum=quorum,
        most_present=most,
        actor=None,
        now=now,
    )
    reason = reason or why_not_majority(motion, rule) or kind.why_not_open(motion, now=now)
    by_rule = as_typed(SECRET_KINDS, secret_kinds)
    return reason or "", totals_will_tell(motion, voters=voters, on=day, by_rule=by_rule)


def _turnout(common: InTheHall, motion: Motion | None) -> tuple[int, int]:
    for each in common.motions:
        if motion is not None and each.pk == motion.pk:
            cast = (each.took_part if each.is_secret else each.cast) or 0
            return cast + (each.paper or 0), each.roll_count or 0
    return 0, 0
