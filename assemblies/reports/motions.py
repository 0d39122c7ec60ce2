"""One motion as its reader sees it, and a result in words with every number it hangs on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.carrying_out import carrier
from assemblies.house_rules import SECONDERS, as_typed, stored_in_force
from assemblies.models import (
    Assembly,
    AssemblyState,
    Ballot,
    DeclaredInterest,
    Motion,
    MotionState,
    Participation,
    Presence,
    RollEntry,
    Seconding,
)
from assemblies.reports.counting import (
    rule_of,
    rule_said_of,
    sentence_of,
    still_needed_of,
    tally_kept,
    why_not_enacted,
)
from assemblies.reports.law import legal_quorum
from assemblies.reports.live import LiveCount, live_counts
from assemblies.reports.now import how_many_in
from assemblies.reports.secrecy import totals_will_tell
from assemblies.rules.amending import Piece, difference, merged, why_not_amend
from assemblies.rules.decision import (
    Base,
    Decision,
    DecisionRule,
    OutcomeKind,
    Tally,
    from_data,
    outcome,
)
from members.models import Cooperative, Member


@dataclass(frozen=True, kw_only=True)
class Check:
    """One condition of the outcome, in words, and whether it held."""

    said: str
    holds: bool


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came out, and why, with the numbers."""

    state: str
    tally: Tally
    decision: Decision
    rule: DecisionRule
    rule_said: str
    sentence: str
    checks: list[Check]
    silent: int
    """Present and without a ballot."""
    not_enacted: str = ""
    told: list[kinds.Told] = field(default_factory=list)
    """Where options were named: every round, option or project of the count."""


@dataclass(frozen=True, kw_only=True)
class Excluded:
    """Somebody out of roll and base, by name and reason."""

    number: int
    name: str
    because: str


@dataclass(frozen=True, kw_only=True)
class MotionPage:
    """Everything the page of a motion shows to one reader.

    Before voting `rule` is the one in force today; from the opening on it is the frozen one. `turnout` is how
    many have voted; how they voted is not known here before closing, except the reader's own open ballot.
    """

    motion: Motion
    kind: kinds.Kind
    changes: list[kinds.Change]
    rule: DecisionRule
    rule_said: str
    roll: int
    turnout: int
    live: LiveCount | None
    """Only while it is being voted."""
    present: int
    still_needed: str
    result: Result | None
    excluded: list[Excluded]
    seconds: int
    seconds_needed: int
    """How many it needs to reach an agenda; these three are asked only while it looks for them."""
    have_seconded: bool
    is_mine: bool
    is_open: bool
    on_roll: bool
    my_exclusion: str
    interests: list[DeclaredInterest]
    """Declared before the vote; once it is open those who declared one are among the excluded."""
    may_declare_interest: bool
    am_here: bool
    have_voted: bool
    my_choice: str
    my_receipt: str
    my_names: list[str]
    """What my open ballot names, in words."""
    totals_may_tell: bool
    amendments: list[Motion] = field(default_factory=list)
    difference: list[Piece] = field(default_factory=list)
    """An amendment's: what it takes out and puts in, in the text as it is now or as it was written for."""
    why_not_amend: str = ""


def result_of(motion: Motion) -> Result | None:
    """The result of a decided motion in the active language; None before."""
    if not motion.is_decided:
        return None
    rule, tally = from_data(motion.rule or {}), tally_kept(motion)
    decision = outcome(tally, rule, second_call=motion.second_call)
    is_unmade = (
        motion.state == MotionState.ADOPTED and motion.enacted_at is None and kinds.kind_of(motion).is_binding
    )
    named = kinds.by_preference(motion)
    return Result(
        state=motion.state,
        tally=tally,
        decision=decision,
        rule=rule,
        rule_said=rule_said_of(motion, rule),
        sentence=sentence_of(motion),
        checks=_checks(decision, tally, rule) if named is None else _checks_of_names(decision, tally),
        silent=tally.present - tally.votes,
        not_enacted=why_not_enacted(motion) if is_unmade else "",
        told=named.say(motion) if named is not None and motion.counted is not None else [],
    )


