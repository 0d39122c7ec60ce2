"""The floor: asked for in one tap, given by whoever chairs. And the item we are at.

Asking and taking back are not acts, like arrivals: forty hands at once do not queue behind the record. What
the chair does is one.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from assemblies.house_rules import SPEAKING_ORDER, in_force
from assemblies.models import AgendaItem, Assembly, FloorRequest, Guest, Presence
from assemblies.reports.floor import ITEM_BEGUN, item_now, turns_of, whose
from assemblies.rules import floor as rules
from assemblies.rules.chairing import why_not_begin
from members.models import Cooperative, Member
from record import shared
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if


@transaction.atomic
def ask_for_the_floor(
    *, assembly_id: int, kind: str = rules.TURN, actor: Member, now: datetime
) -> FloorRequest:
    """Stand in line to speak, once. Asking again changes nothing.

    A point of order takes the place in line of whoever raises it: nobody stands there twice.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)
    open_turn = FloorRequest.objects.filter(assembly=assembly, member=actor, ended_at=None).first()

    day = Cooperative.objects.founded().day_of(now)
    refuse_if(
        rules.why_not_ask(
            assembly_state=assembly.state,
            kind=kind,
            belongs=Member.objects.here(on=day).filter(pk=actor.pk).exists(),
            is_here=_is_here(assembly, actor.pk),
            speaks_now=open_turn is not None and open_turn.started_at is not None,
        )
    )
    if open_turn is not None:
        if kind == open_turn.kind or kind == rules.TURN:
            return open_turn
        _end(open_turn, now=now)

    transaction.on_commit(shared.forget)
    return FloorRequest.objects.create(
        assembly=assembly, item_id=item_now(assembly), member=actor, kind=kind, asked_at=now
    )


@transaction.atomic
def take_back(*, assembly_id: int, actor: Member, now: datetime) -> None:
    """Leave the line. Whoever does not stand in it does not leave it."""
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    waiting = FloorRequest.objects.filter(
        assembly_id=assembly_id, member=actor, started_at=None, ended_at=None
    ).first()

    if waiting is not None:
        transaction.on_commit(shared.forget)
        _end(waiting, now=now)


@one_act_at_a_time
def give_the_floor(
    *,
    assembly_id: int,
    turn_id: int | None = None,
    instead_of: int | None,
    actor: Member | None,
    now: datetime,
) -> FloorRequest | None:
    """Give the floor to the next in line, or to the one named; whoever speaks has finished.

    `instead_of` is the turn that whoever pressed saw on their screen (None: nobody spoke). Where another one
    has begun since, two pressed at once: nothing changes, and nobody in line is passed over. Answers who has
    the floor now; None where nobody was left in the line.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)
    rows = {turn.turn_id: (row, turn) for row, turn in turns_of(assembly)}
    speaker = rules.who_speaks(turn for _row, turn in rows.values())
    speaks = None if speaker is None else speaker.turn_id

    order = in_force(SPEAKING_ORDER, on=assembly.starts_on)
    line = rules.speaking_list((turn for _row, turn in rows.values()), order=order, now=now)
    if turn_id is not None and turn_id not in rows:
        raise Refused(_("They do not wait for the floor any more."))
    chosen = rows[turn_id][1] if turn_id is not None else (line[0] if line else None)
    is_late = speaks != instead_of or (chosen is not None and chosen.turn_id == speaks)
    refuse_if(
        rules.why_not_give(
            assembly_state=assembly.state,
            is_waiting=chosen is None or chosen.is_waiting or is_late,
            is_here=chosen is None or chosen.is_here,
            actor=actor,
            now=now,
        )
    )
    if is_late:
        return None if speaks is None else rows[speaks][0]
    if chosen is None and speaks is None:
        raise Refused(_("Nobody waits for the floor."))

    if speaks is not None:
        _end(rows[speaks][0], now=now)
    if chosen is None:
        return None
    given = rows[chosen.turn_id][0]
    given.started_at = max(now, given.asked_at)
    given.save(update_fields=["started_at"])

    record(
        verb="assemblies.floor.given",
        subject=assembly,
        actor=actor,
        now=now,
        facts={"turn": given.pk, **_by_number(given), "kind": given.kind},
    )
    return given


@one_act_at_a_time
def end_turn(*, turn_id: int, actor: Member, now: datetime) -> FloorRequest:
    """Stop speaking, or let somebody stop. What ended already stays as it is."""
    found = FloorRequest.objects.select_related("member", "guest").get(pk=turn_id)
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=found.assembly_id)
    found.refresh_from_db(fields=["started_at", "ended_at"])

    refuse_if(rules.why_not_end_turn(is_theirs=found.member_id == actor.pk, actor=actor, now=now))
    if found.ended_at is not None:
        return found

    _end(found, now=now)

    if found.started_at is not None:
        record(
            verb="assemblies.floor.ended",
            subject=assembly,
            actor=actor,
            now=now,
            facts={"turn": found.pk, **_by_number(found)},
        )
    return found


@one_act_at_a_time
def begin_item(*, item_id: int, actor: Member | None, now: datetime) -> AgendaItem:
    """Go on to an item of the agenda. Whoever speaks or waits did so about the one before: their line ends.

    Beginning the item we are at changes nothing.
    """
    item = AgendaItem.objects.select_related("assembly", "motion").get(pk=item_id)
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=item.assembly_id)

    refuse_if(
        why_not_begin(
            assembly_state=assembly.state,
            is_carried_over=item.carried_over,
            motion_state="" if item.motion is None else item.motion.state,
            actor=actor,
            now=now,
        )
    )
    if item_now(assembly) == item.pk:
        return item

    end_turns(assembly.pk, at=now)

    record(
        verb=ITEM_BEGUN,
        subject=assembly,
        actor=actor,
        now=now,
        facts={"assembly": assembly.number, "item": item.pk, "position": item.position},
    )
    return item


def end_turns(
    assembly_id: int,
    *,
    at: datetime,
    member: Member | None = None,
    guest: Guest | None = None,
    waiting_too: bool = True,
) -> None:
    """End every turn that is open or waits in an assembly; one person's where they leave it."""
    open_turns = FloorRequest.objects.filter(assembly=assembly_id, ended_at=None)
    if not waiting_too:
        open_turns = open_turns.filter(started_at__isnull=False)
    if member is not None:
        open_turns = open_turns.filter(member=member)
    if guest is not None:
        open_turns = open_turns.filter(guest=guest)
    open_turns.update(ended_at=Greatest(Value(at), "asked_at", Coalesce("started_at", "asked_at")))


def _end(turn: FloorRequest, *, now: datetime) -> None:
    turn.ended_at = max(now, turn.asked_at, turn.started_at or turn.asked_at)
    turn.save(update_fields=["ended_at"])


def _by_number(turn: FloorRequest) -> dict[str, int]:
    """Whose turn it is, for the record: a member's number, or which guest it was, never a name."""
    who = whose(turn)
    return {"guest": who.pk} if isinstance(who, Guest) else {"member": who.number}


def _is_here(assembly: Assembly, member_id: int) -> bool:
    return Presence.objects.filter(assembly=assembly, member_id=member_id, left_at=None).exists()
