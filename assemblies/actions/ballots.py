"""Casting a ballot: the hot path of the house.

A hall of phones casts at once, so that this does little: one question that brings everything at a glance,
one row. Ballots are not acts and never wait for the record; the closing seals them all.

No lock is taken here. What must hold at the very moment of writing (the vote is open, the member is on the
roll, one ballot each) is held by the database: its guards wait for a closing under way and refuse what comes
after, so that nothing between the question and the row can make a ballot count that should not.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.models import Ballot, Motion, MotionState, PaperVoter, Participation, SecretBallot
from assemblies.models.ballots import Channel
from assemblies.rules import voting as rules
from assemblies.rules.preferences import BadBallot, refuse_bad_ballot
from members.models import Cooperative, Member
from record.by_hand import moment_of
from record.rules import Refused, refuse_if


@dataclass(frozen=True, kw_only=True)
class Cast:
    """What the phone gets back: the receipt and the choice. `is_new` is false for a repeat or a change."""

    receipt: str
    choice: str
    is_new: bool
    preferences: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Standing:
    """A member before a vote, as one question brings it."""

    state: str
    is_secret: bool
    changeable: bool
    closes_at: datetime | None
    closed_at: datetime | None
    excluded_because: str | None
    is_present: bool
    has_voted: bool
    kind: str
    is_amendment: bool


def cast_ballot(
    *,
    motion_id: int,
    member: Member,
    choice: str,
    key: uuid.UUID,
    now: datetime,
    channel: str = Channel.PHONE,
    previous_receipt: str = "",
    preferences: Sequence[str] = (),
) -> Cast:
    """Cast or change one's ballot on a motion. Sending the same request again is harmless.

    `key` is made by the phone. The same key again gets the same answer and changes nothing, also after the
    ballot was changed by another key. To change a secret ballot `previous_receipt` says which one it is.
    Voting asks for presence: an arrival in the motion's assembly, not ended before the vote opened.
    Where a motion is voted by preference, `preferences` are the codes of its options, in the voter's order.

    Raises `Motion.DoesNotExist`, or `Refused` with a sentence (too late, not on the roll, not here yet, …).
    """
    before = _look(motion_id, member)
    if before.has_voted and not before.is_secret:
        return _cast_again(
            motion_id,
            member,
            before,
            choice=choice,
            preferences=preferences,
            key=key,
            channel=channel,
            now=now,
        )
    if before.is_secret and (before.has_voted or previous_receipt):
        return _cast_secret_again(
            motion_id,
            before,
            choice=choice,
            preferences=preferences,
            key=key,
            previous_receipt=previous_receipt,
            now=now,
        )

    _refuse_if_not_open(before, now=now)
    refuse_if(
        rules.why_not_vote(
            on_roll=before.excluded_because is not None,
            excluded_because=_(before.excluded_because) if before.excluded_because else "",
            is_present=before.is_present,
            choice=choice,
        )
    )

    named = _named(motion_id, before, choice=choice, preferences=preferences)

    receipt = rules.receipt_of(motion_id, key)
    try:
        if before.is_secret:
            with transaction.atomic():
                Participation(motion_id=motion_id, member=member).save(force_insert=True)
                SecretBallot(motion_id=motion_id, choice=choice, preferences=named, receipt=receipt).save(
                    force_insert=True
                )
        else:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                Ballot(
                    motion_id=motion_id,
                    member=member,
                    choice=choice,
                    preferences=named,
                    channel=channel,
                    key=key,
                    receipt=receipt,
                    cast_at=now,
                ).save(force_insert=True)
    except IntegrityError:
        return _cast_meanwhile(
            motion_id,
            member,
            choice=choice,
            preferences=preferences,
            key=key,
            channel=channel,
            previous_receipt=previous_receipt,
            now=now,
        )
    return Cast(receipt=receipt, choice=choice, preferences=tuple(named), is_new=True)


_STANDING = """
    SELECT m.state, m.is_secret, m.changeable, m.closes_at, m.closed_at, m.proposer_id,
        (SELECT r.excluded_because FROM assemblies_rollentry r
            WHERE r.motion_id = m.id AND r.member_id = %(member)s),
        EXISTS (SELECT 1 FROM assemblies_presence p
            WHERE p.assembly_id = m.assembly_id AND p.member_id = %(member)s
            AND (p.left_at IS NULL OR p.left_at >= m.opened_at)),
        EXISTS (SELECT 1 FROM assemblies_ballot b
            WHERE b.motion_id = m.id AND b.member_id = %(member)s),
        EXISTS (SELECT 1 FROM assemblies_participation t
            WHERE t.motion_id = m.id AND t.member_id = %(member)s),
        m.kind, m.amends_id IS NOT NULL
    FROM assemblies_motion m WHERE m.id = %(motion)s"""
"""Written by hand: the same question put together by the ORM takes ten times as long as the row it is for."""


def _look(motion_id: int, member: Member) -> _Standing:
    """Everything about a member before a vote, in one question."""
    row = None
    if 0 < motion_id < 2**63:
        with connection.cursor() as cursor:
            cursor.execute(_STANDING, {"member": member.pk, "motion": motion_id})
            row = cursor.fetchone()
    if row is None or (row[0] == MotionState.DRAFT and row[5] != member.pk):
        raise Motion.DoesNotExist
    return _Standing(
        state=row[0],
        is_secret=bool(row[1]),
        changeable=bool(row[2]),
        closes_at=moment_of(row[3]),
        closed_at=moment_of(row[4]),
        excluded_because=row[6],
        is_present=bool(row[7]),
        has_voted=bool(row[9] if row[1] else row[8]),
        kind=row[10],
        is_amendment=bool(row[11]),
    )


def _named(motion_id: int, before: _Standing, *, choice: str, preferences: Sequence[str]) -> list[str]:
    """What a ballot names, as it is kept; refused where its kind asks for nothing, or for something else.

    Where the order of marks says nothing it is not kept: it could tell whose a secret ballot is.
    """
    kind = kinds.kind_called(before.kind)
    if before.is_amendment or not isinstance(kind, kinds.PreferenceKind):
        if preferences:
            raise Refused(_("This is voted by yes or no."))
        return []
    refuse_if(rules.why_not_name(choice=choice, names=len(preferences)))
    options = [option.code for option in kind.options(Motion.objects.only("terms").get(pk=motion_id))]
    try:
        refuse_bad_ballot(options, preferences)
    except BadBallot as problem:
        raise Refused(problem.said(get_language() or "es-ar")) from problem
    return list(preferences) if kind.is_ordered else [code for code in options if code in preferences]


def _cast_again(
    motion_id: int,
    member: Member,
    before: _Standing,
    *,
    choice: str,
    preferences: Sequence[str],
    key: uuid.UUID,
    channel: str,
    now: datetime,
) -> Cast:
    """The same request again gets its old answer; another one changes the ballot while that is allowed."""
    with transaction.atomic():
        ballot = Ballot.objects.select_for_update(no_key=True).get(motion=motion_id, member=member)
        if ballot.key == key:
            return _as_cast(ballot)
        for old in ballot.earlier:
            if old["key"] == str(key):
                return Cast(
                    receipt=old["receipt"],
                    choice=old["choice"],
                    preferences=tuple(old.get("preferences", ())),
                    is_new=False,
                )
        _refuse_if_not_open(before, now=now)
        refuse_if(_why_not_change(before))
        refuse_if(rules.why_not_vote(on_roll=True, excluded_because="", is_present=True, choice=choice))
        named = _named(motion_id, before, choice=choice, preferences=preferences)

        old = {"key": str(ballot.key), "choice": ballot.choice, "receipt": ballot.receipt}
        if ballot.preferences:
            old["preferences"] = ballot.preferences
        ballot.earlier = [*ballot.earlier, old][-_KEPT:]
        ballot.choice, ballot.key, ballot.channel, ballot.cast_at = choice, key, channel, now
        ballot.preferences = named
        ballot.receipt = rules.receipt_of(motion_id, key)
        try:
            with transaction.atomic():
                ballot.save(
                    update_fields=[
                        "choice",
                        "preferences",
                        "key",
                        "channel",
                        "cast_at",
                        "receipt",
                        "earlier",
                    ]
                )
        except IntegrityError:  # the guard: it closed while we looked
            raise Refused(_too_late(motion_id)) from None
    return _as_cast(ballot)


def _as_cast(ballot: Ballot) -> Cast:
    return Cast(
        receipt=ballot.receipt, choice=ballot.choice, preferences=tuple(ballot.preferences), is_new=False
    )


_KEPT = 50
"""How many earlier choices of one ballot are remembered for late repeats."""


def _cast_secret_again(
    motion_id: int,
    before: _Standing,
    *,
    choice: str,
    preferences: Sequence[str],
    key: uuid.UUID,
    previous_receipt: str,
    now: datetime,
) -> Cast:
    """The same request again gets the same answer; with its receipt a ballot changes, while that is allowed.

    Who holds the receipt is not asked of the ballot: it knows nobody.
    """
    receipt = rules.receipt_of(motion_id, key)
    ballots = SecretBallot.objects.filter(motion=motion_id)
    cast = ballots.filter(receipt=receipt).only("choice", "preferences").first()
    if cast is not None and before.has_voted:
        return Cast(receipt=receipt, choice=cast.choice, preferences=tuple(cast.preferences), is_new=False)
    _refuse_if_not_open(before, now=now)
    if not before.has_voted:
        raise Refused(_("You have not voted on this yet, so there is nothing to change."))
    refuse_if(_why_not_change(before))
    refuse_if(rules.why_not_vote(on_roll=True, excluded_because="", is_present=True, choice=choice))
    named = _named(motion_id, before, choice=choice, preferences=preferences)
    previous = rules.plain_receipt(previous_receipt)
    if not previous:
        raise Refused(_("You have voted. To change your secret vote, type the receipt you got."))

    try:
        with transaction.atomic():
            changed = ballots.filter(receipt=previous).update(
                choice=choice, preferences=named, receipt=receipt
            )
    except IntegrityError:
        raise Refused(_too_late(motion_id)) from None
    if not changed:
        raise Refused(_("No vote has that receipt. Look at it again: it has 16 letters and numbers."))
    return Cast(receipt=receipt, choice=choice, preferences=tuple(named), is_new=False)


def _cast_meanwhile(
    motion_id: int,
    member: Member,
    *,
    choice: str,
    preferences: Sequence[str],
    key: uuid.UUID,
    channel: str,
    previous_receipt: str,
    now: datetime,
) -> Cast:
    """The database refused the row: a ballot of ours was faster, we hold paper, or the vote closed just now."""
    before = _look(motion_id, member)
    if before.has_voted and before.is_secret:
        return _cast_secret_again(
            motion_id,
            before,
            choice=choice,
            preferences=preferences,
            key=key,
            previous_receipt=previous_receipt,
            now=now,
        )
    if before.has_voted:
        return _cast_again(
            motion_id,
            member,
            before,
            choice=choice,
            preferences=preferences,
            key=key,
            channel=channel,
            now=now,
        )
    if PaperVoter.objects.filter(motion=motion_id, member=member).exists():
        raise Refused(_("You were given paper for this vote. What you put in the box counts."))
    raise Refused(_too_late(motion_id))


def _why_not_change(before: _Standing) -> str | None:
    return None if before.changeable else _("You have voted, and a vote cannot be changed on this.")


def _refuse_if_not_open(before: _Standing, *, now: datetime) -> None:
    if before.state == MotionState.VOTING and before.closes_at is not None and now < before.closes_at:
        return
    if before.state in (MotionState.DRAFT, MotionState.TABLED, MotionState.ON_AGENDA, MotionState.WITHDRAWN):
        raise Refused(_("Voting on this is not open."))
    raise Refused(_say_closed(before.closed_at or before.closes_at))


def _too_late(motion_id: int) -> str:
    motion = Motion.objects.get(pk=motion_id)
    return _say_closed(motion.closed_at or motion.closes_at)


def _say_closed(moment: datetime | None) -> str:
    coop = Cooperative.objects.founded()
    if moment is None:
        return _("Voting on this is not open.")
    return _("Too late: voting closed on %(moment)s. This vote was not counted.") % {
        "moment": date_format(moment.astimezone(coop.zone), "DATETIME_FORMAT")
    }