def motion_page(motion: Motion, *, reader: Member, now: datetime) -> MotionPage:
    """A motion for one reader. `motion` was fetched with `proposer`, `assembly` and `amends`."""
    kind = kinds.kind_of(motion)
    day = Cooperative.objects.here().day_of(now)
    rule = from_data(motion.rule) if motion.rule else rule_of(motion, on=day)
    is_voting = motion.state == MotionState.VOTING
    entries: list[RollEntry] = []
    if motion.opened_at is not None:
        took = Participation.objects.filter(motion=motion, member=reader)
        entries = list(
            RollEntry.objects.filter(motion=motion)
            .filter(~Q(excluded_because="") | Q(member=reader))
            .annotate(reader_took_part=Exists(took))
            .select_related("member")
            .order_by("member__number")
        )
    comes_now = motion.state == MotionState.ON_AGENDA and _is_under_way(motion.assembly)
    comes_to_the_vote = motion.state in (MotionState.TABLED, MotionState.ON_AGENDA)
    interests: list[DeclaredInterest] = []
    if comes_to_the_vote and getattr(motion, "has_interests", True):
        interests = list(motion.declared_interests.select_related("member").order_by("member__number"))
    mine = next((entry for entry in entries if entry.member_id == reader.pk), None)
    ballot = None
    if not motion.is_secret and motion.opened_at is not None:
        ballot = (
            Ballot.objects.filter(motion=motion, member=reader)
            .only("choice", "preferences", "receipt")
            .first()
        )
    took_part = ballot is not None
    if motion.is_secret:  # nobody takes part who is not on the roll
        took_part = mine is not None and bool(getattr(mine, "reader_took_part", False))
    roll, seconds, is_second, needed = motion.roll_count, 0, False, 0
    if roll is None:
        voters = Member.objects.with_vote(on=day).exclude(pk__in=[each.member_id for each in interests])
        if motion.state == MotionState.TABLED:
            roll, seconds, is_second, needed = _seconding(motion, reader, voters, on=day)
        else:
            roll = 0 if comes_now else voters.count()
    live = live_counts([motion.pk]).get(motion.pk) if is_voting else None
    present, second_call = (live.present if live is not None else 0), motion.second_call
    by_law = 0
    if comes_now and motion.assembly is not None:
        able = voters.exclude(pk__in=list(kind.excluded(motion, on=day)))
        here = Presence.objects.at(now).filter(assembly=motion.assembly, member__in=able)
        counts = Motion.objects.values_list(how_many_in(able, "pk"), how_many_in(here, "pk"))
        roll, present = counts.get(pk=motion.pk)
        second_call = motion.assembly.second_call_at is not None
        by_law = legal_quorum(motion.assembly, roll=roll, second_call=second_call, motion=motion)
    return MotionPage(
        motion=motion,
        kind=kind,
        changes=[]
        if motion.is_decided
        else [
            *kind.preview(motion, reader=reader, on=day),
            *carrier().preview(motion, kind, reader=reader, now=now),
        ],
        rule=rule,
        rule_said=rule_said_of(motion, rule),
        roll=roll,
        turnout=live.turnout if live is not None else turnout_of(motion),
        live=live,
        present=present,
        still_needed=still_needed_of(
            motion, rule, roll=roll, present=present, second_call=second_call, least=by_law
        )
        if is_voting or comes_now
        else "",
        result=result_of(motion),
        excluded=[
            Excluded(number=entry.member.number, name=entry.member.name, because=_(entry.excluded_because))
            for entry in entries
            if entry.excluded_because
        ],
        seconds=seconds,
        seconds_needed=needed,
        have_seconded=is_second,
        is_mine=motion.proposer_id == reader.pk,
        is_open=is_voting and motion.closes_at is not None and now < motion.closes_at,
        on_roll=mine is not None and not mine.excluded_because,
        interests=interests,
        may_declare_interest=comes_to_the_vote and not any(each.member_id == reader.pk for each in interests),
        my_exclusion=_(mine.excluded_because) if mine is not None and mine.excluded_because else "",
        am_here=is_voting
        and motion.assembly is not None
        and motion.assembly.presences.filter(member=reader, left_at=None).exists(),
        have_voted=took_part,
        my_choice=ballot.choice if ballot is not None else "",
        my_receipt=ballot.receipt if ballot is not None else "",
        my_names=kind.named(motion, ballot.preferences)
        if ballot is not None and isinstance(kind, kinds.PreferenceKind)
        else [],
        totals_may_tell=totals_will_tell(motion, voters=roll, on=day),
        amendments=list(
            Motion.objects.visible_to(reader)
            .filter(amends=motion)
            .exclude(state=MotionState.DRAFT)
            .order_by("number")
        )
        if getattr(motion, "has_amendments", True)
        else [],
        difference=_difference(motion),
        why_not_amend=_why_not_amend(motion),
    )


