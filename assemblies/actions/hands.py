"""Hands counted by name, in one count with the phones."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.actions.by_number import refuse_numbers, voters_here
from assemblies.models import Ballot, Motion
from assemblies.models.ballots import Channel
from assemblies.rules import voting as rules
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import refuse_if


@one_act_at_a_time
def count_hands(*, motion_id: int, choices: Mapping[int, str], actor: Member | None, now: datetime) -> int:
    """Count hands by name: the choices of members (by number) in an open vote, all or none.

    Whoever has cast a ballot already keeps it. Answers how many ballots are new.
    """
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
