"""How the story's people vote: by hands called by name, by phone, on paper, in order, and twelve at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from assemblies.actions import (
    begin_item,
    cast_ballot,
    close_voting,
    count_box,
    count_hands,
    hand_paper,
    open_voting,
)
from assemblies.actions.batch import open_batch
from assemblies.kinds import by_preference
from assemblies.models import Assembly, Motion
from assemblies.reports.counting import rule_of
from assemblies.reports.powers import who_may
from assemblies.rules.states import COUNT_HANDS
from coop.demo.hall import chair_of, come, go, on_roll, who_will_vote
from coop.demo.motions import StoryMotion, Turnout, scaled
from coop.demo.preferences import RANKED, SEATS, Pile, shared_out
from coop.demo.stage import WHOLE, Stage, mixed
from coop.demo.talk import talk
from members.models import Member

NAMESPACE = uuid.UUID("5a1d6b1e-0c1a-4f6e-9d0b-ba7dac1a7a00")
VOTING = timedelta(minutes=9)

PAPERS = {16: 44}
"""By motion: how many of those in the hall have no phone with them and vote on paper."""
CHANGES_TWICE = 20
"""The vote in which somebody changes theirs, and changes it back."""

Pair = tuple[StoryMotion, Motion]
Vote = tuple[str, tuple[str, ...]]
"""For, against or abstaining; and what it names, in order, where it names anything."""


def turnout_of(stage: Stage, assembly: Assembly, told: StoryMotion, motion: Motion, at: datetime) -> Turnout:
    """Who comes and how they vote, at the size of this demo."""
    roll = who_will_vote(stage, assembly, motion, at)
    rule = rule_of(motion, on=stage.coop.day_of(at))
    return scaled(told, roll=len(roll), rule=rule, is_whole=stage.is_whole)


def vote(stage: Stage, assembly: Assembly, told: StoryMotion, motion: Motion, *, at: datetime) -> datetime:
    """One matter: come, talk, raise hands and phones, close. Answers when it was over."""
    turnout, hall = _gather(stage, assembly, told, motion, at)
    at = talk(stage, assembly, told.no, motion, hall, at=at)
    chair = chair_of(stage, assembly, at)
    open_voting(motion_id=motion.pk, closes_at=at + VOTING + timedelta(minutes=1), actor=chair, now=at)
    motion.refresh_from_db()
    cast(stage, assembly, motion, turnout, at=at, told=told)
    _close(stage, told, motion, chair, at + VOTING)
    return at + VOTING


def vote_at_once(stage: Stage, assembly: Assembly, pairs: Sequence[Pair], *, at: datetime) -> datetime:
    """Several secret votes opened in one go, each counted by itself. Answers when they were over."""
    told, motion = pairs[0]
    turnout, hall = _gather(stage, assembly, told, motion, at)
    at = talk(stage, assembly, told.no, motion, hall, at=at)
    chair = chair_of(stage, assembly, at)
    open_batch(
        motion_ids=[each.pk for _told, each in pairs],
        closes_at=at + VOTING + timedelta(minutes=1),
        actor=chair,
        now=at,
    )
    for each_told, each in pairs:
        each.refresh_from_db()
        turnout = turnout_of(stage, assembly, each_told, each, at)
        cast(stage, assembly, each, turnout, at=at, told=each_told)
    for each_told, each in pairs:
        _close(stage, each_told, each, chair, at + VOTING)
    return at + VOTING


def cast(
    stage: Stage,
    assembly: Assembly,
    motion: Motion,
    turnout: Turnout,
    *,
    at: datetime,
    told: StoryMotion | None = None,
) -> None:
    """Arrivals and ballots of one open vote."""
    roll = on_roll(stage, assembly, motion, at)
    there = roll[: turnout.hall + turnout.phone]
    hall = there[: turnout.hall]
    come(stage, assembly, hall, there[turnout.hall :], at)

    votes = _votes(motion, turnout, told)
    voters = sorted(there, key=lambda m: mixed(f"vote {motion.number}", m.number))[: len(votes)]
    by_number: dict[int, Vote] = dict(zip((m.number for m in voters), votes, strict=True))
    in_hall = [m.number for m in hall if m.number in by_number]
    papers = in_hall[: PAPERS.get(told.no, 0) * stage.size // WHOLE] if told is not None else []
    if papers:
        _on_paper(motion, {number: by_number[number][0] for number in papers}, at=at)
    hands: dict[int, str] = {}
    if not motion.is_secret and by_preference(motion) is None:
        hands = {number: by_number[number][0] for number in in_hall if number not in papers}
    if hands:
        count_hands(
            motion_id=motion.pk,
            choices=hands,
            actor=stage.holder("table-scrutineers", at),
            now=at + timedelta(minutes=2),
        )
    done = {*hands, *papers}
    by_phone = [(number, vote) for number, vote in by_number.items() if number not in done]
    for nth, (number, (choice, names)) in enumerate(by_phone):
        cast_ballot(
            motion_id=motion.pk,
            member=stage.members[number],
            choice=choice,
            preferences=names,
            key=_key(motion, number),
            now=at + timedelta(minutes=3, seconds=nth % 240),
        )
    if told is not None and told.no == CHANGES_TWICE and by_phone:
        _change_twice(stage, motion, *by_phone[0], at=at + timedelta(minutes=7))


def _gather(
    stage: Stage, assembly: Assembly, told: StoryMotion, motion: Motion, at: datetime
) -> tuple[Turnout, list[Member]]:
    """The chair goes on to the matter; some leave, others come in. Answers who is in the hall, too."""
    item = assembly.items.get(motion=motion, carried_over=False)
    begin_item(item_id=item.pk, actor=chair_of(stage, assembly, at), now=at)
    roll = who_will_vote(stage, assembly, motion, at)
    rule = rule_of(motion, on=stage.coop.day_of(at))
    turnout = scaled(told, roll=len(roll), rule=rule, is_whole=stage.is_whole)
    go(assembly, roll[turnout.hall + turnout.phone :], at)
    come(stage, assembly, roll[: turnout.hall], [], at)
    return turnout, roll[: turnout.hall]


def _close(stage: Stage, told: StoryMotion, motion: Motion, chair: Member, at: datetime) -> None:
    outcome = close_voting(motion_id=motion.pk, actor=chair, now=at)
    stage.seats_changed()
    if outcome.state != told.expected:
        raise AssertionError(f"motion {told.no} ended {outcome.state}, the story says {told.expected}")
    stage.motions[told.no] = outcome


def _votes(motion: Motion, turnout: Turnout, told: StoryMotion | None) -> list[Vote]:
    """What is cast, in an order that the voters' own mixes."""
    named: list[Vote] = [("for", ())] * turnout.in_favour
    if told is not None and by_preference(motion) is not None:
        piles, wins = _piles(told, motion)
        named = [("for", ballot) for ballot in shared_out(piles, turnout.in_favour, wins=wins)]
    return [*named, *[("against", ())] * turnout.against, *[("abstain", ())] * turnout.abstaining]


