"""Opening and closing a vote. The outcome, what it enacts and the act in the record are one transaction."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from assemblies import kinds
from assemblies.actions.agenda import place_again
from assemblies.actions.motions import next_number
from assemblies.actions.searching import index_motion
from assemblies.carrying_out import carrier
from assemblies.house_rules import CHANGEABLE, SECRET_KINDS, in_force
from assemblies.models import Assembly, Motion, MotionState, Presence, RollEntry, SecretBallot
from assemblies.reports.counting import counted_of, digest_of, rule_of, tally_of
from assemblies.reports.law import article_of, law_here, legal_quorum, only_for, why_not_majority
from assemblies.reports.papers import box_of, handed_out
from assemblies.reports.quorum import most_here
from assemblies.reports.secrecy import asking_of
from assemblies.rules import amending, law
from assemblies.rules import voting as rules
from assemblies.rules.decision import OutcomeKind, Tie, from_data, outcome, quorum_needed, to_data
from assemblies.rules.papers import why_not_close_the_box
from assemblies.rules.states import why_not_motion_step
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, canonical, fingerprint, refuse_if


@one_act_at_a_time
def open_voting(*, motion_id: int, closes_at: datetime, actor: Member | None, now: datetime) -> Motion:
    """Put a motion on the agenda to the vote, with its roll, its rule, its secrecy and its call frozen.

    The roll is everyone with a vote on this local day. Those whom the kind excludes, and those who declared an
    interest, stay on it by name and reason, and are counted neither in the roll nor in any base.
    """
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)
    assembly = _its_assembly(motion)
    kind = kinds.kind_of(motion)
    day = Cooperative.objects.founded().day_of(now)
    with translation.override("en"):  # reasons are kept as written, and said in the reader's language
        excluded = {pk: str(reason) for pk, reason in kind.excluded(motion, on=day).items()}
    declared = dict(motion.declared_interests.values_list("member_id", "reason"))
    excluded = {**declared, **excluded}
    roll = [
        RollEntry(motion=motion, member_id=pk, excluded_because=excluded.get(pk, "")[:200])
        for pk in Member.objects.with_vote(on=day).order_by("number").values_list("pk", flat=True)
    ]
    voters = sum(1 for entry in roll if not entry.excluded_because)
    rule = rule_of(motion, on=day)

    second_call = assembly.second_call_at is not None
    here = _here(assembly, roll, now=now)
    quorum = max(
        quorum_needed(voters, rule.quorum_on(second_call=second_call)),
        legal_quorum(assembly, roll=voters, second_call=second_call, motion=motion),
    )

    refuse_if(
        rules.why_not_open_voting(
            motion_state=motion.state,
            assembly_kind=assembly.kind,
            assembly_state=assembly.state,
            assembly_ends_at=assembly.ends_at,
            closes_at=closes_at,
            only_in=only_for(motion),
            article=article_of(motion),
            open_amendments=motion.amendments.filter(
                state__in=(MotionState.ON_AGENDA, MotionState.VOTING), assembly=assembly
            ).count(),
            voters=voters,
            present=here,
            quorum=quorum,
            # Looked up where it matters only: a register of arrivals can be long.
            most_present=most_here(assembly, voters=Member.objects.with_vote(on=day).exclude(pk__in=excluded))
            if here < quorum
            else here,
            actor=actor,
            now=now,
        )
    )
    refuse_if(why_not_majority(motion, rule))
    refuse_if(kind.why_not_open(motion, now=now))
    refuse_if(kind.why_not_run(motion, actor=actor) if actor is not None else None)
    if motion.amends is not None:
        refuse_if(
            amending.why_not_amend(
                base_text=motion.base_text,
                base_terms=motion.base_terms,
                text=motion.text,
                terms=motion.terms,
                text_now=motion.amends.text,
                terms_now=motion.amends.terms,
            )
        )

    asking = asking_of(motion, reader=None, now=now)
    RollEntry.objects.bulk_create(roll, batch_size=1000)
    motion.state, motion.opened_at, motion.closes_at = MotionState.VOTING, now, closes_at
    motion.rule, motion.second_call, motion.roll_count = to_data(rule), second_call, voters
    motion.is_secret = motion.is_secret or kind.is_secret or motion.kind in in_force(SECRET_KINDS, on=day)
    if asking is not None and asking.is_reached:
        motion.is_secret = True
    motion.changeable = in_force(CHANGEABLE, on=day)
    motion.save(
        update_fields=[
            "state",
            "opened_at",
            "closes_at",
            "rule",
            "second_call",
            "roll_count",
            "is_secret",
            "changeable",
        ]
    )

    record(
        verb="assemblies.voting.opened",
        subject=motion,
        actor=actor,
        now=now,
        facts={
            "motion": motion.number,
            "assembly": assembly.number,
            "text": fingerprint(motion.text),
            "rule": motion.rule,
            "second_call": second_call,
            "secret": motion.is_secret,
            **({"asked_for_secret": asking.asked} if asking is not None and asking.asked else {}),
            "roll": voters,
            "excluded": len(roll) - voters,
            "closes_at": closes_at.isoformat(),
        },
    )
    return motion


@one_act_at_a_time
def close_voting(*, motion_id: int, actor: Member | None, now: datetime) -> Motion:
    """Close a vote, say what came out, and make it so. Closing what is decided changes nothing.

    1. Locking the motion waits for every ballot under way; every later one finds the vote closed.
    2. Secret ballots are written again in shuffled order, so that no order links them to who voted.
    3. Counted are the ballots and the box, which two people counted alike: until then the clock leaves a vote
       with paper as it is, over for the phones. Present are those on the roll whose stay overlaps the vote
       (`who_took_part`). What is voted by preference is counted by its kind (`counted_of`).
    4. What was adopted is enacted, and who carries it out is written down. Where the world has changed so that
       it cannot be, it stays adopted, not enacted, and the reason is kept in the act and told in the minutes.
    """
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)

    if motion.is_decided:
        return motion
    refuse_if(
        rules.why_not_close_voting(
            motion_state=motion.state, closes_at=motion.closes_at or now, actor=actor, now=now
        )
    )
    refuse_if(kinds.kind_of(motion).why_not_run(motion, actor=actor) if actor is not None else None)
    box_is_open = why_not_close_the_box(handed=handed_out(motion), box=box_of(motion))
    if box_is_open is not None and actor is None:
        return motion  # the clock comes again; who asks is told
    refuse_if(box_is_open)

    # Whoever arrives now waits, and comes after what is counted here.
    Assembly.objects.select_for_update(no_key=True).get(pk=_its_assembly(motion).pk)
    motion.closed_at = rules.counted_until(closes_at=motion.closes_at or now, now=now)
    if motion.is_secret:
        _shuffle(motion)
    tally = tally_of(motion)
    decision = outcome(tally, from_data(motion.rule or {}), second_call=motion.second_call)
    motion.state = MotionState(decision.outcome.value)
    motion.present_count = tally.present
    motion.in_favour, motion.against, motion.abstaining = tally.in_favour, tally.against, tally.abstaining
    motion.ballots_digest = digest_of(motion)
    motion.counted = counted_of(motion)
    if decision.is_adopted and motion.assembly is not None and motion.amends_id is None:
        motion.contestable_until = law.contestable_until(
            law_here(),
            assembly_kind=motion.assembly.kind,
            closed_on=Cooperative.objects.founded().day_of(motion.closed_at),
        )
    motion.save(
        update_fields=[
            "contestable_until",
            "state",
            "closed_at",
            "present_count",
            "in_favour",
            "against",
            "abstaining",
            "ballots_digest",
            "counted",
        ]
    )
    not_enacted = _enact(motion, now=now) if decision.is_adopted else ""
    kinds.kind_of(motion).decided(motion, now=now)

    facts: dict[str, Any] = {
        "motion": motion.number,
        "outcome": str(decision.outcome),
        "roll": tally.roll,
        "present": tally.present,
        "in_favour": tally.in_favour,
        "against": tally.against,
        "abstaining": tally.abstaining,
        "base": decision.base_count,
        "needed": decision.needed,
        "quorum_needed": decision.quorum_needed,
        "ballots": motion.ballots_digest,
        "enacted": motion.enacted_at is not None,
    }
    if motion.counted is not None:
        facts["counted"] = fingerprint(canonical(motion.counted))
    if not_enacted:
        facts["not_enacted"] = not_enacted
    record(verb="assemblies.voting.closed", subject=motion, actor=actor, now=now, facts=facts, because=motion)
    index_motion(motion)
    if decision.outcome is OutcomeKind.TIED:
        _vote_again(motion, now=now)
    return motion


def _enact(motion: Motion, *, now: datetime) -> str:
    """Make an adopted motion so; answers why it could not be, in the co-operative's language."""
    kind = kinds.kind_of(motion)
    amended_id = motion.amends_id
    if amended_id is None and not kind.is_binding:
        return ""
    with translation.override(Cooperative.objects.founded().language):
        try:
            with transaction.atomic():
                if amended_id is not None:
                    _amend(motion, amended_id, now=now)
                else:
                    kind.enact(motion, now=now)
                    carrier().adopted(motion, kind, now=now)
        except Refused as refusal:
            return refusal.sentence
    motion.enacted_at = now
    motion.save(update_fields=["enacted_at"])
    return ""