def _seconding(
    motion: Motion, reader: Member, voters: QuerySet[Member], *, on: date
) -> tuple[int, int, bool, int]:
    """Who may vote today, who seconds it, whether the reader does, and how many must, in one question."""
    secondings = Seconding.objects.filter(motion=motion)
    voting, seconds, is_second, stored = Motion.objects.values_list(
        how_many_in(voters, "pk"),
        how_many_in(secondings, "pk"),
        Exists(secondings.filter(member=reader)),
        stored_in_force(SECONDERS, on=on),
    ).get(pk=motion.pk)
    return voting, seconds, is_second, as_typed(SECONDERS, stored)


def _is_under_way(assembly: Assembly | None) -> bool:
    return assembly is not None and assembly.state in (AssemblyState.OPEN, AssemblyState.RECESS)


def _difference(motion: Motion) -> list[Piece]:
    """Against the text as it is now, while it is to be voted; afterwards against the text it was written for."""
    if motion.amends is None:
        return []
    together = None if motion.is_decided else merged(motion.base_text, motion.amends.text, motion.text)
    if together is None:
        return difference(motion.base_text, motion.text)
    return difference(motion.amends.text, together)


def _why_not_amend(motion: Motion) -> str:
    if motion.amends is None or motion.is_decided:
        return ""
    return str(
        why_not_amend(
            base_text=motion.base_text,
            base_terms=motion.base_terms,
            text=motion.text,
            terms=motion.terms,
            text_now=motion.amends.text,
            terms_now=motion.amends.terms,
        )
        or ""
    )


def turnout_of(motion: Motion) -> int:
    """How many have voted."""
    if motion.is_decided:
        return (motion.in_favour or 0) + (motion.against or 0) + (motion.abstaining or 0)
    if motion.state != MotionState.VOTING:
        return 0
    cast = motion.participations.count() if motion.is_secret else motion.ballots.count()
    return cast + motion.paper_voters.count()


def _checks(decision: Decision, tally: Tally, rule: DecisionRule) -> list[Check]:
    """Each condition by itself, in the order in which it decides."""
    checks = []
    if decision.quorum_needed:
        checks.append(_check_of_quorum(decision, tally))
    checks.append(
        Check(
            said=_("In favour: %(in_favour)s of %(base)s %(of_whom)s; %(needed)s were needed.")
            % {
                "in_favour": tally.in_favour,
                "base": decision.base_count,
                "of_whom": _of_whom(rule.base),
                "needed": max(1, decision.needed),
            },
            holds=tally.in_favour >= max(1, decision.needed),
        )
    )
    if tally.in_favour == tally.against and tally.in_favour:
        checks.append(Check(said=_("A tie is never adopted."), holds=decision.outcome is OutcomeKind.ADOPTED))
    return checks


def _checks_of_names(decision: Decision, tally: Tally) -> list[Check]:
    """Where options were named: there were enough of us, and somebody named something."""
    checks = []
    if decision.quorum_needed:
        checks.append(_check_of_quorum(decision, tally))
    said = _("Ballots that name something: %(n)s; one was needed.") % {"n": tally.in_favour}
    checks.append(Check(said=said, holds=tally.in_favour > 0))
    return checks


def _check_of_quorum(decision: Decision, tally: Tally) -> Check:
    return Check(
        said=_("Present: %(present)s of %(roll)s; %(needed)s were needed.")
        % {"present": tally.present, "roll": tally.roll, "needed": decision.quorum_needed},
        holds=decision.quorum_met,
    )


def _of_whom(base: Base) -> str:
    return {
        Base.PRESENT: _("present"),
        Base.PRESENT_MINUS_ABSTENTIONS: _("present who did not abstain"),
        Base.VALID_VOTES: _("votes for and against"),
        Base.ALL_MEMBERS: _("members"),
    }[base]
