"""Counting a vote: from the ballots as they are stored, the same way when it closes and ever after."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from assemblies import kinds
from assemblies.house_rules import DECISIONS, RULE_OF_KIND, in_force, say_by_preference, say_decision
from assemblies.models import (
    Ballot,
    Choice,
    Motion,
    MotionState,
    PaperVoter,
    Participation,
    Presence,
    RollEntry,
)
from assemblies.reports.law import by_law
from assemblies.reports.papers import box_of
from assemblies.rules.decision import (
    DecisionRule,
    Tally,
    by_any_ballot,
    from_data,
    outcome,
    quorum_needed,
)
from assemblies.rules.decision_words import sentence, still_needed
from assemblies.rules.papers import Box
from record.models import Act
from record.rules import digest


def rule_of(motion: Motion, *, on: date) -> DecisionRule:
    """The decision rule a motion takes that day: its own, else the house's for its kind, else the kind's.

    Of a rule for what is voted by preference only the quorum counts: one ballot that names something is enough
    to say which.
    """
    kind = kinds.kind_of(motion)
    name = kind.rule_for(motion) or in_force(RULE_OF_KIND, on=on).get(kind.code) or kind.rule
    rule = by_law(motion, in_force(DECISIONS[name], on=on))
    return rule if kinds.by_preference(motion) is None else by_any_ballot(rule)


def who_took_part(motion: Motion) -> QuerySet[RollEntry]:
    """Those on the roll, not excluded, whose stay in the assembly overlaps the vote, ends included.

    Only those present can vote, so whoever cast a ballot is among them, also where their arrival and the
    closing met in the same second. Voting or not makes no other difference: silence is presence, and so is
    a paper that did not come back.
    """
    stay = Presence.objects.filter(
        Q(left_at__isnull=True) | Q(left_at__gte=motion.opened_at),
        assembly=motion.assembly_id,
        member=OuterRef("member"),
        arrived_at__lte=motion.closed_at,
    )
    took: type[Ballot] | type[Participation] = Participation if motion.is_secret else Ballot
    voted = took._default_manager.filter(motion=motion, member=OuterRef("member"))
    paper = PaperVoter.objects.filter(motion=motion, member=OuterRef("member"))
    on_roll = RollEntry.objects.filter(motion=motion, excluded_because="")
    return on_roll.filter(Exists(stay) | Exists(voted) | Exists(paper))


def how_many(table: type[Ballot] | type[Participation] | type[PaperVoter]) -> Subquery:
    """How many rows a motion has in a table of votes, as part of a question about motions."""
    rows = table._default_manager.filter(motion=OuterRef("pk")).order_by().values("motion")
    return Subquery(rows.annotate(how_many=Count("pk")).values("how_many"))


def tally_of(motion: Motion) -> Tally:
    """The count, from the ballots as they are stored and what two people found in the box."""
    ballots = motion.secret_ballots if motion.is_secret else motion.ballots
    counts = {
        row["choice"]: row["how_many"]
        for row in ballots.order_by().values("choice").annotate(how_many=Count("pk"))
    }
    box = box_of(motion) or Box(in_favour=0, against=0, blank=0)
    return Tally(
        roll=motion.roll_count or 0,
        present=who_took_part(motion).count(),
        in_favour=counts.get(Choice.FOR, 0) + box.in_favour,
        against=counts.get(Choice.AGAINST, 0) + box.against,
        abstaining=counts.get(Choice.ABSTAIN, 0) + box.blank,
    )


def tally_kept(motion: Motion) -> Tally:
    """The count as it was written when the vote closed."""
    return Tally(
        roll=motion.roll_count or 0,
        present=motion.present_count or 0,
        in_favour=motion.in_favour or 0,
        against=motion.against or 0,
        abstaining=motion.abstaining or 0,
    )


def sentence_of(motion: Motion) -> str:
    """Why a decided motion came out so, in the active language; where options were named, what came out."""
    named = kinds.by_preference(motion)
    if named is not None and motion.counted is not None:
        return named.headline(motion)
    rule, tally = from_data(motion.rule or {}), tally_kept(motion)
    decision = outcome(tally, rule, second_call=motion.second_call)
    return sentence(decision, tally, rule, get_language() or "en")


def rule_said_of(motion: Motion, rule: DecisionRule) -> str:
    """The rule of a motion in words."""
    return say_decision(rule) if kinds.by_preference(motion) is None else say_by_preference(rule)


def still_needed_of(
    motion: Motion, rule: DecisionRule, *, roll: int, present: int, second_call: bool, least: int = 0
) -> str:
    """What it takes with those who are here; where options are named, nothing but enough of us.

    `least`: how many must be there by law for its vote to open.
    """
    quorum = max(least, quorum_needed(roll, rule.quorum_on(second_call=second_call)))
    if kinds.by_preference(motion) is not None and present >= quorum:
        return ""
    return still_needed(
        roll=roll,
        present=min(present, roll),
        rule=rule,
        second_call=second_call,
        least=least,
        language=get_language() or "en",
    )


def digest_of(motion: Motion) -> str:
    """The seal of the ballots: who and what where the vote was open, what and its receipt where secret.

    Where paper was given out, to whom, and what was found in the box.
    """
    fields = ("choice", "receipt") if motion.is_secret else ("member__number", "choice", "receipt")
    if kinds.by_preference(motion) is not None:
        fields = (*fields, "preferences")
    ballots = motion.secret_ballots if motion.is_secret else motion.ballots
    return digest([*(list(row) for row in ballots.values_list(*fields)), *_sealed_papers(motion)])


def counted_of(motion: Motion) -> dict[str, Any] | None:
    """What an adopted motion voted by preference comes to, from its ballots; None for any other.

    The seal of the ballots is the seed of every draw: nobody knows it before the end, and anybody can make it.
    """
    kind = kinds.by_preference(motion)
    if kind is None or motion.state != MotionState.ADOPTED:
        return None
    ballots = motion.secret_ballots if motion.is_secret else motion.ballots
    named = ballots.filter(choice=Choice.FOR).values_list("preferences", flat=True)
    return {"seed": motion.ballots_digest, **kind.count(motion, list(named), seed=motion.ballots_digest)}


def _sealed_papers(motion: Motion) -> list[list[object]]:
    numbers = motion.paper_voters.values_list("member__number", flat=True)
    papers: list[list[object]] = [["paper", number] for number in numbers]
    box = box_of(motion) if papers else None
    if box is not None:
        papers.append(["box", box.in_favour, box.against, box.blank])
    return papers


def why_not_enacted(motion: Motion) -> str:
    """Why an adopted motion could not be made so at its closing, as the closing act kept it."""
    closing = Act.objects.filter(
        subject=f"assemblies.motion:{motion.pk}", verb="assemblies.voting.closed"
    ).first()
    return str(closing.facts.get("not_enacted", "")) if closing is not None else ""