def _amend(amendment: Motion, amended_id: int, *, now: datetime) -> None:
    """An adopted amendment goes into the text and the terms of what it amends, which is voted after it.

    What other amendments changed meanwhile stays changed.
    """
    parent = Motion.objects.select_for_update(no_key=True).get(pk=amended_id)
    if parent.state not in (MotionState.TABLED, MotionState.ON_AGENDA):
        raise Refused(translation.gettext("What it amends was voted or withdrawn meanwhile."))
    text = amending.merged(amendment.base_text, parent.text, amendment.text)
    terms = amending.merged_terms(amendment.base_terms, parent.terms, amendment.terms)
    if text is None or terms is None:
        raise Refused(amending.SAME_WORDS)
    parent.text, parent.terms = text, terms
    parent.save(update_fields=["text", "terms"])
    record(
        verb="assemblies.motion.amended",
        subject=parent,
        actor=None,
        now=now,
        facts={"motion": parent.number, "amendment": amendment.number, "text": fingerprint(parent.text)},
        because=amendment,
    )
    index_motion(parent)


def _vote_again(tied: Motion, *, now: datetime) -> None:
    """A tie that our rules send to a second round, or to the next assembly, comes back as a new motion."""
    again = Motion.objects.create(
        number=next_number(),
        kind=tied.kind,
        title=tied.title,
        text=tied.text,
        terms=tied.terms,
        proposer_id=tied.proposer_id,
        amends_id=tied.amends_id,
        base_text=tied.base_text,
        base_terms=tied.base_terms,
        follows=tied,
        is_secret=tied.is_secret,
        state=MotionState.TABLED,
        created_at=now,
        tabled_at=now,
    )
    here = from_data(tied.rule or {}).tie is Tie.SECOND_ROUND
    place_again(again, assembly=tied.assembly if here else None, now=now)


def _shuffle(motion: Motion) -> None:
    ballots = list(motion.secret_ballots.values_list("choice", "preferences", "receipt"))
    secrets.SystemRandom().shuffle(ballots)
    motion.secret_ballots.all().delete()
    SecretBallot.objects.bulk_create(
        [
            SecretBallot(
                id=uuid.uuid4(), motion=motion, choice=choice, preferences=preferences, receipt=receipt
            )
            for choice, preferences, receipt in ballots
        ],
        batch_size=1000,
    )


def _its_assembly(motion: Motion) -> Assembly:
    """The assembly on whose agenda a motion is."""
    if motion.assembly is None:
        raise Refused(
            why_not_motion_step(motion.state, MotionState.VOTING)
            or translation.gettext("It is not on an agenda yet.")
        )
    return motion.assembly


def _here(assembly: Assembly, roll: list[RollEntry], *, now: datetime) -> int:
    there = set(Presence.objects.at(now).filter(assembly=assembly).values_list("member_id", flat=True))
    return sum(1 for entry in roll if not entry.excluded_because and entry.member_id in there)