def _piles(told: StoryMotion, motion: Motion) -> tuple[Sequence[Pile], str]:
    """How the ballots of a vote by preference are ordered, and which option wins."""
    if told.no in RANKED:
        return RANKED[told.no], "1"
    _name, most, fewer = SEATS[told.part]
    winner, other = (str(number) for number in told.candidates)
    return (((winner, other), most), ((other,), fewer)), winner


def _on_paper(motion: Motion, choices: dict[int, str], *, at: datetime) -> None:
    """Paper is handed out and counted by two: the second misses one at first, and counts again."""
    counters = [Member.objects.get(pk=pk) for pk in who_may(COUNT_HANDS, now=at)[:2]]
    found = {
        choice: sum(1 for each in choices.values() if each == choice)
        for choice in ("for", "against", "abstain")
    }
    hand_paper(motion_id=motion.pk, numbers=choices, actor=counters[0], now=at + timedelta(minutes=1))
    least = min(1, found["abstain"])
    counts = ((0, found["abstain"], 6), (1, found["abstain"] - least, 7), (1, found["abstain"], 8))
    for counter, blank, minute in counts:
        count_box(
            motion_id=motion.pk,
            in_favour=found["for"],
            against=found["against"],
            blank=blank,
            actor=counters[counter],
            now=at + timedelta(minutes=minute),
        )


def _change_twice(stage: Stage, motion: Motion, number: int, vote: Vote, *, at: datetime) -> None:
    other = "against" if vote[0] == "for" else "for"
    for nth, choice in enumerate((other, vote[0]), start=1):
        cast_ballot(
            motion_id=motion.pk,
            member=stage.members[number],
            choice=choice,
            key=_key(motion, number, nth),
            now=at + timedelta(seconds=40 * nth),
        )


def _key(motion: Motion, number: int, nth: int = 0) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{motion.pk} {number} {nth}" if nth else f"{motion.pk} {number}")
