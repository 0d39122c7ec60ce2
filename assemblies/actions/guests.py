"""Advisers and guests: a voice in one assembly, and no vote."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Greatest

from assemblies.actions.floor import end_turns
from assemblies.models import Assembly, FloorRequest, Guest
from assemblies.reports.floor import item_now
from assemblies.rules.floor import why_not_ask_for_guest, why_not_let_in
from assemblies.rules.texts import why_not_text
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import fingerprint, refuse_if

LONGEST_NAME = 120


@one_act_at_a_time
def let_in_guest(*, assembly_id: int, name: str, capacity: str, actor: Member, now: datetime) -> Guest:
    """Write down that an adviser or a guest is here, and as what they speak.

    They count in no roll, base or quorum: they have no number, no account and no row among those present. The
    same name in the same capacity is let in once, however often it is sent.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    refuse_if(why_not_let_in(assembly_state=assembly.state, actor=actor, now=now))
    refuse_if(why_not_text(name, longest=LONGEST_NAME))
    refuse_if(why_not_text(capacity, longest=LONGEST_NAME))
    name, capacity = name.strip(), capacity.strip()
    here = Guest.objects.filter(assembly=assembly, name=name, capacity=capacity, left_at=None).first()
    if here is not None:
        return here

    guest = Guest.objects.create(
        assembly=assembly, name=name, capacity=capacity, arrived_at=now, let_in_by=actor
    )

    record(
        verb="assemblies.guest.let_in",
        subject=assembly,
        actor=actor,
        now=now,
        facts={"guest": guest.pk, "name": fingerprint(name), "capacity": fingerprint(capacity)},
    )
    return guest


@one_act_at_a_time
def guest_left(*, guest_id: int, actor: Member, now: datetime) -> Guest:
    """Write down that a guest left, their turn to speak with them. Whoever left already has left."""
    guest, assembly = _locked(guest_id)

    refuse_if(why_not_let_in(assembly_state=assembly.state, actor=actor, now=now))
    if guest.left_at is not None:
        return guest

    guest.left_at = max(now, guest.arrived_at)
    guest.save(update_fields=["left_at"])
    end_turns(assembly.pk, at=guest.left_at, guest=guest)

    record(
        verb="assemblies.guest.left",
        subject=assembly,
        actor=actor,
        now=now,
        facts={"guest": guest.pk},
    )
    return guest


@one_act_at_a_time
def ask_for_guest(*, guest_id: int, actor: Member, now: datetime) -> FloorRequest:
    """Put a guest in the line to speak, once: they have no phone here. Asking again changes nothing.

    They come in the order of the rule, like everybody. Unlike one's own asking it is an act: one person
    stands another in the line.
    """
    guest, assembly = _locked(guest_id)
    open_turn = FloorRequest.objects.filter(guest=guest, ended_at=None).first()

    refuse_if(
        why_not_ask_for_guest(
            assembly_state=assembly.state,
            is_here=guest.left_at is None,
            speaks_now=open_turn is not None and open_turn.started_at is not None,
            actor=actor,
            now=now,
        )
    )
    if open_turn is not None:
        return open_turn

    turn = FloorRequest.objects.create(
        assembly=assembly, item_id=item_now(assembly), guest=guest, asked_at=max(now, guest.arrived_at)
    )
    record(
        verb="assemblies.floor.guest_asked",
        subject=assembly,
        actor=actor,
        now=now,
        facts={"turn": turn.pk, "guest": guest.pk},
    )
    return turn


@one_act_at_a_time
def take_guest_back(*, guest_id: int, actor: Member, now: datetime) -> None:
    """Take a guest out of the line. One who does not wait in it stays as they are."""
    guest, assembly = _locked(guest_id)
    waiting = FloorRequest.objects.filter(guest=guest, started_at=None, ended_at=None).first()

    refuse_if(
        why_not_ask_for_guest(
            assembly_state=assembly.state, is_here=True, speaks_now=False, actor=actor, now=now
        )
    )
    if waiting is None:
        return

    waiting.ended_at = max(now, waiting.asked_at)
    waiting.save(update_fields=["ended_at"])

    record(
        verb="assemblies.floor.guest_taken_back",
        subject=assembly,
        actor=actor,
        now=now,
        facts={"turn": waiting.pk, "guest": guest.pk},
    )


def _locked(guest_id: int) -> tuple[Guest, Assembly]:
    """A guest and their assembly, the assembly locked first as everywhere about the floor."""
    assembly_id = Guest.objects.values_list("assembly_id", flat=True).get(pk=guest_id)
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)
    return Guest.objects.select_for_update(no_key=True).get(pk=guest_id), assembly


def see_guests_out(assembly: Assembly, *, at: datetime) -> None:
    """Whoever was let in and is still there leaves when the assembly closes."""
    Guest.objects.filter(assembly=assembly, left_at=None).update(left_at=Greatest(Value(at), "arrived_at"))
