"""Hands counted by name, in one count with the phones."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies import kinds
from assemblies.actions.by_number import refuse_numbers, voters_here
from assemblies.actions.presence import LARGEST_NUMBER
from assemblies.models import Ballot, Motion
from assemblies.models.ballots import Channel
from assemblies.rules import voting as rules
from members.actions import tell
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if


@one_act_at_a_time
def count_hands(*, motion_id: int, choices: Mapping[int, str], actor: Member | None, now: datetime) -> int:
    """Count hands by name: the choices of members (by number) in an open vote, all or none.

    Whoever has cast a ballot already keeps it. Answers how many ballots are new.
    """
    motion = _counted_by_hand(motion_id, actor=actor, now=now)

    for choice in choices.values():
        refuse_if(rules.why_not_vote(on_roll=True, excluded_because="", is_present=True, choice=choice))
    roll = voters_here(motion, choices)
    on_paper = set(motion.paper_voters.values_list("member_id", flat=True))
    refuse_numbers(
        _("These members vote on paper: %(numbers)s."), [n for n, pk in roll.items() if pk in on_paper]
    )

    voted = set(motion.ballots.values_list("member_id", flat=True))
    ballots = []
    for number, pk in roll.items():
        if pk not in voted:
            key = uuid.uuid4()
            ballots.append(
                Ballot(
                    motion=motion,
                    member_id=pk,
                    choice=choices[number],
                    channel=Channel.HANDS,
                    key=key,
                    receipt=rules.receipt_of(motion.pk, key),
                    cast_at=now,
                )
            )
    Ballot.objects.bulk_create(ballots, batch_size=500)

    record(
        verb="assemblies.hands.counted",
        subject=motion,
        actor=actor,
        now=now,
        facts={"motion": motion.number, "hands": len(ballots)},
    )
    return len(ballots)


@one_act_at_a_time
def take_back_hand(*, motion_id: int, number: int, actor: Member | None, now: datetime) -> None:
    """Take back a hand counted under a wrong name (by its member number), while the vote is open.

    The record keeps both facts, and whoever was counted by mistake is told: they can vote again. What they cast
    themselves is never taken back, on a phone or on the tablet.
    """
    motion = _counted_by_hand(motion_id, actor=actor, now=now)
    known = min(max(number, 0), LARGEST_NUMBER)
    counted = motion.ballots.filter(member__number=known, channel=Channel.HANDS).first()
    if counted is None:
        raise Refused(_("No hand of the member %(number)s was counted on this.") % {"number": number})

    member_id = counted.member_id
    counted.delete()

    record(
        verb="assemblies.hand.taken_back",
        subject=motion,
        actor=actor,
        now=now,
        facts={"motion": motion.number, "number": number},
    )
    tell(
        member_ids=[member_id],
        key=f"motion:{motion.pk}:hand:{now.isoformat()}",
        text_id=gettext_noop("Your hand was counted by mistake on “%(title)s” and taken back. You can vote."),
        values={"title": motion.title},
        link=f"/motions/{motion.pk}/",
        now=now,
    )


def _counted_by_hand(motion_id: int, *, actor: Member | None, now: datetime) -> Motion:
    """The motion, locked, while hands may be counted in it; raises `Refused`."""
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)
    refuse_if(
        rules.why_not_count_hands(
            motion_state=motion.state,
            is_secret=motion.is_secret,
            is_yes_or_no=kinds.by_preference(motion) is None,
            closes_at=motion.closes_at,
            actor=actor,
            now=now,
        )
    )
    return motion
